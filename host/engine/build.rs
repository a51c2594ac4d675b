//! The packaging step: builds every plugin of `plugins/` from source, compiles it for this target, and writes the table
//! that `src/bundle.rs` includes.

use fieldmark_model::{Detector, Kind, parse_document};
use fieldmark_package::{PluginCrate, Target, Workspace, componentize, ensure_target};
use fieldmark_runtime::{Component, Runtime, detector_digest, embed};
use fieldmark_scan::PatternTable;
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
    let mut patterns = Vec::new();
    for (plugin, module) in plugins.iter().zip(&modules) {
        println!("cargo::rerun-if-changed={}", plugin.folder.join("src").display());
        println!("cargo::rerun-if-changed={}", plugin.folder.join("plugin.toml").display());
        println!("cargo::rerun-if-changed={}", plugin.folder.join("Cargo.toml").display());
        let component = component(plugin, module)?;
        if plugin.manifest.plugin.kind == Kind::Interpreter {
            component.digest().clone_into(&mut interpreter);
        }
        patterns.push(component.manifest().patterns.clone());
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
    let detectors = detectors(&workspace.root.join("rules/detectors"), &plugins)?;
    fs::write(out.join("detectors.rs"), detector_table(&detectors, &interpreter)?)?;
    patterns.extend(detectors.iter().map(|detector| detector.manifest().patterns));
    let patterns = PatternTable::new(&patterns)?;
    fs::write(
        out.join("patterns.rs"),
        format!("PatternTable::written(&{:?}, {:?})", patterns.words(), patterns.text()),
    )?;
    Ok(())
}

/// The detectors of a folder, sorted by id.
fn detectors(folder: &Path, plugins: &[PluginCrate]) -> Result<Vec<Detector>, Failure> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut detectors = Vec::new();
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
        detectors.push(detector);
    }
    detectors.sort_by(|a, b| a.detector.id.cmp(&b.detector.id));
    Ok(detectors)
}

/// The table of detectors, with their digests under the interpreter with this digest.
fn detector_table(detectors: &[Detector], interpreter: &str) -> Result<String, Failure> {
    let mut table = String::from("&[\n");
    for detector in detectors {
        let id = &detector.detector.id;
        let manifest = serde_json::to_string(&detector.manifest())?;
        let text = serde_json::to_string(detector)?;
        let digest = detector_digest(interpreter, text.as_bytes());
        writeln!(
            table,
            "    BundledDetector {{ id: {id:?}, manifest: {manifest:?}, detector: {text:?}, digest: {digest:?} }},"
        )?;
    }
    table.push(']');
    Ok(table)
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
    let is_interpreter = component.manifest().plugin.kind == Kind::Interpreter;
    Ok(format!(
        "    Bundled {{ id: {id:?}, is_interpreter: {is_interpreter}, manifest: {manifest:?}, digest: {:?}, \
         component_bytes: {size}, code: {} }},\n",
        component.digest(),
        embed(&path)
    ))
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
