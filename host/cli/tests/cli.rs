//! The program as users run it: sessions in `tests/cli`, with what it prints and how it ends.
//!
//! `TRYCMD=overwrite cargo test --workspace --test cli` writes what it prints now; read it before it is committed, and put
//! `[..]` back in the place of digests, fuel and paths of the machine.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test reports by panicking")]

#[test]
fn sessions_end_as_recorded() {
    // Under a device there are no directories: no file of the user's shows.
    let nowhere = "/dev/null";
    trycmd::TestCases::new()
        .env("HOME", nowhere)
        .env("XDG_CONFIG_HOME", nowhere)
        .env("XDG_DATA_HOME", nowhere)
        .env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .env("NO_COLOR", "1")
        .case("../../tests/cli/*.trycmd");
}
