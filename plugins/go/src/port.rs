//! The ports that the program listens on.

use crate::framework::imports;
use crate::program::{Main, Program};
use fieldmark_sdk::listen::{self, Listened};
use fieldmark_sdk::token::{Kind, Token};
use fieldmark_sdk::{Place, Repo, Verdict, environment, points};

/// Functions and methods that bind an address, by the last part of their name.
const BINDS: [&str; 3] = ["ListenAndServe", "ListenAndServeTLS", "Listen"];

/// Methods that do so in frameworks, and something else elsewhere (`exec.Cmd` has a `Run`, too).
const FRAMEWORK_BINDS: [&str; 6] = ["Run", "RunTLS", "Start", "StartTLS", "StartServer", "ListenTLS"];

/// Packages that serve: a program that imports one and binds an address is a server.
const SERVING: [&str; 5] = ["net/http", "net", "google.golang.org/grpc", "net/http/fcgi", "golang.org/x/net/http2"];

/// What a framework binds to when the call names nothing.
const DEFAULTS: [(&str, &str); 3] = [("gin", "8080"), ("beego", "8080"), ("revel", "9000")];

/// What the ports depend on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ports {
    /// Where the program takes its port from the variable `PORT`, with nothing to fall back to and nobody to set it.
    pub from_environment: Option<Place>,
}

/// States the ports and whether the program is a server.
pub fn state(repo: &Repo, program: &Program, verdict: &mut Verdict) -> Ports {
    if matches!(verdict.get("framework"), Some("beego" | "revel")) {
        configured(repo, verdict);
    }
    let Program::Main(main) = program else { return Ports::default() };
    let (bound, ports) = bound(main, verdict);
    if verdict.get("framework").is_none() {
        let serving = imports(main).into_iter().find(|(path, _)| SERVING.contains(path));
        if let (Some((package, _)), Some(at)) = (serving, bound) {
            verdict.point(points::SERVER, "go.serves", at, format!("it binds an address with {package}"));
            verdict.attribute("serves", package, at);
        }
    }
    // A variable that is set goes before what the program falls back to.
    let variable = texts(main).find(|(text, _)| *text == "PORT").filter(|_| bound.is_some());
    let set = environment::filled(repo, "PORT").filter(|_| variable.is_some());
    if let Some((port, at)) = set.and_then(|set| Some((set.value.parse::<u16>().ok()?, set.at))) {
        verdict.attribute("port", port.to_string(), at);
        return Ports::default();
    }
    for (port, at) in ports {
        verdict.attribute("port", port.to_string(), at);
    }
    if verdict.get("port").is_some() {
        return Ports::default();
    }
    let default = DEFAULTS.iter().find(|(framework, _)| verdict.get("framework") == Some(framework));
    if let (Some((_, port)), Some(at)) = (default, bound) {
        verdict.attribute("port", *port, at);
        return Ports::default();
    }
    Ports { from_environment: variable.map(|(_, at)| at) }
}

/// The first call that binds an address, and the ports of all of them, each once.
fn bound(main: &Main, verdict: &mut Verdict) -> (Option<Place>, Vec<(u16, Place)>) {
    let all: Vec<Token<'_>> = main.files.iter().flat_map(|(_, tokens)| tokens.iter().copied()).collect();
    let framework = verdict.get("framework").is_some();
    let mut first = None;
    let mut ports: Vec<(u16, Place)> = Vec::new();
    for (file, tokens) in &main.files {
        let calls = listen::calls(tokens, |name| binds(name, framework));
        let servers = listen::values(tokens, |owner| owner.ends_with("Server"), "Addr");
        for call in calls.into_iter().chain(servers) {
            first.get_or_insert(file.line(call.line));
            if call.arguments.iter().any(is_loopback) {
                let note = "it listens on the loopback address, where nobody outside of the container reaches it";
                verdict.warn("go.listens-on-loopback", file.line(call.line), note);
            }
            // Names may be defined in another file of the package; then the line is not one of this file.
            let found = listen::port(&call, tokens).map(|found| (found, true));
            let found = found.or_else(|| listen::port(&call, &all).map(|found| (found, false)));
            let Some((Listened { port, line }, here)) = found else { continue };
            if ports.iter().all(|(known, _)| *known != port) {
                ports.push((port, if here { file.line(line) } else { file.whole() }));
            }
        }
    }
    (first, ports)
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

fn texts<'a, 'r>(main: &'a Main<'r>) -> impl Iterator<Item = (&'r str, Place)> + use<'a, 'r> {
    main.files.iter().flat_map(|(file, tokens)| {
        tokens.iter().filter_map(|token| match token.kind {
            Kind::Text(text) => Some((text, file.line(token.line))),
            _ => None,
        })
    })
}

/// `httpport = 8080` of `conf/app.conf`, the settings file of beego and revel.
fn configured(repo: &Repo, verdict: &mut Verdict) {
    let lines = repo.file("conf/app.conf").into_iter().flat_map(|file| file.lines());
    let port = lines.filter_map(|line| {
        let (key, value) = line.code().split_once('=')?;
        let key = key.trim().to_ascii_lowercase();
        let port = value.trim().trim_matches('"').parse::<u16>().ok()?;
        matches!(key.as_str(), "httpport" | "http.port").then_some((port, line.at))
    });
    if let Some((port, at)) = port.into_iter().next() {
        verdict.attribute("port", port.to_string(), at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program;
    use fieldmark_sdk::testing::MemorySource;

    fn stated(files: &[(&str, &str)], framework: Option<&str>) -> Verdict {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        let mut verdict = Verdict::new("go");
        if let Some(framework) = framework {
            verdict.attribute("framework", framework, Place::NONE);
        }
        state(&repo, &program::find(&repo, None, None, None), &mut verdict);
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
    fn variable_that_is_set_goes_before_the_default() {
        let main = "package main\nimport (\n\"net/http\"\n\"os\"\n)\nfunc main() {\np := os.Getenv(\"PORT\")\n\
                    if p == \"\" { p = \"3000\" }\nhttp.ListenAndServe(\":\"+p, nil)\n}";
        assert_eq!(stated(&[("main.go", main)], None).get("port"), Some("3000"));
        let set = stated(&[("main.go", main), (".s2i/environment", "PORT=9090")], None);
        assert_eq!(set.get("port"), Some("9090"));
    }
}
