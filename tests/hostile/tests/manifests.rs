//! Components with a manifest that cannot be used.

use fieldmark_test_hostile::{Guest, MANIFEST, Trial};

fn with(manifest: impl Into<String>) -> Trial {
    Trial::of(Guest::harmless().manifest(manifest).build())
}

#[test]
fn component_without_manifest_is_left_out() {
    let component = wat::parse_str("(component)").unwrap();
    Trial::of(component).warns("plugin.no-manifest", &["`fieldmark:manifest`"]);
}

#[test]
fn broken_manifest_is_told_with_its_line() {
    with("[plugin]\nid = \n").warns("plugin.manifest-invalid", &["line 2"]);
    with(MANIFEST.replace("license", "licence")).warns("plugin.manifest-invalid", &["licence"]);
    with("").warns("plugin.manifest-invalid", &["plugin"]);
}

#[test]
fn binary_manifest_is_left_out() {
    let mut component = Guest::harmless().manifest("\u{1}\u{1}\u{1}\u{1}").build();
    let at = component.windows(4).rposition(|bytes| bytes == [1, 1, 1, 1]).unwrap();
    component[at..at + 4].copy_from_slice(&[0xff, 0xfe, 0x00, 0x80]);
    Trial::of(component).warns("plugin.manifest-invalid", &["UTF-8"]);
}

#[test]
fn oversized_manifest_is_left_out() {
    let padding = "# words\n".repeat(9 * 1024);
    with(format!("{MANIFEST}{padding}")).warns("plugin.manifest-invalid", &["65536 allowed"]);
}

#[test]
fn manifest_nested_beyond_measure_is_left_out() {
    let depth = 30_000;
    let nested = format!("x = {}{}\n", "[".repeat(depth), "]".repeat(depth));
    assert_eq!(with(nested).explanation.decision.warnings[0].code, "plugin.manifest-invalid");
}

#[test]
fn contracts_that_this_host_does_not_speak_are_refused() {
    for abi in ["0.9.0", "0.1.1", "0.1", "9".repeat(60_000).as_str()] {
        let manifest = MANIFEST.replace("abi = \"0.1.0\"", &format!("abi = \"{abi}\""));
        with(manifest).warns("plugin.abi-unsupported", &["this host speaks 0.1.0"]);
    }
}

#[test]
fn too_many_patterns_are_refused() {
    let names: Vec<String> = (0..513).map(|number| format!("\"{number}.x\"")).collect();
    let manifest = MANIFEST.replace("\"big.txt\", ", &format!("{}, ", names.join(", ")));
    with(manifest).warns("plugin.manifest-invalid", &["512 allowed"]);
}

#[test]
fn what_a_manifest_says_cannot_paint_the_terminal() {
    let marker = r#"markers = ["\u001b[2Jx/\u202ey"]"#;
    with(MANIFEST.replace("[patterns]", &format!("[patterns]\n{marker}"))).warns("plugin.manifest-invalid", &["name"]);
    let abi = MANIFEST.replace("abi = \"0.1.0\"", r#"abi = "\u001b[2J\u0007\n9""#);
    with(abi).warns("plugin.abi-unsupported", &["this host speaks"]);
}

#[test]
fn warning_about_a_manifest_stays_short() {
    let marker = format!("[patterns]\nmarkers = [\"{}/\"]", "x".repeat(50_000));
    let trial = with(MANIFEST.replace("[patterns]", &marker));
    assert_eq!(trial.explanation.decision.warnings[0].code, "plugin.manifest-invalid");
}
