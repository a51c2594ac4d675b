//! Where a source file listens: the port behind `.listen(…)` and its like, as far as it stands there literally.

use crate::entry::{code, holds};
use fieldmark_sdk::{File, Line, Place, Signs};

/// What a line of code says of the port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Listening<'r> {
    /// The literal, which behind a variable of the environment is the fallback.
    pub(crate) port: Option<u16>,
    /// The variable of the environment that decides.
    pub(crate) variable: Option<&'r str>,
    /// Where it stands.
    pub(crate) at: Place,
}

/// How many lines behind an opening `{` a key `port` is looked for.
const OPTION_LINES: usize = 8;

/// Objects that hold the variables of the environment.
const ENVIRONMENTS: [&str; 4] = ["process.env", "Bun.env", "env", "import.meta.env"];

/// The calls that begin to listen.
const CALLS: Signs<8> = Signs::new([
    ".listen(",
    "Bun.serve(",
    "Deno.serve(",
    "serve({",
    ".setPort(",
    "api.server(",
    ".Server(",
    "startStandaloneServer(",
]);

/// The call that takes the port as its argument.
const LISTEN: Signs<1> = Signs::new([".listen("]);

/// Variables that count have this in their names.
const PORT: Signs<1> = Signs::new(["PORT"]);

/// What the files say, the most certain place first.
pub(crate) fn find<'r>(files: &[File<'r>]) -> Option<Listening<'r>> {
    let in_calls = || with(files, &CALLS).find_map(at_call).filter(|found| !found.is_empty());
    let in_settings = || with(files, &LISTEN).find_map(|file| dotted(file, files));
    let in_fallbacks =
        || with(files, &PORT).find_map(|file| code(file).find_map(|line| fallback(line).or_else(|| schema(line))));
    let bare = || with(files, &PORT).find_map(|file| code(file).find_map(only_variable));
    in_calls().or_else(in_fallbacks).or_else(in_settings).or_else(bare)
}

/// The files that have one of these texts.
fn with<'r, const N: usize>(files: &[File<'r>], signs: &'static Signs<N>) -> impl Iterator<Item = File<'r>> {
    files.iter().copied().filter(|file| holds(*file, signs))
}

impl Listening<'_> {
    const fn is_empty(&self) -> bool {
        self.port.is_none() && self.variable.is_none()
    }
}

/// What the argument of a call says, looked up where it is a name or an object.
fn at_call<'r>(file: File<'r>) -> Option<Listening<'r>> {
    let lines: Vec<Line<'r>> = code(file).collect();
    let mut calls = lines.iter().enumerate().filter(|(_, line)| CALLS.occur_in(line.text));
    calls.find_map(|(number, line)| {
        let at = CALLS.texts().iter().find_map(|call| Some(line.text.find(call)? + call.len()))?;
        let argument = line.text[at..].trim_start();
        let opened = argument.starts_with('{') || line.text[..at].ends_with('{');
        if opened {
            let body = std::iter::once((line, argument));
            let below = lines.iter().skip(number + 1).take(OPTION_LINES).map(|line| (line, line.text));
            return body.chain(below).find_map(|(line, text)| option(&lines, line, text));
        }
        // `.listen(` may stand alone at the end of its line.
        let (line, argument) = match lines.get(number + 1) {
            Some(next) if argument.is_empty() => (next, next.text.trim()),
            _ => (line, argument),
        };
        let end = argument.find([',', ';']).unwrap_or(argument.len());
        Some(expression(&argument[..end], line.at).or_else(|| lookup(&lines, &argument[..end]))?)
            .filter(|found| !found.is_empty())
    })
}

/// The value of the key `port` in a line of an object.
fn option<'r>(lines: &[Line<'r>], line: &Line<'r>, text: &'r str) -> Option<Listening<'r>> {
    let at = text.match_indices("port").find(|(at, _)| !text[..*at].ends_with(|c: char| c.is_alphanumeric()))?.0;
    let rest = text[at + 4..].trim_start();
    let value = rest.strip_prefix(':').unwrap_or("port");
    let end = value.find([',', '}']).unwrap_or(value.len());
    expression(&value[..end], line.at).or_else(|| lookup(lines, &value[..end]))
}

