//! Which Go is asked for.
//!
//! | precedence | what asks | what it means |
//! |---:|---|---|
//! | 1 | `mise.toml`, `.tool-versions`, `devbox.json` | this version |
//! | 2 | `.go-version` | this version |
//! | 3 | what a manifest names for a platform: a comment of `go.mod`, `Godeps.json`, `Gopkg.toml` | this version |
//! | 4 | `buildpack.yml`, `.platform.app.yaml`, `.upsun/config.yaml`, `apprunner.yaml` | this version, or a range |
//! | 5 | `toolchain`, then `go`, of `go.mod` | at least this one |
//! | 6 | `toolchain`, then `go`, of `go.work` | at least this one |
//! | 7 | `go` of the `go.mod` of the workspace's members | at least this one |
//!
//! The first that is understood counts, the others narrow it down or contradict it.

use crate::manifest::{self, Manifest};
use fieldmark_sdk::platform_versions::platform_versions;
use fieldmark_sdk::{Place, Repo, Verdict, VersionWish, range, range::npm, settle_as, tool_versions};
use std::borrow::Cow;

/// States the version.
pub fn state(repo: &Repo, module: Option<&Manifest>, workspace: Option<&Manifest>, verdict: &mut Verdict) {
    let mut wishes = picked(repo, module);
    wishes.extend(module.iter().flat_map(|module| least(module, "go.mod".into())));
    wishes.extend(workspace.iter().flat_map(|workspace| least(workspace, "go.work".into())));
    if let Some(workspace) = workspace {
        for (directory, member) in manifest::of_members(repo, workspace) {
            too_old(workspace, directory, &member, verdict);
            wishes.extend(least(&member, format!("go.mod of {directory}").into()));
        }
    }
    let language = std::mem::replace(&mut verdict.language, "Go".to_owned());
    settle_as("go", verdict, &wishes);
    verdict.language = language;
}

/// Versions that were picked for this very repository.
fn picked(repo: &Repo, module: Option<&Manifest>) -> Vec<VersionWish> {
    let file =
        || repo.file(".go-version")?.lines().find(|line| !line.code().is_empty()).map(|line| (line.code(), line.at));
    let godeps = || repo.file("Godeps/Godeps.json")?.json()?.text(&["GoVersion"]);
    let dep = || repo.file("Gopkg.toml")?.toml()?.text(&["metadata", "heroku", "go-version"]);
    let found = [
        (tool_versions::tool_version(repo, &["go", "golang"]), "the version manager's file"),
        (file(), ".go-version"),
        (module.and_then(|module| module.named), "a comment of go.mod"),
        (godeps(), "Godeps.json"),
        (dep(), "Gopkg.toml"),
    ];
    let wishes = found.into_iter().filter_map(|(found, asker)| {
        let (text, at) = found?;
        let range = match bare(text) {
            "latest" => Some(String::new()),
            // A platform may be told a range in the form of npm.
            range if range.starts_with(['~', '^', '>', '<']) => npm::neutral(range),
            number => range::places(number).map(|places| range::series(&places)),
        };
        Some(VersionWish { text: bare(text).to_owned(), at, asker: asker.into(), range, enforced: false })
    });
    wishes.chain(platform_versions(repo, &["go", "golang"])).collect()
}

/// The least versions that a manifest asks for.
fn least(manifest: &Manifest<'_>, asker: Cow<'static, str>) -> Vec<VersionWish> {
    // `toolchain default` and `toolchain local` ask for nothing.
    let toolchain = manifest.toolchain.filter(|(text, _)| range::places(bare(text)).is_some());
    let wish = |(text, at): (&str, Place)| {
        let range = range::places(bare(text)).map(|places| format!(">={}", range::dotted(&places)));
        VersionWish { text: bare(text).to_owned(), at, asker: asker.clone(), range, enforced: false }
    };
    toolchain.into_iter().chain(manifest.go).map(wish).collect()
}

fn bare(text: &str) -> &str {
    text.strip_prefix("go").unwrap_or(text)
}

