//! `.s2iignore` of a hostile repository: nothing is taken out that is not in the tree.
#![no_main]

use fieldmark_s2i::{Entries, Ignore};
use libfuzzer_sys::fuzz_target;

const FILES: [&str; 6] = ["README.md", "app.py", "docs/a.md", "docs/deep/b.md", "[odd]", "a*b"];

struct Files;

impl Entries for Files {
    fn names(&self, directory: &str) -> Vec<String> {
        let prefix = if directory.is_empty() { String::new() } else { format!("{directory}/") };
        let rests = FILES.iter().filter_map(|path| path.strip_prefix(&prefix));
        rests.filter_map(|rest| rest.split('/').next()).map(str::to_owned).collect()
    }

    fn exists(&self, path: &str) -> bool {
        FILES.iter().any(|file| *file == path || file.starts_with(&format!("{path}/")))
    }
}

fuzz_target!(|bytes: &[u8]| {
    for path in Ignore::parse(bytes).removed(&Files) {
        assert!(path.is_empty() || Files.exists(&path), "{path:?}");
        assert!(!path.split('/').any(|segment| segment == ".."), "{path:?}");
    }
});
