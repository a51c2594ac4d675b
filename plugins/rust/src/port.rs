//! The ports that the program listens on.
//!
//! Precedence: settings files of the framework, what the sources beside the main one bind, what the other sources of the
//! package bind, the default of a port's name (`port/named.rs`), the framework's own default.

mod named;
mod rocket;
mod settings;

use crate::cargo::Package;
use crate::program::Program;
use fieldmark_sdk::listen::{self, Call};
use fieldmark_sdk::token::{self, Kind, Token};
use fieldmark_sdk::{File, Place, Repo, Verdict, points};

/// Calls that bind an address: the last part of the name, and the crate without which it means something else.
const BINDS: &[(&str, Option<&str>)] = &[
    ("bind", None),
    ("bind_rustls", None),
    ("bind_openssl", None),
    ("try_bind", None),
    ("listen", Some("tide")),
    ("run", Some("warp")),
    ("bind_ephemeral", Some("warp")),
    ("start", Some("gotham")),
    ("start_server", Some("rouille")),
    ("with_port", Some("trillium")),
    ("serve", Some("tonic")),
];

/// Calls that bind an address where one is written among their arguments: names that many other things have, too.
const BINDS_ADDRESS: &[(&str, &str)] = &[("new", "salvo"), ("http", "tiny_http")];

/// Most sources that are looked into.
const MAX_FILES: usize = 64;

/// Most of them that are cut into tokens.
const MAX_CUT: usize = 24;

/// Most bytes of those together: cutting takes hundreds of instructions a byte.
const MAX_CUT_BYTES: usize = 256 * 1024;

/// What a source holds that binds an address, or names a port.
const WORDS: [&str; 9] =
    ["bind", "listen", "serve", "warp::", "start", "with_port", "TcpListener", "default_value", "PORT\""];

/// What frameworks listen on unless they are told otherwise.
const DEFAULTS: [(&str, &str); 3] = [("rocket", "8000"), ("loco-rs", "5150"), ("leptos", "3000")];

/// States the ports.
pub fn state(repo: &Repo, package: &Package, program: &Program, verdict: &mut Verdict) {
    let configured = settings::ports(repo, package);
    let (beside, deeper) = sources(repo, package, program);
    let mut bound = Bound::default();
    bound.collect(package, &beside);
    if bound.ports.is_empty() && configured.is_empty() {
        bound.collect(package, &deeper);
    }
    if let (Some(_), []) = (bound.first, &bound.ports[..]) {
        bound.ports.extend(beside.iter().chain(&deeper).find_map(|(file, tokens)| named::default(*file, tokens)));
    }
    let known: Vec<(u16, Place)> = configured.into_iter().chain(bound.ports).collect();
    for (index, (port, at)) in known.iter().enumerate() {
        if known[..index].iter().all(|(earlier, _)| earlier != port) {
            verdict.attribute("port", port.to_string(), *at);
        }
    }
    let default = DEFAULTS.iter().find(|(name, _)| verdict.get("framework") == Some(name));
    if let (Some((_, port)), [], Some("server")) = (default, &known[..], verdict.get("role")) {
        verdict.attribute("port", *port, Place::NONE);
    }
    if verdict.get("framework") == Some("rocket") && verdict.get("role") == Some("server") {
        rocket::warn(repo, package, verdict);
    }
    for at in bound.closed {
        let note = "it listens on the loopback address, where nobody outside of the container reaches it";
        verdict.warn("rust.listens-on-loopback", at, note);
    }
    if let (Some(at), None) = (bound.first, verdict.get("role")) {
        verdict.point(points::SERVER, "rust.serves", at, "it binds an address");
        verdict.attribute("role", "server", at);
    }
}

/// A source with its tokens.
type Source<'r> = (File<'r>, Vec<Token<'r>>);

/// Addresses that sources bind.
#[derive(Default)]
struct Bound {
    /// The first call that binds one.
    first: Option<Place>,
    /// The ports of all calls.
    ports: Vec<(u16, Place)>,
    /// Calls that name the loopback address.
    closed: Vec<Place>,
}

impl Bound {
    fn collect(&mut self, package: &Package, sources: &[Source<'_>]) {
        for (file, tokens) in sources {
            for call in listen::calls(tokens, |name| binds(package, name)).into_iter().filter(is_address) {
                let found = listen::port(&call, tokens);
                // Without a port it may be anything: the parameter of a query, a name.
                if found.is_none() && !names_address(&call) {
                    continue;
                }
                self.first.get_or_insert(file.line(call.line));
                // The address may be defined elsewhere, with its port beside it.
                let line = |line: u32| tokens.iter().filter(move |token| token.line == line);
                let closed = is_loopback(call.arguments) || found.is_some_and(|found| is_loopback(line(found.line)));
                self.closed.extend(closed.then(|| file.line(call.line)));
                self.ports.extend(found.map(|found| (found.port, file.line(found.line))));
            }
            for call in listen::calls(tokens, |name| binds_address(package, name)).into_iter().filter(names_address) {
                let Some(found) = listen::port(&call, tokens) else { continue };
                self.first.get_or_insert(file.line(call.line));
                self.closed.extend(is_loopback(call.arguments).then(|| file.line(call.line)));
                self.ports.push((found.port, file.line(found.line)));
            }
        }
    }
}

fn binds(package: &Package, name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name);
    BINDS.iter().any(|(bind, of)| *bind == last && of.is_none_or(|of| package.uses(&[of])))
}

