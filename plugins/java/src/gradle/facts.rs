//! What the settings of a build script say, beside plugins and dependencies.

use super::level;
use crate::build::{Build, Demand, Level};
use crate::script::{code, quoted, word_after};
use fieldmark_sdk::{File, Line, Place, Repo};

/// What stands in a line before a statement about the JDK, and how binding it is; the most binding first.
const LEVELS: [(&str, Demand); 7] = [
    ("JavaLanguageVersion.of", Demand::Toolchain),
    ("jvmToolchain", Demand::Toolchain),
    ("options.release", Demand::Level),
    ("targetCompatibility", Demand::Level),
    ("sourceCompatibility", Demand::Level),
    ("jvmTarget", Demand::Level),
    ("javaVersion", Demand::Level),
];

/// Settings that name the main class.
const MAIN_CLASSES: [&str; 3] = ["mainClassName", "mainClass", "Main-Class"];

/// Settings that name the archive without its version.
const BASE_NAMES: [&str; 3] = ["archivesBaseName", "archivesName", "archiveBaseName"];

/// What a script says.
#[derive(Default)]
pub struct Facts {
    /// Each with its place in the table.
    levels: Vec<(Level, usize)>,
    version: Option<String>,
    base_name: Option<String>,
    main_class: Option<(String, Place)>,
    /// Whether the lines belong to a JDK that only some task runs on.
    in_launcher: bool,
}

impl Facts {
    /// Those of a whole script.
    pub fn of(file: File<'_>) -> Self {
        let mut facts = Self::default();
        for line in file.lines() {
            facts.collect(code(line.text), line);
        }
        facts
    }

    /// Adds those of a line.
    pub fn collect(&mut self, text: &str, line: Line<'_>) {
        self.in_launcher |= ["launcherFor", "compilerFor"].iter().any(|word| text.contains(word));
        if !self.in_launcher {
            self.collect_levels(text, line);
        }
        self.in_launcher &= !text.contains('}');
        let value = |names: &[&str]| {
            // `'Main-Class': 'a.B'` has a quote of its own before the value.
            let rest = names.iter().find_map(|name| word_after(text, name))?.trim_start_matches(['"', '\'', ']']);
            quoted(rest).find(|value| !value.contains(['$', ' ']))
        };
        if text.starts_with("version") && self.version.is_none() {
            self.version = value(&["version"]).map(str::to_owned);
        }
        if self.base_name.is_none() {
            self.base_name = value(&BASE_NAMES).map(str::to_owned);
        }
        if self.main_class.is_none() {
            self.main_class = value(&MAIN_CLASSES).map(|class| (class.to_owned(), line.at));
        }
    }

    fn collect_levels(&mut self, text: &str, line: Line<'_>) {
        for (rank, (name, demand)) in LEVELS.iter().enumerate() {
            if let Some(rest) = word_after(text, name)
                && let Some(text) = level::written(rest)
            {
                let name = name.trim_end_matches(".of").to_owned();
                self.levels.push((Level { name, text, at: line.at, demand: *demand }, rank));
            }
        }
    }

    /// The statements about the JDK, the most binding first.
    pub fn levels(mut self, repo: &Repo, script: File<'_>) -> Vec<Level> {
        self.levels.sort_by_key(|(_, rank)| *rank);
        self.levels.into_iter().map(|(level, _)| level::filled(repo, script, level)).collect()
    }

    /// Hands everything to the build.
    pub fn into_build(mut self, repo: &Repo, build: &mut Build<'_>, root_name: Option<&str>) {
        build.main_class = self.main_class.take();
        let directory = build.file.directory().rsplit('/').next().filter(|name| !name.is_empty());
        let base = self.base_name.take().or_else(|| directory.or(root_name).map(str::to_owned));
        let version = self.version.take().or_else(|| level::property(repo, "", "version").map(|(text, _)| text));
        build.name = base.map(|base| version.map_or_else(|| base.clone(), |version| format!("{base}-{version}")));
        build.levels = self.levels(repo, build.file);
    }
}
