//! Embeds what the program carries for authors: the templates of projects, the SDK with a manifest that stands by itself,
//! and the fixtures of the bundled plugins, which other plugins are tried over.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};
use toml::{Table, Value};

type Failure = Box<dyn std::error::Error>;

/// Where the SDK is put in a project. Its bindings look for the contract two folders up.
const SDK: &str = "vendor/fieldmark-sdk";

fn main() {
    if let Err(error) = embed() {
        println!("cargo::error={error}");
    }
}

fn embed() -> Result<(), Failure> {
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../..").canonicalize()?;
    for path in ["plugins", "wit/detector.wit", "LICENSE", "Cargo.toml"] {
        println!("cargo::rerun-if-changed={}", root.join(path).display());
    }
    let manifest = out.join("sdk.toml");
    fs::write(&manifest, sdk_manifest(&root)?)?;
    fs::write(out.join("templates.rs"), templates(&root, &manifest)?)?;
    fs::write(out.join("samples.rs"), samples(&root)?)?;
    Ok(())
}

/// All files below a folder, sorted, with `/` between the parts.
fn files(folder: &Path) -> Result<Vec<String>, Failure> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(folder.join(&inner))? {
            let entry = entry?;
            let path = inner.join(entry.file_name());
            match entry.file_type()? {
                kind if kind.is_dir() => folders.push(path),
                kind if kind.is_file() => {
                    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
                    found.push(parts.join("/"));
                }
                _ => {}
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The table of templates: what is common to all, then the language's own files.
fn templates(root: &Path, manifest: &Path) -> Result<String, Failure> {
    let folder = root.join("plugins/template");
    let common = files(&folder.join("common"))?;
    let sdk: Vec<String> =
        files(&root.join("plugins/sdk/src"))?.into_iter().filter(|path| path.ends_with(".rs")).collect();
    let mut names: Vec<String> =
        files(&folder)?.into_iter().filter_map(|path| path.strip_suffix("/template.toml").map(str::to_owned)).collect();
    names.sort();
    let mut table = String::from("&[\n");
    for name in names {
        let about: Table = fs::read_to_string(folder.join(&name).join("template.toml"))?.parse()?;
        let title = about.get("title").and_then(Value::as_str).ok_or("a template without a title")?;
        writeln!(table, "    Template {{ name: {name:?}, title: {title:?}, files: &[")?;
        let mut add = |path: &str, from: &Path| writeln!(table, "        ({path:?}, include_str!({from:?})),");
        add("wit/detector.wit", &root.join("wit/detector.wit"))?;
        add("LICENSE", &root.join("LICENSE"))?;
        for path in &common {
            add(path, &folder.join("common").join(path))?;
        }
        for path in files(&folder.join(&name))?.iter().filter(|path| *path != "template.toml") {
            add(path, &folder.join(&name).join(path))?;
        }
        if about.get("sdk").and_then(Value::as_bool) == Some(true) {
            add(&format!("{SDK}/Cargo.toml"), manifest)?;
            for path in &sdk {
                add(&format!("{SDK}/src/{path}"), &root.join("plugins/sdk/src").join(path))?;
            }
        }
        table.push_str("    ] },\n");
    }
    table.push(']');
    Ok(table)
}

/// The SDK's manifest with everything in it that it leaves to the workspace, and without what only its own tests need.
fn sdk_manifest(root: &Path) -> Result<String, Failure> {
    let workspace: Table = fs::read_to_string(root.join("Cargo.toml"))?.parse()?;
    let mut manifest: Table = fs::read_to_string(root.join("plugins/sdk/Cargo.toml"))?.parse()?;
    let of_workspace = |key: &str| workspace.get("workspace").and_then(|it| it.get(key)).and_then(Value::as_table);
    let (package, dependencies) = of_workspace("package").zip(of_workspace("dependencies")).ok_or("no workspace")?;
    manifest.remove("dev-dependencies");
    manifest.remove("lints");
    for (key, value) in manifest.get_mut("package").and_then(Value::as_table_mut).ok_or("no package")? {
        if is_left_to_workspace(value) {
            *value = package.get(key).ok_or("a key that the workspace does not have")?.clone();
        }
    }
    for value in manifest.get_mut("dependencies").and_then(Value::as_table_mut).ok_or("no dependencies")?.iter_mut() {
        resolve(value, dependencies)?;
    }
    Ok(toml::to_string(&manifest)?)
}

fn is_left_to_workspace(value: &Value) -> bool {
    value.get("workspace").and_then(Value::as_bool) == Some(true)
}

/// A dependency as the workspace describes it, with the features that the member adds.
fn resolve((name, value): (&String, &mut Value), dependencies: &Table) -> Result<(), Failure> {
    if !is_left_to_workspace(value) {
        return Ok(());
    }
    let described = dependencies.get(name).ok_or("a dependency that the workspace does not have")?;
    let mut whole = match described {
        Value::Table(table) => table.clone(),
        version => Table::from_iter([("version".to_owned(), version.clone())]),
    };
    if let Some(Value::Array(features)) = value.get("features") {
        let all = whole.entry("features").or_insert_with(|| Value::Array(Vec::new()));
        all.as_array_mut().ok_or("features that are no list")?.extend(features.iter().cloned());
    }
    *value = Value::Table(whole);
    Ok(())
}

/// The table of the fixtures of all bundled plugins.
fn samples(root: &Path) -> Result<String, Failure> {
    let plugins = root.join("plugins");
    let mut table = String::from("&[\n");
    let mut owners: Vec<String> = fs::read_dir(&plugins)?
        .flatten()
        .filter(|entry| entry.path().join("plugin.toml").is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    owners.sort();
    for owner in owners {
        let folder = plugins.join(&owner).join("fixtures");
        for (owner, case, folder) in cases(&owner, &folder)? {
            let settings = folder.with_file_name(format!("{case}.settings"));
            if settings.is_file() {
                // What it proves holds with these settings only.
                continue;
            }
            writeln!(table, "    Sample {{ owner: {owner:?}, case: {case:?}, files: &[")?;
            for path in files(&folder)? {
                let from = folder.join(&path);
                writeln!(table, "        ({path:?}, include_bytes!({from:?})),")?;
            }
            table.push_str("    ] },\n");
        }
    }
    table.push(']');
    Ok(table)
}

/// The fixtures of a plugin; those of an interpreter lie one folder deeper, below the id of their detector.
fn cases(owner: &str, fixtures: &Path) -> Result<Vec<(String, String, PathBuf)>, Failure> {
    let mut found = Vec::new();
    if !fixtures.is_dir() {
        return Ok(found);
    }
    for entry in fs::read_dir(fixtures)? {
        let (folder, name) = (entry.as_ref().map(|it| it.path()), entry.as_ref().map(|it| it.file_name()));
        let (Ok(folder), Ok(name)) = (folder, name) else { continue };
        let name = name.to_string_lossy().into_owned();
        if !folder.is_dir() {
            continue;
        }
        if fixtures.join(format!("{name}.verdict.toml")).is_file() {
            found.push((owner.to_owned(), name, folder));
        } else {
            found.extend(cases(&name, &folder)?);
        }
    }
    found.sort();
    Ok(found)
}
