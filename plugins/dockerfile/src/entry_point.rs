//! Entry points that well-known base images bring, as their documentation has them: what `CMD` says is handed to them.

/// A base image, the program of its entry point, and when it comes before the words of `CMD`.
type Row = (&'static str, &'static str, When);

#[derive(Debug, Clone, Copy)]
enum When {
    /// Whatever the words are.
    Always,
    /// Where the first word is a script, a flag, or one of these commands of the program: others run as they stand.
    Script(&'static [&'static str]),
    /// Where the first word is one of these.
    Command(&'static [&'static str]),
}

/// Extensions of scripts.
const SCRIPTS: [&str; 5] = [".js", ".mjs", ".cjs", ".ts", ".tsx"];

/// Images by owner and name, without tag; those of which the entry point always comes first have versions in the name.
const IMAGES: [Row; 6] = [
    ("distroless/nodejs", "node", When::Always),
    ("distroless/python3", "python3", When::Always),
    ("distroless/java", "java -jar", When::Always),
    ("library/node", "node", When::Script(&[])),
    ("oven/bun", "bun", When::Script(&["run"])),
    ("denoland/deno", "deno", When::Command(&["run", "serve", "task", "eval"])),
];

/// What the entry point of a base image puts before the words of `CMD`.
pub fn before(image: &str, words: &[String]) -> Option<&'static str> {
    let name = image.split('@').next().unwrap_or_default();
    let (path, last) = name.rsplit_once('/').unwrap_or(("library", name));
    let last = last.split(':').next().unwrap_or_default();
    let owner = path.rsplit('/').next().unwrap_or_default();
    let is = |(known, _, when): &&Row| {
        let (of, begins) = known.split_once('/').unwrap_or_default();
        let grows = matches!(when, When::Always) && last.starts_with(begins) && !last.ends_with("-base");
        owner == of && (last == begins || grows)
    };
    let (_, program, when) = IMAGES.iter().find(is)?;
    let first = words.first()?;
    let applies = match when {
        When::Always => true,
        When::Script(commands) => {
            let script = first.starts_with('-') || SCRIPTS.iter().any(|ending| first.ends_with(ending));
            script || commands.contains(&first.as_str())
        }
        When::Command(commands) => commands.contains(&first.as_str()),
    };
    applies.then_some(*program)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_handed_to_the_entry_point_of_the_base() {
        for (image, words, expected) in [
            ("gcr.io/distroless/nodejs22-debian12:nonroot", "server.js", Some("node")),
            ("gcr.io/distroless/nodejs", "--require=./a.js server.js", Some("node")),
            ("gcr.io/distroless/java21-debian12@sha256:00", "app.jar", Some("java -jar")),
            ("gcr.io/distroless/java-base", "java -jar app.jar", None),
            ("gcr.io/distroless/static", "/server", None),
            ("node:22-alpine", "server.js", Some("node")),
            ("docker.io/library/node", "npm start", None),
            ("example.org/team/node:1", "server.js", None),
            ("oven/bun:1", "src/index.ts", Some("bun")),
            ("oven/bun:1", "run start", Some("bun")),
            ("oven/bun:1", "bun src/index.ts", None),
            ("denoland/deno:alpine", "run -A main.ts", Some("deno")),
            ("denoland/deno:alpine", "deno run -A main.ts", None),
            ("python:3", "app.py", None),
        ] {
            let words: Vec<String> = words.split(' ').map(str::to_owned).collect();
            assert_eq!(before(image, &words), expected, "{image} {words:?}");
        }
    }
}
