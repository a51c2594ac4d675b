//! Dependencies, as each ecosystem writes them.

use crate::demand::{Demands, Scope};
use crate::driver;
use fieldmark_sdk::service;
use fieldmark_sdk::{Element, Entry, File, Line, Node, Place};

/// Words by which groups of dependencies, and files of them, say that they are for development.
const DEVELOPMENT: [&str; 9] = ["dev", "develop", "development", "test", "tests", "testing", "lint", "docs", "ci"];

/// Reads the dependencies of one file, if it holds any.
pub fn read(file: File<'_>, demands: &mut Demands) {
    match file.name() {
        "package.json" => package_json(file, demands),
        "composer.json" => composer_json(file, demands),
        "pyproject.toml" => pyproject(file, demands),
        "Pipfile" => pipfile(file, demands),
        "Cargo.toml" => cargo(file, demands),
        "Gemfile" => gemfile(file, demands),
        "go.mod" => go_mod(file, demands),
        "mix.exs" => mix(file, demands),
        "pom.xml" => pom(file, demands),
        "build.gradle" | "build.gradle.kts" => gradle(file, demands),
        "libs.versions.toml" => quoted_coordinates(file.lines(), Scope::Run, demands),
        name if name.ends_with("proj") => msbuild(file, demands),
        _ if file.extension() == Some("txt") => requirements(file, demands),
        _ => {}
    }
}

fn scope(group: &str) -> Scope {
    let is_development = group.split(['-', '_', '.', '/']).any(|part| DEVELOPMENT.contains(&part));
    if is_development { Scope::Development } else { Scope::Run }
}

fn keys(entries: &[Entry], table: &[(&str, &'static str)], scope: Scope, demands: &mut Demands) {
    for entry in entries {
        if let Some(service) = driver::of(table, &entry.key) {
            demands.add(service, scope, entry.at);
        }
    }
}

fn package_json(file: File<'_>, demands: &mut Demands) {
    let Some(document) = file.json() else { return };
    for (list, scope) in
        [("dependencies", Scope::Run), ("optionalDependencies", Scope::Run), ("devDependencies", Scope::Development)]
    {
        keys(document.entries(&[list]), driver::NPM, scope, demands);
    }
}

fn composer_json(file: File<'_>, demands: &mut Demands) {
    let Some(document) = file.json() else { return };
    keys(document.entries(&["require"]), driver::COMPOSER, Scope::Run, demands);
    keys(document.entries(&["require-dev"]), driver::COMPOSER, Scope::Development, demands);
}

fn pyproject(file: File<'_>, demands: &mut Demands) {
    let Some(document) = file.toml() else { return };
    for item in document.get(&["project", "dependencies"]).map_or(&[][..], Node::items) {
        requirement(item.text().unwrap_or_default(), Scope::Run, item.at, demands);
    }
    for group in document.entries(&["dependency-groups"]) {
        for item in group.node.items() {
            requirement(item.text().unwrap_or_default(), Scope::Development, item.at, demands);
        }
    }
    let poetry = |path: &[&str], scope: Scope, demands: &mut Demands| {
        for entry in document.entries(path) {
            distribution(&entry.key, scope, entry.at, demands);
        }
    };
    poetry(&["tool", "poetry", "dependencies"], Scope::Run, demands);
    poetry(&["tool", "poetry", "dev-dependencies"], Scope::Development, demands);
    for group in document.entries(&["tool", "poetry", "group"]) {
        poetry(&["tool", "poetry", "group", &group.key, "dependencies"], scope(&group.key), demands);
    }
}

fn pipfile(file: File<'_>, demands: &mut Demands) {
    let Some(document) = file.toml() else { return };
    for (list, scope) in [("packages", Scope::Run), ("dev-packages", Scope::Development)] {
        for entry in document.entries(&[list]) {
            distribution(&entry.key, scope, entry.at, demands);
        }
    }
}

fn requirements(file: File<'_>, demands: &mut Demands) {
    let scope = scope(file.stem());
    for line in file.lines() {
        requirement(line.code(), scope, line.at, demands);
    }
}

/// `psycopg2>=2.9`, `celery[redis]~=5.4 ; python_version > "3"`.
fn requirement(text: &str, scope: Scope, at: Place, demands: &mut Demands) {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && !"-_.".contains(c)).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    distribution(name, scope, at, demands);
    let extras = rest.trim_start().strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(extras, _)| extras);
    for extra in extras.unwrap_or_default().split(',') {
        let known =
            extra.trim().split(['-', '_']).next().and_then(|word| service::of_name(word).or(service::of_scheme(word)));
        if let Some(service) = known {
            demands.add(service, scope, at);
        }
    }
}

fn distribution(name: &str, scope: Scope, at: Place, demands: &mut Demands) {
    let normal = name.to_ascii_lowercase().replace(['_', '.'], "-");
    if let Some(service) = driver::of(driver::PYPI, &normal) {
        demands.add(service, scope, at);
    }
}

fn cargo(file: File<'_>, demands: &mut Demands) {
    let Some(document) = file.toml() else { return };
    let lists: [(&[&str], Scope); 3] = [
        (&["dependencies"], Scope::Run),
        (&["workspace", "dependencies"], Scope::Run),
        (&["dev-dependencies"], Scope::Development),
    ];
    for (path, scope) in lists {
        let entries = document.entries(path);
        keys(entries, driver::CRATES, scope, demands);
        for entry in entries.iter().filter(|entry| driver::CRATES_WITH_FEATURES.contains(&entry.key.as_str())) {
            for feature in entry.node.get(&["features"]).map_or(&[][..], Node::items) {
                if let Some(service) = feature.text().and_then(|name| driver::of(driver::CRATE_FEATURES, name)) {
                    demands.add(service, scope, feature.at);
                }
            }
        }
    }
}

