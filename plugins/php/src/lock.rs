//! `composer.lock`: which Composer wrote it, and whether it knows what `composer.json` asks for.

use crate::composer::Composer;
use fieldmark_sdk::{File, Place, Verdict};
use std::collections::BTreeSet;

/// Most packages that are looked for a second time, anywhere in the file.
const MOST_MISSING: usize = 4;

/// Most bytes of a lock whose packages are compared: that takes time for every byte.
const MOST_COMPARED: u64 = 96 * 1024;

/// Bytes at the end of a lock in which the version that wrote it stands.
const END: u32 = 512;

/// The number of Composer's interface for plugins, which its first two places follow.
pub fn written_by(file: File<'_>) -> Option<(String, Place)> {
    let end = file.tail(END).ok()?;
    let end = String::from_utf8_lossy(&end);
    let (_, version) = end.rsplit_once("\"plugin-api-version\": \"")?;
    Some((version.split('"').next()?.trim_end_matches(".0").to_owned(), file.whole()))
}

/// Warns of the first package that is required and not locked: `composer install` refuses such a lock. Large locks are
/// not compared.
pub fn warn(composer: &Composer<'_>, lock: File<'_>, verdict: &mut Verdict) {
    if lock.size().is_ok_and(|size| size > MOST_COMPARED) {
        return;
    }
    let Some(text) = lock.text() else { return };
    let named = text.lines().filter_map(|line| line.trim_start().strip_prefix("\"name\": \"")?.split('"').next());
    let locked: BTreeSet<&str> = named.collect();
    // A lock without any package is none that was written by Composer.
    if locked.is_empty() {
        return;
    }
    let missing = composer.packages().filter(|(package, _)| !locked.contains(package.to_ascii_lowercase().as_str()));
    // What another package replaces or provides is named there.
    let unknown = |package: &str| !text.contains(&format!("\"{package}\":"));
    if let Some((package, at)) = missing.take(MOST_MISSING).find(|(package, _)| unknown(package)) {
        let note = format!(
            "composer.lock does not know {package}, which composer.json asks for: `composer install` fails in the builder; \
             run `composer update {package}`"
        );
        verdict.warn("php.lock-behind-manifest", at, note);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn lock_knows_what_is_required() {
        let lock = "{\n \"packages\": [\n  {\n   \"name\": \"slim/slim\",\n   \"replace\": {\"acme/old\": \"self.version\"}\n  }\n ]\n}";
        for (required, lock, expected) in [
            (r#""slim/slim": "^4", "php": "^8", "ext-json": "*""#, lock, 0),
            (r#""Slim/Slim": "^4", "acme/old": "*""#, lock, 0),
            (r#""slim/slim": "^4", "monolog/monolog": "^3""#, lock, 1),
            (r#""monolog/monolog": "^3""#, "{}", 0),
        ] {
            let manifest = format!("{{\"require\": {{{required}}}}}");
            let files = [("composer.json", manifest.as_str()), ("composer.lock", lock)];
            let repo = MemorySource::new(files).into_repo();
            let mut verdict = Verdict::new("php");
            warn(
                &Composer::read(repo.file("composer.json").unwrap()),
                repo.file("composer.lock").unwrap(),
                &mut verdict,
            );
            assert_eq!(verdict.warnings.len(), expected, "{required}");
        }
    }

    #[test]
    fn writer_is_known_by_the_interface_for_plugins() {
        let text = "{\n \"platform\": {},\n \"plugin-api-version\": \"2.6.0\"\n}";
        let repo = MemorySource::new([("composer.lock", text)]).into_repo();
        assert_eq!(written_by(repo.file("composer.lock").unwrap()).unwrap().0, "2.6");
        let long = format!("{{{}\"plugin-api-version\": \"2.2.0\"}}", " ".repeat(2000));
        let repo = MemorySource::new([("composer.lock", long)]).into_repo();
        assert_eq!(written_by(repo.file("composer.lock").unwrap()).unwrap().0, "2.2");
    }
}
