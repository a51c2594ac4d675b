//! Which directory holds the pages, and which one the builder publishes.

use crate::framework::Framework;
use fieldmark_sdk::{File, Place, Repo, environment};

/// Directories that people publish, whatever the framework.
const PUBLISHED: [&str; 9] = ["public", "web", "webroot", "htdocs", "docroot", "pub", "public_html", "www", "html"];

/// Names of the page that answers for a directory; `app.php` was Symfony's up to version 3.
const PAGES: [&str; 2] = ["index.php", "app.php"];

/// What is published and what should be.
pub struct DocumentRoot<'r> {
    /// `DOCUMENTROOT` as `.s2i/environment` sets it, without outer slashes.
    pub set: Option<(&'r str, Place)>,
    /// The page of the root itself.
    pub root_page: Option<File<'r>>,
    /// The page in the directory of its own, with that directory.
    pub own_page: Option<(&'static str, File<'r>)>,
    /// The line of `.htaccess` that leads from the root into that directory.
    pub redirect: Option<Place>,
}

impl<'r> DocumentRoot<'r> {
    /// Looks at a root.
    pub fn of(repo: &'r Repo<'r>, framework: Option<&Framework>) -> Self {
        let set = environment::variable(repo, "DOCUMENTROOT")
            .map(|variable| (variable.value.trim_matches('/'), variable.at))
            .filter(|(directory, _)| !directory.is_empty() && *directory != ".");
        let conventional = framework.map_or(&[][..], |framework| framework.published);
        let own_page = conventional
            .iter()
            .chain(&PUBLISHED)
            .find_map(|directory| page(repo, directory).map(|file| (*directory, file)));
        let redirect = own_page.and_then(|(directory, _)| redirect(repo, directory));
        Self { set, root_page: repo.file("index.php"), own_page, redirect }
    }

    /// The page that answers when the builder serves its document root.
    pub fn answer(&self, repo: &'r Repo<'r>) -> Option<File<'r>> {
        match self.set {
            Some((directory, _)) => page(repo, directory),
            None => self.redirect.and(self.own_page).map(|(_, file)| file).or(self.root_page),
        }
    }

    /// Whichever page there is.
    pub fn page(&self) -> Option<File<'r>> {
        self.own_page.map(|(_, file)| file).or(self.root_page)
    }
}

fn page<'r>(repo: &'r Repo<'r>, directory: &str) -> Option<File<'r>> {
    PAGES.iter().find_map(|name| repo.file(&format!("{directory}/{name}")))
}

/// Apache reads `.htaccess` in the builder's image: a rewrite rule into the directory is as good as `DOCUMENTROOT`.
fn redirect(repo: &Repo<'_>, directory: &str) -> Option<Place> {
    let into = format!("{directory}/");
    let line = repo
        .file(".htaccess")?
        .lines()
        .find(|line| line.code().trim_start().starts_with("RewriteRule") && line.code().contains(&into))?;
    Some(line.at)
}
