//! Which Rust is asked for.

use crate::cargo::Package;
use fieldmark_sdk::{Place, Repo, Verdict, range, tool_versions};

/// The first release that knows an edition.
const EDITIONS: [(&str, &[u32]); 4] = [("2015", &[1, 0]), ("2018", &[1, 31]), ("2021", &[1, 56]), ("2024", &[1, 85])];

/// States the version and the edition.
pub fn state(repo: &Repo, package: Option<&Package>, verdict: &mut Verdict) {
    let least = package.and_then(|package| package.key("rust-version"));
    if let Some((text, at)) = picked(repo) {
        verdict.attribute("version", text, at);
        channel(text, at, verdict);
        contradiction((text, at), least, verdict);
    } else if let Some((text, at)) = least {
        verdict.attribute("version", text, at);
        match range::places(text) {
            Some(places) => verdict.builder_version = Some(format!(">={}", range::dotted(&places))),
            None => not_understood(text, at, verdict),
        }
    }
    if let Some((edition, at)) = package.and_then(|package| package.key("edition")) {
        verdict.attribute("edition", edition, at);
        let first = EDITIONS.iter().find(|(name, _)| *name == edition).map(|(_, places)| places);
        if let (None, None, Some(places)) = (verdict.get("version"), &verdict.builder_version, first) {
            verdict.builder_version = Some(format!(">={}", range::dotted(places)));
        }
    }
}

fn picked<'r>(repo: &'r Repo) -> Option<(&'r str, Place)> {
    let channel = |name: &str| repo.file(name)?.toml()?.text(&["toolchain", "channel"]);
    channel("rust-toolchain.toml")
        .or_else(|| {
            // The file without an ending is a bare channel, or TOML.
            let file = repo.file("rust-toolchain")?;
            let first = file.lines().find(|line| !line.code().is_empty())?;
            if first.code().starts_with('[') { channel("rust-toolchain") } else { Some((first.code(), first.at)) }
        })
        .or_else(|| tool_versions::tool_version(repo, &["rust"]))
}

/// `stable`, `1.70`, `1.70.0-x86_64-unknown-linux-gnu`, `nightly-2024-08-12`
fn channel(text: &str, at: Place, verdict: &mut Verdict) {
    match range::places(text) {
        Some(places) => verdict.builder_version = Some(range::series(&places)),
        None if text.starts_with("stable") || text == "latest" => {}
        None if text.starts_with("nightly") || text.starts_with("beta") => {
            verdict.warn("rust.unreleased-toolchain", at, format!("`{text}` is no released Rust"));
        }
        None => not_understood(text, at, verdict),
    }
}

fn not_understood(text: &str, at: Place, verdict: &mut Verdict) {
    verdict.warn("rust.version-not-understood", at, format!("`{text}` is no version of Rust"));
}

fn contradiction((have, at): (&str, Place), least: Option<(&str, Place)>, verdict: &mut Verdict) {
    let Some((need, _)) = least else { return };
    if let (Some(have_places), Some(need_places)) = (range::places(have), range::places(need)) {
        let shared = have_places.len().min(need_places.len());
        if have_places[..shared] < need_places[..shared] {
            let note = format!("Rust {have} is picked, but Cargo.toml needs at least {need}");
            verdict.warn("rust.version-contradiction", at, note);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn stated(files: &[(&str, &str)]) -> Verdict {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        let mut verdict = Verdict::new("rust");
        let file = repo.file("Cargo.toml");
        state(&repo, file.and_then(|file| Package::read(&file)).as_ref(), &mut verdict);
        verdict
    }

    #[test]
    fn sources_go_by_precedence() {
        let mut files = vec![
            ("Cargo.toml", "[package]\nrust-version = '1.70'\nedition = '2021'"),
            (".tool-versions", "rust 1.80.0"),
            ("rust-toolchain", "1.81.0\n"),
            ("rust-toolchain.toml", "[toolchain]\nchannel = '1.82'"),
        ];
        let expected = [("1.82", "=1.82"), ("1.81.0", "=1.81.0"), ("1.80.0", "=1.80.0"), ("1.70", ">=1.70")];
        for (text, builder) in expected {
            let verdict = stated(&files);
            assert_eq!((verdict.get("version"), verdict.builder_version.as_deref()), (Some(text), Some(builder)));
            files.pop();
        }
    }

    #[test]
    fn toolchain_file_without_ending_can_be_toml() {
        assert_eq!(stated(&[("rust-toolchain", "[toolchain]\nchannel = '1.60'")]).get("version"), Some("1.60"));
    }

    #[test]
    fn edition_sets_a_least_version_and_asks_for_none() {
        let verdict =
            stated(&[("Cargo.toml", "[package]\nedition.workspace = true\n[workspace.package]\nedition = '2024'")]);
        assert_eq!((verdict.get("version"), verdict.builder_version.as_deref()), (None, Some(">=1.85")));
    }

    #[test]
    fn odd_toolchains_are_warnings() {
        let code = |text: &str| stated(&[("rust-toolchain", text)]).warnings.first().map(|w| w.code.clone());
        assert_eq!(code("nightly-2024-08-12"), Some("rust.unreleased-toolchain".into()));
        assert_eq!(code("mine"), Some("rust.version-not-understood".into()));
        assert_eq!(code("stable"), None);
        let both = stated(&[("Cargo.toml", "[package]\nrust-version = '1.75'"), ("rust-toolchain", "1.70.0")]);
        assert_eq!(both.warnings[0].code, "rust.version-contradiction");
    }
}
