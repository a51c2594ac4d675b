//! `Cargo.lock`: whether it is there and that of its manifest.

use crate::cargo::Package;
use fieldmark_sdk::{Place, Repo, Verdict};
use std::collections::BTreeSet;

/// The form of the file, as its line `version` has it.
pub fn form<'r>(repo: &'r Repo) -> Option<(&'r str, Place)> {
    let head = repo.file("Cargo.lock")?.lines().take_while(|line| !line.text.starts_with("[["));
    let mut values = head.filter_map(|line| Some((line.text.strip_prefix("version = ")?.trim(), line.at)));
    values.next()
}

/// Warns of a program without the file, and of a file that does not know a dependency.
pub fn judge(repo: &Repo, packages: &[Package<'_>], verdict: &mut Verdict) {
    let Some(file) = repo.file("Cargo.lock") else {
        let at = packages.first().map_or(Place::NONE, |package| package.file.whole());
        let note = "the program has no Cargo.lock: each build takes the newest dependencies that fit";
        return verdict.warn("rust.lock-file-missing", at, note);
    };
    let Some(text) = file.text() else { return };
    // Names of crates are the same with `-` and with `_`.
    let normal = |name: &str| name.replace('_', "-");
    let name = |line: &str| Some(normal(line.strip_prefix("name = \"")?.strip_suffix('"')?));
    let locked: BTreeSet<String> = text.lines().filter_map(name).collect();
    let mut dependencies = packages.iter().flat_map(|package| package.dependencies());
    let missing = dependencies.find(|(name, _)| !locked.contains(&normal(name)));
    if let Some((name, entry)) = missing {
        let note = format!("Cargo.lock does not know {name}: `cargo build --locked` refuses it, run `cargo update -w`");
        verdict.warn("rust.lock-file-outdated", entry.at, note);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn code(files: &[(&str, &str)]) -> Option<String> {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        let packages: Vec<_> = repo.named(&["Cargo.toml"]).filter_map(|file| Package::read(&file)).collect();
        let mut verdict = Verdict::new("rust");
        judge(&repo, &packages, &mut verdict);
        verdict.warnings.pop().map(|warning| warning.code)
    }

    #[test]
    fn dependencies_are_looked_up_in_the_lock_file() {
        let manifest =
            ("Cargo.toml", "[dependencies]\nserde-json = '1'\nweb = { package = 'axum', version = '0.7' }\n");
        let lock = |text: &'static str| ("Cargo.lock", text);
        assert_eq!(code(&[manifest]).as_deref(), Some("rust.lock-file-missing"));
        let known = "version = 4\n[[package]]\nname = \"serde_json\"\n[[package]]\nname = \"axum\"\n";
        assert_eq!(code(&[manifest, lock(known)]), None);
        let without = "[[package]]\nname = \"serde_json\"\ndependencies = [\n \"axum\",\n]\n";
        assert_eq!(code(&[manifest, lock(without)]).as_deref(), Some("rust.lock-file-outdated"));
    }
}
