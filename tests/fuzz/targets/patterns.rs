//! What is left out, in the form of `.gitignore`: whatever the patterns are, the answer ends, and a directory that is left
//! out takes along what is in it. The first line is the path, the others are patterns.
#![no_main]

use fieldmark_scan::Excluded;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut lines = text.lines();
    let path = lines.next().unwrap_or_default();
    let patterns: Vec<&str> = lines.collect();
    let Ok(excluded) = Excluded::new(&patterns) else { return };
    if let Some((directory, _)) = path.rsplit_once('/') {
        assert!(!excluded.contains(directory, true) || excluded.hides(path));
    }
    // Without a pattern that takes something back, a directory is left out wherever a file is.
    let takes_back = patterns.iter().any(|pattern| pattern.starts_with('!'));
    assert!(takes_back || !excluded.contains(path, false) || excluded.contains(path, true));
});
