//! The port that code listens on.

use fieldmark_sdk::{File, Place};

/// A port that is listened on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Listen {
    /// The port.
    pub(crate) port: u16,
    /// Whether only the container itself can reach it.
    pub(crate) loopback: bool,
    /// Whether the program names the host, and cannot be told another one.
    pub(crate) host_named: bool,
    /// Whether the program names the port.
    pub(crate) port_named: bool,
    /// Where it says so.
    pub(crate) at: Place,
}

impl Listen {
    /// An address that is named as it is.
    pub(crate) const fn new(port: u16, loopback: bool, at: Place) -> Self {
        Self { port, loopback, host_named: true, port_named: true, at }
    }
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
    (".start(", "Robyn", Some(8080), true),
    ("quickstart(", "cherrypy", Some(8080), true),
    ("engine.start(", "cherrypy", Some(8080), true),
];

/// Keys of settings by which servers in code are told port and host.
const SETTINGS: &[(&str, &str)] = &[("server.socket_port", "server.socket_host")];

/// Receivers of `.run(` that serve nothing.
const NOT_SERVING: &[&str] = &["subprocess", "asyncio", "loop", "anyio", "trio", "runner", "unittest"];

/// Servers of the standard library and others that take an address as a pair.
const PAIRS: &[&str] = &["HTTPServer(", "TCPServer(", "WSGIServer(", "ThreadingHTTPServer(", "make_server(", ".bind("];

/// What a program listens on, in the order of the file. `given` is the value of `PORT` where it runs.
pub(crate) fn of_program(file: File<'_>, given: Option<u16>) -> Option<Listen> {
    let text = file.text()?;
    let reader = Reader { file, text, given };
    reader.by_setting().or_else(|| reader.by_call()).or_else(|| reader.by_pair()).or_else(|| reader.by_option())
}

/// The port in a text such as `0.0.0.0:8085` or `f"0.0.0.0:{os.getenv('PORT', 8000)}"`, and whether the host is the
/// loopback.
pub(crate) fn of_address(text: &str, given: Option<u16>) -> Option<(u16, bool)> {
    let loopback = is_loopback(text);
    if let Some(port) = from_environment(text, given) {
        return Some((port, loopback));
    }
    let tails = text.rsplit(':').map(str::trim_start);
    let port = tails.filter_map(leading_number).find(|port| *port > 0)?;
    Some((port, loopback))
}

/// Whether an address is that of the container itself.
pub(crate) fn is_loopback(host: &str) -> bool {
    host.contains("127.0.0.1") || host.contains("localhost")
}

/// The number that a text begins with.
pub(crate) fn leading_number(text: &str) -> Option<u16> {
    let digits = text.trim_start_matches(['"', '\'']);
    digits[..digits.bytes().take_while(u8::is_ascii_digit).count()].parse().ok()
}

/// The value of an expression that reads a variable such as `PORT`. Only that one is given.
fn from_environment(text: &str, given: Option<u16>) -> Option<u16> {
    let reads = text.contains("env") || text.contains("config(");
    let at = text.find("PORT\"").or_else(|| text.find("PORT'")).filter(|_| reads)?;
    let after = text[at + 5..].trim_start();
    given.filter(|_| text[..at].ends_with(['"', '\''])).or_else(|| {
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
    /// `cherrypy.config.update({'server.socket_port': 8099, 'server.socket_host': '0.0.0.0'})`.
    fn by_setting(&self) -> Option<Listen> {
        SETTINGS.iter().find_map(|(port, host)| {
            let (at, value) = self.set(port)?;
            let port = self.value(value, 2)?;
            let host = self.set(host).map(|(_, value)| value);
            let loopback = host.is_none_or(is_loopback);
            Some(Listen { host_named: host.is_some(), ..Listen::new(port, loopback, self.place(at)) })
        })
    }

    /// What follows a key and its colon.
    fn set(&self, key: &str) -> Option<(usize, &str)> {
        let at = self.text.find(key)?;
        let value = self.text[at + key.len()..].trim_start_matches(['"', '\'', ' ']).strip_prefix([':', '='])?;
        Some((at, value[..value.find([',', '}', '\n']).unwrap_or(value.len())].trim()))
    }

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
            let loopback = host.map_or(*local, |host| is_loopback(self.assigned(host).unwrap_or(host)));
            let offset = stated.map_or(at, |value| value.as_ptr() as usize - self.text.as_ptr() as usize);
            let named = Listen::new(port, loopback, self.place(offset));
            Some(Listen { host_named: host.is_some(), port_named: stated.is_some(), ..named })
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
            Some(Listen::new(port, is_loopback(host), self.place(at)))
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
        Some(Listen::new(port, loopback, self.place(at)))
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
            let value = self.assigned(name).or_else(|| self.field(name)).filter(|_| depth > 0)?;
            self.value(value, depth - 1)
        })
    }

    /// The default of `args.port`, an option of the command line, or of `settings.port`, a field of a class.
    fn field(&self, name: &str) -> Option<&str> {
        let (_, field) = name.rsplit_once('.')?;
        let option = ['"', '\''].iter().find_map(|quote| {
            let option = format!("--{}{quote}", field.replace('_', "-"));
            let at = self.text.find(&option)? + option.len();
            argument(arguments(&self.text[at..]), &["default"])
        });
        option.or_else(|| self.assigned(field))
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
    fn defaults_of_options_settings_and_variables_are_followed() {
        let options = "p.add_argument('-p', '--port', type=int, default=5050)\nargs = p.parse_args()\n";
        assert_eq!(listen(&format!("import Flask\n{options}app.run(port=args.port)"), None), Some((5050, true, 4)));
        let settings =
            "class Settings(BaseSettings):\n    port: int = 8001\nuvicorn.run(app, host='0.0.0.0', port=settings.port)";
        assert_eq!(listen(settings, None), Some((8001, false, 3)));
        // Only `PORT` is given by the script.
        let other = "uvicorn.run(app, port=int(os.getenv('APP_PORT', 9000)))";
        assert_eq!(listen(other, Some(8080)), Some((9000, true, 1)));
        let decouple = "uvicorn.run(app, host='0.0.0.0', port=config('PORT', default=8002, cast=int))";
        assert_eq!(listen(decouple, None), Some((8002, false, 1)));
    }

    #[test]
    fn settings_in_code_name_port_and_host() {
        let cherry = "cherrypy.config.update({'server.socket_port': 8099,\n 'server.socket_host': '0.0.0.0'})\ncherrypy.quickstart(A())";
        assert_eq!(listen(cherry, None), Some((8099, false, 1)));
        assert_eq!(listen("import cherrypy\ncherrypy.quickstart(A())", None), Some((8080, true, 2)));
        assert_eq!(
            listen("from robyn import Robyn\napp.start(port=8085, host='0.0.0.0')", None),
            Some((8085, false, 2))
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
