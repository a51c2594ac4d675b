//! Documents that people edit: the rules, and budgets as a configuration file states them.
#![no_main]

use fieldmark_model::{BudgetRequest, parse_document};
use fieldmark_scan::Vendored;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(vendored) = Vendored::parse(text) {
        let _ = vendored.contains("a/vendor/bundle", "bundle");
    }
    if let Err(error) = parse_document::<BudgetRequest>(text) {
        // The place is one of this text: editors go there.
        let line = text.split('\n').nth(error.line - 1);
        assert!(line.is_some_and(|line| error.column <= line.chars().count() + 2), "{error} in {text:?}");
        assert!(!error.message.contains('\n'));
    }
});