/// Go refuses a workspace that is older than one of its members.
fn too_old(workspace: &Manifest<'_>, directory: &str, member: &Manifest<'_>, verdict: &mut Verdict) {
    let places = |asked: Option<(&str, Place)>| asked.and_then(|(text, _)| range::places(text));
    let (Some(need), Some((text, at))) = (places(member.go), member.go) else { return };
    // A workspace without the line is one of Go 1.18.
    let have = places(workspace.go).unwrap_or_else(|| vec![1, 18]);
    let is_checked = need.as_slice() >= &[1, 21][..];
    if is_checked && have < need {
        let own = workspace.go.map_or("none", |(text, _)| text);
        let note = format!("{directory} needs Go {text}, but go.work lists {own}");
        verdict.warn("go.workspace-too-old", at, note);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest;
    use fieldmark_sdk::testing::MemorySource;

    fn stated(files: &[(&str, &str)]) -> Verdict {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        let mut verdict = Verdict::new("go");
        state(&repo, manifest::module(&repo).as_ref(), manifest::workspace(&repo).as_ref(), &mut verdict);
        verdict
    }

    fn version(files: &[(&str, &str)]) -> (Option<String>, Option<String>) {
        let verdict = stated(files);
        (verdict.get("version").map(str::to_owned), verdict.builder_version)
    }

    #[test]
    fn sources_go_by_precedence() {
        let mut files = vec![
            ("go.work", "go 1.20"),
            ("go.mod", "go 1.22 \n// +heroku goVersion go1.25"),
            (".go-version", "1.23.4\n"),
            (".tool-versions", "golang 1.24"),
        ];
        assert_eq!(version(&files), (Some("1.24".into()), Some("=1.24".into())));
        files.pop();
        assert_eq!(version(&files), (Some("1.23.4".into()), Some("=1.23.4".into())));
        files.pop();
        assert_eq!(version(&files), (Some("1.25".into()), Some("=1.25".into())));
        files[1] = ("go.mod", "go 1.22");
        assert_eq!(version(&files), (Some("1.22".into()), Some(">=1.22".into())));
        files.pop();
        assert_eq!(version(&files), (Some("1.20".into()), Some(">=1.20".into())));
    }

    #[test]
    fn platforms_are_heard_behind_what_the_manifest_names_for_one() {
        let module = ("go.mod", "go 1.20");
        let some = |text: &str| Some(text.to_owned());
        let buildpack = ("buildpack.yml", "go:\n  version: 1.22.*\n");
        let platform = (".platform.app.yaml", "type: 'golang:1.23'\n");
        assert_eq!(version(&[module, buildpack]), (some("1.22.*"), some("=1.22")));
        assert_eq!(version(&[module, platform]), (some("1.23"), some("=1.23")));
        assert_eq!(version(&[module, buildpack, ("devbox.json", r#"{"packages": ["go@1.24"]}"#)]).0, some("1.24"));
        assert_eq!(version(&[module, (".platform.app.yaml", "type: 'php:8.3'\n")]), (some("1.20"), some(">=1.20")));
    }

    #[test]
    fn toolchain_raises_the_least_version() {
        assert_eq!(version(&[("go.mod", "go 1.21\ntoolchain go1.22.3")]).1, Some(">=1.22.3".into()));
        assert_eq!(version(&[("go.mod", "go 1.21\ntoolchain default")]).1, Some(">=1.21".into()));
        assert_eq!(version(&[("go.mod", "go 1.21rc2")]).1, Some(">=1.21".into()));
    }

    #[test]
    fn picked_version_below_the_least_is_a_warning() {
        let verdict = stated(&[("go.mod", "go 1.22"), (".go-version", "1.20.1")]);
        assert_eq!(verdict.warnings[0].code, "go.version-contradiction");
        assert!(stated(&[("go.mod", "go 1.22.3"), (".go-version", "1.22")]).warnings.is_empty());
        assert_eq!(stated(&[(".go-version", "system")]).warnings[0].code, "go.version-not-understood");
        let two = stated(&[(".go-version", "1.21"), (".tool-versions", "golang 1.22.1")]);
        assert_eq!(two.warnings[0].code, "go.version-contradiction");
    }

    #[test]
    fn members_raise_the_least_version_of_their_workspace() {
        let members = |go: &str| {
            stated(&[
                ("go.work", &format!("{go}\nuse (\n ./a\n ./b\n)")),
                ("a/go.mod", "go 1.23.1"),
                ("b/go.mod", "go 1.20"),
            ])
        };
        let old = members("go 1.22");
        assert_eq!(old.builder_version.as_deref(), Some(">=1.23.1"));
        assert_eq!((old.warnings.len(), old.warnings[0].code.as_str()), (1, "go.workspace-too-old"));
        assert!(members("go 1.23.1").warnings.is_empty());
        assert_eq!(members("").warnings[0].note, "a needs Go 1.23.1, but go.work lists none");
    }

    #[test]
    fn platform_may_be_told_a_range() {
        let told = version(&[("go.mod", "// +heroku goVersion ~1.16.2\ngo 1.16")]);
        assert_eq!(told, (Some("~1.16.2".into()), Some(">=1.16.2, <1.17".into())));
    }

    #[test]
    fn manifests_from_before_modules_name_a_version() {
        assert_eq!(version(&[("Godeps/Godeps.json", r#"{"GoVersion": "go1.9"}"#)]).0.as_deref(), Some("1.9"));
        let dep = "[metadata.heroku]\ngo-version = \"go1.11\"\n";
        assert_eq!(version(&[("Gopkg.toml", dep)]).1.as_deref(), Some("=1.11"));
    }
}
