//! The packaging step: builds every plugin of `plugins/` from source, compiles it for this target, and writes the table
//! that `src/bundle.rs` includes.

use fieldmark_model::{Detector, Kind, parse_document};
use fieldmark_package::{PluginCrate, Target, Workspace, componentize, ensure_target};
use fieldmark_runtime::{Component, Runtime, detector_digest, embed};
use std::ffi::OsString;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

type Failure = Box<dyn std::error::Error>;

fn main() {
    if let Err(error) = bundle() {
        // cargo shows what follows `cargo::error=`, one line each.
        for line in error.to_string().lines() {
            println!("cargo::error={line}");
        }
    }
}

fn bundle() -> Result<(), Failure> {
    let out = PathBuf::from(variable("OUT_DIR")?);
    let root = PathBuf::from(variable("CARGO_MANIFEST_DIR")?).join("../..").canonicalize()?;
    watch(&root);
    if ensure_target(&variable("RUSTC")?)? == Target::Added {
        println!("cargo::warning=added the Rust target {} to the toolchain", fieldmark_package::TARGET);
    }
    let workspace = Workspace {
        target: out.join("plugins"),
        cargo: variable("CARGO")?,
        cargo_home: env::home_dir().map(|home| env::var_os("CARGO_HOME").map_or(home.join(".cargo"), PathBuf::from)),
        root,
    };
    let plugins = workspace.plugins()?;
    let modules = workspace.build(&plugins)?;
    let target = env::var("TARGET")?;
    let mut table = String::from("&[\n");
    let mut interpreter = String::new();
    for (plugin, module) in plugins.iter().zip(&modules) {
        println!("cargo::rerun-if-changed={}", plugin.folder.join("src").display());
        println!("cargo::rerun-if-changed={}", plugin.folder.join("plugin.toml").display());
        println!("cargo::rerun-if-changed={}", plugin.folder.join("Cargo.toml").display());
        let component = component(plugin, module)?;
        if plugin.manifest.plugin.kind == Kind::Interpreter {
            component.digest().clone_into(&mut interpreter);
        }
        table.push_str(&entry(&component, &target, &out)?);
    }
    table.push(']');
    for name in ["vendored", "conflicts", "components"] {
        let path = workspace.root.join("rules").join(name).with_extension("toml");
        println!("cargo::rerun-if-changed={}", path.display());
        let text = fs::read_to_string(&path)?;
        // What its keys mean is checked where it is read; here it only has to be TOML.
        let value: serde_json::Value = parse_document(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        fs::write(out.join(name).with_extension("json"), serde_json::to_string(&value)?)?;
    }
    fs::write(out.join("bundle.rs"), table)?;
    fs::write(out.join("detectors.rs"), detectors(&workspace.root.join("rules/detectors"), &plugins, &interpreter)?)?;
    Ok(())
}

/// The table of the detectors in a folder, sorted by id, with their digests under the interpreter with this digest.
fn detectors(folder: &Path, plugins: &[PluginCrate], interpreter: &str) -> Result<String, Failure> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut lines = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        println!("cargo::rerun-if-changed={}", path.display());
        let detector = Detector::parse(&fs::read(&path)?).map_err(|error| format!("{}: {error}", path.display()))?;
        if plugins.iter().any(|plugin| plugin.manifest.plugin.id == detector.detector.id) {
            return Err(format!("{}: a plugin has the id of this detector", path.display()).into());
        }
        let manifest = serde_json::to_string(&detector.manifest())?;
        let text = serde_json::to_string(&detector)?;
        let digest = detector_digest(interpreter, text.as_bytes());
        let line =
            format!("    BundledDetector {{ manifest: {manifest:?}, detector: {text:?}, digest: {digest:?} }},\n");
        lines.push((detector.detector.id, line));
    }
    lines.sort();
    Ok(format!("&[\n{}]", lines.into_iter().map(|(_, line)| line).collect::<String>()))
}

/// Packs one plugin.
fn component(plugin: &PluginCrate, module: &[u8]) -> Result<Component, Failure> {
    let id = &plugin.manifest.plugin.id;
    let bytes = componentize(id, module, &plugin.manifest_text)?;
    Ok(Component::inspect(bytes).map_err(|error| format!("plugin {id}: {error}"))?)
}

/// Compiles one plugin and returns its line of the table.
fn entry(component: &Component, target: &str, out: &Path) -> Result<String, Failure> {
    let id = &component.manifest().plugin.id;
    let size = component.bytes().len();
    let code = Runtime::precompile(component, target).map_err(|error| format!("plugin {id}: {error}"))?;
    let path = out.join(format!("{id}.cwasm"));
    fs::write(&path, code)?;
    let manifest = serde_json::to_string(component.manifest())?;
    let mut line = String::new();
    writeln!(
        line,
        "    Bundled {{ manifest: {manifest:?}, digest: {:?}, component_bytes: {size}, code: {} }},",
        component.digest(),
        embed(&path)
    )?;
    Ok(line)
}

/// What the bundle is made from, beside the plugins themselves. A new plugin changes the lock file.
fn watch(root: &Path) {
    for path in ["plugins/sdk/src", "plugins/sdk/Cargo.toml", "wit/detector.wit", "Cargo.toml", "Cargo.lock"] {
        println!("cargo::rerun-if-changed={}", root.join(path).display());
    }
}

fn variable(name: &str) -> Result<OsString, Failure> {
    env::var_os(name).ok_or_else(|| format!("cargo did not set {name}").into())
}
