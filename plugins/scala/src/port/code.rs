//! The address that the sources bind.

use fieldmark_sdk::listen::{self, Call};
use fieldmark_sdk::token::{self, Kind, Token};
use fieldmark_sdk::{File, Place, Repo};

/// Calls that bind an address, by the last part of their names.
const BINDS: [&str; 7] =
    ["withPort", "bindHttp", "newServerAt", "bindAndHandle", "defaultWithPort", "bindFlow", "withHttpPort"];

/// Members that classes override to name their port: `override def port = 8081`.
const MEMBERS: [&str; 2] = ["port", "defaultHttpPort"];

/// Most sources that are looked into.
const MOST_SOURCES: usize = 24;

/// Ends of the names of files where programs bind their address.
const PROMISING: [&str; 8] = ["Main", "App", "Application", "Server", "Boot", "Module", "Routes", "Service"];

/// An address that is bound.
pub struct Bound {
    /// Its port, and where that is written.
    pub port: (u16, Place),
    /// The call, if it names the loopback address.
    pub loopback: Option<Place>,
}

/// The first address with a port that the sources bind.
pub fn bound(repo: &Repo) -> Option<Bound> {
    let is_promising = |file: &File<'_>| {
        let stem = file.stem();
        (PROMISING.iter().any(|end| stem.ends_with(end)) || stem == "main") && !file.path().contains("test/")
    };
    let files = repo.with_extension(&["scala"]).filter(is_promising).take(MOST_SOURCES);
    files.into_iter().find_map(|file| {
        let text = file.text()?;
        // Cutting a text into tokens costs more than looking for words in it.
        BINDS.iter().chain(&MEMBERS).find(|word| text.contains(**word))?;
        let tokens = token::read(text, token::GROOVY);
        of_calls(file, &tokens).or_else(|| of_members(file, &tokens))
    })
}

fn of_calls(file: File<'_>, tokens: &[Token<'_>]) -> Option<Bound> {
    let binds = |name: &str| BINDS.contains(&name.rsplit('.').next().unwrap_or(name));
    listen::calls(tokens, binds).into_iter().find_map(|call: Call<'_, '_>| {
        let found = listen::port(&call, tokens)?;
        let host = |token: &Token<'_>| matches!(token.kind, Kind::Text("localhost" | "127.0.0.1" | "::1"));
        let loopback = call.arguments.iter().any(host).then(|| file.line(call.line));
        Some(Bound { port: (found.port, file.line(found.line)), loopback })
    })
}

/// `override def port: Int = 8081`, `override val defaultHttpPort: String = ":8888"`
fn of_members(file: File<'_>, tokens: &[Token<'_>]) -> Option<Bound> {
    let member = |window: &[Token<'_>]| matches!(window, [Token { kind: Kind::Word("override"), .. }, Token { kind: Kind::Word("def" | "val"), .. }, Token { kind: Kind::Word(name), .. }, ..] if MEMBERS.contains(name));
    let at = tokens.windows(3).position(member)?;
    let value = tokens[at + 3..].iter().take(4).find_map(|token| match token.kind {
        Kind::Word(text) | Kind::Text(text) => Some((text.trim_start_matches(':').parse::<u16>().ok()?, token.line)),
        Kind::Sign(_) => None,
    });
    value.map(|(port, line)| Bound { port: (port, file.line(line)), loopback: None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn calls_and_members_name_the_port() {
        for (text, expected) in [
            ("EmberServerBuilder.default[IO].withHost(ipv4\"0.0.0.0\").withPort(port\"8081\")", Some((8081, false))),
            ("Http().newServerAt(\"localhost\", 8082).bind(routes)", Some((8082, true))),
            (
                "val port = sys.env.getOrElse(\"PORT\", \"8083\").toInt\nBlazeServerBuilder[F].bindHttp(port, \"0.0.0.0\")",
                Some((8083, false)),
            ),
            ("object S extends cask.MainRoutes {\n  override def port: Int = 8084\n}", Some((8084, false))),
            ("override val defaultHttpPort = \":8085\"", Some((8085, false))),
            ("Server.defaultWithPort(8086)", Some((8086, false))),
            ("// withPort(1000)\nval port = 1001", None),
        ] {
            let repo = MemorySource::new([("src/main/scala/Main.scala", text)]).into_repo();
            let found = bound(&repo).map(|bound| (bound.port.0, bound.loopback.is_some()));
            assert_eq!(found, expected, "{text}");
        }
    }
}
