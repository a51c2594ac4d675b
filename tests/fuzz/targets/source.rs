//! Line files and program text as the SDK reads them for plugins.
#![no_main]

use fieldmark_sdk::testing::MemorySource;
use fieldmark_sdk::token::{self, GO, GROOVY, RUST};
use fieldmark_sdk::{Settings, environment, listen, procfile, tool_versions};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let repo =
        MemorySource::new([".s2i/environment", "Procfile", ".tool-versions"].map(|name| (name, text))).into_repo();
    assert!(environment::variables(&repo).all(|variable| !variable.name.is_empty()));
    let _ = procfile::process(&repo, "web");
    let _ = tool_versions::tool_version(&repo, &["python", "nodejs"]);
    let _ = Settings::parse(text).era();
    let lines = u32::try_from(text.split('\n').count()).unwrap_or(u32::MAX);
    for quotes in [GO, GROOVY, RUST] {
        let tokens = token::read(text, quotes);
        assert!(tokens.iter().all(|token| (1..=lines).contains(&token.line)));
        let calls = listen::calls(&tokens, |name| name.ends_with("listen") || name.len() < 4);
        let values = listen::values(&tokens, |name| name.ends_with("Server"), "Addr");
        for call in calls.iter().chain(&values) {
            assert!(listen::port(call, &tokens).is_none_or(|port| (1..=lines).contains(&port.line)));
        }
    }
});
