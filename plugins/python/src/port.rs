//! The port that code listens on.

use fieldmark_sdk::{File, Place, Repo, Verdict};

/// A port that is listened on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Listen {
    /// The port.
    pub(crate) port: u16,
    /// Whether only the container itself can reach it.
    pub(crate) loopback: bool,
    /// Where it says so.
    pub(crate) at: Place,
}

/// Calls that serve with `host=` and `port=`: how they end, a word that must stand in the file, the default port,
/// whether the default host is the loopback.
const CALLS: &[(&str, &str, Option<u16>, bool)] = &[
    ("uvicorn.run(", "", Some(8000), true),
    ("hypercorn.run(", "", Some(8000), true),
    ("web.run_app(", "", Some(8080), false),
    ("waitress.serve(", "", Some(8080), false),
    ("serve(", "waitress", Some(8080), false),
    ("run_simple(", "", None, false),
    (".run(", "Flask", Some(5000), true),
    (".run(", "Quart", Some(5000), true),
    (".run(", "Dash", Some(8050), true),
    (".run_server(", "Dash", Some(8050), true),
    (".run(", "Sanic", Some(8000), true),
    (".run(", "connexion", Some(8080), false),
    (".run(", "socketio", Some(5000), true),
    ("run(", "bottle", Some(8080), true),
    ("ui.run(", "nicegui", Some(8080), false),
    (".run(", "create_app", Some(5000), true),
    (".launch(", "gradio", Some(7860), true),
];

/// Receivers of `.run(` that serve nothing.
const NOT_SERVING: &[&str] = &["subprocess", "asyncio", "loop", "anyio", "trio", "runner", "unittest"];

/// Servers of the standard library and others that take an address as a pair.
const PAIRS: &[&str] = &["HTTPServer(", "TCPServer(", "WSGIServer(", "ThreadingHTTPServer(", "make_server(", ".bind("];

/// What a program listens on, in the order of the file. `given` is the value of `PORT` where it runs.
pub(crate) fn of_program(file: File<'_>, given: Option<u16>) -> Option<Listen> {
    let text = file.text()?;
    let reader = Reader { file, text, given };
    reader.by_call().or_else(|| reader.by_pair()).or_else(|| reader.by_option())
}

/// The port in a text such as `0.0.0.0:8085` or `f"0.0.0.0:{os.getenv('PORT', 8000)}"`, and whether the host is the
/// loopback.
pub(crate) fn of_address(text: &str, given: Option<u16>) -> Option<(u16, bool)> {
    let loopback = text.contains("127.0.0.1") || text.contains("localhost");
    if let Some(port) = from_environment(text, given) {
        return Some((port, loopback));
    }
    let tails = text.rsplit(':').map(str::trim_start);
    let port = tails.filter_map(leading_number).find(|port| *port > 0)?;
    Some((port, loopback))
}

/// The number that a text begins with.
pub(crate) fn leading_number(text: &str) -> Option<u16> {
    let digits = text.trim_start_matches(['"', '\'']);
    digits[..digits.bytes().take_while(u8::is_ascii_digit).count()].parse().ok()
}

/// The value of an expression that reads the variable `PORT`.
fn from_environment(text: &str, given: Option<u16>) -> Option<u16> {
    let at = text.find("PORT\"").or_else(|| text.find("PORT'")).filter(|_| text.contains("env"))?;
    let after = text[at + 5..].trim_start();
    given.or_else(|| {
        let fallback = after.strip_prefix(',').or_else(|| after.split_once(" or ").map(|(_, fallback)| fallback))?;
        leading_number(fallback.trim_start().trim_start_matches("default=").trim_start_matches("str("))
    })
}

struct Reader<'r> {
    file: File<'r>,
    text: &'r str,
    given: Option<u16>,
}

