//! The JDK.
//!
//! | precedence | what asks | what it means |
//! |---:|---|---|
//! | 1 | `mise.toml`, `.tool-versions`, `devbox.json` | this series: `17.0.2-tem` is `=17` |
//! | 2 | `.sdkmanrc` | the same |
//! | 3 | `.java-version`, `.jdk-version` | the same |
//! | 4 | `system.properties`; `type` of `.platform.app.yaml` | the same |
//! | 5 | toolchains: Maven's plugins, `JavaLanguageVersion`, `jvmToolchain` | the same |
//! | 6 | the range that Maven Enforcer accepts | that range |
//! | 7 | the compiler level: settings of the compiler's plugin, then properties; of the application, then of the root, then of the other modules; then Gradle's convention scripts | at least this one |
//! | 8 | what the releases of frameworks need | at least this one |
//!
//! Properties are inherited from parents that stand in the repository; `.mvn/maven.config` goes before them. Profiles
//! are not followed, and what they would set is told. The first that is understood counts, all that leave something of
//! its range narrow it down, and what contradicts it is told with both places. Newer JDKs gave up the oldest levels,
//! which is an upper bound: level 7 is `>=7, <20`, level 6 `>=6, <12`, older ones `<9`. So is the newest JDK that the
//! wrapper's Gradle runs on.

mod level;
mod need;
mod runner;

use crate::build::{Build, Level, Tool};
use crate::{gradle, tool};
use fieldmark_sdk::jdk::{feature, named};
use fieldmark_sdk::{Place, Repo, Verdict, VersionWish, range, settle_as};
use level::range_of;

/// Most levels of profiles that are told.
const MOST_PROFILES: usize = 8;

/// States the JDK that these builds need together; the first of them is the application's.
pub fn state(repo: &Repo, verdict: &mut Verdict, builds: &[&Build<'_>]) {
    let mut levels: Vec<Level> = builds.iter().flat_map(|build| build.levels.iter().cloned()).collect();
    let is_gradle = builds.first().is_some_and(|build| build.tool == Tool::Gradle);
    if levels.is_empty() && is_gradle {
        levels = gradle::conventions(repo);
    }
    let needs: Vec<Level> = builds.iter().flat_map(|build| need::of(build)).collect();
    state_with(repo, verdict, &levels, &needs);
    if is_gradle {
        limit(repo, verdict);
    }
    // Modules inherit the profiles of their parents.
    let mut told: Vec<Place> = Vec::new();
    for (profile, level) in builds.iter().flat_map(|build| &build.profile_levels) {
        if told.contains(&level.at) || told.len() == MOST_PROFILES {
            continue;
        }
        told.push(level.at);
        let note = format!("profile {profile} sets {} to {}: profiles are not followed", level.name, level.text);
        verdict.point(0, "java.level-of-profile", level.at, note);
    }
}

/// The same with the statements of any build tool; `needs` are those that nothing runs without.
pub fn state_with(repo: &Repo, verdict: &mut Verdict, levels: &[Level], needs: &[Level]) {
    let mut wishes: Vec<VersionWish> = Vec::new();
    for named in named(repo) {
        let range = feature(&named.text).map(|feature| range::series(&[feature]));
        wishes.push(VersionWish { text: named.text, at: named.at, asker: named.by.into(), range, enforced: false });
    }
    let named = wishes.len();
    let mut ranks: Vec<&Level> = levels.iter().collect();
    ranks.sort_by_key(|level| level.demand);
    for (level, enforced) in ranks.into_iter().map(|level| (level, false)).chain(needs.iter().map(|n| (n, true))) {
        let range = range_of(level);
        // Modules repeat each other.
        if !wishes[named..].iter().any(|known| known.range == range && range.is_some()) {
            let asker = asker(repo, level);
            wishes.push(VersionWish { text: level.text.clone(), at: level.at, asker, range, enforced });
        }
    }
    // Build scripts compute levels in ways that nobody here follows: worth a word only where nothing else is known.
    if wishes.iter().any(|wish| wish.range.is_some()) {
        let mut index = 0;
        wishes.retain(|wish| {
            index += 1;
            index <= named || wish.range.is_some()
        });
    }
    let before = verdict.warnings.len();
    let language = std::mem::replace(&mut verdict.language, "Java".to_owned());
    settle_as("java", verdict, &wishes);
    verdict.language = language;
    // Files that name several JDKs are no fault of the build, a JDK below the level is.
    let names: Vec<Place> = wishes[..named].iter().map(|wish| wish.at).collect();
    for warning in verdict.warnings[before..].iter_mut().filter(|w| w.code == "java.version-contradiction") {
        if names.contains(&warning.at) {
            "java.several-jdks".clone_into(&mut warning.code);
        }
    }
}

/// What asks, with its place.
fn asker(repo: &Repo, level: &Level) -> std::borrow::Cow<'static, str> {
    let path = repo.at(level.at).map_or("", |file| file.path());
    let line = level.at.line.map(|line| format!(":{line}")).unwrap_or_default();
    format!("{} ({path}{line})", level.name).into()
}

