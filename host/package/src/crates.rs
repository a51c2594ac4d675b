//! Plugins written in Rust, as crates of a workspace.

use crate::{PackageError, TARGET};
use fieldmark_model::Manifest;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where plugins are built, and with which tools.
#[derive(Debug, Clone)]
pub struct Workspace {
    /// Root of the cargo workspace.
    pub root: PathBuf,
    /// Where cargo puts what it builds: not the workspace's own target directory, which the outer cargo has locked.
    pub target: PathBuf,
    /// The cargo to run.
    pub cargo: OsString,
    /// cargo's home, which must not show in what is built.
    pub cargo_home: Option<PathBuf>,
}

/// A folder with a `plugin.toml` and a crate.
#[derive(Debug, Clone)]
pub struct PluginCrate {
    /// The folder.
    pub folder: PathBuf,
    /// Name of the package, by convention made from the id.
    pub package: String,
    /// The manifest as text, the form in which it goes into the component.
    pub manifest_text: String,
    /// The manifest.
    pub manifest: Manifest,
}

/// Variables of the outer cargo that would change what the inner one does.
const OUTER: [&str; 9] = [
    "CARGO_ENCODED_RUSTFLAGS",
    "CARGO_BUILD_TARGET",
    "CARGO_MAKEFLAGS",
    "CARGO_BUILD_RUSTC_WRAPPER",
    "MAKEFLAGS",
    "RUSTC_WORKSPACE_WRAPPER",
    "RUSTC_WRAPPER",
    "RUSTFLAGS",
    "TARGET",
];

impl Workspace {
    /// All plugins below `plugins/`, sorted by id: the folders that hold a `plugin.toml`.
    ///
    /// # Errors
    /// A folder cannot be read, or a manifest is wrong.
    pub fn plugins(&self) -> Result<Vec<PluginCrate>, PackageError> {
        let folder = self.root.join("plugins");
        let unreadable = |path: &Path| {
            let path = path.to_owned();
            move |source| PackageError::Io { path, source }
        };
        let mut plugins = Vec::new();
        for entry in fs::read_dir(&folder).map_err(unreadable(&folder))? {
            let folder = entry.map_err(unreadable(&folder))?.path();
            let path = folder.join("plugin.toml");
            if !path.is_file() {
                continue;
            }
            let manifest_text = fs::read_to_string(&path).map_err(unreadable(&path))?;
            let manifest =
                Manifest::parse(manifest_text.as_bytes()).map_err(|source| PackageError::Manifest { path, source })?;
            let package = format!("fieldmark-plugin-{}", manifest.plugin.id);
            plugins.push(PluginCrate { folder, package, manifest_text, manifest });
        }
        plugins.sort_by(|a, b| a.manifest.plugin.id.cmp(&b.manifest.plugin.id));
        Ok(plugins)
    }

    /// Builds the core modules of these plugins with one run of cargo and returns them in the same order.
    ///
    /// # Errors
    /// cargo cannot be run or fails, or a module cannot be read.
    pub fn build(&self, plugins: &[PluginCrate]) -> Result<Vec<Vec<u8>>, PackageError> {
        let mut cargo = self.command();
        cargo.args(["build", "--locked", "--profile", "plugin", "--target", TARGET, "--target-dir"]).arg(&self.target);
        for plugin in plugins {
            cargo.args(["--package", &plugin.package]);
        }
        let program = || self.cargo.to_string_lossy().into_owned();
        let output = cargo.output().map_err(|source| PackageError::Program { program: program(), source })?;
        if !output.status.success() {
            let names: Vec<&str> = plugins.iter().map(|plugin| plugin.package.as_str()).collect();
            let output = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(PackageError::Build { what: names.join(", "), output });
        }
        plugins.iter().map(|plugin| self.module(plugin)).collect()
    }

    fn module(&self, plugin: &PluginCrate) -> Result<Vec<u8>, PackageError> {
        let file = format!("{}.wasm", plugin.package.replace('-', "_"));
        let path = self.target.join(TARGET).join("plugin").join(file);
        fs::read(&path).map_err(|source| PackageError::Io { path, source })
    }

    fn command(&self) -> Command {
        let mut cargo = Command::new(&self.cargo);
        cargo.current_dir(&self.root);
        for variable in OUTER {
            cargo.env_remove(variable);
        }
        // Paths of this machine would stand in panic messages and change the digest from machine to machine.
        let remap = |from: &Path, to: &str| format!("--remap-path-prefix={}={to}", from.display());
        // Vector instructions are part of WebAssembly, and of what the runtime lets in.
        let mut flags = vec!["-Ctarget-feature=+simd128".to_owned(), remap(&self.root, "")];
        flags.extend(self.cargo_home.iter().map(|home| remap(&home.join("registry/src"), "registry")));
        cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
        cargo
    }
}
