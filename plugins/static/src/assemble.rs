//! What the builders make of the files of a repository (builders.md 6 and 7), and where that comes to nothing.

use crate::directive::{self, Directive};
use crate::server::Server;
use fieldmark_sdk::environment::filled;
use fieldmark_sdk::{File, Repo, Verdict, script};

/// Where both builders put the whole repository.
const DOCUMENT_ROOT: &str = "/opt/app-root/src";

/// One thing that `assemble` looks for: the directory (or the file, where there is no extension), the extension of what
/// counts in it, the stable name, and what becomes of it.
type Row = (&'static str, &'static str, &'static str, &'static str);

/// builders.md 6.
const NGINX: &[Row] = &[
    ("nginx.conf", "", "static.nginx-conf", "takes the place of the main configuration"),
    ("nginx-cfg", "conf", "static.nginx-cfg", "is read inside of http"),
    ("nginx-default-cfg", "conf", "static.nginx-default-cfg", "is read inside of the default server"),
    ("nginx-start", "sh", "static.nginx-start", "is sourced before the server starts"),
    ("nginx-perl", "pm", "static.nginx-perl", "is a Perl module, for images that have the Perl module of nginx"),
];

/// builders.md 7.
const HTTPD: &[Row] = &[
    ("httpd-cfg", "conf", "static.httpd-cfg", "is read at the end of httpd.conf"),
    ("cfg", "conf", "static.httpd-cfg", "is read at the end of httpd.conf"),
    ("httpd-post-assemble", "sh", "static.httpd-post-assemble", "is run at the end of the build"),
    ("httpd-pre-init", "sh", "static.httpd-pre-init", "is run before the server starts"),
    (".htaccess", "", "static.htaccess", "is in force: the builder allows it to override everything"),
];

/// States what `assemble` and `run` do with the files, and what keeps the site from being served.
pub fn state(repo: &Repo, server: Server, verdict: &mut Verdict) {
    for name in ["assemble", "run"] {
        if let Some(own) = script::own(repo, name) {
            let note = format!("the repository brings its own {name} script");
            verdict.point(0, format!("static.own-{name}-script"), own.whole(), note);
        }
    }
    let rows = if server == Server::Nginx { NGINX } else { HTTPD };
    for (place, extension, code, what) in rows {
        if let Some(file) = first(repo, place, extension) {
            verdict.point(0, *code, file.whole(), format!("{place} {what}"));
        }
    }
    match server {
        Server::Nginx => nginx(repo, verdict),
        Server::Httpd => httpd(repo, verdict),
    }
}

fn first<'r>(repo: &'r Repo, place: &str, extension: &str) -> Option<File<'r>> {
    if extension.is_empty() {
        return repo.file(place);
    }
    repo.files().find(|file| file.directory() == place && file.extension() == Some(extension))
}

fn nginx(repo: &Repo, verdict: &mut Verdict) {
    for file in repo.files().filter(|file| file.path() == "nginx.conf" || file.directory() == "nginx-cfg") {
        foreign_root(&directive::of_nginx(&file), &["root", "alias"], verdict);
    }
    let Some(conf) = repo.file("nginx.conf") else { return };
    let directives = directive::of_nginx(&conf);
    let find = |name: &str| directives.iter().find(|directive| directive.is(name));
    if let Some(daemon) = find("daemon") {
        let note = "run gives nginx `daemon off` itself, and nginx refuses to be told twice: take it out";
        verdict.warn("static.daemon-twice", daemon.at, note);
    }
    if find("http").is_none() && find("stream").is_none() {
        let note =
            "nginx.conf takes the place of the whole configuration, but has no http block: put it into nginx-cfg/";
        verdict.warn("static.nginx-conf-is-a-part", conf.whole(), note);
    }
    for (directory, included) in [("nginx-cfg", "nginx.d"), ("nginx-default-cfg", "nginx.default.d")] {
        let includes = |directive: &Directive<'_>| {
            directive.is("include") && directive.argument().is_some_and(|path| path.contains(included))
        };
        if let Some(file) = first(repo, directory, "conf").filter(|_| !directives.iter().any(includes)) {
            let note =
                format!("nginx.conf does not include /opt/app-root/etc/{included}/*.conf, where {directory} goes");
            verdict.warn("static.settings-not-read", file.whole(), note);
        }
    }
}

fn httpd(repo: &Repo, verdict: &mut Verdict) {
    if let Some(file) = repo.file("httpd.conf") {
        let note = "the httpd builder does not read httpd.conf: put it into httpd-cfg/ as far as it is needed";
        verdict.warn("static.settings-not-read", file.whole(), note);
    }
    for file in repo.files().filter(|file| ["httpd-cfg", "cfg"].contains(&file.directory())) {
        foreign_root(&directive::of_httpd(&file), &["DocumentRoot"], verdict);
    }
    let certificate = first(repo, "httpd-ssl/certs", "pem");
    let key = first(repo, "httpd-ssl/private", "pem");
    match (certificate, key) {
        (Some(certificate), Some(_)) => {
            verdict.point(
                0,
                "static.httpd-ssl",
                certificate.whole(),
                "the repository brings a certificate and its key",
            );
        }
        (Some(one), None) | (None, Some(one)) => {
            let note =
                "a certificate needs both httpd-ssl/certs and httpd-ssl/private: the builder makes one of its own";
            verdict.warn("static.half-a-certificate", one.whole(), note);
        }
        (None, None) => {}
    }
    if let Some(variable) = filled(repo, "HTTPD_LOG_TO_VOLUME") {
        let note = "HTTPD_LOG_TO_VOLUME is refused unless the container runs as root, which it does not";
        verdict.warn("static.log-to-volume", variable.at, note);
    }
    let mpm = filled(repo, "HTTPD_MPM").filter(|mpm| !["event", "worker", "prefork"].contains(&mpm.value));
    if let Some(mpm) = mpm {
        let note = format!("HTTPD_MPM is one of event, worker and prefork, not {}", mpm.value);
        verdict.warn("static.unknown-mpm", mpm.at, note);
    }
}

