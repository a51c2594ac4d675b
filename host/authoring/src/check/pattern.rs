//! Patterns that match more than a plugin can want, with what they cost.

use super::{Finding, Weight};
use crate::AuthorError;
use crate::sample::{NamesOnly, SAMPLES};
use fieldmark_model::{Manifest, Patterns};
use fieldmark_scan::{PatternSet, scan_listing};
use std::time::{Duration, Instant};

/// A pattern that matches more of the files of foreign repositories, in percent, is too wide.
const WIDE: usize = 8;

/// Files of the listing that the cost is measured over.
const LISTED: usize = 20_000;

/// Runs of each measurement; the fastest counts.
const RUNS: usize = 3;

pub(super) fn findings(manifest: &Manifest) -> Result<Vec<Finding>, AuthorError> {
    let paths: Vec<String> =
        SAMPLES.iter().flat_map(|it| it.paths().map(move |path| format!("{}/{}/{path}", it.owner, it.case))).collect();
    let mut findings = Vec::new();
    for (list, text) in manifest.patterns.iter() {
        let alone = alone(&manifest.patterns, list, text);
        let matched = scan_listing(&paths, &PatternSet::new([&alone])?, Box::new(NamesOnly))?.len();
        if matched * 100 <= paths.len() * WIDE {
            continue;
        }
        let cost = cost(&manifest.patterns, &alone, &paths)?;
        let what = format!(
            "`{text}` in `{list}` matches {matched} of the {} files of other plugins' fixtures, {} %; over {LISTED} \
             files it matches {} and the walk takes {:.1} ms longer",
            paths.len(),
            matched * 100 / paths.len(),
            matched * (LISTED / paths.len()),
            cost.as_secs_f64() * 1000.0
        );
        let way_out = "name the files that only your language has; what merely helps belongs into `beside`, which is no \
                       reason to ask";
        findings.push(Finding::new("author.pattern-wide", Weight::Warning, what, way_out));
    }
    Ok(findings)
}

/// A set of patterns with this one alone.
fn alone(patterns: &Patterns, list: &str, text: &str) -> Patterns {
    let mut alone = Patterns { directly: patterns.directly, ..Patterns::default() };
    let of_list = match list {
        "markers" => &mut alone.markers,
        "files" => &mut alone.files,
        "extensions" => &mut alone.extensions,
        "beside" => &mut alone.beside,
        _ => &mut alone.globs,
    };
    of_list.push(text.to_owned());
    alone
}

/// What a pattern adds to the pass of all plugins' patterns over a large listing.
fn cost(own: &Patterns, alone: &Patterns, paths: &[String]) -> Result<Duration, AuthorError> {
    let listing: Vec<String> =
        (0..LISTED / paths.len()).flat_map(|copy| paths.iter().map(move |path| format!("{copy}/{path}"))).collect();
    let mut bundled: Vec<Patterns> = fieldmark::bundled_plugins().into_iter().map(|it| it.manifest.patterns).collect();
    bundled.extend(fieldmark::bundled_detectors().into_iter().map(|manifest| manifest.patterns));
    let mut rest = own.clone();
    for (from, one) in [
        (&mut rest.markers, &alone.markers),
        (&mut rest.files, &alone.files),
        (&mut rest.extensions, &alone.extensions),
        (&mut rest.globs, &alone.globs),
        (&mut rest.beside, &alone.beside),
    ] {
        from.retain(|text| !one.contains(text));
    }
    let with = PatternSet::new(bundled.iter().chain([own]))?;
    let without = PatternSet::new(bundled.iter().chain([&rest]))?;
    let pass = |set: &PatternSet| -> Result<Duration, AuthorError> {
        let begun = Instant::now();
        scan_listing(&listing, set, Box::new(NamesOnly))?;
        Ok(begun.elapsed())
    };
    let (mut slow, mut fast) = (Duration::MAX, Duration::MAX);
    for _ in 0..RUNS {
        slow = slow.min(pass(&with)?);
        fast = fast.min(pass(&without)?);
    }
    Ok(slow.saturating_sub(fast))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(patterns: &str) -> Manifest {
        let text = format!(
            "[plugin]\nid = \"x\"\nversion = \"1\"\nabi = \"0.1.0\"\nlicense = \"MIT\"\ndescription = \"x\"\n\
             [patterns]\n{patterns}\n"
        );
        Manifest::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn pattern_that_matches_everything_is_told_with_its_cost() {
        let findings = findings(&manifest("globs = [\"**/*\"]\nextensions = [\"pony\"]")).unwrap();
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert!(findings[0].what.contains("`**/*` in `globs`") && findings[0].what.contains("100 %"));
    }

    #[test]
    fn pattern_of_one_language_is_not() {
        assert_eq!(findings(&manifest("markers = [\"package.json\"]\nextensions = [\"py\"]")).unwrap(), []);
    }
}
