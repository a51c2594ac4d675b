//! Which port a program listens on, as far as its text says so.
//!
//! A call that binds an address is looked at: an address or a number among its arguments is the port; else the
//! definitions of the names among them are looked at in the same way. That covers the default in
//! `port := os.Getenv("PORT"); if port == "" { port = "8080" }`, a flag's default, and a formatted address.

use crate::token::{Kind, Token};

/// How many definitions deep a name is followed.
const MAX_DEPTH: usize = 4;

/// How many names are looked up for one call: programs that refer to everything from everywhere end here.
const MAX_LOOKUPS: usize = 64;

/// A port with the line it is written on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listened {
    /// Its number.
    pub port: u16,
    /// Its line, counted from 1.
    pub line: u32,
}

/// A call that binds an address.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a, 't> {
    /// Its line, counted from 1.
    pub line: u32,
    /// Its arguments.
    pub arguments: &'a [Token<'t>],
}

/// Every call of a name that `binds` accepts.
pub fn calls<'a, 't>(tokens: &'a [Token<'t>], binds: impl Fn(&str) -> bool) -> Vec<Call<'a, 't>> {
    let calls = tokens.windows(2).enumerate().filter_map(|(at, pair)| match (pair[0].kind, pair[1].kind) {
        (Kind::Word(name), Kind::Sign('(')) if binds(name) => {
            Some(Call { line: pair[0].line, arguments: expression(&tokens[at + 2..]) })
        }
        _ => None,
    });
    calls.collect()
}

/// Every value of a key in a literal of a type that `owner` accepts: `http.Server{Addr: ":80"}`. It counts as a call.
pub fn values<'a, 't>(tokens: &'a [Token<'t>], owner: impl Fn(&str) -> bool, key: &str) -> Vec<Call<'a, 't>> {
    let mut values = Vec::new();
    // Whether the bracket that is open at each depth is one of an owner.
    let mut open = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Sign('{') => {
                let before = at.checked_sub(1).map(|before| tokens[before].kind);
                open.push(matches!(before, Some(Kind::Word(name)) if owner(name)));
            }
            Kind::Sign('}') => drop(open.pop()),
            Kind::Word(word)
                if word == key
                    && open.last() == Some(&true)
                    && tokens.get(at + 1).is_some_and(|next| next.kind == Kind::Sign(':')) =>
            {
                values.push(Call { line: token.line, arguments: expression(&tokens[at + 2..]) });
            }
            _ => {}
        }
    }
    values
}

/// The port that one call names, among these tokens.
#[must_use]
pub fn port(call: &Call<'_, '_>, tokens: &[Token<'_>]) -> Option<Listened> {
    resolve(call.arguments, tokens, 0, &mut 0)
}

/// Tokens up to the end of the expression: a closing bracket, `;`, or the end of the line outside of brackets.
fn expression<'a, 't>(tokens: &'a [Token<'t>]) -> &'a [Token<'t>] {
    let mut open = 0usize;
    let mut last = tokens.first().map_or(0, |token| token.line);
    for (at, token) in tokens.iter().enumerate() {
        if open == 0 && token.line > last && at > 0 && !continues(token) {
            return &tokens[..at];
        }
        last = token.line;
        match token.kind {
            Kind::Sign('(' | '[' | '{') => open += 1,
            Kind::Sign(')' | ']' | '}') if open == 0 => return &tokens[..at],
            Kind::Sign(')' | ']' | '}') => open -= 1,
            Kind::Sign(';') if open == 0 => return &tokens[..at],
            _ => {}
        }
    }
    tokens
}

/// Whether a token at the beginning of a line goes on with the expression of the line before.
fn continues(token: &Token<'_>) -> bool {
    match token.kind {
        Kind::Word(word) => word.starts_with('.'),
        Kind::Text(_) => true,
        Kind::Sign(sign) => "+&|?".contains(sign),
    }
}

fn resolve(expression: &[Token<'_>], tokens: &[Token<'_>], depth: usize, lookups: &mut usize) -> Option<Listened> {
    let stated = |token: &Token<'_>, port| Listened { port, line: token.line };
    let address = expression.iter().find_map(|token| match token.kind {
        Kind::Text(text) => of_address(text).map(|port| stated(token, port)),
        _ => None,
    });
    let number = || {
        // The last: addresses stand before their ports.
        expression.iter().rev().find_map(|token| match token.kind {
            Kind::Text(text) | Kind::Word(text) => of_number(text).map(|port| stated(token, port)),
            Kind::Sign(_) => None,
        })
    };
    let defined = || {
        let mut names = expression.iter().flat_map(|token| names(token.kind)).filter(|_| depth < MAX_DEPTH);
        names.find_map(|name| definition(name, tokens, depth, lookups))
    };
    address.or_else(number).or_else(defined)
}

/// Names in a word, or in the braces of a format string.
fn names(kind: Kind<'_>) -> Vec<&str> {
    match kind {
        Kind::Word(word) => vec![word],
        Kind::Text(text) => text.split('{').skip(1).filter_map(|part| part.split(['}', ':']).next()).collect(),
        Kind::Sign(_) => Vec::new(),
    }
}

