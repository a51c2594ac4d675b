//! The engine that all plugins share.

use crate::abi::v0_1::{LanguagePlugin, LanguagePluginPre};
use crate::state::State;
use crate::{Cache, Component, LoadError, Plugin, Precompiled, precompiled};
use fieldmark_model::Manifest;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, OnceLock};
use thiserror::Error;
use wasmtime::component::{self, HasSelf, Linker};
use wasmtime::{Config, Engine};

/// Stack of a guest, in bytes. The thread that runs it needs this and some more of its own.
const GUEST_STACK: usize = 1 << 20;

/// The engine could not be set up on this machine.
#[derive(Debug, Error)]
#[error("the WebAssembly engine cannot be set up: {problem}")]
pub struct RuntimeError {
    /// What the engine says.
    pub problem: String,
}

/// Loads and runs plugins. One is enough for a program; it can be shared between threads.
pub struct Runtime {
    /// Runs what is compiled. It has no compiler: setting one up takes half as long as running a plugin.
    engine: Engine,
    linker: Linker<State>,
    cache: Option<Cache>,
    /// Compiles third-party plugins.
    compiler: OnceLock<Engine>,
}

impl Runtime {
    /// Sets the engine up. Third-party plugins are kept compiled in `cache`, if there is one.
    ///
    /// # Errors
    /// The machine is not one that wasmtime runs on.
    pub fn new(cache: Option<Cache>) -> Result<Self, RuntimeError> {
        let failed = |error: wasmtime::Error| RuntimeError { problem: first_line(&error) };
        let mut config = config();
        config.enable_compiler(false);
        if precompiled::IN_PLACE {
            config.with_custom_code_memory(Some(Arc::new(precompiled::Pages)));
        }
        let engine = Engine::new(&config).map_err(failed)?;
        let mut linker = Linker::new(&engine);
        LanguagePlugin::add_to_linker::<_, HasSelf<State>>(&mut linker, |state| state).map_err(failed)?;
        Ok(Self { engine, linker, cache, compiler: OnceLock::new() })
    }

    /// Compiles a plugin ahead of time, for any machine of this target: the build machine's own CPU does not show.
    ///
    /// # Errors
    /// The target is unknown, or the compiler refuses the component.
    pub fn precompile(component: &Component, target: &str) -> Result<Vec<u8>, LoadError> {
        let failed = |error: wasmtime::Error| LoadError::Compile { problem: first_line(&error) };
        let mut config = compiling();
        config.target(target).map_err(failed)?;
        Engine::new(&config).and_then(|engine| engine.precompile_component(component.bytes())).map_err(failed)
    }

    /// Loads a plugin of the bundle.
    ///
    /// # Errors
    /// The machine code does not fit this program or machine.
    pub fn load_precompiled(
        &self,
        manifest: impl Into<Arc<Manifest>>,
        digest: &str,
        code: Precompiled,
    ) -> Result<Plugin, LoadError> {
        let loaded = code.load(&self.engine).map_err(|error| LoadError::Compile { problem: first_line(&error) })?;
        self.link(&loaded, manifest.into(), digest)
    }

    /// Loads a third-party plugin, from the cache if it was compiled before.
    ///
    /// # Errors
    /// The compiler refuses the component, or it does not fit the contract.
    pub fn load(&self, component: &Component) -> Result<Plugin, LoadError> {
        let failed = |error: wasmtime::Error| LoadError::Compile { problem: first_line(&error) };
        let compiler = self.compiler().map_err(failed)?;
        let key = cache_key(compiler, component);
        if let Some(cache) = &self.cache
            && let Some(path) = cache.find(&key)
        {
            if let Ok(loaded) = precompiled::from_cache(&self.engine, &path) {
                return self.link(&loaded, Arc::new(component.manifest().clone()), component.digest());
            }
            cache.discard(&key);
        }
        let (loaded, code) = precompiled::compiled(&self.engine, compiler, component.bytes()).map_err(failed)?;
        if let Some(cache) = &self.cache {
            // A full disk or a read-only directory costs the next run its time, not this one its answer.
            _ = cache.store(&key, &code);
        }
        self.link(&loaded, Arc::new(component.manifest().clone()), component.digest())
    }

    fn compiler(&self) -> wasmtime::Result<&Engine> {
        if let Some(compiler) = self.compiler.get() {
            return Ok(compiler);
        }
        let compiler = Engine::new(&compiling())?;
        Ok(self.compiler.get_or_init(|| compiler))
    }

    /// Stops all calls that are running; each ends with an error.
    pub fn interrupt(&self) {
        self.engine.increment_epoch();
    }

    fn link(&self, loaded: &component::Component, manifest: Arc<Manifest>, digest: &str) -> Result<Plugin, LoadError> {
        let failed = |error: wasmtime::Error| LoadError::Compile { problem: first_line(&error) };
        let pre = self.linker.instantiate_pre(loaded).and_then(LanguagePluginPre::new).map_err(failed)?;
        Ok(Plugin { manifest, digest: digest.to_owned(), pre })
    }

    pub(crate) const fn engine(&self) -> &Engine {
        &self.engine
    }
}

/// Digest of the component, and what of the compiler goes into compiled code.
fn cache_key(compiler: &Engine, component: &Component) -> String {
    let mut hasher = DefaultHasher::new();
    compiler.precompile_compatibility_hash().hash(&mut hasher);
    let digest = component.digest().trim_start_matches("sha256:");
    format!("{digest}-{:016x}", hasher.finish())
}

/// What compiles, ahead of time or when a plugin is first loaded: the one configuration, and what only a compiler has.
fn compiling() -> Config {
    let mut config = config();
    config.cranelift_nan_canonicalization(true);
    config
}

/// The one configuration, for compiling and for running.
fn config() -> Config {
    let mut config = Config::new();
    config
        .wasm_component_model(true)
        .wasm_relaxed_simd(false)
        .wasm_memory64(false)
        .wasm_multi_memory(true)
        .consume_fuel(true)
        .epoch_interruption(true)
        .concurrency_support(false)
        .max_wasm_stack(GUEST_STACK)
        // Backtraces walk frame pointers; the tables for native unwinders would only make artefacts larger.
        .native_unwind_info(false)
        .generate_address_map(false);
    config
}

/// The outermost message of an error, which for wasmtime is the one that names the thing.
pub(crate) fn first_line(error: &wasmtime::Error) -> String {
    let causes: Vec<String> = error.chain().map(ToString::to_string).collect();
    let text = causes.join(": ");
    text.lines().next().unwrap_or_default().to_owned()
}