fn binds_address(package: &Package, name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name);
    BINDS_ADDRESS.iter().any(|(bind, of)| *bind == last && package.uses(&[of]))
}

/// A bare number is a parameter of a query: `.bind(1000)`.
fn is_address(call: &Call<'_, '_>) -> bool {
    let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    call.arguments.first().is_some_and(|first| !matches!(first.kind, Kind::Word(word) if is_number(word)))
}

/// Whether an address is written among the arguments: `"0.0.0.0:3000"`, `addr`, `config.address()`.
fn names_address(call: &Call<'_, '_>) -> bool {
    call.arguments.iter().any(|token| match token.kind {
        Kind::Text(text) => text.contains(':'),
        Kind::Word(word) => {
            word.rsplit('.').next().is_some_and(|last| ["addr", "address", "socket_addr"].contains(&last))
        }
        Kind::Sign(_) => false,
    })
}

/// `"127.0.0.1:8080"`, `("localhost", 8080)`, `([127, 0, 0, 1], 3030)`
fn is_loopback<'a, 't: 'a>(tokens: impl IntoIterator<Item = &'a Token<'t>>) -> bool {
    let is_host = |text: &str| {
        let rest = ["127.0.0.1", "localhost", "[::1]"].iter().find_map(|host| text.strip_prefix(host));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
    };
    let mut before = None;
    tokens.into_iter().any(|token| {
        let opens = before.replace(token.kind) == Some(Kind::Sign('['));
        match token.kind {
            Kind::Text(text) => is_host(text),
            Kind::Word(word) => opens && word == "127",
            Kind::Sign(_) => false,
        }
    })
}

/// The main source and those beside it, then all others of the package.
fn sources<'r>(repo: &'r Repo<'r>, package: &Package<'r>, program: &Program<'r>) -> (Vec<Source<'r>>, Vec<Source<'r>>) {
    let Program::Binary(binary) = program else { return (Vec::new(), Vec::new()) };
    let directory = package.path("src");
    let inside = |file: &File<'_>| file.directory().strip_prefix(&*directory).is_some_and(|rest| rest.starts_with('/'));
    let is_other = |file: &File<'_>| file.path() != binary.source && !["main.rs", "tests.rs"].contains(&file.name());
    let all = || repo.with_extension(&["rs"]).filter(is_other);
    let main = repo.file(&binary.source);
    let beside = main.into_iter().chain(all().filter(|file| file.directory() == directory)).take(MAX_FILES);
    let deeper = all().filter(|file| inside(file) && !file.path().contains("/bin/")).take(MAX_FILES);
    // Cutting a text into tokens costs more than looking for words in it.
    let has_word = |file: &File<'_>| file.text().is_some_and(|text| WORDS.iter().any(|word| text.contains(word)));
    let read = |file: File<'r>| (file, token::read(file.text().unwrap_or_default(), token::RUST));
    let cut = |files: &mut dyn Iterator<Item = File<'r>>| {
        let mut room = MAX_CUT_BYTES;
        let fits = |file: &File<'r>| {
            let length = file.text().map_or(0, str::len);
            let fits = length <= room;
            room -= if fits { length } else { 0 };
            fits
        };
        files.filter(has_word).filter(fits).take(MAX_CUT).map(read).collect()
    };
    (cut(&mut { beside }), cut(&mut { deeper }))
}

#[cfg(test)]
mod tests {
    use crate::Rust;
    use fieldmark_sdk::{Plugin, Settings, testing::MemorySource};

    fn ports(dependency: &str, main: &str, more: &[(&str, &str)]) -> Vec<String> {
        let manifest = format!("[package]\nname = 'a'\n[dependencies]\n{dependency} = '1'\n");
        let files = [("Cargo.toml", manifest.as_str()), ("src/main.rs", main)];
        let repo = MemorySource::new(files.iter().chain(more).copied()).into_repo();
        let verdict = Rust::detect(&repo, &Settings::default()).unwrap();
        verdict.attributes.into_iter().filter(|a| a.name == "port").map(|a| a.value).collect()
    }

    #[test]
    fn bound_addresses_are_ports() {
        let axum = "let l = tokio::net::TcpListener::bind(\"0.0.0.0:3000\").await?;\naxum::serve(l, app)";
        assert_eq!(ports("axum", axum, &[]), ["3000"]);
        let actix = "HttpServer::new(|| App::new())\n  .bind((\"127.0.0.1\", 8080))?\n  .run()";
        assert_eq!(ports("actix-web", actix, &[]), ["8080"]);
        assert_eq!(ports("warp", "warp::serve(r).run(([0, 0, 0, 0], 3030)).await", &[]), ["3030"]);
        assert_eq!(ports("axum", "query.bind(1000).run(2000)", &[]), [""; 0]);
        assert_eq!(ports("axum", "mod http;", &[("src/http.rs", "TcpListener::bind(\"[::]:81\")")]), ["81"]);
    }