/// A document root that is written for another image.
fn foreign_root(directives: &[Directive<'_>], names: &[&str], verdict: &mut Verdict) {
    let roots = directives.iter().filter(|directive| names.iter().any(|name| directive.is(name)));
    let mut absolute = roots.filter_map(|root| Some((root.argument().filter(|path| path.starts_with('/'))?, root.at)));
    if let Some((path, at)) = absolute.find(|(path, _)| !is_below_document_root(path)) {
        let note = format!("{path} is empty in the builder's image: the repository is in {DOCUMENT_ROOT}");
        verdict.warn("static.root-elsewhere", at, note);
    }
}

fn is_below_document_root(path: &str) -> bool {
    path.strip_prefix(DOCUMENT_ROOT).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A script that leaves nothing but one directory and the settings of the server to the builder's own `assemble`.
#[must_use]
pub fn only(directory: &str) -> String {
    let site = script::quote_path(&format!("{directory}/."));
    script::Script::assemble()
        .line("cd /tmp/src")
        .line("mkdir /tmp/site")
        .line(&format!("cp -r {site} /tmp/site"))
        .line("find . -mindepth 1 -maxdepth 1 ! -name 'nginx*' ! -name 'httpd-*' ! -name cfg -exec rm -rf {} +")
        .line("cp -r /tmp/site/. .")
        .line("rm -rf /tmp/site")
        .exec_image("assemble")
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    /// Rows that apply, and findings with a `!`.
    fn stated(server: Server, files: &[(&str, &str)]) -> String {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        let mut verdict = Verdict::new("static");
        state(&repo, server, &mut verdict);
        let rows = verdict.evidence.iter().map(|row| row.code.replace("static.", ""));
        let findings = verdict.warnings.iter().map(|finding| finding.code.replace("static.", "!"));
        rows.chain(findings).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn every_row_of_nginx_applies_to_its_files() {
        const HTTP: &str = "events {}\nhttp { include /opt/app-root/etc/nginx.d/*.conf; }\n";
        for (files, expected) in [
            (&[("nginx.conf", HTTP)][..], "nginx-conf"),
            (&[("nginx.conf", HTTP), ("nginx-cfg/a.conf", "")], "nginx-conf nginx-cfg"),
            (&[("nginx-cfg/a.conf", "server { root /opt/app-root/src/site; }")], "nginx-cfg"),
            (&[("nginx-cfg/a.txt", "")], ""),
            (&[("nginx-default-cfg/a.conf", "")], "nginx-default-cfg"),
            (&[("nginx-start/a.sh", "")], "nginx-start"),
            (&[("nginx-perl/A.pm", "")], "nginx-perl"),
            (&[("httpd-cfg/a.conf", "DocumentRoot /srv"), (".htaccess", "")], ""),
            (
                &[("nginx.conf", HTTP), ("nginx-default-cfg/a.conf", "")],
                "nginx-conf nginx-default-cfg !settings-not-read",
            ),
            (&[("nginx.conf", "http {}\ndaemon off;")], "nginx-conf !daemon-twice"),
            (&[("nginx.conf", "server { listen 8080; }")], "nginx-conf !nginx-conf-is-a-part"),
            (&[("nginx.conf", "http { server { root /usr/share/nginx/html; } }")], "nginx-conf !root-elsewhere"),
            (&[("nginx.conf", "http { server { root site; } }")], "nginx-conf"),
            (&[(".s2i/bin/assemble", ""), (".s2i/bin/run", "")], "own-assemble-script own-run-script"),
        ] {
            assert_eq!(stated(Server::Nginx, files), expected, "{files:?}");
        }
    }

    #[test]
    fn every_row_of_httpd_applies_to_its_files() {
        for (files, expected) in [
            (&[("httpd-cfg/a.conf", "")][..], "httpd-cfg"),
            (&[("cfg/a.conf", "")], "httpd-cfg"),
            (&[("httpd-post-assemble/a.sh", "")], "httpd-post-assemble"),
            (&[("httpd-pre-init/a.sh", "")], "httpd-pre-init"),
            (&[(".htaccess", "")], "htaccess"),
            (&[("httpd-ssl/certs/a.pem", ""), ("httpd-ssl/private/a.pem", "")], "httpd-ssl"),
            (&[("httpd-ssl/certs/a.pem", "")], "!half-a-certificate"),
            (&[("httpd.conf", "")], "!settings-not-read"),
            (&[("httpd-cfg/a.conf", "DocumentRoot \"/var/www/html\"")], "httpd-cfg !root-elsewhere"),
            (&[("httpd-cfg/a.conf", "DocumentRoot \"/opt/app-root/src/public\"")], "httpd-cfg"),
            (&[(".s2i/environment", "HTTPD_LOG_TO_VOLUME=1\nHTTPD_MPM=itk")], "!log-to-volume !unknown-mpm"),
            (&[(".s2i/environment", "HTTPD_MPM=event")], ""),
            (&[("nginx.conf", "daemon off;")], ""),
        ] {
            assert_eq!(stated(Server::Httpd, files), expected, "{files:?}");
        }
    }

    #[test]
    fn name_of_a_directory_stays_one_word_of_the_script() {
        assert!(only("it's").contains("cp -r 'it'\\''s/.' /tmp/site\n"));
        assert!(only("-x").contains("cp -r ./-x/. /tmp/site\n"));
    }
}
