//! Which web server, and how it is set up.

use crate::page::{Site, Standing};
use crate::{assemble, port, served};
use fieldmark_sdk::{Place, Repo, Verdict, points, script};

/// The web server that is to serve the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Server {
    /// Apache httpd.
    Httpd,
    /// nginx.
    Nginx,
}

/// Directories that one builder image looks into by itself, so that they prove it.
const BUILDER_DIRECTORIES: &[(&str, Server)] = &[
    ("nginx-cfg", Server::Nginx),
    ("nginx-default-cfg", Server::Nginx),
    ("nginx-start", Server::Nginx),
    ("nginx-perl", Server::Nginx),
    ("httpd-cfg", Server::Httpd),
    ("httpd-pre-init", Server::Httpd),
    ("httpd-post-assemble", Server::Httpd),
    ("httpd-ssl/certs", Server::Httpd),
];

/// Files in the root that set up one server, with what they are worth.
const SETTINGS: &[(&str, Server, i32)] = &[
    ("nginx.conf", Server::Nginx, points::ENTRY_POINT),
    ("Staticfile", Server::Nginx, points::ENTRY_POINT),
    ("httpd.conf", Server::Httpd, points::ENTRY_POINT),
    (".htaccess", Server::Httpd, points::COMPANION),
];

/// Most templates that are looked into.
const MAX_TEMPLATES: usize = 8;

impl Server {
    /// Name of the image stream.
    const fn stream(self) -> &'static str {
        match self {
            Self::Httpd => "httpd",
            Self::Nginx => "nginx",
        }
    }

    /// What the builder's run script ends in.
    const fn command(self) -> &'static str {
        match self {
            Self::Httpd => "httpd -D FOREGROUND",
            Self::Nginx => "nginx -g \"daemon off;\"",
        }
    }
}

/// Everything that sets up a server, the surest first, with its place and what it is worth.
fn found(repo: &Repo) -> Vec<(&'static str, Server, i32, Place)> {
    let in_directory = |directory: &str| repo.files().find(|file| file.directory() == directory);
    let directories = BUILDER_DIRECTORIES.iter().filter_map(|(directory, server)| {
        in_directory(directory).map(|file| (*directory, *server, points::ENTRY_POINT, file.whole()))
    });
    let files = SETTINGS
        .iter()
        .filter_map(|(name, server, points)| repo.file(name).map(|file| (*name, *server, *points, file.whole())));
    directories.chain(files).collect()
}

/// Decides for a server; its settings count once, by the surest, and not at all when they belong to a program.
pub fn choose(repo: &Repo, of_program: bool, verdict: &mut Verdict) -> Server {
    let worth = |points| if of_program { 0 } else { points };
    let found = found(repo);
    let Some((name, server, points, at)) = found.first().copied() else {
        let Some((server, at)) = named_by_template(repo) else { return Server::Httpd };
        let note = format!("the repository's own template builds it with {}", server.stream());
        verdict.point(worth(points::COMPANION), "static.template", at, note);
        return server;
    };
    verdict.point(worth(points), "static.server-settings", at, format!("{name} sets up {}", server.stream()));
    if let Some((other, _, _, at)) = found.iter().find(|(_, other, _, _)| *other != server) {
        let note = format!("{other} is not read by {}, which {name} asks for", server.stream());
        verdict.warn("static.two-servers", *at, note);
    }
    server
}

/// The builder that a template of the repository itself names: `"name": "nginx:1.26"`.
fn named_by_template(repo: &Repo) -> Option<(Server, Place)> {
    let templates = repo.with_extension(&["json", "yaml", "yml"]).filter(|file| {
        matches!(file.directory(), "openshift" | "openshift/templates" | ".openshift" | ".openshift/templates")
    });
    templates.take(MAX_TEMPLATES).flat_map(|file| file.lines()).find_map(|line| {
        let (key, value) = line.text.split_once(':')?;
        let stream = value.trim().trim_start_matches(['"', '\'']).split(':').next()?;
        let named = key.trim().trim_start_matches("- ").trim_matches(['"', '\'']) == "name" && value.contains(':');
        let server = [Server::Httpd, Server::Nginx].into_iter().find(|server| server.stream() == stream)?;
        named.then_some((server, line.at))
    })
}