/// The port that some definition (`name = …`, `name := …`, `name: Type = …`) gives to a name.
fn definition(name: &str, tokens: &[Token<'_>], depth: usize, lookups: &mut usize) -> Option<Listened> {
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    if !is_name || *lookups >= MAX_LOOKUPS {
        return None;
    }
    *lookups += 1;
    let definitions = tokens.iter().enumerate().filter(|(_, token)| token.kind == Kind::Word(name));
    let mut values = definitions.filter_map(|(at, _)| {
        let after = &tokens[at + 1..];
        let type_length = match after.first()?.kind {
            Kind::Sign('=') => 0,
            // A type of a few tokens may stand between the colon and the sign.
            Kind::Sign(':') => after.iter().take(6).position(|token| token.kind == Kind::Sign('='))?,
            // `var name string = …`
            Kind::Word(_) if after.get(1)?.kind == Kind::Sign('=') => 1,
            _ => return None,
        };
        let value = &after[type_length + 1..];
        // Comparisons define nothing, and a function is no address, whatever numbers it holds.
        let is_other = value.first().is_some_and(|token| {
            matches!(token.kind, Kind::Sign('=' | '>' | '|') | Kind::Word("func" | "function" | "async" | "move"))
        });
        (!is_other).then(|| expression(value))
    });
    values.find_map(|value| resolve(value, tokens, depth + 1, lookups))
}

/// The port of `:8080`, `localhost:8080`, `[::]:8080`; none when nothing but a number stands there.
fn of_address(text: &str) -> Option<u16> {
    let (host, port) = text.rsplit_once(':')?;
    let is_host = host.chars().all(|c| c.is_ascii_alphanumeric() || "-._[]:*".contains(c));
    is_host.then(|| of_number(port)).flatten()
}

/// A number that can be a port of an application. Small ones are places of an address, seconds, sizes.
fn of_number(text: &str) -> Option<u16> {
    let digits = text.bytes().all(|c| c.is_ascii_digit()) && !text.starts_with('0');
    text.parse().ok().filter(|port| digits && *port >= 80)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::{GO, RUST, read};

    fn go(text: &str) -> Option<(u16, u32)> {
        let tokens = read(text, GO);
        let is_bind = |name: &str| matches!(name, "http.ListenAndServe" | "r.Run" | "app.Listen");
        let values = values(&tokens, |name| name.ends_with("Server"), "Addr");
        calls(&tokens, is_bind)
            .into_iter()
            .chain(values)
            .find_map(|call| port(&call, &tokens))
            .map(|found| (found.port, found.line))
    }

    fn rust(text: &str) -> Option<u16> {
        let tokens = read(text, RUST);
        let is_bind = |name: &str| matches!(name, "bind" | ".bind" | ".run");
        calls(&tokens, is_bind).into_iter().find_map(|call| port(&call, &tokens)).map(|found| found.port)
    }

    #[test]
    fn literal_addresses_are_read() {
        assert_eq!(go("// r.Run(\":1000\")\nhttp.ListenAndServe(\":8080\", nil)"), Some((8080, 2)));
        assert_eq!(go("s := &http.Server{\n Addr:  \"127.0.0.1:8000\",\n Timeout: 1500,\n}"), Some((8000, 2)));
        assert_eq!(go("http.ListenAndServe(2999)"), Some((2999, 1)));
        assert_eq!(go("http.ListenAndServe(\":http\", nil)"), None);
        assert_eq!(go("redis.Options{Addr: \"localhost:6379\"}"), None);
        assert_eq!(go("s := Server{Addr: addr}\nretries := 1500"), None);
    }

    #[test]
    fn names_are_followed_to_their_definitions() {
        assert_eq!(go("host = \":8789\"\nr.Run(host)"), Some((8789, 1)));
        let fallback = "port := os.Getenv(\"PORT\")\nif port == \"\" {\n port = \"8080\"\n}\n";
        assert_eq!(go(&format!("{fallback}http.ListenAndServe(\":\"+port, nil)")), Some((8080, 3)));
        assert_eq!(go(&format!("{fallback}r.Run(fmt.Sprintf(\":%s\", port))")), Some((8080, 3)));
        assert_eq!(go("addr := flag.String(\"addr\", \":9000\", \"x\")\napp.Listen(*addr)"), Some((9000, 1)));
        assert_eq!(go("p := flag.Int(\"port\", 9001, \"x\")\nr.Run(p)"), Some((9001, 1)));
        assert_eq!(go("var p string = \"9002\"\nr.Run(p)"), Some((9002, 1)));
        assert_eq!(go("h := func(c C) { c.Write(404) }\nhttp.ListenAndServe(addr, h)"), None);
        assert_eq!(go("a := b\nb := a\nr.Run(a)"), None);
        assert_eq!(go("r.Run(p)\nif p == 8080 {}"), None);
    }

    #[test]
    fn programs_that_refer_to_everything_from_everywhere_end() {
        let names: String = (0..200).map(|n| format!("n{n} ")).collect();
        let text: String = (0..200).map(|n| format!("n{n} = {names}\n")).collect();
        assert_eq!(go(&format!("{text}r.Run({names})")), None);
    }

    #[test]
    fn rust_addresses_are_read() {
        assert_eq!(rust("HttpServer::new(f)\n.bind((\"0.0.0.0\", 8080))?"), Some(8080));
        assert_eq!(rust("TcpListener::bind(\"0.0.0.0:3000\")"), Some(3000));
        assert_eq!(rust("warp::serve(x).run(([127, 0, 0, 1], 3030))"), Some(3030));
        let env = "let port = env::var(\"PORT\")\n  .unwrap_or_else(|_| \"3001\".to_string());\n";
        assert_eq!(rust(&format!("{env}bind(format!(\"0.0.0.0:{{port}}\"))")), Some(3001));
        assert_eq!(rust(&format!("{env}let a = format!(\"0.0.0.0:{{}}\", port);\nbind(&a)")), Some(3001));
        assert_eq!(rust("let a: SocketAddr = \"[::]:81\".parse()?;\nbind(a)"), Some(81));
        assert_eq!(rust("let a = SocketAddr::from(([0, 0, 0, 0], 3002));\nbind(&a)"), Some(3002));
    }
}
