//! Files that are no plugin.

use fieldmark_test_hostile::{Guest, MANIFEST, Trial, with_manifest};

/// A component of this text, with a good manifest.
fn component(text: &str) -> Vec<u8> {
    with_manifest(&wat::parse_str(text).unwrap(), MANIFEST)
}

#[test]
fn bytes_that_are_no_wasm_are_left_out() {
    for bytes in [&b""[..], b"\0asm", b"\x7fELF\x02\x01\x01", b"<html>404</html>", &[0xff; 4096]] {
        Trial::of(bytes.to_vec()).warns("plugin.not-a-component", &["bad.wasm was left out"]);
    }
}

#[test]
fn core_module_is_left_out() {
    let module = Guest::harmless().module();
    Trial::of(module).warns("plugin.not-a-component", &["core module", "packaging"]);
}

#[test]
fn truncated_component_is_left_out_wherever_it_ends() {
    let whole = Guest::harmless().build();
    for length in [12, 64, whole.len() / 2, whole.len() - 1] {
        let trial = Trial::of(whole[..length].to_vec());
        let warnings = &trial.explanation.decision.warnings;
        assert_eq!(warnings.len(), 1);
        // Cut between two sections it is a component that lacks the last of them.
        assert!(matches!(warnings[0].code.as_str(), "plugin.not-a-component" | "plugin.no-manifest"), "{warnings:#?}");
    }
}

#[test]
fn damaged_component_never_does_harm() {
    let whole = Guest::harmless().build();
    for at in (8..whole.len()).step_by(whole.len() / 23) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        // Some bytes are letters of a name and do not matter; whatever the outcome, it is at most one warning.
        let trial = Trial::of(bytes);
        assert!(trial.explanation.decision.warnings.len() <= 1, "byte {at}");
    }
}

#[test]
fn system_interface_is_refused_with_the_way_out() {
    let bytes = component(r#"(component (import "wasi:io/poll@0.2.0" (instance)))"#);
    Trial::of(bytes).warns("plugin.import-forbidden", &["`wasi:io/poll@0.2.0`"]);
}

#[test]
fn imports_of_other_hosts_are_refused() {
    for name in ["env", "fieldmark:detector/repo@0.9.0", "acme:net/http"] {
        let bytes = component(&format!("(component (import \"{name}\" (instance)))"));
        Trial::of(bytes).warns("plugin.import-forbidden", &[name]);
    }
}

#[test]
fn component_without_the_export_is_left_out() {
    let expected = "`fieldmark:detector/detector@0.1.0`";
    Trial::of(component("(component)")).warns("plugin.export-missing", &[expected]);
    let other = component(r#"(component (instance $i) (export "fieldmark:detector/detector@0.9.0" (instance $i)))"#);
    Trial::of(other).warns("plugin.export-missing", &[expected]);
}

#[test]
fn export_of_the_right_name_and_another_shape_yields_a_warning() {
    let hollow = component(r#"(component (instance $i) (export "fieldmark:detector/detector@0.1.0" (instance $i)))"#);
    let trial = Trial::of(hollow);
    assert_eq!(trial.explanation.decision.warnings.len(), 1, "{:#?}", trial.explanation.decision.warnings);
}

#[test]
fn import_of_the_right_name_and_another_shape_yields_a_warning() {
    let text = r#"(component
        (import "fieldmark:detector/log@0.1.0" (instance (export "format-disk" (func))))
        (instance $i)
        (export "fieldmark:detector/detector@0.1.0" (instance $i)))"#;
    let trial = Trial::of(component(text));
    assert_eq!(trial.explanation.decision.warnings.len(), 1, "{:#?}", trial.explanation.decision.warnings);
}

#[test]
fn component_of_too_many_bytes_is_not_even_looked_at() {
    let limit = usize::try_from(fieldmark::MAX_COMPONENT_BYTES).unwrap();
    Trial::of(vec![0; limit + 1]).warns("plugin.too-large", &["67108865 bytes", "67108864 allowed"]);
}
