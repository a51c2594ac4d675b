//! Machine code that was compiled earlier: the one place of this workspace with `unsafe`.
//!
//! Loading machine code is running it. It is sound for two origins only, and each has its function here:
//!
//! * the bundle, which the build script of the engine compiles with this very crate and embeds into the program
//!   ([`embed`] writes the source text that does so);
//! * the private cache, a directory that only the user can write to ([`from_cache`]; see `cache.rs` for what makes it
//!   private).
//!
//! wasmtime itself checks that version, target and settings agree before it maps anything executable.
#![allow(unsafe_code)]

use std::fmt::Write;
use std::path::Path;
use wasmtime::Engine;
use wasmtime::component::Component;

/// Machine code of a component, compiled by this crate.
#[derive(Debug, Clone, Copy)]
pub struct Precompiled(&'static [u8]);

impl Precompiled {
    /// Vouches for machine code.
    ///
    /// # Safety
    /// The bytes must be what [`crate::Runtime::precompile`] of this version of this crate returned, unchanged.
    #[must_use]
    pub const unsafe fn new(code: &'static [u8]) -> Self {
        Self(code)
    }

    pub(crate) fn load(self, engine: &Engine) -> wasmtime::Result<Component> {
        // SAFETY: whoever made the value vouched that the bytes are the unchanged output of `precompile_component`
        // (see `Precompiled::new`).
        unsafe { Component::deserialize(engine, self.0) }
    }
}

/// Maps a file of the private cache.
///
/// The caller guarantees that the file was written by [`crate::Cache`] and that nobody else can write it.
pub(crate) fn from_cache(engine: &Engine, path: &Path) -> wasmtime::Result<Component> {
    // SAFETY: files appear in the cache by rename only, complete, with what `precompile_component` returned, in a
    // directory that `Cache` found to be writable by the user alone; a user who changes them runs their own code.
    unsafe { Component::deserialize_file(engine, path) }
}

/// Source text of an expression of type [`Precompiled`] that embeds the file at `path`, for a build script that has just
/// written there what [`crate::Runtime::precompile`] returned.
#[must_use]
pub fn embed(path: &Path) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    _ = write!(
        text,
        "unsafe {{ ::fieldmark_runtime::Precompiled::new({{ \
         #[repr(C, align(16))] struct Aligned<T: ?Sized>(T); \
         static CODE: &Aligned<[u8]> = &Aligned(*include_bytes!({path:?})); &CODE.0 }}) }}"
    );
    text
}
