//! A compiler level in a build script, and what the names in it stand for.

use crate::build::{Level, below};
use crate::catalog::Catalog;
use crate::script::{code, quoted, word_after};
use fieldmark_sdk::{File, Line, Place, Repo};

/// Words that are a part of how a level is written and no name of one.
const WORDS: [&str; 7] =
    ["JavaVersion", "JavaLanguageVersion", "JvmTarget", "project", "rootProject", "this", "JavaVersion.current"];

/// Conversions behind a name.
const CONVERSIONS: [&str; 5] = [".toInt", ".toInteger", ".toString", ".get", ".asInt"];

/// How often a name may stand for another one.
const MOST_NAMES: usize = 3;

/// The level behind a setting: `= JavaVersion.VERSION_1_8`, `.set(JvmTarget.JVM_17)`, `= '11'`, `(17)`, or a name:
/// `(libs.versions.java.get().toInt())`, `= property("javaVersion")`.
pub fn written(rest: &str) -> Option<String> {
    let rest = rest.trim_start_matches(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    for prefix in ["VERSION_", "JVM_"] {
        if let Some(at) = rest.find(prefix) {
            let number = &rest[at + prefix.len()..];
            let number: String = number.chars().take_while(|c| c.is_ascii_digit() || *c == '_').collect();
            return Some(number.replace('_', ".")).filter(|number| !number.is_empty());
        }
    }
    if let Some((_, call)) = ["roperty(", "roperty ", "extra[", "ext["].iter().find_map(|open| rest.split_once(open)) {
        return quoted(call).next().map(str::to_owned);
    }
    let openings = ["set(", "of(", "toVersion(", "parseInt("];
    let innermost = openings.iter().filter_map(|open| Some(rest.rfind(open)? + open.len())).max();
    let inner = &rest[innermost.unwrap_or(0)..];
    let inner = inner.trim_start_matches(['"', '\'', ' ', '$', '{']);
    let text: String = inner.chars().take_while(|c| c.is_ascii_alphanumeric() || "._".contains(*c)).collect();
    let mut text = text.trim_end_matches('.');
    while let Some(shorter) = CONVERSIONS.iter().find_map(|conversion| text.strip_suffix(conversion)) {
        text = shorter;
    }
    (!text.is_empty() && !WORDS.contains(&text)).then(|| text.to_owned())
}

/// A level that is a name takes what the name stands for: a version of the catalogue, a property, or what the script
/// or that of the root defines.
pub fn filled(repo: &Repo, script: File<'_>, level: Level) -> Level {
    let mut level = level;
    for _ in 0..MOST_NAMES {
        if level.text.starts_with(|c: char| c.is_ascii_digit()) {
            break;
        }
        let Some((text, at)) = meaning(repo, script, &level) else { break };
        level = Level { text, at, ..level };
    }
    level
}

fn meaning(repo: &Repo, script: File<'_>, level: &Level) -> Option<(String, Place)> {
    if let Some(accessor) = level.text.strip_prefix("libs.versions.") {
        return Catalog::of(repo).version(accessor).map(|(text, at)| (text.to_owned(), at));
    }
    let name = level.text.rsplit('.').next().unwrap_or_default();
    let root = || super::file_in(repo, "").and_then(|root| definition(root, name, level.at));
    let properties =
        [script.directory(), ""].into_iter().flat_map(|directory| [&level.text, name].map(|n| (directory, n)));
    let mut properties = properties.filter_map(|(directory, name)| property(repo, directory, name));
    properties.next().or_else(|| definition(script, name, level.at)).or_else(root)
}

/// A property of the `gradle.properties` of a directory.
pub fn property(repo: &Repo, directory: &str, name: &str) -> Option<(String, Place)> {
    let found = |line: Line<'_>| {
        let (key, value) = line.code().split_once('=')?;
        (key.trim() == name && !value.trim().is_empty()).then(|| (value.trim().to_owned(), line.at))
    };
    repo.file(&below(directory, "gradle.properties"))?.lines().find_map(found)
}

/// What a script defines a name as: `def java = 17`, `val java by extra(17)`, `ext.java = '17'`, `extra["java"] = 17`,
/// `set("java", 17)`.
fn definition(script: File<'_>, name: &str, used: Place) -> Option<(String, Place)> {
    script.lines().filter(|line| line.at != used).find_map(|line| {
        let rest = word_after(code(line.text), name)?.trim_start_matches(['"', '\'', ']', ' ']);
        let value = rest.strip_prefix(['=', ':', ',']).or_else(|| rest.strip_prefix("by extra"))?;
        // `val java: String = "17"`
        let value = value.split_once('=').map_or(value, |(_, value)| value);
        Some((written(value)?, line.at))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_written_in_many_ways() {
        for (rest, expected) in [
            (" = JavaVersion.VERSION_1_8", Some("1.8")),
            (".set(JvmTarget.JVM_17)", Some("17")),
            (" = '11'", Some("11")),
            ("(21)", Some("21")),
            ("(libs.versions.java.get().toInt())", Some("libs.versions.java")),
            (" = JavaLanguageVersion.of(libs.versions.jdk.get())", Some("libs.versions.jdk")),
            ("(property(\"javaVersion\").toString())", Some("javaVersion")),
            ("(project.findProperty('java') ?: 17)", Some("java")),
            ("(providers.gradleProperty(\"java\").get())", Some("java")),
            ("(rootProject.ext.javaVersion as int)", Some("rootProject.ext.javaVersion")),
            (" = rootProject.ext['java']", Some("java")),
            (" = \"${javaVersion}\"", Some("javaVersion")),
            (".set(Integer.parseInt(level))", Some("level")),
            (" = JavaVersion.current()", None),
            (" {", None),
        ] {
            assert_eq!(written(rest).as_deref(), expected, "{rest}");
        }
    }
}
