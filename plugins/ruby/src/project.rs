//! What stands in the root, read once.

use crate::assemble::left_out_groups;
use crate::gemfile::Gemfile;
use crate::gems::Gem;
use crate::gemspec::Gemspec;
use crate::lock::Lock;
use fieldmark_sdk::{File, Place, Repo, Verdict, environment};

/// A candidate root.
pub struct Project<'r> {
    /// Its files.
    pub repo: &'r Repo<'r>,
    /// `Gemfile`, or `gems.rb` as it may be called too.
    pub gemfile: Option<File<'r>>,
    /// What the Gemfile says.
    pub listed: Gemfile<'r>,
    /// A `*.gemspec` in the root.
    pub gemspec: Option<File<'r>>,
    /// What it says.
    pub described: Gemspec,
    /// `Gemfile.lock`.
    pub lock: Option<Lock<'r>>,
    /// `config.ru`.
    pub rackup: Option<File<'r>>,
}

impl<'r> Project<'r> {
    /// Reads the files of a root.
    pub fn read(repo: &'r Repo<'r>) -> Self {
        let gemfile = repo.first(&["Gemfile", "gems.rb"]);
        let gemspec = repo.top().find(|file| file.extension() == Some("gemspec"));
        Self {
            repo,
            gemfile,
            listed: gemfile.map(|file| Gemfile::read(file, &left_out_groups(repo))).unwrap_or_default(),
            gemspec,
            described: gemspec.map(Gemspec::read).unwrap_or_default(),
            lock: repo.first(&["Gemfile.lock", "gems.locked"]).map(Lock::read),
            rackup: repo.file("config.ru"),
        }
    }

    /// All gems that are asked for by name.
    pub fn gems(&self) -> impl Iterator<Item = &Gem> {
        let described =
            if self.listed.gemspec || self.gemfile.is_none() { self.described.gems.as_slice() } else { &[] };
        self.listed.gems.iter().chain(described)
    }

    /// A gem that is asked for by name and installed by the builder.
    pub fn gem(&self, name: &str) -> Option<&Gem> {
        self.gems().find(|gem| gem.installed && gem.name == name)
    }

    /// Where it stands that a gem is installed: in the lock file, or without one in the Gemfile.
    pub fn bundled(&self, name: &str) -> Option<Place> {
        match &self.lock {
            Some(lock) => lock.spec(name).map(|spec| spec.at).filter(|_| !self.is_left_out(name)),
            None => self.gem(name).map(|gem| gem.at),
        }
    }

    /// Whether the Gemfile asks for a gem only in groups that the builder leaves out.
    pub fn is_left_out(&self, name: &str) -> bool {
        self.gem(name).is_none() && self.gems().any(|gem| gem.name == name)
    }

    /// Ruby files directly in the root, and what counts as such.
    pub fn sources(&self) -> impl Iterator<Item = File<'r>> {
        self.repo.top().filter(|file| match file.name() {
            "Rakefile" => true,
            "gems.rb" => false,
            _ => matches!(file.extension(), Some("rb" | "ru")),
        })
    }

    /// Percentage of Ruby among all sources. A Rakefile has no extension and counts as the one file that it is.
    pub fn share(&self) -> u32 {
        const RUBY: [&str; 3] = ["rb", "ru", "rake"];
        let alone = self.repo.count(&RUBY) == 0 && self.repo.file("Rakefile").is_some();
        if alone && !self.has_other_languages() { 100 } else { self.repo.share(&RUBY) }
    }

    /// Whether sources of other languages stand here.
    pub fn has_other_languages(&self) -> bool {
        self.repo.count(OTHER_LANGUAGES) > 0
    }

    /// Whether sources count: alone they are an application only where Ruby is a good part of the repository.
    pub fn has_weight(&self) -> bool {
        const ENOUGH: u32 = 30;
        self.gemfile.is_some() || self.rackup.is_some() || self.share() >= ENOUGH
    }

    /// What the builder calls the environment: `RAILS_ENV`, else `RACK_ENV`, else production.
    pub fn environment(&self) -> &str {
        environment_of(self.repo)
    }

    /// States who installs the gems.
    pub fn state_package_manager(&self, verdict: &mut Verdict) {
        let Some(gemfile) = self.gemfile else { return };
        verdict.attribute("package-manager", "bundler", gemfile.whole());
        if let Some((version, at)) = self.lock.as_ref().and_then(|lock| lock.bundler) {
            verdict.attribute("package-manager-version", version, at);
        }
        for (file, other) in [("gems.rb", "Gemfile"), ("gems.locked", "Gemfile.lock")] {
            if let (Some(unused), Some(_)) = (self.repo.file(file), self.repo.file(other)) {
                let note = format!("{file} and {other} are both there: {other} is taken, as the builder does");
                verdict.warn("ruby.two-gemfiles", unused.whole(), note);
            }
        }
        if gemfile.name() == "gems.rb" {
            let note = "the builder installs gems only for a file named Gemfile; rename gems.rb and gems.locked";
            verdict.warn("ruby.gems-rb-not-seen", gemfile.whole(), note);
        }
    }
}

fn environment_of<'r>(repo: &'r Repo<'_>) -> &'r str {
    let names = ["RAILS_ENV", "RACK_ENV"];
    let set = names.iter().find_map(|name| environment::variable(repo, name)).map(|variable| variable.value);
    // It ends up in a command: anything but a word counts as what it would be without.
    set.filter(|value| !value.is_empty() && value.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'_'))
        .unwrap_or("production")
}

/// Extensions of other languages: a Rakefile beside any of them is only that project's task list.
const OTHER_LANGUAGES: &[&str] = &[
    "c", "cc", "clj", "cpp", "cs", "dart", "erl", "ex", "exs", "fs", "go", "groovy", "h", "hs", "java", "jl", "js",
    "jsx", "kt", "lua", "m", "mjs", "php", "pl", "pm", "py", "r", "rs", "scala", "swift", "svelte", "ts", "tsx", "vb",
    "vue", "zig",
];
