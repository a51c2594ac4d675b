//! The files in which the application begins.

use crate::command::{Command, module};
use crate::package::Package;
use fieldmark_sdk::{File, Repo, Signs};

/// Where applications begin when nobody says where, most telling first.
const CONVENTIONS: [&str; 14] = [
    "server.js",
    "index.js",
    "app.js",
    "main.js",
    "server.mjs",
    "index.mjs",
    "app.mjs",
    "main.mjs",
    "src/server.js",
    "src/index.js",
    "src/app.js",
    "src/main.js",
    "bin/www",
    "src/index.mjs",
];

/// The same in TypeScript.
const TYPED_CONVENTIONS: [&str; 8] =
    ["server.ts", "index.ts", "app.ts", "main.ts", "src/server.ts", "src/index.ts", "src/app.ts", "src/main.ts"];

/// Directories that builds write to.
const OUTPUTS: [&str; 6] = ["dist", "build", "lib", "out", "bin", "dist/src"];

/// Signs that a file is for Node.js and not for a browser.
const NODE_SIGNS: Signs<9> = Signs::new([
    "require(",
    "module.exports",
    "process.env",
    "process.argv",
    "from 'node:",
    "from \"node:",
    "from 'express'",
    "from \"express\"",
    "#!/usr/bin/env node",
]);

/// Modules that only servers and command-line programmes import.
const BUILTINS: [&str; 14] = [
    "http",
    "https",
    "http2",
    "fs",
    "fs/promises",
    "net",
    "os",
    "child_process",
    "cluster",
    "readline",
    "express",
    "koa",
    "fastify",
    "worker_threads",
];

/// Signs that a file answers requests.
const LISTENS: Signs<5> = Signs::new([".listen(", "createServer(", "Bun.serve(", "Deno.serve(", "createSecureServer("]);

/// How modules are named that stand beside a file.
const RELATIVE: Signs<2> = Signs::new(["\".", "'."]);

/// Words before the name of a module.
const IMPORTING: Signs<4> = Signs::new(["require(", "from ", "import ", "import("]);

/// Most files that are looked into beside the entry file itself.
const MOST_IMPORTS: usize = 6;

/// Most bytes of a source: bundles are larger, and say nothing that is meant to be read.
const MOST_BYTES: u64 = 128 * 1024;

/// Where the application begins.
#[derive(Clone, Copy)]
pub(crate) struct Entry<'r> {
    /// The file.
    pub(crate) file: File<'r>,
    /// Whether Node.js runs it as it is.
    pub(crate) runnable: bool,
}

impl<'r> Entry<'r> {
    fn new(file: File<'r>) -> Self {
        let typed = file.extension().is_some_and(|extension| matches!(extension, "ts" | "mts" | "cts"));
        Self { file, runnable: !typed }
    }

    /// The file that a start command runs, or the source it is built from.
    pub(crate) fn of_command(repo: &'r Repo, command: &Command<'r>) -> Option<Self> {
        let direct = command.file(repo).or_else(|| source_of(repo, command.built_path()?));
        direct.or_else(|| nest(repo, command)).map(Self::new)
    }

    /// The file that `main` or `module` names, or the source it is built from.
    pub(crate) fn of_main(repo: &'r Repo, package: Package<'r>) -> Option<Self> {
        let names = || ["main", "module"].iter().filter_map(|key| package.text(&[key])).map(|(name, _)| name);
        let named = names().find_map(|name| module(repo, name));
        named.or_else(|| names().find_map(|name| source_of(repo, name))).map(Self::new)
    }

    /// The file of the only command that the package brings.
    pub(crate) fn of_binary(repo: &'r Repo, package: Package<'r>) -> Option<Self> {
        let mut binaries = package.binaries();
        let (path, _) = binaries.next()?;
        binaries.next().is_none().then(|| module(repo, path)).flatten().map(Self::new)
    }

    /// A file with one of the usual names.
    pub(crate) fn by_convention(repo: &'r Repo) -> Option<Self> {
        repo.first(&CONVENTIONS).or_else(|| repo.first(&TYPED_CONVENTIONS)).map(Self::new)
    }

