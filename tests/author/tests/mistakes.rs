//! What goes wrong on the way is said in a way that helps. In C, which builds in a moment and can make every mistake.

use fieldmark_test_author::{Language, Stranger};

/// Where the plugin's own code begins.
const BEGIN: &str = "    (void)settings;\n";

/// A stranger with a project in C, if this machine has the tools.
fn project() -> Option<Stranger> {
    Language::named("c").is_here().then(|| {
        let stranger = Stranger::new();
        _ = stranger.fieldmark("", &["plugin", "new", "pony", "--lang", "c"]).ends_with(0);
        stranger
    })
}

/// The same with a line more at the beginning of the plugin.
fn with(line: &str) -> Option<Stranger> {
    let stranger = project()?;
    stranger.replace("pony/plugin.c", BEGIN, &format!("{BEGIN}    {line}\n"));
    Some(stranger)
}

/// What the test of such a plugin says, with exit code 5.
fn test_says(line: &str, texts: &[&str]) {
    let Some(stranger) = with(line) else { return };
    _ = stranger.fieldmark("pony", &["plugin", "test", "server"]).ends_with(5).says(texts);
}

#[test]
fn loop_without_end_is_told_with_the_key_that_gives_more() {
    test_says(
        "for (;;) fm_log(0, TEXT(\"round\"));",
        &["plugin.out-of-fuel", "200000000", "`fuel` in [budget]", "round"],
    );
}

#[test]
fn too_much_memory_is_told_with_what_was_asked_for() {
    test_says(
        "extern void *malloc(size_t); for (;;) *(volatile char *)malloc(1 << 20) = 1;",
        &["plugin.memory", "67108864 are allowed", "`memory-bytes` in [budget]"],
    );
}

#[test]
fn trap_is_told_with_the_functions_of_the_guest() {
    test_says(
        "fm_log(2, TEXT(\"about to sink\")); __builtin_trap();",
        &["plugin.trap", "about to sink", "in     judge"],
    );
}

#[test]
fn panic_is_told_with_its_place_and_what_was_logged_before() {
    test_says(
        "fm_log(2, TEXT(\"about to sink\")); FM_PANIC(\"lost at sea\");",
        &["it panicked: lost at sea [plugin.panic]", "at     plugin.c:6", "about to sink", "in     judge"],
    );
}

#[test]
fn verdict_that_breaks_the_contract_is_told_by_its_field() {
    test_says(
        "fm_point(verdict, 1, TEXT(\"pony.x\"), FM_NOWHERE, TEXT(\"two\\nlines\"));",
        &["plugin.verdict-invalid", "`evidence`"],
    );
}

#[test]
fn function_of_a_library_that_is_not_there_is_told_by_the_linker() {
    let Some(stranger) = with("extern int printf(const char *, ...); printf(\"x\");") else { return };
    let step = stranger.fieldmark("pony", &["plugin", "build"]).ends_with(5);
    _ = step.says(&["author.step-failed", "undefined symbol: printf", "hint: there is no C library here"]);
}

#[test]
fn import_of_such_a_function_is_refused_with_its_likely_cause() {
    let Some(stranger) = with("extern int printf(const char *, ...); printf(\"x\");") else { return };
    stranger.replace("pony/build.toml", "\"-Wl,--no-entry\"", "\"-Wl,--no-entry\", \"-Wl,--allow-undefined\"");
    let step = stranger.fieldmark("pony", &["plugin", "build"]).ends_with(5);
    _ = step.says(&["plugin.import-forbidden", "imports `printf` of `env`", "the linker left a symbol undefined"]);
    // What was built before is still there: nothing, here.
    assert!(!stranger.path().join("pony/build/pony.wasm").exists());
}

#[test]
fn contract_of_another_host_is_told_with_the_release_that_runs_it() {
    let Some(stranger) = project() else { return };
    stranger.replace("pony/plugin.toml", "abi = \"0.1.0\"", "abi = \"0.9.0\"");
    let step = stranger.fieldmark("pony", &["plugin", "build"]).ends_with(5);
    _ = step.says(&["plugin.abi-unsupported", "the contract 0.9.0; this host speaks 0.1.0", "newer than"]);
}

#[test]
fn check_finds_what_others_would_stumble_over() {
    let line = "fm_point(verdict, 60, TEXT(\"pony.x\"), FM_NOWHERE, TEXT(\"everything is a pony\"));\n    \
                fm_attribute(verdict, TEXT(\"framwork\"), TEXT(\"x\"), FM_NOWHERE);";
    let Some(stranger) = with(line) else { return };
    stranger.replace("pony/plugin.toml", "extensions = [", "globs = [\"**/*\"]\nextensions = [");
    _ = stranger.fieldmark("pony", &["plugin", "test", "--bless"]).ends_with(0);
    let step = stranger.fieldmark("pony", &["plugin", "check"]).ends_with(5);
    _ = step.says(&[
        "author.outdoes",
        "author.pattern-wide",
        "`**/*` in `globs`",
        "ms longer",
        "author.no-negative-fixture",
        "`framework` is",
    ]);
}