impl Reader<'_> {
    fn by_call(&self) -> Option<Listen> {
        CALLS.iter().filter(|(_, word, ..)| self.text.contains(word)).find_map(|(call, _, default, local)| {
            let at = self.call(call)?;
            let arguments = arguments(&self.text[at + call.len()..]);
            let stated = argument(arguments, &["port", "server_port"]);
            let port = match stated {
                Some(value) => self.value(value, 2)?,
                None => (*default)?,
            };
            let host = argument(arguments, &["host", "server_name", "address"]);
            let loopback = host.map_or(*local, |host| {
                let host = self.assigned(host).unwrap_or(host);
                host.contains("127.0.0.1") || host.contains("localhost")
            });
            let offset = stated.map_or(at, |value| value.as_ptr() as usize - self.text.as_ptr() as usize);
            Some(Listen { port, loopback, at: self.place(offset) })
        })
    }

    fn by_pair(&self) -> Option<Listen> {
        PAIRS.iter().find_map(|call| {
            let at = self.call(call)?;
            let arguments = arguments(&self.text[at + call.len()..]);
            // An address that was named before: `HTTPServer(server_address, Handler)`.
            let name = arguments.split(',').next()?.trim();
            let pair =
                if name.starts_with(['(', '"', '\'']) { arguments } else { self.assigned(name).unwrap_or(arguments) };
            let (host, port) = pair.trim_start_matches('(').split_once(',')?;
            let port = self.value(port.split([',', ')']).next()?, 2)?;
            let loopback = host.contains("127.0.0.1") || host.contains("localhost");
            Some(Listen { port, loopback, at: self.place(at) })
        })
    }

    /// `server.start('--port', '8080')`, `HTTPServer(app).listen(8888)`.
    fn by_option(&self) -> Option<Listen> {
        let option = ["'--port',", "\"--port\",", ".listen(", "'bind':", "\"bind\":"].iter().find_map(|option| {
            let at = self.text.find(option)?;
            Some((at, self.text[at + option.len()..].split([',', ')', '\n']).next()?))
        });
        let (at, value) = option?;
        let (port, loopback) = match of_address(value, self.given).filter(|_| value.contains(':')) {
            Some(found) => found,
            None => (self.value(value, 2)?, false),
        };
        Some(Listen { port, loopback, at: self.place(at) })
    }

    /// Where a call stands that serves and is no comment.
    fn call(&self, call: &str) -> Option<usize> {
        self.text.match_indices(call).map(|(at, _)| at).find(|at| {
            let line = &self.text[self.text[..*at].rfind('\n').map_or(0, |end| end + 1)..*at];
            let word =
                |text: &str| text.len() - text.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '_').len();
            let receiver = line.strip_suffix('.').unwrap_or(line);
            let receiver = &receiver[receiver.len() - word(receiver)..];
            let whole = call.starts_with('.') || word(line) == 0;
            whole && !line.contains('#') && !line.trim_start().starts_with("def ") && !NOT_SERVING.contains(&receiver)
        })
    }

    /// A port given as a number, by the environment, or by a name that is assigned in the file.
    fn value(&self, text: &str, depth: u8) -> Option<u16> {
        let text = text.trim();
        let found = from_environment(text, self.given).or_else(|| leading_number(text.trim_start_matches("int(")));
        found.filter(|port| *port > 0).or_else(|| {
            let name = text.trim_start_matches("int(").trim_end_matches(')');
            if depth == 0 { None } else { self.value(self.assigned(name)?, depth - 1) }
        })
    }

    /// What a name is assigned in this file.
    fn assigned(&self, name: &str) -> Option<&str> {
        let name = name.trim();
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        self.text.lines().filter(|_| is_name).find_map(|line| {
            let (target, value) = line.trim_start().strip_prefix(name)?.split_once('=')?;
            let fine = target.trim().is_empty() || target.trim_start().starts_with(':');
            fine.then(|| value.trim()).filter(|value| !value.starts_with('='))
        })
    }

    fn place(&self, offset: usize) -> Place {
        let line = self.text[..offset].matches('\n').count();
        self.file.line(u32::try_from(line).unwrap_or(u32::MAX).saturating_add(1))
    }
}

