//! `build.gradle` and `build.gradle.kts`, read line by line: they are programs, and nobody here runs them.

use crate::build::{Build, BuildPlugin, Demand, Level, Packaging, Tool, below};
use crate::catalog::Catalog;
use crate::script::{accessors, code, quoted, word_after};
use fieldmark_sdk::{File, Line, Place, Repo};

/// Settings of the compiler level: what stands in a line before the level.
const LEVELS: [&str; 5] = ["options.release", "targetCompatibility", "sourceCompatibility", "jvmTarget", "javaVersion"];

/// Settings that ask for one JDK.
const TOOLCHAINS: [&str; 2] = ["languageVersion", "jvmToolchain"];

/// Settings that name the main class.
const MAIN_CLASSES: [&str; 3] = ["mainClassName", "mainClass", "Main-Class"];

/// Settings that name the archive without its version.
const BASE_NAMES: [&str; 3] = ["archivesBaseName", "archivesName", "archiveBaseName"];

/// Plugins that are written without quotes in a `plugins` block of the Kotlin form.
const BARE: [&str; 6] = ["application", "java", "war", "ear", "groovy", "scala"];

/// Reads the build file in a directory; `root_name` is the name that the settings give the root project.
pub fn read<'r>(repo: &'r Repo<'r>, file: File<'r>, root_name: Option<&str>) -> Build<'r> {
    let mut build = Build::new(Tool::Gradle, file);
    let catalog = Catalog::of(repo);
    let mut facts = Facts::default();
    let mut in_plugins = false;
    for line in file.lines() {
        let text = code(line.text);
        in_plugins = (in_plugins || text.starts_with("plugins")) && !(in_plugins && text.starts_with('}'));
        plugins(&mut build, text, line, in_plugins, &catalog);
        dependencies(&mut build, text, line, &catalog);
        facts.collect(text, line);
    }
    packaging(&mut build);
    facts.into_build(repo, &mut build, root_name);
    build
}

fn plugins(build: &mut Build<'_>, text: &str, line: Line<'_>, in_block: bool, catalog: &Catalog) {
    let mut add = |name: String| build.plugins.push(BuildPlugin { name, at: line.at, settings: Vec::new() });
    // `apply false` only puts the plugin on the class path of the modules.
    if text.contains("apply false") || text.contains("apply(false)") {
        return;
    }
    for marker in ["id", "apply plugin:", "apply(plugin"] {
        let named = word_after(text, marker).and_then(|rest| quoted(rest).next());
        if let Some(name) = named.filter(|_| marker != "id" || in_block) {
            add(name.to_owned());
        }
    }
    if !in_block {
        return;
    }
    if let Some(module) = word_after(text, "kotlin").and_then(|rest| quoted(rest).next()) {
        add(format!("org.jetbrains.kotlin.{module}"));
    }
    for accessor in accessors(text, "libs.plugins.") {
        add(catalog.plugin(accessor).map_or_else(|| accessor.to_owned(), str::to_owned));
    }
    for word in text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_') {
        if BARE.contains(&word) && !text.contains(['"', '\'', '.']) {
            add(word.to_owned());
        }
    }
}

fn dependencies(build: &mut Build<'_>, text: &str, line: Line<'_>, catalog: &Catalog) {
    let configuration = text.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    if configuration.to_ascii_lowercase().contains("test") || text.starts_with("exclude") {
        return;
    }
    for name in quoted(text).filter(|name| is_coordinate(name)) {
        let mut parts = name.split(':');
        let (group, artifact) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        build.dependencies.push((format!("{group}:{artifact}"), line.at));
    }
    if let (Some(group), Some(name)) = (word_after(text, "group:"), word_after(text, "name:")) {
        if let (Some(group), Some(name)) = (quoted(group).next(), quoted(name).next()) {
            build.dependencies.push((format!("{group}:{name}"), line.at));
        }
    }
    for accessor in accessors(text, "libs.") {
        build.dependencies.extend(catalog.library(accessor).map(|name| (name.to_owned(), line.at)));
    }
}