#[test]
fn mistakes_in_the_files_of_a_project_are_told_with_their_place() {
    let Some(stranger) = project() else { return };
    stranger.replace("pony/build.toml", "makes =", "make =");
    let step = stranger.fieldmark("pony", &["plugin", "build"]).ends_with(2);
    _ = step.says(&["author.build-file", "did you mean `makes`?"]);
    stranger.write("pony/plugin.toml", "[plugin]\n");
    _ = stranger.fieldmark("pony", &["plugin", "build"]).ends_with(2).says(&["plugin.manifest-invalid"]);
    _ = stranger.fieldmark("", &["plugin", "build"]).ends_with(2).says(&["author.no-project", "plugin new"]);
    _ = stranger.fieldmark("", &["plugin", "new", "pony", "--lang", "c"]).ends_with(2).says(&["author.occupied"]);
    _ = stranger.fieldmark("", &["plugin", "new", "python", "--lang", "c"]).ends_with(2).says(&["plugin.id-taken"]);
    _ = stranger.fieldmark("", &["plugin", "new", "My Pony", "--lang", "c"]).ends_with(2).says(&["plugin.id"]);
}

#[test]
fn pattern_that_is_no_glob_is_told_before_anything_is_built() {
    let Some(stranger) = project() else { return };
    stranger.replace("pony/plugin.toml", "extensions = [", "globs = [\"a[\"]\nextensions = [");
    let step = stranger.fieldmark("pony", &["plugin", "build"]).ends_with(2);
    assert!(!step.stderr.contains("+ clang"), "{}", step.stderr);
    _ = step.says(&["plugin.pattern", "`a[`"]);
}

#[test]
fn file_that_is_not_there_is_told_as_a_file() {
    let stranger = Stranger::new();
    for arguments in [&["plugin", "run", "build/pony.wasm", "."][..], &["plugin", "inspect", "pony.wasm"]] {
        let step = stranger.fieldmark("", arguments).ends_with(2);
        _ = step.says(&["plugin.unreadable", "pony.wasm cannot be read: No such file"]);
    }
    _ = stranger.fieldmark("", &["plugin", "run", "nodee", "."]).ends_with(2).says(&["plugin.unknown", "`node`"]);
}

#[test]
fn registry_that_cannot_be_reached_is_told_as_such() {
    // Nothing listens on the port for throwing things away.
    for (language, settings) in [
        ("rust", "CARGO_HOME=$PWD/none CARGO_NET_RETRY=0 CARGO_HTTP_PROXY=http://127.0.0.1:9"),
        ("python", "PIP_NO_CACHE_DIR=1 PIP_RETRIES=1 PIP_INDEX_URL=http://127.0.0.1:9/simple"),
        ("javascript", "npm_config_cache=$PWD/none npm_config_fetch_retries=0 npm_config_registry=http://127.0.0.1:9"),
    ] {
        if !Language::named(language).is_here() {
            continue;
        }
        let stranger = Stranger::new();
        _ = stranger.fieldmark("", &["plugin", "new", "pony", "--lang", language]).ends_with(0);
        let step = stranger.shell("pony", &format!("{settings} fieldmark plugin build")).ends_with(5);
        _ = step.says(&["author.step-failed", "cannot be reached: the first build fetches"]);
        assert!(!stranger.path().join("pony/build/pony.wasm").exists());
    }
}

#[test]
fn missing_tool_is_told_with_the_way_to_get_it() {
    let Some(stranger) = project() else { return };
    stranger.replace("pony/build.toml", "[\"clang\",", "[\"clong\",");
    stranger.replace("pony/build.toml", "clang = ", "clong = ");
    let step = stranger.fieldmark("pony", &["plugin", "build"]).ends_with(2);
    _ = step.says(&["author.tool-missing", "`clong` could not be run", "hint: install clang"]);
}

#[test]
fn failed_build_leaves_the_component_of_before() {
    let Some(stranger) = project() else { return };
    _ = stranger.fieldmark("pony", &["plugin", "build"]).ends_with(0);
    let before = std::fs::read(stranger.path().join("pony/build/pony.wasm")).unwrap();
    stranger.replace("pony/plugin.c", BEGIN, "    this is not C\n");
    _ = stranger.fieldmark("pony", &["plugin", "build"]).ends_with(5).says(&["author.step-failed", "plugin.c:5"]);
    assert_eq!(std::fs::read(stranger.path().join("pony/build/pony.wasm")).unwrap(), before);
}