/// `gem "pg"`, also inside of a group.
fn gemfile(file: File<'_>, demands: &mut Demands) {
    let mut group: Option<Scope> = None;
    for line in file.lines() {
        let code = line.code();
        let words =
            |text: &str| text.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| DEVELOPMENT.contains(&word));
        if code.starts_with("group ") || code.starts_with("group(") {
            group = Some(if code.contains("production") || !words(code) { Scope::Run } else { Scope::Development });
        } else if code == "end" {
            group = None;
        } else if let Some(rest) = code.strip_prefix("gem ").or_else(|| code.strip_prefix("gem(")) {
            let Some(name) = rest.trim_start().split(['"', '\'']).nth(1) else { continue };
            let inline =
                rest.split_once("group").is_some_and(|(_, names)| words(names) && !names.contains("production"));
            let scope = if inline { Scope::Development } else { group.unwrap_or(Scope::Run) };
            if let Some(service) = driver::of(driver::GEMS, name) {
                demands.add(service, scope, line.at);
            }
        }
    }
}

/// Modules that the application asks for by itself.
fn go_mod(file: File<'_>, demands: &mut Demands) {
    for line in file.lines().filter(|line| !line.text.contains("// indirect")) {
        let text = line.text.trim();
        let path = text.strip_prefix("require ").unwrap_or(text).split_whitespace().next().unwrap_or_default();
        if let Some(service) = driver::of_module(path) {
            demands.add(service, Scope::Run, line.at);
        }
    }
}

/// `{:postgrex, "~> 0.17"}`, `{:ecto_sqlite3, "~> 0.1", only: :test}`.
fn mix(file: File<'_>, demands: &mut Demands) {
    for line in file.lines() {
        let Some((_, rest)) = line.code().split_once("{:") else { continue };
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        if let Some(service) = driver::of(driver::HEX, &rest[..end]) {
            let only = rest.split_once("only:").map_or("", |(_, only)| only);
            let development = !only.is_empty() && !only.contains(":prod");
            demands.add(service, if development { Scope::Development } else { Scope::Run }, line.at);
        }
    }
}

fn pom(file: File<'_>, demands: &mut Demands) {
    let Some(xml) = file.xml() else { return };
    let root = xml.root();
    let lists = root.children().filter(|element| matches!(element.name(), "dependencies" | "profiles"));
    for list in lists {
        let profiles = list.children().filter(|child| child.name() == "profile");
        let inner = profiles.flat_map(|profile| profile.children().filter(|child| child.name() == "dependencies"));
        let own = (list.name() == "dependencies").then_some(list);
        for dependency in own.into_iter().chain(inner).flat_map(|list| list.children()) {
            artifact(&dependency, demands);
        }
    }
}

fn artifact(dependency: &Element<'_, '_>, demands: &mut Demands) {
    let Some(name) = dependency.child("artifactId") else { return };
    if let Some(service) = driver::of(driver::MAVEN, name.text().trim()) {
        let is_test = dependency.child("scope").is_some_and(|scope| scope.text().trim() == "test");
        demands.add(service, if is_test { Scope::Development } else { Scope::Run }, name.at());
    }
}

/// `runtimeOnly("org.postgresql:postgresql")`; what begins with `test` or `development` is for that.
fn gradle(file: File<'_>, demands: &mut Demands) {
    for line in file.lines() {
        let text = line.text.trim();
        let word = text.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let is_development = ["test", "development", "integrationTest"].iter().any(|begin| word.starts_with(begin));
        let scope = if is_development { Scope::Development } else { Scope::Run };
        if !word.is_empty() {
            quoted_coordinates(std::iter::once(line), scope, demands);
        }
    }
}

/// `"group:artifact:version"` in some line, comments left out.
fn quoted_coordinates<'r>(lines: impl Iterator<Item = Line<'r>>, scope: Scope, demands: &mut Demands) {
    for line in lines {
        let text = line.text.trim();
        if text.starts_with(['#', '*']) || text.starts_with("//") || text.starts_with("/*") {
            continue;
        }
        for quoted in text.split(['"', '\'']).skip(1).step_by(2) {
            let Some(artifact) = quoted.split(':').nth(1) else { continue };
            if let Some(service) = driver::of(driver::MAVEN, artifact) {
                demands.add(service, scope, line.at);
            }
        }
    }
}

fn msbuild(file: File<'_>, demands: &mut Demands) {
    let Some(xml) = file.xml() else { return };
    let is_test = file.stem().to_ascii_lowercase().split(['.', '-', '_']).any(|part| DEVELOPMENT.contains(&part));
    let root = xml.root();
    let groups = root.children().filter(|element| element.name() == "ItemGroup");
    for reference in groups.flat_map(|group| group.children()).filter(|item| item.name() == "PackageReference") {
        let name = reference.attribute("Include").unwrap_or_default().to_ascii_lowercase();
        if let Some(service) = driver::of(driver::NUGET, &name) {
            demands.add(service, if is_test { Scope::Development } else { Scope::Run }, reference.at());
        }
    }
}
