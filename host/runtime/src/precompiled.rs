//! Machine code that was compiled earlier: the one place of this workspace with `unsafe`.
//!
//! Loading machine code is running it. It is sound for three origins only, and each has its function here:
//!
//! * the bundle, which the build script of the engine compiles with this very crate and embeds into the program
//!   ([`embed`] writes the source text that does so);
//! * the compiler, which has just made it ([`compiled`]);
//! * the private cache, a directory that only the user can write to ([`from_cache`]; see `cache.rs` for what makes it
//!   private).
//!
//! wasmtime itself checks that version, target and settings agree before it maps anything executable.
#![allow(unsafe_code)]

use std::fmt::Write;
use std::path::Path;
use std::ptr::NonNull;
use std::sync::Mutex;
use wasmtime::component::Component;
use wasmtime::{CustomCodeMemory, Engine};

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
        if IN_PLACE && self.claim() {
            // SAFETY: as below for the bytes; they are part of the program, which lives as long as anything in it, and
            // nobody writes to them.
            if let Ok(component) = unsafe { Component::deserialize_raw(engine, NonNull::from(self.0)) } {
                return Ok(component);
            }
            // A system that does not let a program's own pages become executable may still let a copy.
        }
        // SAFETY: whoever made the value vouched that the bytes are the unchanged output of `precompile_component`
        // (see `Precompiled::new`).
        unsafe { Component::deserialize(engine, self.0) }
    }

    /// Whether the code may be used where it lies. wasmtime knows code by its address, so that only one component of a
    /// process can; the others take a copy.
    fn claim(self) -> bool {
        let address = self.0.as_ptr() as usize;
        address.is_multiple_of(PAGE)
            && CLAIMED.lock().is_ok_and(|mut claimed| {
                let is_free = !claimed.contains(&address);
                if is_free {
                    claimed.push(address);
                }
                is_free
            })
    }
}

/// Addresses of the code that is used where it lies.
static CLAIMED: Mutex<Vec<usize>> = Mutex::new(Vec::new());

/// Whether code that is part of the program can be run without a copy. Elsewhere the system may refuse to make it
/// executable, or the processor has to be told.
pub(crate) const IN_PLACE: bool = cfg!(all(target_os = "linux", target_arch = "x86_64"));

/// Size of a page on the machines where code is run in place; embedded code begins at one.
const PAGE: usize = 4096;

/// Makes code executable, be it a part of the program or not. A copy costs more than all else about loading a plugin.
pub(crate) struct Pages;

impl CustomCodeMemory for Pages {
    fn required_alignment(&self) -> usize {
        PAGE
    }

    #[cfg(all(target_os = "linux", target_arch = "x86_64"))]
    fn publish_executable(&self, address: *const u8, length: usize) -> wasmtime::Result<()> {
        use rustix::mm::{MprotectFlags, mprotect};
        // SAFETY: wasmtime passes whole pages of code that it has mapped read-only or that were given to it by `load`,
        // and nobody writes to either.
        let done = unsafe { mprotect(address.cast_mut().cast(), length, MprotectFlags::READ | MprotectFlags::EXEC) };
        done.map_err(wasmtime::Error::new)
    }

    #[cfg(not(all(target_os = "linux", target_arch = "x86_64")))]
    fn publish_executable(&self, _: *const u8, _: usize) -> wasmtime::Result<()> {
        Err(wasmtime::Error::msg("code is not run in place on this system"))
    }

    fn unpublish_executable(&self, _: *const u8, _: usize) -> wasmtime::Result<()> {
        // Mapped code is unmapped right after; code of the program stays as it is.
        Ok(())
    }
}

/// Compiles a component for an engine that has no compiler: the loaded component, and its machine code.
pub(crate) fn compiled(engine: &Engine, compiler: &Engine, component: &[u8]) -> wasmtime::Result<(Component, Vec<u8>)> {
    let code = compiler.precompile_component(component)?;
    // SAFETY: nobody has touched what `precompile_component` has just returned.
    let loaded = unsafe { Component::deserialize(engine, &code) }?;
    Ok((loaded, code))
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
         #[repr(C, align(4096))] struct Aligned<T: ?Sized>(T); \
         static CODE: &Aligned<[u8]> = &Aligned(*include_bytes!({path:?})); &CODE.0 }}) }}"
    );
    text
}
