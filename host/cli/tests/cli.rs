//! The program as users run it: sessions in `tests/cli`, with what it prints and how it ends.
//!
//! `TRYCMD=overwrite cargo test -p fieldmark-cli` writes what it prints now; read it before it is committed.

#[test]
fn sessions_end_as_recorded() {
    let nowhere = "/nonexistent";
    trycmd::TestCases::new()
        .env("HOME", nowhere)
        .env("XDG_CONFIG_HOME", nowhere)
        .env("XDG_DATA_HOME", nowhere)
        .env("XDG_CACHE_HOME", nowhere)
        .env("NO_COLOR", "1")
        .case("../../tests/cli/*.trycmd");
}