/// The arguments up to the bracket that closes the call.
fn arguments(text: &str) -> &str {
    let mut depth = 0usize;
    let end = text.char_indices().find(|(_, c)| match c {
        '(' => {
            depth += 1;
            false
        }
        ')' if depth == 0 => true,
        ')' => {
            depth -= 1;
            false
        }
        _ => false,
    });
    end.map_or(text, |(at, _)| &text[..at])
}

/// The value of the first of these keywords among arguments.
fn argument<'t>(arguments: &'t str, names: &[&str]) -> Option<&'t str> {
    names.iter().find_map(|name| {
        arguments.match_indices(name).find_map(|(at, _)| {
            let before = arguments[..at].chars().next_back();
            let value = arguments[at + name.len()..].trim_start().strip_prefix('=')?;
            let whole = !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '.');
            // A comma inside brackets belongs to the value.
            let end = value.find([',', '\n']).filter(|end| !value[..*end].contains('(')).unwrap_or(value.len());
            whole.then(|| value[..end].trim_start())
        })
    })
}

/// The port that `manage.py` gives the development server, which the builder does not start by itself.
pub(crate) fn state_of_development_server(repo: &Repo, verdict: &mut Verdict) {
    let Some(file) = repo.file("manage.py") else { return };
    let assigned = file.lines().find_map(|line| {
        let (name, value) = line.code().split_once('=')?;
        let is_default = name.trim_end().ends_with("default_port");
        let value = value.trim().trim_matches(['"', '\'']);
        (is_default && value.parse::<u16>().is_ok_and(|port| port != 0)).then_some((value, line.at))
    });
    if let Some((port, at)) = assigned {
        verdict.attribute("declared-port", port, at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn listen(text: &str, given: Option<u16>) -> Option<(u16, bool, u32)> {
        let repo = MemorySource::new([("app.py", text)]).into_repo();
        of_program(repo.file("app.py").unwrap(), given).map(|l| (l.port, l.loopback, l.at.line.unwrap()))
    }

    #[test]
    fn ports_of_frameworks() {
        let flask = |call: &str| {
            format!("from flask import Flask\nPORT = 3001\nport = int(os.getenv(\"PORT\", 9099))\n{call}\n")
        };
        assert_eq!(listen(&flask("app.run(host=\"0.0.0.0\", port=3000)"), None), Some((3000, false, 4)));
        assert_eq!(listen(&flask("app.run(port=PORT)"), None), Some((3001, true, 4)));
        assert_eq!(listen(&flask("app.run('x', port = port)"), None), Some((9099, true, 4)));
        assert_eq!(listen(&flask("app.run(host='0.0.0.0', port=port)"), Some(8080)), Some((8080, false, 4)));
        assert_eq!(listen(&flask("app.run()"), None), Some((5000, true, 4)));
        assert_eq!(listen(&flask("app.run(port=\"wrong value\")"), None), None);
        assert_eq!(listen(&flask("# app.run()"), None), None);
        assert_eq!(
            listen("import uvicorn\nuvicorn.run(\n  app,\n  port=int(os.environ.get('PORT', '8123')),\n)", None),
            Some((8123, true, 4))
        );
    }

    #[test]
    fn ports_of_plain_servers() {
        assert_eq!(listen("PORT = 8080\nh = socketserver.TCPServer((\"\", PORT), H)", None), Some((8080, false, 2)));
        let named = "server_address = ('0.0.0.0', 8081)\nhttpd = http.server.HTTPServer(server_address, H)";
        assert_eq!(listen(named, None), Some((8081, false, 2)));
        assert_eq!(listen("s.start(\n '--port', '8080',\n)", None), Some((8080, false, 2)));
        assert_eq!(listen("subprocess.run(['x'], port=1)\npsycopg2.connect(port=5432)\nimport flask", None), None);
    }

    #[test]
    fn addresses_of_gunicorn() {
        assert_eq!(of_address("bind = \"0.0.0.0:8085\"", None), Some((8085, false)));
        assert_eq!(of_address("bind = f\"127.0.0.1:{os.getenv('PORT', 8000)}\"", None), Some((8000, true)));
        assert_eq!(of_address("bind = 'unix:/tmp/x'", None), None);
    }
}
