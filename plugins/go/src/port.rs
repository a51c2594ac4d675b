//! The ports that the program listens on.
//!
//! Precedence: the settings file of the framework, `PORT` of `.s2i/environment` where the program asks for it, what the
//! program binds, what packages of the same module bind, the default of a port's name, the framework's own default.

mod settings;

use crate::framework::{imports, imports_of};
use crate::manifest::Manifest;
use crate::own_packages;
use crate::program::{Main, Program, Source};
use fieldmark_sdk::listen::{self, Listened};
use fieldmark_sdk::token::{Kind, Token};
use fieldmark_sdk::{File, Place, Repo, Verdict, environment, points};

/// Functions and methods that bind an address, by the last part of their name.
const BINDS: [&str; 3] = ["ListenAndServe", "ListenAndServeTLS", "Listen"];

/// Methods that do so in frameworks, and something else elsewhere (`exec.Cmd` has a `Run`, too).
const FRAMEWORK_BINDS: [&str; 8] =
    ["Run", "RunTLS", "Start", "StartTLS", "StartServer", "ListenTLS", "WithHostPorts", "Spin"];

/// Packages that serve: a program that imports one and binds an address is a server.
const SERVING: [&str; 5] = ["net/http", "net", "google.golang.org/grpc", "net/http/fcgi", "golang.org/x/net/http2"];

/// What a framework binds to when the call names nothing.
const DEFAULTS: [(&str, &str); 6] = [
    ("gin", "8080"),
    ("beego", "8080"),
    ("revel", "9000"),
    ("buffalo", "3000"),
    ("hertz", "8888"),
    ("pocketbase", "8090"),
];

/// Names of a port, or of an address, by which programs ask their environment, flags and settings for it.
const NAMES: [&str; 12] = [
    "port",
    "http_port",
    "httpport",
    "server_port",
    "app_port",
    "web_port",
    "listen_port",
    "api_port",
    "addr",
    "http_addr",
    "listen_addr",
    "listen",
];

/// What a source holds that binds an address, or names a port.
const WORDS: [&str; 14] = [
    "ListenAndServe",
    ".Listen(",
    ".Run(",
    ".RunTLS(",
    ".Start(",
    ".Spin(",
    "WithHostPorts(",
    "Addr:",
    "Address:",
    "PORT\"",
    "ADDR\"",
    "port\"",
    "addr\"",
    "listen\"",
];

/// What the ports depend on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ports {
    /// Where the program takes its port from the variable `PORT`, with nothing to fall back to and nobody to set it.
    pub from_environment: Option<Place>,
}

/// States the ports and whether the program is a server.
pub fn state(repo: &Repo, module: Option<&Manifest>, program: &Program, verdict: &mut Verdict) -> Ports {
    settings::state(repo, verdict);
    let Program::Main(main) = program else { return Ports::default() };
    let framework = verdict.get("framework").is_some();
    let mut bound = Bound::default();
    bound.collect(&main.files, &main.files, framework);
    for at in &bound.closed {
        let note = "it listens on the loopback address, where nobody outside of the container reaches it";
        verdict.warn("go.listens-on-loopback", *at, note);
    }
    let mut more = Vec::new();
    if let (Some(module), []) = (module, &bound.ports[..]) {
        more = own_packages::imported(repo, module, main, &WORDS);
        bound.collect(&more, &main.files, framework);
    }
    let sources = || main.files.iter().chain(&more);
    if let (Some(_), []) = (bound.first, &bound.ports[..]) {
        bound.ports.extend(sources().find_map(named_default));
    }
    if !framework {
        state_server(main, &more, bound.first, verdict);
    }
    // A variable that is set goes before what the program falls back to.
    let variable = sources().flat_map(texts).find(|(text, _)| *text == "PORT").filter(|_| bound.first.is_some());
    let set = environment::filled(repo, "PORT").filter(|_| variable.is_some());
    if let Some((port, at)) = set.and_then(|set| Some((set.value.parse::<u16>().ok()?, set.at))) {
        verdict.attribute("port", port.to_string(), at);
        return Ports::default();
    }
    if verdict.get("port").is_some() {
        return Ports::default();
    }
    for (port, at) in &bound.ports {
        verdict.attribute("port", port.to_string(), *at);
    }
    if verdict.get("port").is_some() {
        return Ports::default();
    }
    let default = DEFAULTS.iter().find(|(framework, _)| verdict.get("framework") == Some(framework));
    if let (Some((_, port)), Some(at)) = (default, bound.first) {
        verdict.attribute("port", *port, at);
        return Ports::default();
    }
    Ports { from_environment: variable.map(|(_, at)| at) }
}