/// The definition of a name in the same file.
fn lookup<'r>(lines: &[Line<'r>], argument: &str) -> Option<Listening<'r>> {
    let name = argument.trim().trim_end_matches(')').trim();
    let name = name.strip_prefix("Number(").unwrap_or(name);
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$') {
        return None;
    }
    lines.iter().find_map(|line| {
        let at = line.text.match_indices(name).find(|(at, _)| is_word(line.text, *at, name.len()))?.0;
        let rest = line.text[at + name.len()..].trim_start();
        let value = rest.strip_prefix('=').filter(|value| !value.starts_with(['=', '>']))?;
        taken_apart(line, name, value).or_else(|| expression(value, line.at))
    })
}

/// `const { PORT = 3000 } = process.env`: the name is that of the variable, the value its fallback.
fn taken_apart<'r>(line: &Line<'r>, name: &str, value: &'r str) -> Option<Listening<'r>> {
    let (fallback, source) = value.split_once('}')?;
    let source = source.trim_start().strip_prefix('=')?.trim().trim_end_matches(';');
    let fallback = fallback.split(',').next().unwrap_or(fallback);
    let at = line.text.find(name)?;
    let variable = Some(&line.text[at..at + name.len()]);
    ENVIRONMENTS.contains(&source).then(|| Listening { port: literal(fallback), variable, at: line.at })
}