/// The wrapper's Gradle runs on the builder's JDK.
fn limit(repo: &Repo, verdict: &mut Verdict) {
    let Some((version, at)) = tool::wrapper(repo, Tool::Gradle).filter(|_| repo.file("gradlew").is_some()) else {
        return;
    };
    let Some(runs_on) = runner::jdks(&version) else { return };
    let asked = verdict.builder_version.clone().unwrap_or_default();
    match range::intersection(&asked, &runs_on) {
        Some(common) if common == asked => {}
        Some(common) => {
            verdict.point(0, "java.gradle-runs-on", at, format!("Gradle {version} runs on JDKs `{runs_on}`"));
            verdict.builder_version = Some(common);
        }
        None => {
            let note = format!("Gradle {version} runs on JDKs `{runs_on}`, but `{asked}` is asked for");
            verdict.warn("java.gradle-too-old", at, note);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::Demand;
    use fieldmark_sdk::testing::MemorySource;

    fn level(text: &str, demand: Demand) -> Level {
        Level { name: "level".to_owned(), text: text.to_owned(), at: Place::NONE, demand }
    }

    fn stated(
        files: &[(&str, &str)],
        levels: &[Level],
        needs: &[Level],
    ) -> (Option<String>, Option<String>, Vec<String>) {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        let mut verdict = Verdict::new("kotlin");
        state_with(&repo, &mut verdict, levels, needs);
        assert_eq!(verdict.language, "kotlin");
        let codes = verdict.warnings.iter().map(|warning| warning.code.clone()).collect();
        (verdict.get("version").map(str::to_owned), verdict.builder_version, codes)
    }

    #[test]
    fn statements_narrow_each_other_down() {
        let levels = [level("11", Demand::Level), level("[11,22)", Demand::Accepted), level("17", Demand::Level)];
        let (version, range, codes) = stated(&[], &levels, &[]);
        assert_eq!((version.as_deref(), range.as_deref()), (Some("[11,22)"), Some(">=17, <22")));
        assert!(codes.is_empty());
    }

    #[test]
    fn files_that_disagree_are_another_finding_than_a_level_that_is_too_high() {
        let files = [(".java-version", "17\n"), (".sdkmanrc", "java=21.0.1-tem\n")];
        let (version, range, codes) = stated(&files, &[level("22", Demand::Level)], &[]);
        assert_eq!((version.as_deref(), range.as_deref()), (Some("21.0.1-tem"), Some("=21")));
        assert_eq!(codes, ["java.several-jdks", "java.version-contradiction"]);
    }

    #[test]
    fn nothing_runs_without_what_a_framework_needs() {
        let need = level("17", Demand::Level);
        let (version, range, codes) = stated(&[(".java-version", "11")], &[], std::slice::from_ref(&need));
        assert_eq!((version.as_deref(), range.as_deref()), (Some("17"), Some(">=17")));
        assert_eq!(codes, ["java.several-jdks"]);
        assert_eq!(stated(&[], &[level("11", Demand::Level)], &[need]).1.as_deref(), Some(">=17"));
    }
}
