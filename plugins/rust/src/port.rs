//! The ports that the program listens on.

use crate::cargo::Package;
use crate::program::Program;
use fieldmark_sdk::listen::{self, Call};
use fieldmark_sdk::token::{self, Kind};
use fieldmark_sdk::{File, Place, Repo, Verdict, points};

/// Calls that bind an address: the last part of the name, and the framework without which it means something else.
const BINDS: &[(&str, Option<&str>)] = &[
    ("bind", None),
    ("bind_rustls", None),
    ("bind_openssl", None),
    ("try_bind", None),
    ("listen", Some("tide")),
    ("run", Some("warp")),
    ("bind_ephemeral", Some("warp")),
    ("start", Some("gotham")),
];

/// Most sources that are looked into.
const MAX_FILES: usize = 64;

/// What Rocket listens on unless it is told otherwise.
const ROCKET: &str = "8000";

/// States the ports.
pub fn state(repo: &Repo, package: &Package, program: &Program, verdict: &mut Verdict) {
    let mut known: Vec<(u16, Place)> = configured(repo, package);
    let framework = verdict.get("framework").map(str::to_owned);
    let mut bound = None;
    for file in sources(repo, package, program) {
        let tokens = token::read(file.text().unwrap_or_default(), token::RUST);
        let binds = |name: &str| {
            let last = name.rsplit('.').next().unwrap_or(name);
            BINDS.iter().any(|(bind, of)| *bind == last && of.is_none_or(|of| framework.as_deref() == Some(of)))
        };
        for call in listen::calls(&tokens, binds).into_iter().filter(is_address) {
            if let Some(found) = listen::port(&call, &tokens) {
                bound.get_or_insert(file.line(call.line));
                known.push((found.port, file.line(found.line)));
            }
        }
    }
    for (index, (port, at)) in known.iter().enumerate() {
        if known[..index].iter().all(|(earlier, _)| earlier != port) {
            verdict.attribute("port", port.to_string(), *at);
        }
    }
    if let (Some("rocket"), []) = (framework.as_deref(), &known[..]) {
        verdict.attribute("port", ROCKET, Place::NONE);
    }
    if let (Some(at), None) = (bound, verdict.get("role")) {
        verdict.point(points::SERVER, "rust.serves", at, "it binds an address");
        verdict.attribute("role", "server", at);
    }
}

/// A bare number is a parameter of a query: `.bind(1000)`.
fn is_address(call: &Call<'_, '_>) -> bool {
    let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    call.arguments.first().is_some_and(|first| !matches!(first.kind, Kind::Word(word) if is_number(word)))
}

/// The main source, and those beside it.
fn sources<'r>(repo: &'r Repo, package: &Package<'r>, program: &Program<'r>) -> Vec<File<'r>> {
    let Program::Binary(binary) = program else { return Vec::new() };
    let directory = package.path("src");
    let beside = repo.files().filter(|file| file.extension() == Some("rs") && file.directory() == directory);
    let main = repo.file(&binary.source);
    let others = beside.filter(|file| file.path() != binary.source && file.name() != "main.rs");
    main.into_iter().chain(others).take(MAX_FILES).collect()
}

/// Ports of settings files: `Rocket.toml`, and leptos' metadata in `Cargo.toml`.
fn configured(repo: &Repo, package: &Package) -> Vec<(u16, Place)> {
    let rocket = repo.file(&package.path("Rocket.toml")).and_then(|file| file.toml());
    // The profile of a release build goes before the default, and `global` before both.
    let profiles = ["global", "release", "default"];
    let rocket = rocket.and_then(|document| {
        profiles.iter().find_map(|profile| {
            let node = document.get(&[profile, "port"])?;
            Some((node.scalar()?.parse().ok()?, node.at))
        })
    });
    let leptos = package.manifest.text(&["package", "metadata", "leptos", "site-addr"]);
    let leptos = leptos.and_then(|(address, at)| Some((address.rsplit(':').next()?.parse().ok()?, at)));
    rocket.into_iter().chain(leptos).collect()
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
    fn rocket_reads_its_settings_file() {
        assert_eq!(ports("rocket", "", &[]), ["8000"]);
        let settings = "[default]\nport = 8001\n[debug]\nport = 8002\n[release]\nport = 8003";
        assert_eq!(ports("rocket", "", &[("Rocket.toml", settings)]), ["8003"]);
    }
}
