//! Plugins made of WebAssembly text.

use fieldmark_package::componentize;
use wit_component::{StringEncoding, embed_component_metadata};
use wit_parser::Resolve;

const SHELL: &str = include_str!("shell.wat");
const CONTRACT: &str = include_str!("../../../wit/detector.wit");

/// The manifest that hostile plugins carry unless a test says otherwise.
pub const MANIFEST: &str = r#"
[plugin]
id = "hostile"
version = "1.0.0"
abi = "0.1.0"
license = "MIT"
description = "Means no good"

[patterns]
files = ["big.txt", "package.json"]
"#;

/// A plugin in the making: the body of its core module (`src/shell.wat` says what is around it), its memory and its
/// manifest.
#[derive(Debug, Clone)]
pub struct Guest {
    body: String,
    pages: u32,
    heap: u32,
    manifest: String,
}

impl Guest {
    /// A guest whose function `$work` stands in `body`.
    #[must_use]
    pub fn new(body: &str) -> Self {
        Self { body: body.to_owned(), pages: 2, heap: 1 << 16, manifest: MANIFEST.to_owned() }
    }

    /// A guest that does nothing and answers that nothing here is its own.
    #[must_use]
    pub fn harmless() -> Self {
        Self::new("(func $work (param i32))")
    }

    /// Another size of the memory at the start, in pages of 64 KiB.
    #[must_use]
    pub fn memory_pages(mut self, pages: u32) -> Self {
        self.pages = pages;
        self
    }

    /// Another beginning of the heap, for guests with more data than fit before it.
    #[must_use]
    pub fn heap_at(mut self, address: u32) -> Self {
        self.heap = address;
        self
    }

    /// Another manifest.
    #[must_use]
    pub fn manifest(mut self, manifest: impl Into<String>) -> Self {
        self.manifest = manifest.into();
        self
    }

    /// The component with its manifest.
    #[must_use]
    pub fn build(&self) -> Vec<u8> {
        with_manifest(&self.module(), &self.manifest)
    }

    /// The core module with the type of the world in it: what a compiler would leave behind.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the text is the tests' own")]
    pub fn module(&self) -> Vec<u8> {
        let text = SHELL.replace("{pages}", &self.pages.to_string()).replace("{heap}", &self.heap.to_string());
        let text = text.replace("{body}", &self.body);
        let mut module = wat::parse_str(&text).expect("the text of the guest");
        let mut resolve = Resolve::default();
        let package = resolve.push_str("detector.wit", CONTRACT).expect("the contract");
        let world = resolve.select_world(&[package], Some("language-plugin")).expect("the world");
        embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8).expect("the metadata");
        module
    }
}

/// A module or component, packaged with a manifest.
#[must_use]
#[expect(clippy::expect_used, reason = "the modules are the tests' own")]
pub fn with_manifest(module: &[u8], manifest: &str) -> Vec<u8> {
    componentize("hostile", module, manifest).expect("a component")
}