/// Settings of a server without a page to serve: a proxy, or a part of something else.
pub fn without_pages(repo: &Repo, verdict: &mut Verdict) {
    if let Some((name, server, _, at)) = found(repo).first() {
        let note = format!("{name} sets up {}, but there is no page to serve", server.stream());
        verdict.point(points::COMPANION / 2, "static.server-settings", *at, note);
    }
}

/// The directory to be served that a `Staticfile` names (`root: public`).
pub fn declared_root<'r>(repo: &'r Repo) -> Option<(&'r str, Place)> {
    repo.file("Staticfile")?.lines().find_map(|line| {
        let (key, value) = line.code().split_once(':')?;
        let directory = value.trim().trim_matches(['"', '\'']).trim_start_matches("./").trim_end_matches('/');
        (key.trim() == "root" && !matches!(directory, "" | ".")).then_some((directory, line.at))
    })
}

/// States what is served, by whom and where.
pub fn state(repo: &Repo, server: Server, site: &Site<'_>, verdict: &mut Verdict) {
    verdict.builder = Some(server.stream().to_owned());
    verdict.attribute("role", "site", site.at);
    match script::own(repo, "run") {
        Some(own) => {
            verdict.attribute("start", own.path(), own.whole());
            verdict.attribute("start-origin", "declared", own.whole());
        }
        None => {
            verdict.attribute("start", server.command(), Place::NONE);
            verdict.attribute("start-origin", "builder-default", Place::NONE);
        }
    }
    port::state(repo, server, verdict);
    assemble::state(repo, server, verdict);
    let declared = matches!(site.standing, Standing::Declared | Standing::WebRoot);
    // A configuration of its own says itself what is served.
    let own = server == Server::Nginx && repo.file("nginx.conf").is_some();
    served::state(repo, site, !declared && !own, verdict);
    if matches!(site.standing, Standing::Declared | Standing::WebRoot | Standing::Elsewhere) {
        verdict.attribute("document-root", site.directory, site.at);
        if !own {
            let note = format!("the builder serves the root: build with {} as the context directory", site.directory);
            verdict.warn("static.site-in-directory", site.at, note);
            if declared && script::own(repo, "assemble").is_none() {
                let why = format!("the site stands in {}, and the builder serves the root", site.directory);
                verdict.script("assemble", assemble::only(site.directory), why);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn chosen(paths: &[&str]) -> (Server, Verdict) {
        let repo = MemorySource::new(paths.iter().map(|path| (*path, ""))).into_repo();
        let mut verdict = Verdict::new("static");
        (choose(&repo, false, &mut verdict), verdict)
    }

    #[test]
    fn httpd_serves_what_nobody_set_up() {
        assert_eq!(chosen(&["index.html"]).0, Server::Httpd);
        assert_eq!(chosen(&["index.html", ".htaccess"]).0, Server::Httpd);
    }

    #[test]
    fn directories_of_a_builder_go_before_files() {
        let (server, verdict) = chosen(&["httpd-cfg/a.conf", "nginx.conf", "index.html"]);
        assert_eq!(server, Server::Httpd);
        assert_eq!(verdict.warnings[0].code, "static.two-servers");
        assert_eq!(chosen(&["nginx-cfg/a.conf", ".htaccess"]).0, Server::Nginx);
        assert_eq!(chosen(&["a/nginx-cfg/a.conf"]).0, Server::Httpd);
    }

    #[test]
    fn template_of_the_repository_names_the_server() {
        let server = |text: &str| {
            let repo = MemorySource::new([("openshift/templates/site.json", text)]).into_repo();
            choose(&repo, false, &mut Verdict::new("static"))
        };
        assert_eq!(server("{\n\"name\": \"nginx:${VERSION}\"\n}"), Server::Nginx);
        assert_eq!(server("{\n\"name\": \"nginx-example\"\n}"), Server::Httpd);
    }

    #[test]
    fn staticfile_names_the_directory_to_serve() {
        let root = |text: &str| {
            let repo = MemorySource::new([("Staticfile", text)]).into_repo();
            declared_root(&repo).map(|(directory, at)| (directory.to_owned(), at.line))
        };
        assert_eq!(root("# who\nroot: ./site/ # here\n"), Some(("site".into(), Some(2))));
        assert_eq!(root("root: .\n"), None);
        assert_eq!(root("directory: visible\n"), None);
    }
}