/// A program without a framework that binds an address with a package that serves is a server.
fn state_server(main: &Main, more: &[Source<'_>], bound: Option<Place>, verdict: &mut Verdict) {
    let imported = imports(main).into_iter().chain(imports_of(more));
    let serving = imported.into_iter().find(|(path, _)| SERVING.contains(path));
    if let (Some((package, _)), Some(at)) = (serving, bound) {
        verdict.point(points::SERVER, "go.serves", at, format!("it binds an address with {package}"));
        verdict.attribute("serves", package, at);
    }
}

/// Addresses that sources bind.
#[derive(Default)]
struct Bound {
    /// The first call that binds one.
    first: Option<Place>,
    /// The ports of all calls, each once.
    ports: Vec<(u16, Place)>,
    /// Calls that bind the loopback address.
    closed: Vec<Place>,
}

impl Bound {
    /// Adds those of sources. What packages beside the program bind on the
    /// loopback address serves the program itself.
    fn collect<'r>(&mut self, sources: &[Source<'r>], main: &[Source<'r>], framework: bool) {
        let is_program = std::ptr::eq(sources, main);
        for (file, tokens) in sources {
            let calls = listen::calls(tokens, |name| binds(name, framework));
            let servers = listen::values(tokens, |owner| owner.ends_with("Server"), "Addr");
            let settings = listen::values(tokens, |owner| framework && owner.ends_with("StartConfig"), "Address");
            for call in calls.into_iter().chain(servers).chain(settings) {
                let closed = call.arguments.iter().any(is_loopback);
                if closed && !is_program {
                    continue;
                }
                self.closed.extend(closed.then(|| file.line(call.line)));
                self.first.get_or_insert(file.line(call.line));
                // Names may be defined in another file of the package; then the line is not one of this file.
                let found = listen::port(&call, tokens).map(|found| (found, true));
                let found = found.or_else(|| {
                    let package: Vec<Token<'r>> = package_of(*file, sources).copied().collect();
                    listen::port(&call, &package).map(|found| (found, false))
                });
                let Some((Listened { port, line }, here)) = found else { continue };
                if self.ports.iter().all(|(known, _)| *known != port) {
                    self.ports.push((port, if here { file.line(line) } else { file.whole() }));
                }
            }
        }
    }
}

/// The tokens of all sources in the directory of one.
fn package_of<'a, 'r>(file: File<'r>, sources: &'a [Source<'r>]) -> impl Iterator<Item = &'a Token<'r>> + use<'a, 'r> {
    let same = sources.iter().filter(move |(other, _)| other.directory() == file.directory());
    same.flat_map(|(_, tokens)| tokens)
}

/// A port that stands behind its name, as the default of a variable, a flag or a setting: `env("PORT", "8080")`,
/// `flag.Int("port", 8080, "")`, `viper.SetDefault("server.port", 8080)`, `default:"8080"` of a field.
fn named_default(source: &Source<'_>) -> Option<(u16, Place)> {
    let (file, tokens) = source;
    tokens.iter().enumerate().find_map(|(at, token)| {
        let Kind::Text(text) = token.kind else { return None };
        let of_tag = || is_named(tag(text, "env")?).then(|| tag(text, "envDefault").or(tag(text, "default")))?;
        // The short name of a flag, or the variable that it is bound to, may stand between.
        let behind = || {
            let mut values = tokens[at + 1..].iter().take(4).filter(|token| token.kind != Kind::Sign(','));
            let first = values.next()?;
            let port = |token: &Token<'_>| match token.kind {
                Kind::Text(text) | Kind::Word(text) => port(text),
                Kind::Sign(_) => None,
            };
            let is_short = matches!(first.kind, Kind::Text(text) if text.len() < 2);
            port(first).or_else(|| values.next().filter(|_| is_short).and_then(port))
        };
        let found = of_tag().and_then(port).or_else(|| is_named(text).then(behind).flatten())?;
        Some((found, file.line(token.line)))
    })
}

