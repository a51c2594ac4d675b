//! Which Rust is asked for.
//!
//! | precedence | what asks | what it means |
//! |---:|---|---|
//! | 1 | `rust-toolchain`, and where it is not there `rust-toolchain.toml`, as rustup reads them | this version; `stable` any |
//! | 2 | `mise.toml`, `.tool-versions`, `devbox.json`; `type` of `.platform.app.yaml`, `.upsun/config.yaml` | the same |
//! | 3 | `rust-version` of `Cargo.toml`, also as the workspace has it; of the root, then of the program's package | at least this one |
//! | 4 | the edition, and the form of `Cargo.lock` | at least the release that knows it; no version is stated |
//!
//! The first that is understood counts, the others narrow it down or contradict it. A nightly or a beta is no release:
//! it is stated, and nothing is made of it.

use crate::cargo::Package;
use crate::lock_file;
use fieldmark_sdk::{Place, Repo, Verdict, VersionWish, platform_versions, range, settle_as, tool_versions};

/// The first release that knows an edition.
const EDITIONS: [(&str, &str); 4] = [("2015", "1.0"), ("2018", "1.31"), ("2021", "1.56"), ("2024", "1.85")];

/// The first release that reads a form of `Cargo.lock`.
const LOCK_FILES: [(&str, &str); 2] = [("4", "1.78"), ("3", "1.53")];

/// States the version and the edition; `packages` are that of the root and that of the program.
pub fn state(repo: &Repo, packages: &[Package<'_>], verdict: &mut Verdict) {
    let picked = picked(repo);
    let is_unreleased = |text: &str| text.starts_with("nightly") || text.starts_with("beta");
    let unreleased = picked.first().copied().filter(|(text, ..)| is_unreleased(text));
    if let Some((text, at, _)) = unreleased {
        verdict.attribute("version", text, at);
        verdict.warn("rust.unreleased-toolchain", at, format!("`{text}` is no released Rust"));
    } else {
        let picked = picked.into_iter().map(|(text, at, asker)| {
            let range = match range::places(text) {
                Some(places) => Some(range::series(&places)),
                None => (text.starts_with("stable") || text == "latest").then(String::new),
            };
            VersionWish { text: text.to_owned(), at, asker: asker.into(), range, enforced: false }
        });
        let least = packages.iter().filter_map(|package| least(package, packages.first()));
        let wishes: Vec<VersionWish> = picked.chain(least).collect();
        settle(verdict, &wishes);
    }
    let edition = packages.iter().find_map(|package| inherited(package, packages.first(), "edition"));
    if let Some((edition, at)) = edition {
        verdict.attribute("edition", edition, at);
    }
    if unreleased.is_none() {
        let of_edition = edition.and_then(|(name, at)| Some((format!("edition {name}"), first(&EDITIONS, name)?, at)));
        let of_lock = lock_file::form(repo)
            .and_then(|(form, at)| Some((format!("Cargo.lock of form {form}"), first(&LOCK_FILES, form)?, at)));
        for (what, release, at) in of_edition.into_iter().chain(of_lock) {
            need(verdict, &what, release, at);
        }
    }
}

fn settle(verdict: &mut Verdict, wishes: &[VersionWish]) {
    let language = std::mem::replace(&mut verdict.language, "Rust".to_owned());
    settle_as("rust", verdict, wishes);
    verdict.language = language;
}

/// What names a toolchain, in the order of precedence.
fn picked<'r>(repo: &'r Repo) -> Vec<(&'r str, Place, &'static str)> {
    let channel = |name: &str| repo.file(name)?.toml()?.text(&["toolchain", "channel"]);
    // The file without an ending is a bare channel, or TOML.
    let plain = || {
        let file = repo.file("rust-toolchain")?;
        let first = file.lines().find(|line| !line.code().is_empty())?;
        if first.code().starts_with('[') { channel("rust-toolchain") } else { Some((first.code(), first.at)) }
    };
    let found = [
        (plain(), "rust-toolchain"),
        (channel("rust-toolchain.toml"), "rust-toolchain.toml"),
        (tool_versions::tool_version(repo, &["rust", "rustc"]), "the version manager's file"),
    ];
    let files = found.into_iter().filter_map(|(found, asker)| found.map(|(text, at)| (text, at, asker)));
    files.chain(platform_versions::stated(repo, &["rust"])).collect()
}

