//! The .NET version.
//!
//! | precedence | what asks | what it means |
//! |---:|---|---|
//! | 1 | the target framework of the project, with the files that it imports | the builder of this series, since its image fixes the framework (`dotnet publish -f net8.0`); one of several |
//! | 2 | `sdk` of `global.json` | an SDK of this series, or of what `rollForward` allows beyond it |
//! | 3 | `mise.toml`, `.tool-versions`, `devbox.json` | an SDK of this series |
//! | 4 | `dotnet-sdk`, or else `dotnet-framework`, of `buildpack.yml`; `type` of `.platform.app.yaml`, `.upsun/config.yaml`, `apprunner.yaml` | the same |
//!
//! An SDK that the builder of the target framework does not bring is a contradiction, told with both places: `dotnet`
//! refuses to run. SDKs before 3.0 were not numbered like the framework they build, and contradict nothing.

use fieldmark_sdk::{Place, Repo, Verdict, VersionWish, platform_versions, range, settle_as, tool_versions};

/// States the version; `targets` are the versions that the project is built for.
pub fn state(repo: &Repo, verdict: &mut Verdict, targets: &[(Vec<u32>, Place)]) {
    let target = targets.first().map(|(_, at)| {
        let text: Vec<String> = targets.iter().map(|(places, _)| range::dotted(places)).collect();
        let series: Vec<String> = targets.iter().map(|(places, _)| range::series(places)).collect();
        let range = Some(series.join(" || "));
        let path = repo.at(*at).map_or("", |file| file.path());
        let line = at.line.map(|line| format!(":{line}")).unwrap_or_default();
        let asker = format!("the target framework ({path}{line})").into();
        VersionWish { text: text.join(" || "), at: *at, asker, range, enforced: true }
    });
    let numbered =
        |wish: &VersionWish| targets.is_empty() || range::places(&wish.text).is_none_or(|places| places[0] >= 3);
    let sdks = [global(repo), managed(repo)].into_iter().flatten().chain(of_platforms(repo)).filter(numbered);
    let wishes: Vec<VersionWish> = target.into_iter().chain(sdks).collect();
    let language = std::mem::replace(&mut verdict.language, ".NET".to_owned());
    settle_as("dotnet", verdict, &wishes);
    verdict.language = language;
}

/// The SDK of `global.json`.
fn global(repo: &Repo) -> Option<VersionWish> {
    let document = repo.file("global.json")?.json()?;
    let (text, at) = document.text(&["sdk", "version"])?;
    let roll = document.text(&["sdk", "rollForward"]).map(|(roll, _)| roll);
    let asker = roll.map_or_else(|| "global.json".to_owned(), |roll| format!("global.json (rollForward {roll})"));
    Some(VersionWish { text: text.to_owned(), at, asker: asker.into(), range: sdk_range(text, roll), enforced: false })
}

/// The SDK of a version manager.
fn managed(repo: &Repo) -> Option<VersionWish> {
    let (text, at) = tool_versions::tool_version(repo, &["dotnet", "dotnet-core", "dotnet-sdk"])?;
    let asker = "the version manager's file".into();
    Some(VersionWish { text: text.to_owned(), at, asker, range: sdk_range(text, None), enforced: false })
}

/// What platforms are told.
fn of_platforms(repo: &Repo) -> impl Iterator<Item = VersionWish> {
    let stated = platform_versions::stated(repo, &["dotnet-sdk", "dotnet-framework", "dotnet"]);
    stated.into_iter().map(|(text, at, asker)| {
        let range = sdk_range(text, None);
        VersionWish { text: text.to_owned(), at, asker: asker.into(), range, enforced: false }
    })
}

/// The series of SDKs that will do. Within one series a builder has a single SDK, so that is as fine as it gets.
fn sdk_range(text: &str, roll: Option<&str>) -> Option<String> {
    let places = range::places(text)?;
    // Platforms name a series by its first number alone.
    let (major, minor) = (places[0], places.get(1).copied().unwrap_or(0));
    Some(match roll.map(str::to_ascii_lowercase).as_deref() {
        Some("major" | "latestmajor") => format!(">={major}.{minor}"),
        Some("minor" | "latestminor") => range::between(&[major, minor], &[major + 1]),
        _ => range::series(&[major, minor]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn stated(global: &str, targets: &[u32]) -> (Option<String>, Option<String>, usize) {
        let repo = MemorySource::new([("global.json", global)]).into_repo();
        let mut verdict = Verdict::new("csharp");
        let targets: Vec<_> = targets.iter().map(|major| (vec![*major, 0], Place::NONE)).collect();
        state(&repo, &mut verdict, &targets);
        (verdict.get("version").map(str::to_owned), verdict.builder_version, verdict.warnings.len())
    }

    #[test]
    fn sdk_rolls_forward_as_far_as_it_may() {
        let sdk =
            |version: &str, roll: &str| format!(r#"{{"sdk": {{"version": "{version}", "rollForward": "{roll}"}}}}"#);
        for (global, targets, version, range, warnings) in [
            (sdk("8.0.100", "latestFeature"), &[8][..], Some("8.0"), Some("=8.0"), 0),
            (sdk("9.0.100", "latestFeature"), &[8], Some("8.0"), Some("=8.0"), 1),
            (sdk("6.0.100", "latestMajor"), &[8], Some("8.0"), Some("=8.0"), 0),
            (sdk("9.0.100", "latestMinor"), &[8, 9], Some("8.0 || 9.0"), Some("=9.0"), 0),
            (sdk("2.1.400", "disable"), &[8], Some("8.0"), Some("=8.0"), 0),
            (sdk("8.0.100", "major"), &[], Some("8.0.100"), Some(">=8.0"), 0),
            (sdk("8.0.100", "disable"), &[], Some("8.0.100"), Some("=8.0"), 0),
            (sdk("next", "disable"), &[], Some("next"), None, 1),
            (r#"{"sdk": {"rollForward": "major"}}"#.to_owned(), &[8], Some("8.0"), Some("=8.0"), 0),
        ] {
            let found = stated(&global, targets);
            assert_eq!((found.0.as_deref(), found.1.as_deref(), found.2), (version, range, warnings), "{global}");
        }
    }

    #[test]
    fn sdks_that_platforms_are_told_must_fit_the_target() {
        for (file, targets, version, range, warnings) in [
            (("buildpack.yml", "dotnet-sdk:\n  version: 6.0.*\n"), &[][..], "6.0.*", "=6.0", 0),
            ((".platform.app.yaml", "type: 'dotnet:8.0'\n"), &[8], "8.0", "=8.0", 0),
            ((".platform.app.yaml", "type: 'dotnet:7.0'\n"), &[8], "8.0", "=8.0", 1),
            (("devbox.json", r#"{"packages": ["dotnet-sdk@8"]}"#), &[], "8", "=8.0", 0),
        ] {
            let repo = MemorySource::new([file]).into_repo();
            let mut verdict = Verdict::new("csharp");
            let targets: Vec<_> = targets.iter().map(|major| (vec![*major, 0], Place::NONE)).collect();
            state(&repo, &mut verdict, &targets);
            let found = (verdict.get("version"), verdict.builder_version.as_deref(), verdict.warnings.len());
            assert_eq!(found, (Some(version), Some(range), warnings), "{file:?}");
        }
    }
}
