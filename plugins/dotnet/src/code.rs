//! Addresses that the program itself binds.

use crate::port::{Endpoint, of_url};
use crate::project::Project;
use fieldmark_sdk::listen::{self, Call};
use fieldmark_sdk::token::{self, Kind, Token};
use fieldmark_sdk::{File, Place, Repo};

/// Where programs set up their server, by the names of files.
const SOURCES: [&str; 4] = ["Program", "Startup", "Main", "App"];

/// Calls that take an address or a port, by the end of their names.
const BINDS: [&str; 6] = ["UseUrls", "Urls.Add", "ListenAnyIP", "ListenLocalhost", "Listen", "Run"];

/// The addresses that the sources beside a project bind.
#[must_use]
pub fn bound(repo: &Repo, project: &Project<'_>) -> Vec<Endpoint> {
    let mut found: Vec<Endpoint> = Vec::new();
    for file in sources(repo, project) {
        let tokens = token::read(file.text().unwrap_or_default(), token::GROOVY);
        let calls = listen::calls(&tokens, |name| BINDS.iter().any(|bind| ends_with(name, bind)));
        let of_calls = calls.into_iter().flat_map(|call| of_call(file, &call, &tokens));
        for endpoint in of_calls.chain(of_operations(file, &tokens)) {
            if found.iter().all(|known| known.port != endpoint.port) {
                found.push(endpoint);
            }
        }
    }
    found
}

fn sources<'r>(repo: &'r Repo<'r>, project: &Project<'_>) -> impl Iterator<Item = File<'r>> {
    let directory = project.file.directory().to_owned();
    let is_source = |file: &File<'_>| matches!(file.extension(), Some("cs" | "fs" | "vb"));
    let files = repo.below(&directory);
    files.filter(move |file| file.directory() == directory && is_source(file) && SOURCES.contains(&file.stem()))
}

/// Whether a dotted name ends with a method.
fn ends_with(name: &str, method: &str) -> bool {
    name.strip_suffix(method).is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

/// The endpoints of a call: addresses in its texts, else the port that it resolves to.
fn of_call(file: File<'_>, call: &Call<'_, '_>, tokens: &[Token<'_>]) -> Vec<Endpoint> {
    let addresses = call.arguments.iter().filter_map(|token| match token.kind {
        Kind::Text(text) => Some(addresses(text, file.line(token.line))),
        _ => None,
    });
    let found: Vec<Endpoint> = addresses.flatten().collect();
    let name_at =
        tokens.iter().position(|token| call.arguments.first().is_some_and(|first| std::ptr::eq(first, token)));
    let name = name_at.and_then(|at| Some(tokens[at.checked_sub(2)?].kind));
    let is = |method: &str| matches!(name, Some(Kind::Word(name)) if ends_with(name, method));
    // What is run without an address is a handler.
    if !found.is_empty() || (is("Run") && !may_be_address(call.arguments)) {
        return found;
    }
    let Some(port) = listen::port(call, tokens) else { return Vec::new() };
    let words = |word: &str| call.arguments.iter().any(|token| token.kind == Kind::Word(word));
    let loopback = is("ListenLocalhost") || words("IPAddress.Loopback");
    vec![Endpoint { variable: None, port: port.port.to_string(), loopback, at: file.line(port.line) }]
}

/// Whether an argument is an address, or a single name that may stand for one.
fn may_be_address(arguments: &[Token<'_>]) -> bool {
    let starts = |token: &Token<'_>| matches!(token.kind, Kind::Text(text) if text.starts_with("http"));
    arguments.len() == 1 || arguments.iter().take(2).any(starts)
}

/// `url "http://0.0.0.0:8085"` of Saturn's computation expressions.
fn of_operations(file: File<'_>, tokens: &[Token<'_>]) -> Vec<Endpoint> {
    let operations = tokens.windows(2).filter_map(|pair| match (pair[0].kind, pair[1].kind) {
        (Kind::Word("url"), Kind::Text(text)) => Some(addresses(text, file.line(pair[1].line))),
        _ => None,
    });
    operations.flatten().collect()
}

fn addresses(text: &str, at: Place) -> Vec<Endpoint> {
    let is_address = |url: &&str| url.trim_start().starts_with("http");
    text.split(';').filter(is_address).filter_map(|url| of_url(url, at, None)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn bound_by(name: &str, text: &str) -> Vec<(String, bool)> {
        let repo =
            MemorySource::new([("a.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\"/>"), (name, text)]).into_repo();
        let project = Project::read(&repo, repo.file("a.csproj").unwrap()).unwrap();
        bound(&repo, &project).into_iter().map(|endpoint| (endpoint.port, endpoint.loopback)).collect()
    }

    #[test]
    fn addresses_are_found_where_programs_bind_them() {
        for (name, text, expected) in [
            ("Program.cs", "app.Run(\"http://0.0.0.0:5000\");", vec![("5000", false)]),
            ("Program.cs", "app.Run();", vec![]),
            ("Program.cs", "app.Run($\"http://*:{port}\");\nvar port = 5008;", vec![("5008", false)]),
            ("Program.cs", "var url = $\"http://*:{port}\"; int port = 5009; app.Run(url);", vec![("5009", false)]),
            ("Program.cs", "app.Run(async context => await x(5000));", vec![]),
            (
                "Program.cs",
                "builder.WebHost.UseUrls(\"http://*:5001;https://localhost:5002/\");",
                vec![("5001", false), ("5002", false)],
            ),
            ("Program.cs", "app.Urls.Add(\"http://localhost:5003\");", vec![("5003", true)]),
            ("Program.cs", "k.ListenAnyIP(5004); k.ListenLocalhost(5005);", vec![("5004", false), ("5005", true)]),
            ("Program.cs", "k.Listen(IPAddress.Loopback, 5006);", vec![("5006", true)]),
            (
                "Program.cs",
                "var port = Environment.GetEnvironmentVariable(\"PORT\") ?? \"5007\";\napp.Urls.Add($\"http://0.0.0.0:{port}\");",
                vec![("5007", false)],
            ),
            ("Program.fs", "let app = application {\n  url \"http://0.0.0.0:8085/\"\n}", vec![("8085", false)]),
            ("Other.cs", "app.Run(\"http://*:1000\");", vec![]),
            ("Program.cs", "// app.Run(\"http://*:1000\");", vec![]),
        ] {
            let expected: Vec<_> = expected.into_iter().map(|(port, loopback)| (port.to_owned(), loopback)).collect();
            assert_eq!(bound_by(name, text), expected, "{text}");
        }
    }
}
