//! What else is handed out, because the whole repository becomes the document root, and what is missing in it, because
//! no builder makes pages out of sources (builders.md 6 and 7).

use crate::page::Site;
use fieldmark_sdk::{File, Place, Repo, Verdict};

/// Names of files that hold secrets.
const SECRETS: [&str; 6] = [".env", ".env.local", ".env.production", ".npmrc", ".htpasswd", "id_rsa"];

/// Extensions of sources that are for no browser.
const SOURCES: &[&str] = &[
    "c", "cpp", "cs", "go", "java", "jsx", "kt", "less", "php", "pl", "ps1", "py", "rb", "rs", "sass", "scss", "sh",
    "sql", "svelte", "ts", "tsx", "vue",
];

/// Endings of what a page may refer to, and no browser understands.
const UNBUILT: [&str; 8] = [".ts", ".tsx", ".jsx", ".vue", ".svelte", ".scss", ".sass", ".less"];

/// Files of tools that make the site.
const GENERATORS: &[(&str, &str)] = &[
    ("_config.yml", "Jekyll"),
    ("hugo.toml", "Hugo"),
    ("hugo.yaml", "Hugo"),
    ("mkdocs.yml", "MkDocs"),
    ("gulpfile.js", "gulp"),
    ("Gruntfile.js", "Grunt"),
    ("webpack.config.js", "webpack"),
    ("rollup.config.js", "Rollup"),
    ("vite.config.js", "Vite"),
    ("vite.config.ts", "Vite"),
];

/// States what is wrong with handing everything out as it is. `everything` says whether the whole repository is served.
pub fn state(repo: &Repo, site: &Site<'_>, everything: bool, verdict: &mut Verdict) {
    if everything {
        secrets(repo, verdict);
        sources(repo, verdict);
    }
    unbuilt(repo, site, verdict);
}

fn secrets(repo: &Repo, verdict: &mut Verdict) {
    let kept = |file: &File<'_>| repo.file(".s2iignore").is_some_and(|list| names(&list, file));
    let private = |file: &File<'_>| SECRETS.contains(&file.name()) || file.directory() == "httpd-ssl/private";
    if let Some(file) = repo.files().find(|file| private(file) && !kept(file)) {
        let note = format!("{} is handed out with the rest of the repository: name it in .s2iignore", file.path());
        verdict.warn("static.secrets-served", file.whole(), note);
    }
}

/// Whether an ignore file names a file plainly; patterns are not evaluated.
fn names(list: &File<'_>, file: &File<'_>) -> bool {
    list.lines().map(|line| line.text.trim()).any(|line| line == file.path() || line == file.name())
}

fn sources(repo: &Repo, verdict: &mut Verdict) {
    let count = repo.count(SOURCES);
    if count > 0 {
        let note = format!("the whole repository is handed out, source files among it: {count}");
        verdict.warn("static.sources-served", Place::NONE, note);
    }
}

/// Pages that only become pages by a tool.
fn unbuilt(repo: &Repo, site: &Site<'_>, verdict: &mut Verdict) {
    let index = repo.files().find(|file| file.whole() == site.at);
    // Front matter: a generator fills the page in.
    let template = index.and_then(|page| page.lines().next()).filter(|line| line.text.trim_end() == "---");
    let loads =
        index.into_iter().flat_map(|page| page.lines()).find_map(|line| Some((unbuilt_source(line.text)?, line.at)));
    let tool = GENERATORS.iter().find_map(|(name, tool)| Some((repo.file(name)?, *tool)));
    if let Some((path, at)) = loads {
        let note = format!("the page loads {path}, which no browser understands: the builder does not build it");
        verdict.warn("static.unbuilt-sources", at, note);
    } else if let Some(line) = template {
        let note = "the page begins with front matter: a generator makes the site, which the builder does not run";
        verdict.warn("static.unbuilt-pages", line.at, note);
    } else if let Some((file, tool)) = tool {
        let note = format!("{tool} is set up here, but the builder runs no such tool: commit what it makes");
        verdict.warn("static.tool-not-run", file.whole(), note);
    }
}

/// The value of `src="…"` or `href="…"` that is a source.
fn unbuilt_source(line: &str) -> Option<&str> {
    ["src=\"", "src='", "href=\"", "href='"].iter().find_map(|opening| {
        let rest = &line[line.find(opening)? + opening.len()..];
        let value = rest.split(['"', '\'']).next()?;
        let is_local = !value.contains("//");
        let path = value.split(['?', '#']).next()?;
        (is_local && UNBUILT.iter().any(|ending| path.ends_with(ending))).then_some(path)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page;
    use fieldmark_sdk::testing::MemorySource;

    fn stated(files: &[(&str, &str)], everything: bool) -> String {
        let all = files.iter().copied().chain([("a.html", "")]);
        let repo = MemorySource::new(all).into_repo();
        let mut verdict = Verdict::new("static");
        state(&repo, &page::find(&repo, None).unwrap(), everything, &mut verdict);
        verdict.warnings.iter().map(|finding| finding.code.replace("static.", "")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn files_that_should_not_be_handed_out_are_told() {
        for (files, expected) in [
            (&[("site.css", "")][..], ""),
            (&[(".env", "")], "secrets-served"),
            (&[("config/.env", "")], "secrets-served"),
            (&[(".env", ""), (".s2iignore", "# x\n.env\n")], ""),
            (&[("httpd-ssl/private/a.pem", "")], "secrets-served"),
            (&[("tools/a.py", "")], "sources-served"),
        ] {
            assert_eq!(stated(files, true), expected, "{files:?}");
            assert_eq!(stated(files, false), "", "{files:?}");
        }
    }

    #[test]
    fn pages_that_a_tool_has_to_make_are_told() {
        for (files, expected) in [
            (&[("index.html", "<script type=module src=\"/src/main.ts?v=1\">")][..], "unbuilt-sources"),
            (&[("index.html", "<script src=\"app.js\"></script><a href='https://x.org/a.ts'>")], ""),
            (&[("index.html", "---\nlayout: home\n---\n")], "unbuilt-pages"),
            (&[("index.html", "<hr>"), ("gulpfile.js", "")], "tool-not-run"),
            (&[("index.html", "<hr>"), ("sub/gulpfile.js", "")], ""),
        ] {
            assert_eq!(stated(files, false), expected, "{files:?}");
        }
    }
}
