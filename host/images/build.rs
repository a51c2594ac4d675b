//! Writes the catalogues of `rules/` as JSON: every run of the program reads two of them, and JSON is read in a fraction
//! of the time.

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

/// The documents, relative to `rules/`.
const DOCUMENTS: [&str; 4] =
    ["catalogues/openshift.toml", "catalogues/community.toml", "catalogues/era-3.5.toml", "end-of-life.toml"];

fn main() -> Result<(), Box<dyn Error>> {
    let variable = |name: &str| env::var_os(name).map(PathBuf::from).ok_or_else(|| format!("cargo did not set {name}"));
    let (rules, out) = (variable("CARGO_MANIFEST_DIR")?.join("../../rules"), variable("OUT_DIR")?);
    for document in DOCUMENTS {
        let path = rules.join(document);
        println!("cargo::rerun-if-changed={}", path.display());
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        // What its keys mean is checked where it is read; here it only has to be TOML.
        let value: toml::Value = toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        let name = path.with_extension("json").file_name().map(PathBuf::from).unwrap_or_default();
        fs::write(out.join(name), serde_json::to_string(&value)?)?;
    }
    Ok(())
}
