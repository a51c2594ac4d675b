//! `.s2i/environment` of a hostile repository: read the same way twice, capped, and never with a line in it.
#![no_main]

use fieldmark_s2i::{ENVIRONMENT_PATH, Environment};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let read = Environment::parse(ENVIRONMENT_PATH, bytes);
    assert_eq!(read, Environment::parse(ENVIRONMENT_PATH, bytes));
    assert!(read.findings.len() <= 100);
    for variable in &read.variables {
        assert!(!variable.name.is_empty() && !variable.name.contains(['=', '\n']));
        assert!(!variable.value.contains('\n'));
        assert_eq!(variable.name.trim(), variable.name);
        if let Some(repaired) = variable.repaired() {
            assert!(!repaired.name.starts_with('#') && !repaired.name.contains(char::is_whitespace));
        }
    }
    let _ = Environment::parse_argument_file(bytes);
});
