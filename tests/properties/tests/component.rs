//! A plugin's bytes are anybody's: looking at them ends with a plugin or an error, and never with a panic.

use fieldmark::PluginComponent;
use fieldmark_test_properties::{damaged, damages};
use proptest::prelude::*;
use wasm_encoder::{
    Component, ComponentExportKind, ComponentExportSection, ComponentImportSection, ComponentTypeRef,
    ComponentTypeSection, CustomSection, InstanceType, Module, ModuleSection,
};

const MANIFEST: &str = "[plugin]\nid = 'x'\nversion = '1.0.0'\nabi = '0.1.0'\nlicense = 'MIT'\ndescription = 'd'\n\
                        [patterns]\nmarkers = ['x.toml']\n";

/// The outline of a plugin: every kind of section that is looked at, with a module inside.
fn plugin() -> Vec<u8> {
    let mut component = Component::new();
    let mut types = ComponentTypeSection::new();
    types.instance(&InstanceType::new());
    component.section(&types);
    let mut imports = ComponentImportSection::new();
    imports.import("fieldmark:detector/repo@0.1.0", ComponentTypeRef::Instance(0));
    component.section(&imports);
    component.section(&ModuleSection(&Module::new()));
    let mut exports = ComponentExportSection::new();
    exports.export("fieldmark:detector/detector@0.1.0", ComponentExportKind::Instance, 0, None);
    component.section(&exports);
    component.section(&CustomSection { name: "fieldmark:manifest".into(), data: MANIFEST.as_bytes().into() });
    component.finish()
}

#[test]
fn outline_of_a_plugin_passes() {
    let component = PluginComponent::inspect(plugin()).unwrap();
    assert_eq!(component.manifest().plugin.id, "x");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn damaged_plugin_is_read_or_refused(damages in damages()) {
        if let Err(error) = PluginComponent::inspect(damaged(&plugin(), &damages)) {
            prop_assert!(!error.to_string().is_empty());
        }
    }

    #[test]
    fn bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let component = [b"\0asm\x0d\0\x01\0", bytes.as_slice()].concat();
        prop_assert!(PluginComponent::inspect(component).is_err());
        prop_assert!(PluginComponent::inspect(bytes).is_err());
    }
}