    /// The only script in the root, whatever its name, if it listens for requests.
    pub(crate) fn by_itself(repo: &'r Repo) -> Option<Self> {
        Self::only(repo).filter(|entry| entry.listens(repo).is_some())
    }

    /// The only script in the root, unless it serves a tool.
    pub(crate) fn only(repo: &'r Repo) -> Option<Self> {
        let is_script = |file: &File<'_>| matches!(file.extension(), Some("js" | "mjs" | "cjs"));
        let mut scripts = repo.top().filter(is_script);
        let only = scripts.next().filter(|_| scripts.next().is_none())?;
        Self::in_words(only).filter(|entry| Self::is_script(&entry.file))
    }

    /// Whether a file is a source that is no tool's settings, test or declaration of types.
    pub(crate) fn is_script(file: &File<'_>) -> bool {
        let name = file.name();
        let of_tools = [".conf", ".test.", ".spec.", ".d."].iter().any(|part| name.contains(part))
            || ["gulpfile.", "Gruntfile.", "dangerfile."].iter().any(|beginning| name.starts_with(beginning));
        let is_source = matches!(file.extension(), Some("js" | "mjs" | "cjs" | "ts" | "mts" | "cts"));
        is_source && !of_tools && !name.starts_with(['-', '.'])
    }

    /// A file by its path, which becomes part of a manifest and of a command; `None` where it would have to be quoted.
    pub(crate) fn in_words(file: File<'r>) -> Option<Self> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte);
        (file.path().bytes().all(plain) && !file.path().starts_with('-')).then(|| Self::new(file))
    }

    /// This file and those it imports by relative paths.
    pub(crate) fn with_imports(&self, repo: &'r Repo) -> Vec<File<'r>> {
        let mut files = vec![self.file];
        for line in code(self.file).filter(|line| RELATIVE.occur_in(line.text)) {
            let Some(name) = imported(line.text) else { continue };
            let Some(file) = imported_path(self.file.directory(), name).and_then(|path| module(repo, &path)) else {
                continue;
            };
            if files.len() <= MOST_IMPORTS && files.iter().all(|known| known.path() != file.path()) {
                files.push(file);
            }
        }
        files
    }

    /// The line that shows that it is written for Node.js.
    pub(crate) fn node_sign(&self) -> Option<fieldmark_sdk::Line<'r>> {
        let holds = holds(self.file, &NODE_SIGNS) || holds(self.file, &LISTENS);
        let mut lines = Some(self.file).filter(|_| holds).into_iter().flat_map(code);
        lines.find(|line| NODE_SIGNS.occur_in(line.text) || LISTENS.occur_in(line.text))
    }

    /// The line by which it offers something to others, of a file that does nothing by itself as far as can be seen.
    pub(crate) fn exports(&self) -> Option<fieldmark_sdk::Line<'r>> {
        let offers = |text: &str| ["export ", "module.exports", "exports."].iter().any(|sign| text.starts_with(sign));
        let runs = code(self.file).any(|line| line.text.starts_with("#!") || line.text.contains("require.main"));
        code(self.file).find(|line| offers(line.text)).filter(|_| !runs)
    }

    /// Whether nothing stands in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.file.text().is_some_and(|text| text.trim().is_empty())
    }

    /// The line that imports something that no browser has.
    pub(crate) fn builtin_import(&self) -> Option<fieldmark_sdk::Line<'r>> {
        let foreign = |name: &str| name.starts_with("node:") || BUILTINS.contains(&name);
        code(self.file).find(|line| quoted_module(line.text).is_some_and(foreign))
    }

    /// The line in which it, or a file that it imports, begins to listen.
    pub(crate) fn listens(&self, repo: &'r Repo) -> Option<fieldmark_sdk::Line<'r>> {
        let files = self.with_imports(repo).into_iter().filter(|file| holds(*file, &LISTENS));
        files.flat_map(code).find(|line| LISTENS.occur_in(line.text))
    }
}

