//! What stands in the root, read once.

use crate::cpanfile::Cpanfile;
use crate::distribution::Distribution;
use crate::psgi::Psgi;
use fieldmark_sdk::{File, Repo, Verdict};

/// Extensions of Perl. Tests (`.t`) are left out: other tools use them too.
const PERL: [&str; 7] = ["pl", "pm", "psgi", "cgi", "fcgi", "fcg", "fpl"];

/// Pages that answer for the root, in the order of the builder's httpd.
const PAGES: [&str; 5] = ["index.pl", "index.cgi", "index.fcg", "index.fcgi", "index.fpl"];

/// Share of Perl below which sources alone are strays.
const STRAY: u32 = 30;

/// How many files are read to find one that fits: reads are counted.
const LOOKED_INTO: usize = 16;

/// A candidate root.
pub struct Project<'r> {
    /// Its files.
    pub repo: &'r Repo<'r>,
    /// `cpanfile` with its contents.
    pub cpanfile: Option<(File<'r>, Cpanfile<'r>)>,
    /// The CPAN distribution.
    pub distribution: Option<Distribution<'r>>,
    /// The PSGI application.
    pub psgi: Psgi<'r>,
    /// The page that answers as CGI.
    pub page: Option<File<'r>>,
    /// A script that starts a Mojolicious application.
    pub mojolicious: Option<File<'r>>,
    /// A Dancer script that is a PSGI application, too.
    pub dancer: Option<File<'r>>,
    /// The server for development that Catalyst writes.
    pub catalyst: Option<File<'r>>,
    /// A Perl file directly in the root.
    pub source: Option<File<'r>>,
}

impl<'r> Project<'r> {
    /// Reads the files of a root.
    pub fn read(repo: &'r Repo<'r>) -> Self {
        Self {
            repo,
            cpanfile: repo.file("cpanfile").map(|file| (file, Cpanfile::read(file))),
            distribution: Distribution::of(repo),
            psgi: Psgi::of(repo),
            page: repo.first(&PAGES).filter(|page| is_perl(*page)),
            mojolicious: mojolicious(repo),
            dancer: dancer(repo),
            catalyst: catalyst(repo),
            source: source(repo),
        }
    }

    /// Percentage of Perl among all sources; none where `*.pl` is something else.
    pub fn share(&self) -> u32 {
        let proven = self.has_manifest() || self.source.is_some() || self.page.is_some() || self.psgi.any().is_some();
        if proven || self.repo.count(&["pm"]) > 0 { self.repo.share(&PERL) } else { 0 }
    }

    /// Whether a manifest stands here.
    pub const fn has_manifest(&self) -> bool {
        self.cpanfile.is_some() || self.distribution.is_some()
    }

    /// Whether sources count: alone they are an application only where Perl is a good part of the repository.
    pub fn has_weight(&self) -> bool {
        self.has_manifest() || self.psgi.any().is_some() || self.share() >= STRAY
    }

    /// Whether something here can be started.
    pub fn starts(&self) -> bool {
        self.application().is_some() || self.dancer.is_some() || self.catalyst.is_some()
    }

    /// The file that is the application.
    pub fn application(&self) -> Option<File<'r>> {
        let running = self.psgi.running().or(self.page);
        running.or_else(|| self.psgi.hidden()).or(self.mojolicious).or_else(|| self.psgi.any())
    }

    /// States who installs the modules.
    pub fn state_package_manager(&self, verdict: &mut Verdict) {
        let snapshot = self.repo.file("cpanfile.snapshot");
        if let Some((file, _)) = &self.cpanfile {
            // Whoever wrote a snapshot installs with Carton; the builder does not.
            match snapshot {
                Some(snapshot) => verdict.attribute("package-manager", "carton", snapshot.whole()),
                None => verdict.attribute("package-manager", "cpanm", file.whole()),
            }
            if let Some(snapshot) = snapshot {
                let note = "the builder's cpanm does not read cpanfile.snapshot: versions may differ from Carton's";
                verdict.warn("perl.snapshot-not-read", snapshot.whole(), note);
            }
        }
    }
}

/// Whether a file is Perl by how it begins: `*.pl` is Prolog's extension too, and a CGI page may be anything.
fn is_perl(file: File<'_>) -> bool {
    const ENOUGH: u32 = 4096;
    const SIGNS: [&str; 7] = ["use ", "my ", "sub ", "package ", "our ", "require ", "print "];
    // Old scripts are not UTF-8; that is no reason for a warning.
    let Ok(head) = file.head(ENOUGH) else { return false };
    let text = String::from_utf8_lossy(&head);
    if let Some(first) = text.lines().next().filter(|line| line.starts_with("#!")) {
        return first.contains("perl") || first.contains("plackup");
    }
    let is_statement = |line: &str| SIGNS.iter().any(|sign| line.starts_with(sign)) && line.ends_with([';', '{']);
    text.lines().any(|line| is_statement(line.trim()))
}

/// A Perl file among the first of the root.
fn source<'r>(repo: &'r Repo<'r>) -> Option<File<'r>> {
    let candidates = repo.top().filter(|file| matches!(file.extension(), Some("pl" | "pm")));
    candidates.take(LOOKED_INTO).find(|file| is_perl(*file))
}

/// A script that says `dance`: under Plack it returns the application instead of serving it.
fn dancer<'r>(repo: &'r Repo<'r>) -> Option<File<'r>> {
    let scripts = repo.files().filter(|file| {
        file.extension() == Some("pl") && (file.depth() == 0 || matches!(file.directory(), "bin" | "script"))
    });
    scripts.take(LOOKED_INTO).find(|file| {
        let dances = |code: &str| ["dance;", "dance();", "start;", "start();"].contains(&code.trim());
        let uses = file.lines().any(|line| line.code().starts_with("use Dancer"));
        uses && file.lines().any(|line| dances(line.code()))
    })
}

/// `script/<application>_server.pl`.
fn catalyst<'r>(repo: &'r Repo<'r>) -> Option<File<'r>> {
    let file = repo.files().find(|file| file.directory() == "script" && file.name().ends_with("_server.pl"))?;
    file.line_with("Catalyst::ScriptRunner").map(|_| file)
}

/// A script of a Mojolicious application: it takes commands such as `daemon`.
fn mojolicious<'r>(repo: &'r Repo<'r>) -> Option<File<'r>> {
    const SIGNS: [&str; 4] =
        ["use Mojolicious::Lite", "Mojolicious::Commands->start_app", "use Mojolicious::Commands", "Mojo::Server"];
    let scripts =
        repo.files().filter(|file| file.depth() == 0 && file.extension() == Some("pl") || file.directory() == "script");
    scripts.take(LOOKED_INTO).find(|file| file.lines().any(|line| SIGNS.iter().any(|sign| line.code().contains(sign))))
}
