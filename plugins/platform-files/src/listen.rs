//! The port that stands in a command.

/// Options whose value is a port, or an address with one.
const OPTIONS: [&str; 9] =
    ["-p", "--port", "-b", "--bind", "-l", "--listen", "--http-port", "--server.port", "-Dserver.port"];

/// The port of `--port 8000`, `--bind=0.0.0.0:8000`, `runserver 0.0.0.0:8000`, `-p ${PORT:-8000}`.
pub fn port(command: &str) -> Option<u16> {
    let words: Vec<&str> = command.split_whitespace().map(|word| word.trim_matches(['"', '\''])).collect();
    let option = |at: usize| {
        let (name, value) = words[at].split_once('=').unwrap_or((words[at], ""));
        let value = if value.is_empty() { words.get(at + 1).copied().unwrap_or_default() } else { value };
        OPTIONS.contains(&name).then(|| number(value)).flatten()
    };
    let address = |word: &&str| {
        let host = word.rsplit_once(':').map(|(host, _)| host)?;
        let is_any = ["0.0.0.0", "[::]", "*", "localhost", "127.0.0.1", "tcp://0.0.0.0"].contains(&host);
        is_any.then(|| number(word)).flatten()
    };
    (0..words.len()).find_map(option).or_else(|| words.iter().find_map(address))
}

fn number(text: &str) -> Option<u16> {
    // A default stands behind the name of the variable: `${PORT:-8000}`.
    let text = text.strip_suffix('}').unwrap_or(text);
    let last = text.rsplit([':', '-']).next()?;
    last.parse().ok().filter(|port| *port >= 80)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_and_addresses_are_read() {
        for (command, expected) in [
            ("gunicorn a:b --bind 0.0.0.0:8000", Some(8000)),
            ("uvicorn a:b --port=8001 --workers 90", Some(8001)),
            ("python manage.py runserver 0.0.0.0:8002", Some(8002)),
            ("puma -p ${PORT:-8003}", Some(8003)),
            ("java -Dserver.port=8004 -jar a.jar", Some(8004)),
            ("puma -p $PORT", None),
            ("worker -p 4", None),
            ("wait-for db:5432", None),
            ("", None),
        ] {
            assert_eq!(port(command), expected, "{command}");
        }
    }
}