/// `.listen(config.port)`: the key of an object in this file or one that it imports.
fn dotted<'r>(file: File<'r>, files: &[File<'r>]) -> Option<Listening<'r>> {
    let argument = code(file).find_map(|line| {
        let (_, rest) = line.text.split_once(".listen(")?;
        rest.split([',', ')']).next()
    })?;
    let (_, key) = argument.trim().rsplit_once('.').filter(|(_, key)| key.eq_ignore_ascii_case("port"))?;
    files.iter().flat_map(|file| code(*file)).find_map(|line| {
        let at = line.text.match_indices(key).map(|(at, _)| at).find(|at| is_word(line.text, *at, key.len()))?;
        let value = line.text[at + key.len()..].trim_start_matches(['"', '\'']).trim_start().strip_prefix(':')?;
        expression(value.split('}').next().unwrap_or(value), line.at)
    })
}

/// `PORT: z.coerce.number().default(3000)`, `PORT: port({ default: 3000 })`: a schema of the environment.
fn schema(line: Line<'_>) -> Option<Listening<'_>> {
    let (name, rest) = line.text.trim_start().split_once(':')?;
    let name = name.trim_matches(['"', '\'']);
    let value = ["default(", "default:"].iter().find_map(|word| Some(&rest[rest.find(word)? + word.len()..]))?;
    let port = literal(value.trim_start());
    (is_port(name) && port.is_some()).then_some(Listening { port, variable: Some(name), at: line.at })
}

fn is_word(text: &str, at: usize, length: usize) -> bool {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '.');
    !text[..at].ends_with(part) && !text[at + length..].starts_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// What an expression says: a literal, or a variable of the environment with or without a fallback.
pub(crate) fn expression(text: &str, at: Place) -> Option<Listening<'_>> {
    let variable = variable(text);
    let behind = ["||", "??", " : "].iter().find_map(|sign| text.rsplit_once(sign)).map(|(_, behind)| behind);
    let port = match (variable, behind) {
        (_, Some(behind)) => literal(behind),
        (None, None) => literal(text),
        (Some(_), None) => None,
    };
    (port.is_some() || variable.is_some()).then_some(Listening { port, variable, at })
}

/// A number, also within quotes, brackets and conversions: `Number('3000')`.
fn literal(text: &str) -> Option<u16> {
    let text = text.trim();
    let text =
        ["Number(", "parseInt(", "normalizePort(", "("].iter().find_map(|p| text.strip_prefix(p)).unwrap_or(text);
    let text = text.trim_start_matches(['"', '\'', '`', ':']);
    let digits = &text[..text.bytes().take_while(u8::is_ascii_digit).count()];
    // `3000 + index` and `30_000` are no literals that stand for themselves.
    let rest = text[digits.len()..].trim_start_matches(['"', '\'', '`']).trim_start();
    let ends = rest.is_empty() || rest.starts_with([')', ',', ';', '}', '/']);
    digits.parse().ok().filter(|port| *port > 0 && ends)
}

/// The variable of the environment that an expression reads.
fn variable(text: &str) -> Option<&str> {
    let signs = ["process.env.", "process.env[\"", "process.env['", "Bun.env.", "Deno.env.get(\"", "Deno.env.get('"];
    let rest = signs.iter().find_map(|sign| Some(&text[text.find(sign)? + sign.len()..]))?;
    let name = &rest[..rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count()];
    (!name.is_empty()).then_some(name)
}

/// `process.env.PORT || 3000` anywhere in a file.
fn fallback(line: Line<'_>) -> Option<Listening<'_>> {
    expression(line.text, line.at).filter(|found| found.port.is_some() && found.variable.is_some_and(is_port))
}

/// `process.env.PORT` without a fallback.
fn only_variable(line: Line<'_>) -> Option<Listening<'_>> {
    let name = variable(line.text).filter(|name| is_port(name))?;
    Some(Listening { port: None, variable: Some(name), at: line.at })
}

/// Names such as `PORT`, `APP_PORT`, `OPENSHIFT_NODEJS_PORT`.
fn is_port(name: &str) -> bool {
    name == "PORT" || name.ends_with("_PORT")
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn found(text: &str) -> Option<(Option<u16>, Option<String>)> {
        let repo = MemorySource::new([("a.js", text)]).into_repo();
        find(&[repo.file("a.js")?]).map(|found| (found.port, found.variable.map(str::to_owned)))
    }

    fn port(text: &str) -> Option<u16> {
        found(text)?.0
    }

    #[test]
    fn literals_are_read_where_the_application_listens() {
        assert_eq!(port("server.listen(7777, () => {"), Some(7777));
        assert_eq!(port("app.listen(process.env.PORT || 3000)"), Some(3000));
        assert_eq!(port("await app.listen(process.env.PORT ?? 3000);"), Some(3000));
        assert_eq!(port("await fastify.listen({ port: 3001, host: '0.0.0.0' })"), Some(3001));
        assert_eq!(port("app.listen(\n  8081,\n)"), Some(8081));
        assert_eq!(port("Bun.serve({\n  port: 5005,\n"), Some(5005));
    }

    #[test]
    fn names_are_looked_up() {
        assert_eq!(port("const PORT = 3000;\nserver.listen(PORT, f)"), Some(3000));
        assert_eq!(port("var X = process.env.X || 8080;\napp.listen(X, function () {"), Some(8080));
        assert_eq!(port("const port = parseInt(process.env.PORT || '3000', 10)\napp.listen({ port })"), Some(3000));
        assert_eq!(port("const port = normalizePort(process.env.PORT || '3000');\nserver.listen(port);"), Some(3000));
        assert_eq!(port("const p = process.env.P ? Number(process.env.P) : 7007;\nserve.listen(p)"), Some(7007));
    }

    #[test]
    fn variables_are_seen_through_what_is_made_of_them() {
        let variable = |text: &str, port: u16| {
            assert_eq!(found(text), Some((Some(port), Some("PORT".to_owned()))), "{text}");
        };
        variable("app.listen(Number(process.env.PORT) || 3001)", 3001);
        variable("app.listen(+process.env.PORT || 3001)", 3001);
        variable("app.listen(parseInt(process.env.PORT ?? '3001', 10))", 3001);
        variable("const { PORT = 3001 } = process.env;\napp.listen(PORT)", 3001);
        variable("const { HOST, PORT = '3001', X } = process.env\napp.listen(PORT, f)", 3001);
        variable("export const config = {\n  port: process.env.PORT || 3001,\n};\napp.listen(config.port)", 3001);
        variable(
            "const env = cleanEnv(process.env, {\n  PORT: port({ default: 3001 }),\n});\napp.listen(env.PORT)",
            3001,
        );
        variable("const schema = z.object({\n  PORT: z.coerce.number().default(3001),\n})\napp.listen(env.PORT)", 3001);
        variable("const server = Hapi.server({\n  port: process.env.PORT || 3001,\n  host: 'x'\n})", 3001);
        variable("startStandaloneServer(server, {\n  listen: { port: process.env.PORT || 3001 },\n})", 3001);
    }

    #[test]
    fn keys_of_settings_are_looked_up() {
        assert_eq!(port("const config = { port: 4321 };\napp.listen(config.port, f)"), Some(4321));
        assert_eq!(port("const c = {\n  server: {\n    port: 4322,\n  }\n};\napp.listen(c.server.port)"), Some(4322));
        assert_eq!(port("const support = { report: 1 };\napp.listen(c.port)"), None);
        assert_eq!(port("new Hapi.Server({ port: 4323 })"), Some(4323));
    }

    #[test]
    fn what_is_not_literal_is_not_guessed() {
        assert_eq!(found("app.listen(process.env.TEST)"), Some((None, Some("TEST".to_owned()))));
        assert_eq!(found("app.listen(port + 1)"), None);
        assert_eq!(found("// app.listen(3000)"), None);
        assert_eq!(found("const retries = process.env.RETRIES || 3"), None);
        assert_eq!(port("list.listen(99999999)"), None);
    }
}