/// Whether a text is the name of a port: `PORT`, `server.port`, `http-port`.
fn is_named(text: &str) -> bool {
    let name = text.rsplit('.').next().unwrap_or(text).to_ascii_lowercase().replace('-', "_");
    NAMES.contains(&name.as_str())
}

/// The value of a key in the tag of a field.
fn tag<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    let at = text.find(&format!("{key}:\""))?;
    text[at + key.len() + 2..].split(['"', ',']).next()
}

/// A number, also behind the colon of an address that everybody reaches.
fn port(text: &str) -> Option<u16> {
    let digits = text.rsplit_once(':').map_or(text, |(_, digits)| digits);
    digits.parse().ok().filter(|port| *port >= 80 && digits.bytes().all(|c| c.is_ascii_digit()))
}

/// `localhost:8080`, `127.0.0.1:8080`
fn is_loopback(token: &Token<'_>) -> bool {
    matches!(token.kind, Kind::Text(text) if ["localhost:", "127.0.0.1:", "[::1]:"].iter().any(|host| text.starts_with(host)))
}

fn binds(name: &str, framework: bool) -> bool {
    // A bare name is a function of the program itself.
    let Some((_, last)) = name.rsplit_once('.') else { return false };
    BINDS.contains(&last) || (framework && FRAMEWORK_BINDS.contains(&last))
}

