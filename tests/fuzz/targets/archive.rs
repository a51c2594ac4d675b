//! Archives: whatever they hold, nothing is written but files and directories below the target.
#![no_main]

use fieldmark_source::{Limits, unpack};
use libfuzzer_sys::fuzz_target;
use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

fuzz_target!(|bytes: &[u8]| {
    let folder = std::env::temp_dir().join(format!("fieldmark-fuzz-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join("archive");
    fs::write(&path, bytes).expect("an archive");
    let limits = Limits::default().with_max_bytes(16 << 20);
    if let Ok(unpacked) = unpack(&path, &limits, &AtomicBool::new(false)) {
        let mut sum = 0;
        visit(unpacked.root(), &mut sum);
        assert!(sum <= limits.max_bytes);
        let root = unpacked.root().to_owned();
        drop(unpacked);
        assert!(!root.exists());
    }
});

fn visit(directory: &Path, sum: &mut u64) {
    for entry in fs::read_dir(directory).expect("a directory") {
        let path = entry.expect("an entry").path();
        let metadata = path.symlink_metadata().expect("metadata");
        if metadata.is_dir() {
            visit(&path, sum);
        } else {
            assert!(metadata.is_file(), "{}", path.display());
            *sum += metadata.len();
        }
    }
}