/// `group:artifact`, with or without more; a group has a dot or is the artifact's name, and neither has a blank.
fn is_coordinate(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-:+${}@[](),".contains(c);
    text.split(':').take(2).filter(|part| !part.is_empty()).count() == 2
        && text.chars().all(plain)
        && !text.starts_with(':')
        && !text.contains("//")
}

fn packaging(build: &mut Build<'_>) {
    let has = |id: &str| build.plugins.iter().any(|plugin| plugin.name == id);
    build.packaging = if has("ear") {
        Packaging::Ear
    } else if has("war") || has("org.wisepersist.gwt") || has("org.gretty") {
        Packaging::War
    } else {
        Packaging::Jar
    };
}

/// What the settings of a build file say.
#[derive(Default)]
struct Facts {
    levels: Vec<(Level, usize)>,
    version: Option<String>,
    base_name: Option<String>,
    main_class: Option<(String, Place)>,
}

impl Facts {
    fn collect(&mut self, text: &str, line: Line<'_>) {
        let kinds = [(Demand::Toolchain, &TOOLCHAINS[..]), (Demand::Level, &LEVELS[..])];
        let numbered = kinds.into_iter().flat_map(|(demand, names)| names.iter().map(move |name| (demand, *name)));
        for (rank, (demand, name)) in numbered.enumerate() {
            if let Some(rest) = word_after(text, name)
                && let Some(value) = level(rest)
            {
                self.levels.push((Level { text: value, at: line.at, demand }, rank));
            }
        }
        let value = |names: &[&str]| {
            let rest = names.iter().find_map(|name| word_after(text, name))?;
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

    fn into_build(mut self, repo: &Repo, build: &mut Build<'_>, root_name: Option<&str>) {
        self.levels.sort_by_key(|(_, rank)| *rank);
        build.levels = self.levels.into_iter().map(|(level, _)| filled(repo, level)).collect();
        build.main_class = self.main_class;
        let directory = build.file.directory().rsplit('/').next().filter(|name| !name.is_empty());
        let base = self.base_name.or_else(|| directory.or(root_name).map(str::to_owned));
        let version = self.version.or_else(|| property(repo, "version").map(|(text, _)| text));
        build.name = base.map(|base| version.map_or_else(|| base.clone(), |version| format!("{base}-{version}")));
    }
}

/// The level behind a setting: `= JavaVersion.VERSION_1_8`, `.set(JvmTarget.JVM_17)`, `= '11'`, `(17)`, or a name.
fn level(rest: &str) -> Option<String> {
    let rest = rest.trim_start_matches(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    for prefix in ["VERSION_", "JVM_"] {
        if let Some(at) = rest.find(prefix) {
            let number = &rest[at + prefix.len()..];
            let number: String = number.chars().take_while(|c| c.is_ascii_digit() || *c == '_').collect();
            return Some(number.replace('_', ".")).filter(|number| !number.is_empty());
        }
    }
    let inner =
        ["set(", "of(", "toVersion("].iter().find_map(|open| rest.rsplit_once(open)).map_or(rest, |(_, inner)| inner);
    let inner = inner.trim_start_matches(['"', '\'', ' ']);
    let text: String = inner.chars().take_while(|c| c.is_ascii_alphanumeric() || "._".contains(*c)).collect();
    let text = text.trim_end_matches(".toInt").trim_end_matches('.').to_owned();
    (!text.is_empty() && !["JavaVersion", "JavaLanguageVersion", "JvmTarget", "project"].contains(&text.as_str()))
        .then_some(text)
}

/// A level that is the name of a property takes its value.
fn filled(repo: &Repo, level: Level) -> Level {
    if level.text.starts_with(|c: char| c.is_ascii_digit()) {
        return level;
    }
    let name = level.text.rsplit('.').next().unwrap_or_default();
    match property(repo, name) {
        Some((text, at)) => Level { text, at, ..level },
        None => level,
    }
}

/// A property of `gradle.properties`.
fn property(repo: &Repo, name: &str) -> Option<(String, Place)> {
    let found = |line: Line<'_>| {
        let (key, value) = line.code().split_once('=')?;
        (key.trim() == name && !value.trim().is_empty()).then(|| (value.trim().to_owned(), line.at))
    };
    repo.file("gradle.properties")?.lines().find_map(found)
}

/// The build file of a directory.
pub fn file_in<'r>(repo: &'r Repo<'r>, directory: &str) -> Option<File<'r>> {
    let names = ["build.gradle", "build.gradle.kts"];
    names.iter().find_map(|name| repo.file(&below(directory, name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn with_build<T>(files: &[(&str, &str)], check: impl FnOnce(&Build<'_>) -> T) -> T {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        let build = read(&repo, file_in(&repo, "").unwrap(), Some("demo"));
        check(&build)
    }

    #[test]
    fn groovy_form_is_read() {
        let text = "plugins {\n  id 'war'\n  id 'org.springframework.boot' version '3.2.0'\n  id 'x' apply false\n}\n\
                    version = '0.1' // now\nsourceCompatibility = JavaVersion.VERSION_1_8\ndependencies {\n\
                    implementation 'io.javalin:javalin:5.0'\n  testImplementation 'io.vertx:vertx-core:4'\n\
                    runtime group: 'org.postgresql', name: 'postgresql'\n}\nmainClassName = 'a.B'\n";
        with_build(&[("build.gradle", text)], |build| {
            let plugins: Vec<_> = build.plugins.iter().map(|plugin| plugin.name.as_str()).collect();
            assert_eq!(plugins, ["war", "org.springframework.boot"]);
            let dependencies: Vec<_> = build.dependencies.iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!(dependencies, ["io.javalin:javalin", "org.postgresql:postgresql"]);
            assert_eq!((build.levels[0].text.as_str(), build.levels[0].at.line), ("1.8", Some(7)));
            assert_eq!(build.packaging, Packaging::War);
            assert_eq!(build.name.as_deref(), Some("demo-0.1"));
            assert_eq!(build.main_class.as_ref().unwrap().0, "a.B");
        });
    }

    #[test]
    fn kotlin_form_and_catalog_are_read() {
        let text = "plugins {\n    kotlin(\"jvm\") version \"2.0\"\n    alias(libs.plugins.ktor.server)\n    application\n}\n\
                    kotlin { jvmToolchain(21) }\njava { sourceCompatibility = JavaVersion.toVersion(17) }\n\
                    application {\n    mainClass.set(\"a.MainKt\")\n}\ndependencies {\n\
                        implementation(libs.ktor.core)\n    implementation(project(\":lib\"))\n}\n";
        let catalog = "[plugins]\nktor-server = { id = \"io.ktor.plugin\", version = \"3\" }\n\
                       [libraries]\nktor-core = \"io.ktor:ktor-server-core:3.0\"\n";
        with_build(&[("build.gradle.kts", text), ("gradle/libs.versions.toml", catalog)], |build| {
            let plugins: Vec<_> = build.plugins.iter().map(|plugin| plugin.name.as_str()).collect();
            assert_eq!(plugins, ["org.jetbrains.kotlin.jvm", "io.ktor.plugin", "application"]);
            assert_eq!(build.dependencies[0].0, "io.ktor:ktor-server-core");
            let levels: Vec<_> = build.levels.iter().map(|l| (l.text.as_str(), l.demand)).collect();
            assert_eq!(levels, [("21", Demand::Toolchain), ("17", Demand::Level)]);
            assert_eq!(build.main_class.as_ref().unwrap().0, "a.MainKt");
        });
    }

    #[test]
    fn level_may_be_a_property() {
        let text = "java { toolchain { languageVersion = JavaLanguageVersion.of(javaVersion) } }\n";
        with_build(&[("build.gradle", text), ("gradle.properties", "javaVersion=21\nversion=2.0\n")], |build| {
            assert_eq!(build.levels[0].text, "21");
            assert_eq!(build.name.as_deref(), Some("demo-2.0"));
        });
    }
}
