//! Ports that the program itself names.

use super::value::is_loopback;
use crate::build::below;
use fieldmark_sdk::listen::{self, Call};
use fieldmark_sdk::token::{self, Kind, Token};
use fieldmark_sdk::{File, Place, Repo};

/// Most sources that are looked into.
const MOST_SOURCES: usize = 24;

/// Calls that bind an address: the last part of their name, and the framework without which they mean something else.
const BINDS: [(&str, &str); 17] = [
    ("embeddedServer", "ktor"),
    ("start", "javalin"),
    ("port", "spark"),
    ("listen", "vertx"),
    ("setPort", "vertx"),
    ("SunHttp", "http4k"),
    ("Undertow", "http4k"),
    ("Jetty", "http4k"),
    ("Netty", "http4k"),
    ("KtorCIO", "http4k"),
    ("http", "armeria"),
    ("port", "armeria"),
    ("port", "ratpack"),
    ("port", "helidon"),
    ("port", "jooby"),
    ("setPort", "jooby"),
    ("addHttpListener", ""),
];

/// Calls that make a server of their own, whatever the framework.
const SERVERS: [&str; 4] = ["HttpServer.create", "HttpsServer.create", "ServerSocket", "ServerBuilder.forPort"];

/// Ends of the names of files where programs bind their address.
const PROMISING: [&str; 9] =
    ["Main", "App", "Application", "Server", "Launcher", "MainKt", "Verticle", "Bootstrap", "Module"];

/// An address that the program binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound {
    /// The port, where it is written.
    pub port: Option<(u16, Place)>,
    /// The call.
    pub at: Place,
    /// Whether the call names the loopback address.
    pub loopback: bool,
}

/// The first address that is bound in one of these directories, with its port if possible.
pub fn bound(repo: &Repo, framework: &str, directories: &[&str]) -> Option<Bound> {
    let mut first: Option<Bound> = None;
    let words = || {
        let of_framework = BINDS.iter().filter(|(_, of)| of.is_empty() || *of == framework).map(|(bind, _)| *bind);
        of_framework.chain(SERVERS)
    };
    for file in sources(repo, directories) {
        // Cutting a text into tokens costs more than looking for words in it.
        if !file.text().is_some_and(|text| words().any(|word| text.contains(word))) {
            continue;
        }
        let tokens = token::read(file.text().unwrap_or_default(), token::GROOVY);
        for call in listen::calls(&tokens, |name| binds(name, framework)) {
            let call = Call { line: call.line, arguments: before_body(call.arguments) };
            let port = listen::port(&call, &tokens).map(|found| (found.port, file.line(found.line)));
            let loopback =
                call.arguments.iter().any(|token| matches!(token.kind, Kind::Text(text) if is_loopback(text)));
            let bound = Bound { port, at: file.line(call.line), loopback };
            if bound.port.is_some() {
                return Some(bound);
            }
            first.get_or_insert(bound);
        }
    }
    first
}

fn sources<'r>(repo: &'r Repo<'r>, directories: &[&str]) -> Vec<File<'r>> {
    let stands = |file: &File<'_>| {
        let mut places = directories.iter().flat_map(|directory| ["src", "app"].map(|inner| below(directory, inner)));
        let inside = |place: &str| file.path().strip_prefix(place).is_some_and(|rest| rest.starts_with('/'));
        (file.depth() == 0 || places.any(|place| inside(&place))) && !file.path().contains("est/")
    };
    let is_promising = |file: &File<'_>| {
        PROMISING.iter().any(|end| file.stem().ends_with(end)) || ["main", "app", "server"].contains(&file.stem())
    };
    let files = repo.with_extension(&["java", "kt", "groovy"]);
    files.filter(|file| is_promising(file) && stands(file)).take(MOST_SOURCES).collect()
}

fn binds(name: &str, framework: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name);
    let of_framework = |(bind, of): &(&str, &str)| *bind == last && (of.is_empty() || *of == framework);
    BINDS.iter().any(of_framework)
        || SERVERS
            .iter()
            .any(|server| name == *server || name.strip_suffix(server).is_some_and(|before| before.ends_with('.')))
}

/// The arguments before a function that is handed over: what stands in it is something else.
fn before_body<'a, 't>(arguments: &'a [Token<'t>]) -> &'a [Token<'t>] {
    let arrow = |pair: &[Token<'_>]| pair[0].kind == Kind::Sign('-') && pair[1].kind == Kind::Sign('>');
    let brace = arguments.iter().position(|token| token.kind == Kind::Sign('{'));
    let end = arguments.windows(2).position(arrow).into_iter().chain(brace).min();
    &arguments[..end.unwrap_or(arguments.len())]
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn port(framework: &str, text: &str) -> Option<Option<u16>> {
        let repo = MemorySource::new([("src/main/kotlin/Main.kt", text)]).into_repo();
        bound(&repo, framework, &[""]).map(|bound| bound.port.map(|(port, _)| port))
    }

    #[test]
    fn calls_of_the_framework_name_the_port() {
        for (framework, text, expected) in [
            (
                "ktor",
                "fun main() { embeddedServer(Netty, port = 8081, host = \"0.0.0.0\") { x(9999) } }",
                Some(Some(8081)),
            ),
            (
                "ktor",
                "val p = System.getenv(\"PORT\")?.toInt() ?: 8082\nembeddedServer(Netty, port = p)",
                Some(Some(8082)),
            ),
            ("javalin", "Javalin.create().start(7070);", Some(Some(7070))),
            ("javalin", "thread.start(); app.start(port);\nint port = getPort();", Some(None)),
            ("spark", "port(Integer.parseInt(System.getenv().getOrDefault(\"PORT\", \"4568\")));", Some(Some(4568))),
            ("vertx", "server.listen(8888, http -> { wait(1000); })", Some(Some(8888))),
            ("http4k", "app.asServer(SunHttp(9000)).start()", Some(Some(9000))),
            ("", "HttpServer server = HttpServer.create(new InetSocketAddress(8083), 0);", Some(Some(8083))),
            ("", "new java.net.ServerSocket(8084)", Some(Some(8084))),
            ("", "new Socket(\"a\", 8085); app.start(8086); // ServerSocket(1)", None),
        ] {
            assert_eq!(port(framework, text), expected, "{text}");
        }
    }

    #[test]
    fn tests_and_other_files_bind_nothing() {
        let text = "new ServerSocket(8080)";
        for path in ["src/test/java/Main.java", "src/main/java/Client.java", "lib/src/main/java/Main.java"] {
            let repo = MemorySource::new([(path, text)]).into_repo();
            assert_eq!(bound(&repo, "", &["web"]), None, "{path}");
        }
    }

    #[test]
    fn loopback_address_is_seen() {
        let repo = MemorySource::new([("Main.java", "HttpServer.create(new InetSocketAddress(\"localhost\", 80), 0)")]);
        assert!(bound(&repo.into_repo(), "", &[""]).is_some_and(|bound| bound.loopback));
    }
}
