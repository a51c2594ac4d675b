//! Sources that stand alone: JavaScript or TypeScript, with no manifest, page or other language to say what they are.

use crate::SOURCES;
use crate::entry::{Entry, holds};
use fieldmark_sdk::{File, Repo, Signs};

/// Manifests: where one lies below, it tells more than scripts beside it.
const MANIFESTS: [&str; 4] = ["package.json", "package.json5", "deno.json", "deno.jsonc"];

/// Directories in which scripts count that nothing else tells: the top, sources, functions that a platform calls.
const PLACES: [&str; 6] = ["", "src", "lib", "api", "functions", "netlify/functions"];

/// Extensions of what browsers load, and of languages that do not count as sources in shares: scripts beside these are
/// something else's.
#[rustfmt::skip]
const OTHERS: [&str; 40] = [
    "html", "htm", "css", "scss", "sass", "less", "vue", "svelte", "jsx", "sh", "bash", "zsh", "fish", "ps1", "bat", "vim",
    "el", "tf", "nix", "sol", "coffee", "elm", "purs", "res", "nim", "hx", "rkt", "lisp", "f90", "d", "adb", "gd", "v", "sv",
    "vhd", "sql", "ipynb", "qml", "user", "gs",
];

/// Extensions of documents and data. Where they are in the majority, a script only serves them.
const WORDS: [&str; 9] = ["md", "mdx", "rst", "adoc", "csv", "json", "yaml", "yml", "xml"];

/// How many of these accompany any sources: a README, a list of changes, settings.
const BESIDE_WORDS: u32 = 3;

/// Signs of scripts that a browser runs.
const BROWSER_SIGNS: Signs<9> = Signs::new([
    "document.",
    "window.",
    "localStorage",
    "navigator.",
    "jQuery",
    "$(",
    "chrome.",
    "addEventListener(",
    "==UserScript==",
]);

/// Most scripts that are looked into for these.
const MOST_SCRIPTS: usize = 6;

/// The script to tell where nothing but sources of this ecosystem is here, and nothing in them that only browsers have;
/// and whether it is where the application begins: it has a usual name, or is the only one at the top.
pub(crate) fn script<'r>(repo: &'r Repo, usual: Option<Entry<'r>>) -> Option<(Entry<'r>, bool)> {
    let sources = repo.count(&SOURCES);
    if repo.share(&SOURCES) < 100 || repo.count(&OTHERS) > 0 || repo.count(&WORDS) > sources + BESIDE_WORDS {
        return None;
    }
    if repo.named(&MANIFESTS).next().is_some() {
        return None;
    }
    let scripts = || repo.files().filter(Entry::is_script).filter(|file| PLACES.contains(&file.directory()));
    if scripts().take(MOST_SCRIPTS).any(|file| holds(file, &BROWSER_SIGNS)) {
        return None;
    }
    let runs = |entry: &Entry<'_>| entry.exports().is_none() || entry.listens(repo).is_some();
    if let Some(entry) = usual {
        return Some((entry, runs(&entry)));
    }
    let (mut top, mut functions) = (scripts().filter(at_top), scripts().filter(|file| !at_top(file)));
    let only = top.next().filter(|_| top.next().is_none()).and_then(Entry::in_words).filter(runs);
    // A module of any name that only exports something is nobody's application; one where a platform looks is called.
    let running = || scripts().filter(at_top).take(MOST_SCRIPTS).filter_map(Entry::in_words).find(runs);
    let called = || functions.next().and_then(Entry::in_words);
    only.map(|entry| (entry, true)).or_else(|| running().or_else(called).map(|entry| (entry, false)))
}

fn at_top(file: &File<'_>) -> bool {
    file.directory().is_empty()
}
