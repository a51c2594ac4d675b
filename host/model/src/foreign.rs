//! Imports that plugins cannot have, and how such an import usually gets there.

/// The package whose interfaces plugins import and export, with the slash behind it.
pub const CONTRACT_PACKAGE: &str = "fieldmark:detector/";

/// What an import of the system interface, or of another host, is for: the beginning of its module or interface, a part of
/// its name (empty for any), and what brought it in. The first row that fits holds.
const CAUSES: [(&str, &str, &str); 16] = [
    ("wasi:random/", "", "something asks the system for random numbers (a hash table with a random seed is enough)"),
    ("wasi:clocks/", "", "something asks the system for the time"),
    ("wasi:filesystem/", "", "something opens files of the system; a plugin reads through the snapshot it is given"),
    ("wasi:sockets/", "", "something opens connections"),
    ("wasi:http/", "", "something makes requests"),
    ("wasi:", "environment", "something reads the environment or the arguments of a program"),
    ("wasi:", "std", "something prints; `log.emit` is for that"),
    ("wasi:", "", "a dependency or the guest's runtime uses the system interface"),
    ("wasi_snapshot_preview1", "fd_write", "something prints; `log.emit` is for that"),
    ("wasi_snapshot_preview1", "clock", "something asks the system for the time"),
    ("wasi_snapshot_preview1", "random", "something asks the system for random numbers"),
    ("wasi_snapshot_preview1", "environ", "something reads the environment"),
    (
        "wasi_snapshot_preview1",
        "",
        "it was built for a target with the system interface, or links a C library that uses it",
    ),
    (
        "__wbindgen",
        "",
        "a dependency expects a browser: often a crate for time or random numbers, by one of its features",
    ),
    ("env", "", "the linker left a symbol undefined: a function of the C library, or a source file that was not named"),
    ("GOT.", "", "it was linked as a shared library; link it as a program without an entry"),
];

/// The likely cause of an import that is none of the contract's: `module` is the interface, or the module of a core
/// module's import, and `name` what is imported of it, if that is known.
#[must_use]
pub fn cause_of_import(module: &str, name: &str) -> &'static str {
    if module.starts_with(CONTRACT_PACKAGE) {
        return "it was built against another version of the contract";
    }
    let of_table = CAUSES.iter().find(|(start, part, _)| {
        module.starts_with(start) && (part.is_empty() || name.contains(part) || module.contains(&format!("/{part}")))
    });
    match of_table {
        Some((_, _, cause)) => cause,
        None if module.contains(':') => "its world imports an interface of another package",
        None => "it was made for another host, which has functions of that name",
    }
}

/// What rids a plugin of an import, beside removing what brought it in.
#[must_use]
pub fn way_out_of_import(module: &str) -> &'static str {
    if module.starts_with("wasi_snapshot_preview1") {
        "build for a target without WASI, or have what is imported of it answered inside of the component: \
         `stub-wasi = true` in build.toml, `fieldmark plugin pack --stub-wasi`"
    } else if module.starts_with("wasi") {
        "build without WASI: for Rust the target wasm32-unknown-unknown, for componentize-py `--stub-wasi`, for \
         componentize-js all features disabled, for C no C library that does input and output"
    } else if module.starts_with(CONTRACT_PACKAGE) {
        "take the bindings from the contract that this release prints: `fieldmark plugin new` writes it as wit/detector.wit"
    } else {
        "a plugin imports `repo` and `log` of the contract and nothing else"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn causes_tell_the_kinds_of_imports_apart() {
        for (module, name, word) in [
            ("wasi:random/random@0.2.0", "", "random"),
            ("wasi:cli/environment@0.2.0", "", "environment"),
            ("wasi:cli/stdout@0.2.0", "", "prints"),
            ("wasi:io/streams@0.2.0", "", "runtime"),
            ("wasi_snapshot_preview1", "fd_write", "prints"),
            ("wasi_snapshot_preview1", "proc_exit", "target"),
            ("env", "printf", "linker"),
            ("__wbindgen_placeholder__", "now", "browser"),
            ("fieldmark:detector/repo@0.9.0", "", "another version"),
            ("acme:net/http", "", "another package"),
            ("host", "call", "another host"),
        ] {
            let cause = cause_of_import(module, name);
            assert!(cause.contains(word), "{module} {name}: {cause}");
        }
    }

    #[test]
    fn module_that_imports_wasi_is_told_of_the_answers_inside() {
        assert!(way_out_of_import("wasi_snapshot_preview1").contains("stub-wasi = true"));
        // What is a component already cannot be given any.
        assert!(!way_out_of_import("wasi:io/poll@0.2.0").contains("stub-wasi = true"));
    }
}
