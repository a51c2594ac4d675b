//! Which directory holds the pages, and which one the builder publishes.

use crate::framework::Framework;
use fieldmark_sdk::{File, Place, Repo, environment, procfile};

/// Directories that people publish, whatever the framework.
const PUBLISHED: [&str; 9] = ["public", "web", "webroot", "htdocs", "docroot", "pub", "public_html", "www", "html"];

/// Names of the page that answers for a directory; `app.php` was Symfony's up to version 3.
const PAGES: [&str; 2] = ["index.php", "app.php"];

/// What is published and what should be.
pub struct DocumentRoot<'r> {
    /// `DOCUMENTROOT` as it is set, without outer slashes.
    pub set: Option<(&'r str, Place)>,
    /// Whether that has no slash in front: it is put behind `/opt/app-root/src` as it is (builders.md 5.2).
    pub lacks_slash: bool,
    /// The page of the root itself.
    pub root_page: Option<File<'r>>,
    /// The page in the directory of its own, with that directory.
    pub own_page: Option<(&'r str, File<'r>)>,
    /// The line of `.htaccess` that leads from the root into that directory.
    pub redirect: Option<Place>,
}

impl<'r> DocumentRoot<'r> {
    /// Looks at a root.
    pub fn of(repo: &'r Repo<'r>, framework: Option<&Framework>) -> Self {
        let variable = environment::filled(repo, "DOCUMENTROOT");
        let lacks_slash = variable.is_some_and(|variable| !variable.value.starts_with('/'));
        let set = variable
            .map(|variable| (variable.value.trim_matches('/'), variable.at))
            .filter(|(directory, _)| !directory.is_empty());
        let conventional = framework.map_or(&[][..], |framework| framework.published);
        let own_page = conventional
            .iter()
            .copied()
            .chain(published_by_procfile(repo))
            .chain(published_by_platform(repo))
            .chain(PUBLISHED)
            .find_map(|directory| page(repo, directory).map(|file| (directory, file)));
        let redirect = own_page.and_then(|(directory, _)| redirect(repo, directory));
        Self { set, lacks_slash, root_page: repo.file("index.php"), own_page, redirect }
    }

    /// The page that answers when the builder serves its document root.
    pub fn answer(&self, repo: &'r Repo<'r>) -> Option<File<'r>> {
        match self.set {
            Some(_) if self.lacks_slash => None,
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

/// The directory that the web process of a Procfile publishes: the last word of `heroku-php-apache2 web/`, the one behind
/// `-t` of PHP's own server.
fn published_by_procfile<'r>(repo: &'r Repo<'r>) -> Option<&'r str> {
    let (command, _) = procfile::process(repo, "web")?;
    let words: Vec<&str> = command.split_whitespace().collect();
    let behind = words.iter().position(|word| *word == "-t").and_then(|at| words.get(at + 1));
    let buildpack = words.first().is_some_and(|first| first.contains("heroku-php-"));
    let word = behind.or_else(|| words.last().filter(|_| buildpack && words.len() > 1))?;
    Some(word.trim_matches('/')).filter(|directory| !directory.is_empty() && !directory.starts_with('-'))
}

/// The directory that other platforms are told: `WEBDIR` of Cloud Foundry, `document_root` of App Engine.
fn published_by_platform<'r>(repo: &'r Repo<'r>) -> Option<&'r str> {
    let foundry = || Some(repo.file(".bp-config/options.json")?.json()?.text(&["WEBDIR"])?.0);
    let engine = || {
        let lines = repo.file("app.yaml")?.lines();
        lines.filter_map(|line| line.code().strip_prefix("document_root:")).next()
    };
    let directory = foundry().or_else(engine)?.trim().trim_matches(['"', '\'', '/']);
    Some(directory).filter(|directory| !directory.is_empty() && *directory != ".")
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

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn answer(files: &[(&str, &str)]) -> Option<String> {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        let root = DocumentRoot::of(&repo, None);
        root.answer(&repo).map(|file| file.path().to_owned())
    }

    #[test]
    fn page_of_the_published_directory_answers() {
        let some = |path: &str| Some(path.to_owned());
        assert_eq!(answer(&[("index.php", ""), ("public/index.php", "")]), some("index.php"));
        assert_eq!(answer(&[("public/index.php", "")]), None);
        let rule = (".htaccess", "# RewriteRule x\nRewriteRule (.*) public/$1 [L]\n");
        assert_eq!(answer(&[("public/index.php", ""), rule]), some("public/index.php"));
        let commented = (".htaccess", "# RewriteRule (.*) public/$1\n");
        assert_eq!(answer(&[("public/index.php", ""), commented]), None);
        for (value, expected) in [
            ("/public", some("public/index.php")),
            ("/public/", some("public/index.php")),
            ("public", None),
            ("/", some("index.php")),
            ("", some("index.php")),
            ("/lost", None),
        ] {
            let environment = format!("DOCUMENTROOT={value}\n");
            let files = [("index.php", ""), ("public/index.php", ""), (".s2i/environment", environment.as_str())];
            assert_eq!(answer(&files), expected, "{value}");
        }
    }

    #[test]
    fn other_platforms_name_a_directory_of_its_own() {
        for (path, text, expected) in [
            (".bp-config/options.json", r#"{"WEBDIR": "site"}"#, Some("site")),
            (".bp-config/options.json", "{}", None),
            ("app.yaml", "runtime: php\nruntime_config:\n  document_root: site\n", Some("site")),
            ("app.yaml", "runtime_config:\n  document_root: .\n", None),
        ] {
            let repo = MemorySource::new([(path, text), ("site/index.php", "")]).into_repo();
            let found = DocumentRoot::of(&repo, None).own_page.map(|(directory, _)| directory.to_owned());
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn procfile_names_a_directory_of_its_own() {
        for (command, expected) in [
            ("vendor/bin/heroku-php-apache2 site/", Some("site")),
            ("heroku-php-nginx -C nginx.conf app/site", Some("app/site")),
            ("vendor/bin/heroku-php-apache2", None),
            ("php -S 0.0.0.0:$PORT -t site", Some("site")),
            ("php worker.php", None),
        ] {
            let text = format!("web: {command}\n");
            let files = [("Procfile", text.as_str()), ("site/index.php", ""), ("app/site/index.php", "")];
            let repo = MemorySource::new(files).into_repo();
            let found = DocumentRoot::of(&repo, None).own_page.map(|(directory, _)| directory.to_owned());
            assert_eq!(found.as_deref(), expected, "{command}");
        }
    }
}