fn texts<'a, 'r>(source: &'a Source<'r>) -> impl Iterator<Item = (&'r str, Place)> + use<'a, 'r> {
    let (file, tokens) = source;
    tokens.iter().filter_map(|token| match token.kind {
        Kind::Text(text) => Some((text, file.line(token.line))),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{manifest, program};
    use fieldmark_sdk::testing::MemorySource;

    fn stated(files: &[(&str, &str)], framework: Option<&str>) -> Verdict {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        let mut verdict = Verdict::new("go");
        if let Some(framework) = framework {
            verdict.attribute("framework", framework, Place::NONE);
        }
        let module = manifest::module(&repo);
        state(&repo, module.as_ref(), &program::find(&repo, module.as_ref(), None, None), &mut verdict);
        verdict
    }

    #[test]
    fn server_of_the_standard_library_is_known_by_its_call() {
        let main = "package main\nimport \"net/http\"\nfunc main() {\n http.ListenAndServe(\":8081\", nil)\n}";
        let verdict = stated(&[("main.go", main)], None);
        assert_eq!((verdict.get("port"), verdict.get("serves")), (Some("8081"), Some("net/http")));
        let client = "package main\nimport \"net/http\"\nfunc main() { http.Get(\"http://x:8080\") }";
        assert_eq!(stated(&[("main.go", client)], None).attributes, []);
        let runs = "package main\nimport \"net/http\"\nfunc main() { exec.Command(\"x\").Run() }";
        assert_eq!(stated(&[("main.go", runs)], None).attributes, []);
    }

    #[test]
    fn port_can_be_defined_in_another_file_of_the_package() {
        let main = "package main\nimport \"net/http\"\nfunc main() { http.ListenAndServe(addr, nil) }";
        let verdict = stated(&[("main.go", main), ("a.go", "package main\nconst addr = \":9000\"")], None);
        assert_eq!(verdict.get("port"), Some("9000"));
    }

    #[test]
    fn address_may_stand_in_the_settings_of_a_framework() {
        let main = "package main\nfunc main() { s := echo.StartConfig{Address: \":1323\"}\n s.Start(c, e)\n}";
        assert_eq!(stated(&[("main.go", main)], Some("echo")).get("port"), Some("1323"));
        assert_eq!(stated(&[("main.go", main)], None).get("port"), None);
    }

    #[test]
    fn framework_default_and_settings_are_known() {
        let main = "package main\nfunc main() { r := gin.Default()\n r.Run()\n}";
        assert_eq!(stated(&[("main.go", main)], Some("gin")).get("port"), Some("8080"));
        let main = "package main\nfunc main() { web.Run() }";
        let files = [("main.go", main), ("conf/app.conf", "appname = x\nhttpport = 1234\n")];
        assert_eq!(stated(&files, Some("beego")).get("port"), Some("1234"));
    }

    #[test]
    fn loopback_is_a_warning() {
        let main = "package main\nimport \"net/http\"\nfunc main() { http.ListenAndServe(\"localhost:8081\", nil) }";
        let verdict = stated(&[("main.go", main)], None);
        assert_eq!((verdict.get("port"), &*verdict.warnings[0].code), (Some("8081"), "go.listens-on-loopback"));
    }

    #[test]
    fn packages_of_the_module_bind_for_their_program() {
        let module = ("go.mod", "module a.io/m\n");
        let main = ("cmd/m/main.go", "package main\nimport \"a.io/m/internal/web\"\nfunc main() { web.Serve() }");
        let web = |text: &'static str| ("internal/web/web.go", text);
        let serves = web("package web\nimport \"net/http\"\nfunc Serve() { http.ListenAndServe(\":8091\", nil) }");
        let verdict = stated(&[module, main, serves], None);
        assert_eq!((verdict.get("port"), verdict.get("serves")), (Some("8091"), Some("net/http")));
        let closed =
            web("package web\nimport \"net/http\"\nfunc Serve() { http.ListenAndServe(\"localhost:1\", nil) }");
        assert_eq!(stated(&[module, main, closed], None).attributes, []);
        assert_eq!(stated(&[module, ("cmd/m/main.go", "package main\nfunc main() {}"), serves], None).attributes, []);
    }

    #[test]
    fn default_of_a_name_is_the_port_where_the_call_does_not_tell_it() {
        let port = |text: &str| {
            let main = format!(
                "package main\nimport \"net/http\"\nfunc main() {{ http.ListenAndServe(cfg.Where(), nil) }}\n{text}"
            );
            stated(&[("main.go", &main)], None).get("port").map(str::to_owned)
        };
        for (text, expected) in [
            ("var p = env(\"HTTP_PORT\", \"8092\")", Some("8092")),
            ("func init() { viper.SetDefault(\"server.port\", 8093) }", Some("8093")),
            ("func init() { f.StringVarP(&x, \"addr\", \"a\", \":8094\", \"where\") }", Some("8094")),
            ("type C struct { Port int `env:\"PORT\" envDefault:\"8095\"` }", Some("8095")),
            ("var p = env(\"DB_PORT\", \"5432\")", None),
            ("type C struct { Db int `env:\"DB_PORT\" envDefault:\"5432\"` }", None),
        ] {
            assert_eq!(port(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn variable_that_is_set_goes_before_the_default() {
        let main = "package main\nimport (\n\"net/http\"\n\"os\"\n)\nfunc main() {\np := os.Getenv(\"PORT\")\n\
                    if p == \"\" { p = \"3000\" }\nhttp.ListenAndServe(\":\"+p, nil)\n}";
        assert_eq!(stated(&[("main.go", main)], None).get("port"), Some("3000"));
        let set = stated(&[("main.go", main), (".s2i/environment", "PORT=9090")], None);
        assert_eq!(set.get("port"), Some("9090"));
    }
}
