//! Instructions of a repository: whatever is in its `fieldmark.toml`, no directory in them leaves the repository and all
//! that they say can be shown.
#![no_main]

use fieldmark_model::{Instructions, is_printable};
use fieldmark_scan::Excluded;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match Instructions::parse(text, Some("fieldmark.toml")) {
        Ok(told) => {
            let named = told.context_directories.iter().flat_map(|told| &told.value).chain(told.components.keys());
            for directory in named {
                assert!(!directory.starts_with('/') && directory.split('/').all(|part| part != ".."), "{directory}");
                assert!(directory.chars().all(is_printable), "{directory:?}");
            }
            for start in told.components.values().filter_map(|part| part.start.as_ref()) {
                assert!(start.value.chars().all(is_printable) && !start.value.is_empty());
            }
            assert!(told.languages.values().all(|points| points.value.abs() <= 100));
            if let Ok(excluded) = Excluded::new(&told.exclude) {
                let _ = excluded.hides("a/b/c.txt");
            }
            assert_eq!(told.clone().under(Instructions::default()), told);
        }
        Err(error) => assert!(!error.message.contains('\n'), "{error}"),
    }
});
