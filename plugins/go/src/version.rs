//! Which Go is asked for.

use crate::manifest::Manifest;
use fieldmark_sdk::{Place, Repo, Verdict, range, tool_versions};

/// A version with what it means.
struct Asked<'r> {
    text: &'r str,
    at: Place,
    /// Whether any later one will do.
    least: bool,
}

/// States the version.
pub fn state(repo: &Repo, module: Option<&Manifest>, workspace: Option<&Manifest>, verdict: &mut Verdict) {
    let picked = picked(repo);
    let least = least(module).or_else(|| least(workspace));
    if let (Some(picked), Some(go)) = (&picked, module.and_then(|module| module.go)) {
        contradiction(picked, go.0, verdict);
    }
    let Some(asked) = picked.or(least) else { return };
    verdict.attribute("version", asked.text, asked.at);
    match range::places(asked.text) {
        Some(places) if asked.least => verdict.builder_version = Some(format!(">={}", range::dotted(&places))),
        Some(places) => verdict.builder_version = Some(range::series(&places)),
        None if asked.text == "latest" => {}
        None => {
            verdict.warn("go.version-not-understood", asked.at, format!("`{}` is no version of Go", asked.text));
        }
    }
}

/// A version that was picked for this very repository.
fn picked<'r>(repo: &'r Repo) -> Option<Asked<'r>> {
    let tool = tool_versions::tool_version(repo, &["go", "golang"]);
    let file =
        || repo.file(".go-version")?.lines().find(|line| !line.code().is_empty()).map(|line| (line.code(), line.at));
    let (text, at) = tool.or_else(file)?;
    Some(Asked { text: bare(text), at, least: false })
}

/// The least version that the sources need.
fn least<'r>(manifest: Option<&Manifest<'r>>) -> Option<Asked<'r>> {
    let manifest = manifest?;
    // `toolchain default` and `toolchain local` ask for nothing.
    let toolchain = manifest.toolchain.filter(|(text, _)| range::places(bare(text)).is_some());
    let (text, at) = toolchain.or(manifest.go)?;
    Some(Asked { text: bare(text), at, least: true })
}

fn bare(text: &str) -> &str {
    text.strip_prefix("go").unwrap_or(text)
}

fn contradiction(picked: &Asked<'_>, least: &str, verdict: &mut Verdict) {
    if let (Some(have), Some(need)) = (range::places(picked.text), range::places(least)) {
        let shared = have.len().min(need.len());
        if have[..shared] < need[..shared] {
            let note = format!("Go {} is picked, but go.mod needs at least {least}", picked.text);
            verdict.warn("go.version-contradiction", picked.at, note);
        }
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
            ("go.mod", "go 1.22"),
            (".go-version", "1.23.4\n"),
            (".tool-versions", "golang 1.24"),
        ];
        assert_eq!(version(&files), (Some("1.24".into()), Some("=1.24".into())));
        files.pop();
        assert_eq!(version(&files), (Some("1.23.4".into()), Some("=1.23.4".into())));
        files.pop();
        assert_eq!(version(&files), (Some("1.22".into()), Some(">=1.22".into())));
        files.pop();
        assert_eq!(version(&files), (Some("1.20".into()), Some(">=1.20".into())));
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
    }
}