/// `rust-version` of a package.
fn least(package: &Package<'_>, root: Option<&Package<'_>>) -> Option<VersionWish> {
    let (text, at) = inherited(package, root, "rust-version")?;
    let range = range::places(text).map(|places| format!(">={}", range::dotted(&places)));
    let asker = format!("rust-version of {}", package.file.path()).into();
    Some(VersionWish { text: text.to_owned(), at, asker, range, enforced: false })
}

/// A key of a package, or that of the workspace around it.
fn inherited<'r>(package: &Package<'r>, root: Option<&Package<'r>>, key: &str) -> Option<(&'r str, Place)> {
    package.key(key).or_else(|| root.filter(|_| package.takes(key))?.key(key))
}

fn first(table: &[(&'static str, &'static str)], name: &str) -> Option<&'static str> {
    table.iter().find(|(known, _)| *known == name).map(|(_, release)| *release)
}

/// Raises the least version to what something needs, or tells that it cannot be.
fn need(verdict: &mut Verdict, what: &str, release: &str, at: Place) {
    let needed = format!(">={release}");
    let Some(asked) = verdict.builder_version.clone() else {
        verdict.builder_version = Some(needed);
        return;
    };
    match range::intersection(&asked, &needed) {
        Some(common) if common == asked => {}
        Some(common) => {
            verdict.point(0, "rust.version-narrowed", at, format!("{what} needs Rust {release}"));
            verdict.builder_version = Some(common);
        }
        None => {
            let note = format!("{what} needs Rust {release}, but `{asked}` is asked for");
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
        let packages: Vec<_> = repo.named(&["Cargo.toml"]).filter_map(|file| Package::read(&file)).collect();
        state(&repo, &packages, &mut verdict);
        verdict
    }

    #[test]
    fn sources_go_by_precedence() {
        let mut files = vec![
            ("Cargo.toml", "[package]\nrust-version = '1.70'\nedition = '2021'"),
            (".tool-versions", "rust 1.80.0"),
            ("rust-toolchain.toml", "[toolchain]\nchannel = '1.82'"),
            ("rust-toolchain", "1.81.0\n"),
        ];
        let expected = [("1.81.0", "=1.81.0"), ("1.82", "=1.82"), ("1.80.0", "=1.80.0"), ("1.70", ">=1.70")];
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

    #[test]
    fn what_is_written_needs_a_release_that_knows_it() {
        let manifest = ("Cargo.toml", "[package]\nedition = '2024'\nrust-version = '1.60'");
        let verdict = stated(&[manifest, ("Cargo.lock", "# made\nversion = 4\n")]);
        assert_eq!(verdict.builder_version.as_deref(), Some(">=1.85"));
        assert_eq!(verdict.get("version"), Some("1.60"));
        let old = stated(&[("Cargo.lock", "version = 4\n"), ("rust-toolchain", "1.70.0")]);
        assert_eq!(old.warnings[0].note, "Cargo.lock of form 4 needs Rust 1.78, but `=1.70.0` is asked for");
        assert!(stated(&[("Cargo.lock", "version = 4\n"), ("rust-toolchain", "1.78")]).warnings.is_empty());
    }

    #[test]
    fn program_of_a_workspace_inherits_its_version() {
        let root = ("Cargo.toml", "[workspace]\nmembers = ['a']\n[workspace.package]\nrust-version = '1.80'");
        let own = ("a/Cargo.toml", "[package]\nname = 'a'\nrust-version = '1.82'");
        assert_eq!(stated(&[root, own]).builder_version.as_deref(), Some(">=1.82"));
        let bare = ("Cargo.toml", "[workspace]\nmembers = ['a']\n");
        assert_eq!(stated(&[bare, own]).get("version"), Some("1.82"));
        let inherits = ("a/Cargo.toml", "[package]\nname = 'a'\nrust-version.workspace = true");
        assert_eq!(stated(&[root, inherits]).get("version"), Some("1.80"));
    }
}
