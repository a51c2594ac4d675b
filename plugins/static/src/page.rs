//! Where the pages of the site stand.

use fieldmark_sdk::{File, Place, Repo, Verdict, points};

/// Names of index pages, the usual one first.
const INDEX: [&str; 2] = ["index.html", "index.htm"];

/// Directories that web servers are commonly pointed at.
const WEB_ROOTS: &[&str] =
    &["public", "htdocs", "www", "html", "site", "_site", "web", "webroot", "wwwroot", "dist", "build", "static"];

/// Directories whose pages document or test something else, or are filled in by a program.
const BESIDE_THE_POINT: &[&str] = &[
    "docs",
    "doc",
    "documentation",
    "javadoc",
    "apidocs",
    "coverage",
    "test",
    "tests",
    "spec",
    "fixtures",
    "testdata",
    "example",
    "examples",
    "sample",
    "samples",
    "demo",
    "templates",
    "views",
    "layouts",
    "resources",
    "src",
    "vendor",
    "node_modules",
    "bower_components",
    "third_party",
];

/// How much a place says about the purpose of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// In the root.
    Root,
    /// In the directory that the repository's settings name.
    Declared,
    /// In a directory with the name of a web root.
    WebRoot,
    /// A page in the root, but no index.
    Loose,
    /// In some other directory.
    Elsewhere,
    /// In a directory whose pages belong to something else.
    BesideThePoint,
}

/// The site: the index page that stands best.
#[derive(Debug, Clone, Copy)]
pub struct Site<'r> {
    /// The directory that holds it; empty for the root.
    pub directory: &'r str,
    /// What its place says.
    pub standing: Standing,
    /// The page.
    pub at: Place,
}

/// Finds the site, if there is one.
pub fn find<'r>(repo: &'r Repo, declared: Option<&str>) -> Option<Site<'r>> {
    let pages = repo.with_extension(&["html", "htm"]);
    let sites = pages.filter_map(|file| {
        let standing = standing(&file, declared)?;
        Some((standing, file.depth(), Site { directory: file.directory(), standing, at: file.whole() }))
    });
    // Files come sorted by path, and `min_by_key` keeps the first of equals.
    sites.min_by_key(|(standing, depth, _)| (*standing, *depth)).map(|(_, _, site)| site)
}

fn standing(file: &File<'_>, declared: Option<&str>) -> Option<Standing> {
    let directory = file.directory();
    if !INDEX.contains(&file.name()) {
        return (directory.is_empty()).then_some(Standing::Loose);
    }
    Some(match directory {
        "" => Standing::Root,
        _ if declared == Some(directory) => Standing::Declared,
        _ if directory.split('/').any(|part| BESIDE_THE_POINT.contains(&part)) => Standing::BesideThePoint,
        _ if file.depth() <= 2 && directory.rsplit('/').next().is_some_and(|last| WEB_ROOTS.contains(&last)) => {
            Standing::WebRoot
        }
        _ => Standing::Elsewhere,
    })
}

/// States what the site is worth.
pub fn judge(site: &Site<'_>, verdict: &mut Verdict) {
    let (entry, note) = match site.standing {
        Standing::Root => (points::ENTRY_POINT, "an index page stands in the root"),
        Standing::Declared => (points::ENTRY_POINT, "an index page stands in the directory that is to be served"),
        Standing::WebRoot => (points::COMPANION, "an index page stands in a directory that is usually served"),
        Standing::Loose => (0, "a page stands in the root, but no index"),
        Standing::Elsewhere => (0, "an index page stands in a directory"),
        Standing::BesideThePoint => (-points::SOURCES, "the pages belong to documentation, tests or templates"),
    };
    verdict.point(entry, "static.index", site.at, note);
    verdict.point(points::SOURCES, "static.pages", site.at, "there are html pages");
}

/// Signs that the page turns documents into pages in the browser, so that there is nothing to build (docsify, "Quick start").
const DOCSIFY: [&str; 2] = ["$docsify", "/docsify"];

/// States what makes pages of documents where they are read.
pub fn state_generator(repo: &Repo, site: &Site<'_>, verdict: &mut Verdict) {
    let page = repo.at(site.at).filter(|file| INDEX.contains(&file.name()));
    let mut lines = page.into_iter().flat_map(|page| page.lines());
    if let Some(line) = lines.find(|line| DOCSIFY.iter().any(|sign| line.text.contains(sign))) {
        verdict.attribute("framework", "docsify", line.at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn found(paths: &[&str], declared: Option<&str>) -> Option<(String, Standing)> {
        let repo = MemorySource::new(paths.iter().map(|path| (*path, ""))).into_repo();
        find(&repo, declared).map(|site| (site.directory.to_owned(), site.standing))
    }

    #[test]
    fn find_prefers_the_root_then_the_declared_then_the_conventional_directory() {
        let all = ["a/index.html", "docs/index.html", "index.html", "public/index.html", "site/index.html"];
        assert_eq!(found(&all, None), Some((String::new(), Standing::Root)));
        let rest = ["a/index.html", "docs/index.html", "public/index.html", "site/index.html"];
        assert_eq!(found(&rest, Some("a")), Some(("a".into(), Standing::Declared)));
        assert_eq!(found(&rest, None), Some(("public".into(), Standing::WebRoot)));
        assert_eq!(found(&["docs/public/index.html"], None).unwrap().1, Standing::BesideThePoint);
        assert_eq!(found(&["about.html"], None).unwrap().1, Standing::Loose);
        assert_eq!(found(&["a/about.html"], None), None);
    }
}
