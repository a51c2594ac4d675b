//! Lists the templates of `rules/dockerfiles`: the name of a file is the name of its language, so that none stands in the
//! code. They are written down as JSON, which reads in a fraction of the time.

use std::fmt::Write;
use std::path::PathBuf;
use std::{env, fs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../../rules/dockerfiles").canonicalize()?;
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files: Vec<PathBuf> =
        fs::read_dir(&folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_, std::io::Error>>()?;
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    let mut table = String::from("&[\n");
    for path in &files {
        let name = path.file_stem().and_then(|stem| stem.to_str()).ok_or("a template's name is no text")?;
        let text = fs::read_to_string(path)?;
        // What its keys mean is checked where it is read; here it only has to be TOML.
        let value: toml::Value = toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        writeln!(table, "({name:?}, {:?}),", serde_json::to_string(&value)?)?;
        println!("cargo::rerun-if-changed={}", path.display());
    }
    table.push(']');
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("templates.rs"), table)?;
    Ok(())
}
