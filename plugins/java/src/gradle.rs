//! `build.gradle` and `build.gradle.kts`, read line by line: they are programs, and nobody here runs them.

mod facts;
mod level;

use crate::build::{Build, BuildPlugin, Dependency, Level, Packaging, Setting, Tool, below};
use crate::catalog::Catalog;
use crate::script::{accessors, code, quoted, word_after};
use facts::Facts;
use fieldmark_sdk::{File, Line, Repo};

/// Most shared scripts that are read.
const MOST_CONVENTIONS: usize = 16;

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
    let stated = word_after(text, "version").and_then(|rest| quoted(rest).next());
    let mut add = |name: String, version: Option<&str>| {
        let settings = version.or(stated).map(|version| Setting {
            parent: "plugin".to_owned(),
            name: "version".to_owned(),
            text: version.to_owned(),
            depth: 0,
            at: line.at,
        });
        build.plugins.push(BuildPlugin { name, profile: None, at: line.at, settings: settings.into_iter().collect() });
    };
    // `apply false` only puts the plugin on the class path of the modules.
    if text.contains("apply false") || text.contains("apply(false)") {
        return;
    }
    for marker in ["id", "apply plugin:", "apply(plugin"] {
        let named = word_after(text, marker).and_then(|rest| quoted(rest).next());
        if let Some(name) = named.filter(|_| marker != "id" || in_block) {
            add(name.to_owned(), None);
        }
    }
    if !in_block {
        return;
    }
    if let Some(module) = word_after(text, "kotlin").and_then(|rest| quoted(rest).next()) {
        add(format!("org.jetbrains.kotlin.{module}"), None);
    }
    for accessor in accessors(text, "libs.plugins.") {
        let (name, version) = catalog.plugin(accessor).unwrap_or((accessor, None));
        add(name.to_owned(), version);
    }
    for word in text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_') {
        if BARE.contains(&word) && !text.contains(['"', '\'', '.']) {
            add(word.to_owned(), None);
        }
    }
}

fn dependencies(build: &mut Build<'_>, text: &str, line: Line<'_>, catalog: &Catalog) {
    let configuration = text.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    if configuration.to_ascii_lowercase().contains("test") || text.starts_with("exclude") {
        return;
    }
    let of_script = configuration == "classpath";
    let is_platform = text.contains("latform(") || text.contains("mavenBom");
    let list = if is_platform { &mut build.platforms } else { &mut build.dependencies };
    for name in quoted(text).filter(|name| is_coordinate(name)) {
        let mut parts = name.split(':');
        let (group, artifact) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let version = parts.next().filter(|version| !version.is_empty()).map(str::to_owned);
        list.push(Dependency { name: format!("{group}:{artifact}"), version, of_script, at: line.at });
    }
    if let (Some(group), Some(name)) = (word_after(text, "group:"), word_after(text, "name:"))
        && let (Some(group), Some(name)) = (quoted(group).next(), quoted(name).next())
    {
        list.push(Dependency { name: format!("{group}:{name}"), version: None, of_script, at: line.at });
    }
    for accessor in accessors(text, "libs.") {
        let library = catalog.library(accessor);
        list.extend(library.map(|(name, version)| Dependency { name, version, of_script, at: line.at }));
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

/// The build file of a directory.
pub fn file_in<'r>(repo: &'r Repo<'r>, directory: &str) -> Option<File<'r>> {
    let names = ["build.gradle", "build.gradle.kts"];
    names.iter().find_map(|name| repo.file(&below(directory, name)))
}

/// Statements about the JDK in scripts that the builds of a repository share: those of `buildSrc` and of included
/// builds, and those that are applied by their path.
pub fn conventions(repo: &Repo) -> Vec<Level> {
    let is_shared = |file: &File<'_>| {
        let first = file.path().split('/').next().unwrap_or_default();
        let script = file.name().ends_with(".gradle") || file.name().ends_with(".gradle.kts");
        script && ["buildSrc", "build-logic", "gradle"].contains(&first)
    };
    let scripts = repo.files().filter(is_shared).take(MOST_CONVENTIONS);
    scripts.map(|file| Facts::of(file).levels(repo, file)).find(|levels| !levels.is_empty()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::Demand;
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
                    runtime group: 'org.postgresql', name: 'postgresql'\n}\njar { attributes('Main-Class': 'a.B') }\n";
        with_build(&[("build.gradle", text)], |build| {
            let plugins: Vec<_> = build.plugins.iter().map(|plugin| plugin.name.as_str()).collect();
            assert_eq!(plugins, ["war", "org.springframework.boot"]);
            let dependencies: Vec<_> = build.dependencies.iter().map(|library| library.name.as_str()).collect();
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
            assert_eq!(build.dependencies[0].name, "io.ktor:ktor-server-core");
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

    #[test]
    fn names_are_looked_up_where_they_are_defined() {
        let catalog = "[versions]\njava-level = \"17\"\nboot = { strictly = \"3.2.0\" }\n[plugins]\n\
                       boot = { id = \"org.springframework.boot\", version.ref = \"boot\" }\n";
        let by_catalog = "plugins { \nalias(libs.plugins.boot)\n}\njvmTarget = libs.versions.java.level.get()\n";
        with_build(&[("build.gradle", by_catalog), ("gradle/libs.versions.toml", catalog)], |build| {
            assert_eq!((build.levels[0].text.as_str(), build.levels[0].at.line), ("17", Some(2)));
            assert_eq!(build.plugins[0].version().map(|(version, _)| version), Some("3.2.0"));
        });
        for text in [
            "ext.level = '17'\nsourceCompatibility = level\n",
            "val level: String = \"17\"\njvmToolchain(level.toInt())\n",
            "val level by extra(17)\njvmToolchain(level)\n",
            "extra[\"level\"] = JavaVersion.VERSION_17\nsourceCompatibility = extra[\"level\"] as JavaVersion\n",
        ] {
            with_build(&[("build.gradle", text)], |build| assert_eq!(build.levels[0].text, "17", "{text}"));
        }
        // A name that stands for itself, and one that nothing defines.
        for text in ["sourceCompatibility = level\n", "level = other\nother = level\nsourceCompatibility = level\n"] {
            with_build(&[("build.gradle", text)], |build| assert!(!build.levels[0].text.starts_with('1'), "{text}"));
        }
    }

    #[test]
    fn jdk_of_a_single_task_is_not_that_of_the_build() {
        let text = "tasks.named('test') {\n  javaLauncher = javaToolchains.launcherFor {\n\
                    languageVersion = JavaLanguageVersion.of(8)\n  }\n}\n\
                    compileKotlin { kotlinOptions { languageVersion = '1.9' } }\n\
                    java { toolchain { languageVersion = JavaLanguageVersion.of(17) } }\n";
        with_build(&[("build.gradle", text)], |build| {
            assert_eq!(build.levels.iter().map(|level| level.text.as_str()).collect::<Vec<_>>(), ["17"]);
        });
    }
}