    #[test]
    fn calls_of_other_crates_bind_nothing() {
        let salvo = "let acceptor = TcpListener::new(\"0.0.0.0:8698\").bind().await;\nlet v = Vec::new(9000);";
        assert_eq!(ports("salvo", salvo, &[]), ["8698"]);
        assert_eq!(ports("axum", salvo, &[]), [""; 0]);
        let tonic = "let addr = \"[::]:50051\".parse()?;\nServer::builder().add_service(s).serve(addr).await";
        assert_eq!(ports("tonic", tonic, &[]), ["50051"]);
    }

    #[test]
    fn other_sources_tell_what_the_main_one_does_not() {
        let main = "TcpListener::bind(config.address()).await";
        let config = |text: &'static str| [("src/config/mod.rs", text)];
        for (text, expected) in [
            ("let port = env::var(\"PORT\").unwrap_or_else(|_| \"3001\".to_string());", vec!["3001"]),
            ("let port = env::var(\"DB_PORT\").unwrap_or(\"5432\".into());", vec![]),
            ("#[arg(long, env = \"PORT\", default_value_t = 3002)] port: u16,", vec!["3002"]),
            ("#[arg(long, default_value = \"0.0.0.0:3003\")]\npub listen: SocketAddr,", vec!["3003"]),
            ("#[arg(long, default_value_t = 10)] workers: u16, port: u16", vec![]),
        ] {
            assert_eq!(ports("axum", main, &config(text)), expected, "{text}");
        }
        let server = [("src/web/server.rs", "axum::Server::bind(&\"0.0.0.0:3004\".parse().unwrap())")];
        assert_eq!(ports("axum", "mod web;", &server), ["3004"]);
    }

    #[test]
    fn loopback_is_a_warning() {
        for (text, expected) in [
            ("TcpListener::bind(\"127.0.0.1:3000\")", true),
            ("HttpServer::new(f).bind((\"localhost\", 8080))", true),
            ("TcpListener::bind(\"0.0.0.0:3000\")", false),
            ("TcpListener::bind((\"127.0.0.11\", 3000))", false),
            ("let addr = SocketAddr::from(([127, 0, 0, 1], 3000));\nTcpListener::bind(addr)", true),
            ("let addr = SocketAddr::from(([0, 0, 0, 127], 3000));\nTcpListener::bind(addr)", false),
        ] {
            let manifest = "[package]\nname = 'a'\n[dependencies]\naxum = '1'\n";
            let repo = MemorySource::new([("Cargo.toml", manifest), ("src/main.rs", text)]).into_repo();
            let verdict = Rust::detect(&repo, &Settings::default()).unwrap();
            let warned = verdict.warnings.iter().any(|warning| warning.code == "rust.listens-on-loopback");
            assert_eq!(warned, expected, "{text}");
        }
    }

    #[test]
    fn rocket_is_open_only_where_it_is_told() {
        let manifest = "[package]\nname = 'a'\n[dependencies]\nrocket = '0.5'\n";
        let open = "[default]\naddress = \"0.0.0.0\"\n";
        for (main, settings, expected) in [
            ("#[launch] fn rocket() -> _ { rocket::build() }", "", true),
            ("#[launch] fn rocket() -> _ { rocket::build() }", "[default]\nport = 80\n", true),
            ("#[launch] fn rocket() -> _ { rocket::build() }", "[release]\naddress = \"127.0.0.1\"\n", true),
            ("#[launch] fn rocket() -> _ { rocket::build() }", open, false),
            ("#[launch] fn rocket() -> _ { rocket::build() }", "[debug]\naddress = \"0.0.0.0\"\n", true),
            ("let config = Config { address: Ipv4Addr::UNSPECIFIED.into(), ..Config::default() };", "", false),
            ("rocket::custom(figment.merge((\"address\", \"0.0.0.0\")))", "", false),
        ] {
            let files = [("Cargo.toml", manifest), ("src/main.rs", main), ("Rocket.toml", settings)];
            let repo = MemorySource::new(files).into_repo();
            let verdict = Rust::detect(&repo, &Settings::default()).unwrap();
            let warned = verdict.warnings.iter().any(|warning| warning.code == "rust.rocket-on-loopback");
            assert_eq!(warned, expected, "{main} {settings}");
        }
    }

    #[test]
    fn rocket_reads_its_settings_file() {
        assert_eq!(ports("rocket", "", &[]), ["8000"]);
        let settings = "[default]\nport = 8001\n[debug]\nport = 8002\n[release]\nport = 8003";
        assert_eq!(ports("rocket", "", &[("Rocket.toml", settings)]), ["8003"]);
    }
}
