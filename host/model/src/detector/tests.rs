use super::*;

const ZIG: &str = r#"
[detector]
id = "zig"
description = "Zig programs"
extensions = ["zig"]

[[marker]]
name = "build"
file = "build.zig"
note = "build.zig describes a build"

[[marker]]
name = "sources"
file = ["*.zig", "src/*.zig"]
unless-file = "go.mod"
worth = "sources"
note = "sources"

[[version]]
tool = "zig"

[[version]]
file = "build.zig.zon"
pattern = 'minimum_zig_version\s*=\s*"([0-9.]+)"'
range = "least"
"#;

fn fault(text: &str) -> ManifestError {
    Detector::parse(text.as_bytes()).unwrap_err()
}

#[test]
fn markers_are_reasons_to_ask_and_other_files_stand_beside() {
    let manifest = Detector::parse(ZIG.as_bytes()).unwrap().manifest();
    assert_eq!(manifest.plugin.id, "zig");
    let Patterns { markers, files, globs, beside, directly, .. } = manifest.patterns;
    assert_eq!(markers, ["build.zig"]);
    assert_eq!((files, globs), (vec!["*.zig".to_owned()], vec!["src/*.zig".to_owned()]));
    assert_eq!(beside, [&TOOL_FILES[..], &["go.mod", "build.zig.zon"]].concat());
    assert!(directly);
}

#[test]
fn faults_name_line_column_and_the_nearest_key() {
    match fault(&ZIG.replace("unless-file", "unless-flie")) {
        ManifestError::Document(error) => {
            assert_eq!((error.line, error.column, error.nearest.as_deref()), (15, 1, Some("unless-file")));
        }
        other => panic!("{other:?}"),
    }
    match fault(&ZIG.replace("([0-9.]+)", "([0-9.+")) {
        ManifestError::Document(error) => {
            assert_eq!(error.line, 24);
            assert!(error.message.contains("is not a regular expression"), "{}", error.message);
        }
        other => panic!("{other:?}"),
    }
    match fault(&ZIG.replace("\"least\"", "\"lest\"")) {
        ManifestError::Document(error) => assert_eq!((error.line, error.nearest.as_deref()), (25, Some("least"))),
        other => panic!("{other:?}"),
    }
}

#[test]
fn values_that_cannot_be_are_refused_with_their_key() {
    let role = ZIG.replace("id = \"zig\"", "id = \"zig\"\nrole = \"service\"");
    let nowhere = ZIG.replace("tool = \"zig\"", "enforced = true");
    for (text, expected) in [
        (ZIG.replace("id = \"zig\"", "id = \"Zig\""), "detector"),
        (ZIG.replace("id = \"zig\"", "id = \"zig\"\nfamily = [\"C++\"]"), "detector"),
        (role, "detector.role"),
        (nowhere, "version"),
        (format!("marker = []\n{}", ZIG.split("[[marker]]").next().unwrap()), "marker"),
    ] {
        match fault(&text) {
            ManifestError::Value { key, .. } => assert_eq!(key, expected),
            other => panic!("{expected}: {other:?}"),
        }
    }
}

#[test]
fn expressions_that_compile_to_much_and_large_documents_are_refused() {
    let large = ZIG.replace("([0-9.]+)", "((((a{100}){100}){100}){100})");
    assert!(matches!(fault(&large), ManifestError::Document(_)));
    let long = format!("{ZIG}# {}", "x".repeat(MAX_DETECTOR_BYTES));
    assert!(matches!(fault(&long), ManifestError::TooLarge { allowed: MAX_DETECTOR_BYTES, .. }));
}