/// The lines of a file that are no comments; none of a file that is too large to be written by hand.
pub(crate) fn code<'r>(file: File<'r>) -> impl Iterator<Item = fieldmark_sdk::Line<'r>> {
    let lines = Some(file).filter(is_by_hand).into_iter().flat_map(|file| file.lines());
    lines.filter(|line| !line.text.trim_start().starts_with(['/', '*']))
}

/// Whether a file has one of these texts anywhere. Most files have none, which is seen in a fraction of the time that
/// looking into every line takes.
pub(crate) fn holds<const N: usize>(file: File<'_>, signs: &Signs<N>) -> bool {
    is_by_hand(&file) && file.text().is_some_and(|text| signs.occur_in(text))
}

fn is_by_hand(file: &File<'_>) -> bool {
    file.size().is_ok_and(|bytes| bytes <= MOST_BYTES)
}

/// `nest start` runs `src/main.ts`.
fn nest<'r>(repo: &'r Repo, command: &Command<'r>) -> Option<File<'r>> {
    repo.file("src/main.ts").filter(|_| command.programme == "nest")
}

/// The source of a file that a build makes: `dist/index.js` comes of `src/index.ts` or `index.ts`.
pub(crate) fn source_of<'r>(repo: &'r Repo, path: &str) -> Option<File<'r>> {
    let path = path.trim_start_matches("./");
    let rest = OUTPUTS.iter().rev().find_map(|output| path.strip_prefix(output)?.strip_prefix('/'))?;
    let stem = rest.trim_end_matches(".js").trim_end_matches(".mjs").trim_end_matches(".cjs");
    [format!("src/{stem}"), stem.to_owned()].iter().find_map(|name| module(repo, name))
}

/// The relative path that a line requires or imports.
fn imported(text: &str) -> Option<&str> {
    quoted_module(text).filter(|name| name.starts_with('.'))
}

/// The module that a line requires or imports.
pub(crate) fn quoted_module(text: &str) -> Option<&str> {
    // Most lines import nothing, and are asked in many files.
    if !IMPORTING.occur_in(text) {
        return None;
    }
    let at = IMPORTING.texts().iter().find_map(|word| Some(text.find(word)? + word.len()))?;
    let rest = text[at..].trim_start();
    let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let (name, _) = rest[1..].split_once(quote)?;
    Some(name)
}

/// The module that a relative path means from a directory; None when it leaves the root.
fn imported_path(directory: &str, name: &str) -> Option<String> {
    // TypeScript imports `./x.js` and means `./x.ts`.
    joined(directory, name).map(|path| path.trim_end_matches(".js").to_owned())
}

/// A relative path taken from a directory; None when it leaves the root.
pub(crate) fn joined(directory: &str, name: &str) -> Option<String> {
    let mut parts: Vec<&str> = directory.split('/').filter(|part| !part.is_empty()).collect();
    for part in name.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn built_file_leads_to_its_source() {
        let repo = MemorySource::new([("src/index.ts", ""), ("main.ts", "")]).into_repo();
        let of = |script| Entry::of_command(&repo, &Command::last(script)?).map(|entry| entry.file.path().to_owned());
        assert_eq!(of("node dist/index.js").as_deref(), Some("src/index.ts"));
        assert_eq!(of("node ./build/main").as_deref(), Some("main.ts"));
        assert_eq!(of("node dist/other.js"), None);
    }

    #[test]
    fn imports_are_followed_one_step_and_never_out_of_the_root() {
        let text = "const app = require('./lib/app')\nimport x from \"../x\";\n// require('./no')\n";
        let files = [("index.js", text), ("lib/app.js", "app.listen(1)"), ("no.js", ""), ("x.js", "")];
        let repo = MemorySource::new(files).into_repo();
        let entry = Entry::by_convention(&repo).unwrap();
        let paths: Vec<_> = entry.with_imports(&repo).iter().map(|file| file.path()).collect();
        assert_eq!(paths, ["index.js", "lib/app.js"]);
        assert!(entry.listens(&repo).is_some());
    }
}
