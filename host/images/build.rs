//! Writes the catalogues of `rules/` as JSON, stream by stream: most runs of the program need one stream of one of them,
//! and JSON is read in a fraction of the time.

use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};
use toml::{Table, Value};

/// The catalogues, in the order in which they are tried for a stream that the chosen one does not have.
const CATALOGUES: [&str; 3] = ["openshift", "community", "era-3.5"];

fn main() -> Result<(), Box<dyn Error>> {
    let variable = |name: &str| env::var_os(name).map(PathBuf::from).ok_or_else(|| format!("cargo did not set {name}"));
    let (rules, out) = (variable("CARGO_MANIFEST_DIR")?.join("../../rules"), variable("OUT_DIR")?);
    let end_of_life = document(&rules.join("end-of-life.toml"))?;
    fs::write(out.join("end-of-life.json"), serde_json::to_string(&end_of_life)?)?;
    let mut table = String::from("&[\n");
    for name in CATALOGUES {
        let mut catalogue = document(&rules.join(format!("catalogues/{name}.toml")))?;
        let streams = catalogue.remove("stream").unwrap_or(Value::Array(Vec::new()));
        let cover = serde_json::to_string(&catalogue)?;
        writeln!(table, "Bundled {{ name: {name:?}, cover: {cover:?}, streams: &[")?;
        for stream in streams.as_array().into_iter().flatten() {
            let name = stream.get("name").and_then(Value::as_str).unwrap_or_default();
            let dates = serde_json::to_string(&dates(&end_of_life, name))?;
            let text = serde_json::to_string(stream)?;
            writeln!(table, "    BundledStream {{ name: {name:?}, text: {text:?}, dates: {dates:?} }},")?;
        }
        table.push_str("] },\n");
    }
    table.push(']');
    fs::write(out.join("catalogues.rs"), table)?;
    Ok(())
}

/// A document of the rules. What its keys mean is checked where it is read; here it only has to be TOML.
fn document(path: &Path) -> Result<Table, String> {
    println!("cargo::rerun-if-changed={}", path.display());
    let told = |error: &dyn Error| format!("{}: {error}", path.display());
    let text = fs::read_to_string(path).map_err(|error| told(&error))?;
    toml::from_str(&text).map_err(|error| told(&error))
}

/// After which day each version of a stream's language is not maintained.
fn dates(end_of_life: &Table, stream: &str) -> Table {
    let cycles = end_of_life.get("language").and_then(Value::as_array).into_iter().flatten();
    let mut cycles = cycles.filter(|cycle| {
        let names = cycle.get("stream-names").and_then(Value::as_array).into_iter().flatten();
        names.filter_map(Value::as_str).any(|name| name == stream)
    });
    cycles.next().and_then(|cycle| cycle.get("dates")?.as_table()).cloned().unwrap_or_default()
}
