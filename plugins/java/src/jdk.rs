//! The JDK.
//!
//! Precedence: what names a JDK (`mise.toml` and `.tool-versions`, `.sdkmanrc`, `.java-version`, `.jdk-version`,
//! `system.properties`), then toolchains of the build, then the range that Maven Enforcer accepts, then the compiler
//! level of the build.
//!
//! Whoever names a JDK gets that series (`17.0.2-tem` is `=17`). A compiler level is a lower bound, because every newer
//! JDK compiles it: level 11 is `>=11`. Newer JDKs gave up the oldest levels, which is an upper bound: level 7 is
//! `>=7, <20`, level 6 `>=6, <12`, older ones `<9`.

use crate::build::{Build, Demand, Level};
use fieldmark_sdk::{Place, Repo, Verdict, range, tool_versions};

/// States the JDK version; several statements that exclude each other are a contradiction.
pub fn state(repo: &Repo, verdict: &mut Verdict, build: Option<&Build<'_>>) {
    state_with(repo, verdict, build.map_or(&[], |build| &build.levels));
}

/// The same with the statements of any build tool.
pub fn state_with(repo: &Repo, verdict: &mut Verdict, levels: &[Level]) {
    let pinned = pinned(repo).map(|(text, at)| Level { text, at, demand: Demand::Toolchain });
    let all: Vec<Level> = pinned.into_iter().chain(levels.iter().cloned()).collect();
    let level = all.iter().find(|asked| asked.demand == Demand::Level).and_then(|asked| feature(&asked.text));
    let Some(first) = all.into_iter().next() else { return };
    verdict.attribute("version", first.text.as_str(), first.at);
    verdict.builder_version = range_of(&first);
    if verdict.builder_version.is_none() {
        let note = format!("the Java version \"{}\" is not understood", first.text);
        verdict.warn("java.version-not-understood", first.at, note);
    }
    if let (Demand::Toolchain, Some(jdk), Some(level)) = (first.demand, feature(&first.text), level)
        && jdk < level
    {
        let note = format!("JDK {jdk} is asked for, but the compiler level is {level}");
        verdict.warn("java.version-contradiction", first.at, note);
    }
}

fn range_of(asked: &Level) -> Option<String> {
    match asked.demand {
        Demand::Toolchain => Some(range::series(&[feature(&asked.text)?])),
        Demand::Accepted => {
            range::maven::range(&asked.text).map(|range| range.replace("=1.8", "=8").replace(">1.8", ">8"))
        }
        Demand::Level => {
            let level = feature(&asked.text)?;
            Some(match level {
                0..=5 => range::between(&[level], &[9]),
                6 => range::between(&[6], &[12]),
                7 => range::between(&[7], &[20]),
                _ => format!(">={level}"),
            })
        }
    }
}

/// The feature number of a JDK: `1.8` and `8u292` are 8, `temurin-17.0.2+8` is 17.
pub fn feature(text: &str) -> Option<u32> {
    let text = text.trim().trim_matches(['"', '\'']);
    let begins = |part: &&str| part.starts_with(|c: char| c.is_ascii_digit());
    // A distribution may stand before the number, sometimes with a number of its own: `zulu64-17`, `graalvm-ce-java17`.
    let behind_java = text.split_once("java").map(|(_, rest)| rest).filter(begins);
    let number = Some(text).filter(begins).or(behind_java).or_else(|| text.split('-').find(begins))?;
    match range::places(number)?.as_slice() {
        [1, minor, ..] => Some(*minor),
        [0, ..] => None,
        [first, ..] if *first < 100 => Some(*first),
        _ => None,
    }
}

/// What names a JDK.
fn pinned(repo: &Repo) -> Option<(String, Place)> {
    let owned = |(text, at): (&str, Place)| (text.to_owned(), at);
    tool_versions::tool_version(repo, &["java"])
        .map(owned)
        .or_else(|| key_value(repo, ".sdkmanrc", "java"))
        .or_else(|| first_line(repo, ".java-version"))
        .or_else(|| first_line(repo, ".jdk-version"))
        .or_else(|| key_value(repo, "system.properties", "java.runtime.version"))
}

fn key_value(repo: &Repo, file: &str, name: &str) -> Option<(String, Place)> {
    repo.file(file)?.lines().find_map(|line| {
        let (key, value) = line.code().split_once(['=', ':'])?;
        (key.trim() == name).then(|| (value.trim().to_owned(), line.at))
    })
}

fn first_line(repo: &Repo, file: &str) -> Option<(String, Place)> {
    let line = repo.file(file)?.lines().find(|line| !line.code().is_empty())?;
    Some((line.code().to_owned(), line.at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn feature_numbers_of_all_spellings() {
        let cases = [
            ("17", Some(17)),
            ("1.8", Some(8)),
            ("8u292", Some(8)),
            ("17.0.2-tem", Some(17)),
            ("temurin-21.0.1+12.0.LTS", Some(21)),
            ("openjdk64-11.0.2", Some(11)),
            ("zulu64-17.0", Some(17)),
            ("graalvm-ce-java17-22.3.0", Some(17)),
            ("${jdk}", None),
            ("latest", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(feature(text), expected, "{text:?}");
        }
    }

    #[test]
    fn levels_are_bounds_and_names_are_series() {
        let ask = |text: &str, demand| range_of(&Level { text: text.to_owned(), at: Place::NONE, demand });
        assert_eq!(ask("1.8", Demand::Level).as_deref(), Some(">=8"));
        assert_eq!(ask("1.6", Demand::Level).as_deref(), Some(">=6, <12"));
        assert_eq!(ask("7", Demand::Level).as_deref(), Some(">=7, <20"));
        assert_eq!(ask("1.5", Demand::Level).as_deref(), Some(">=5, <9"));
        assert_eq!(ask("17.0.2", Demand::Toolchain).as_deref(), Some("=17"));
        assert_eq!(ask("[1.8,17)", Demand::Accepted).as_deref(), Some(">=8, <17"));
    }

    #[test]
    fn named_jdk_goes_first_in_the_stated_order() {
        let files = [
            ("system.properties", "java.runtime.version=11\n"),
            (".java-version", "17\n"),
            (".sdkmanrc", "# sdk\njava=21.0.1-tem\n"),
            (".tool-versions", "java temurin-22.0.1+8\n"),
        ];
        for (count, expected) in [(4, "=22"), (3, "=21"), (2, "=17"), (1, "=11")] {
            let repo = MemorySource::new(files[..count].iter().copied()).into_repo();
            let mut verdict = Verdict::new("java");
            state(&repo, &mut verdict, None);
            assert_eq!(verdict.builder_version.as_deref(), Some(expected));
        }
    }
}
