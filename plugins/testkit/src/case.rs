//! One fixture of a plugin.

use fieldmark_model::{Budget, Detector, Manifest, ManifestError};
use fieldmark_scan::{PatternError, PatternSet, RootView, ScanError, ScanOptions, Vendored, scan};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};
use thiserror::Error;

/// A small repository with the verdict expected of it.
#[derive(Debug, Clone)]
pub struct Case {
    /// Name of its folder: what it proves.
    pub name: String,
    /// The repository.
    pub folder: PathBuf,
    /// `key=value` lines for the plugin.
    pub settings: String,
}

/// A fixture that cannot be used, or whose verdict is not the expected one.
#[derive(Debug, Error)]
pub enum CaseError {
    /// A file cannot be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The plugin's manifest is wrong.
    #[error("plugin.toml: {0}")]
    Manifest(#[from] ManifestError),
    /// A detector is wrong.
    #[error("{}: {source}", path.display())]
    Detector {
        /// Its file.
        path: PathBuf,
        /// What is wrong.
        source: ManifestError,
    },
    /// A pattern of the manifest is wrong.
    #[error("plugin.toml: {0}")]
    Pattern(#[from] PatternError),
    /// The fixture cannot be scanned.
    #[error(transparent)]
    Scan(#[from] ScanError),
    /// The verdict differs.
    #[error("{0}")]
    Difference(String),
}

impl Case {
    /// All fixtures of the plugin in a folder, by name.
    ///
    /// # Errors
    /// The folder `fixtures` cannot be read.
    pub fn all(plugin: &Path) -> Result<Vec<Self>, CaseError> {
        Self::below(&plugin.join("fixtures"))
    }

    /// All fixtures that stand directly in a folder, by name.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn below(fixtures: &Path) -> Result<Vec<Self>, CaseError> {
        let mut cases = Vec::new();
        for entry in fs::read_dir(fixtures).map_err(|source| CaseError::Io { path: fixtures.to_owned(), source })? {
            let folder = entry.map_err(|source| CaseError::Io { path: fixtures.to_owned(), source })?.path();
            if folder.is_dir()
                && let Some(name) = folder.file_name().and_then(|name| name.to_str())
            {
                let settings = match fs::read_to_string(fixtures.join(format!("{name}.settings"))) {
                    Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
                    other => other.map_err(|source| CaseError::Io { path: folder.clone(), source })?,
                };
                cases.push(Self { name: name.to_owned(), settings, folder });
            }
        }
        cases.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(cases)
    }

    /// The manifest of the plugin in a folder.
    ///
    /// # Errors
    /// It cannot be read or is wrong.
    pub fn manifest(plugin: &Path) -> Result<Manifest, CaseError> {
        let path = plugin.join("plugin.toml");
        let bytes = fs::read(&path).map_err(|source| CaseError::Io { path, source })?;
        Ok(Manifest::parse(&bytes)?)
    }

    /// All detectors in a folder, by id.
    ///
    /// # Errors
    /// One cannot be read or is wrong.
    pub fn detectors(folder: &Path) -> Result<Vec<Detector>, CaseError> {
        let unreadable = |path: &Path| {
            let path = path.to_owned();
            move |source| CaseError::Io { path, source }
        };
        let mut detectors = Vec::new();
        for entry in fs::read_dir(folder).map_err(unreadable(folder))? {
            let path = entry.map_err(unreadable(folder))?.path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                let bytes = fs::read(&path).map_err(unreadable(&path))?;
                let detector = Detector::parse(&bytes).map_err(|source| CaseError::Detector { path, source })?;
                detectors.push(detector);
            }
        }
        detectors.sort_by(|a, b| a.detector.id.cmp(&b.detector.id));
        Ok(detectors)
    }

    /// What a plugin with this manifest sees of the repository.
    ///
    /// # Errors
    /// The manifest's patterns are wrong or the folder cannot be scanned.
    pub fn view(&self, manifest: &Manifest) -> Result<Arc<RootView>, CaseError> {
        let set = PatternSet::new([&manifest.patterns])?;
        let snapshot = Arc::new(scan(&self.folder, &set, &options())?);
        let counts = snapshot.extension_counts(".");
        Ok(Arc::new(RootView::new(snapshot, ".", 0, Budget::default().granted(&manifest.budget).hits, &set, counts)))
    }

    /// File of the golden verdict.
    #[must_use]
    pub fn golden(&self) -> PathBuf {
        self.folder.with_file_name(format!("{}.verdict.toml", self.name))
    }

    /// Compares a rendered verdict with the golden one, or writes it.
    ///
    /// # Errors
    /// They differ, or the file cannot be read or written.
    pub fn compare(&self, rendered: &str, bless: bool) -> Result<(), CaseError> {
        let path = self.golden();
        if bless {
            return fs::write(&path, rendered).map_err(|source| CaseError::Io { path, source });
        }
        let expected = match fs::read_to_string(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            other => other.map_err(|source| CaseError::Io { path, source })?,
        };
        if expected == rendered { Ok(()) } else { Err(CaseError::Difference(difference(&expected, rendered))) }
    }
}

/// The walk of the host: with the same directories left out.
fn options() -> ScanOptions {
    let vendored = Vendored::parse(include_str!("../../../rules/vendored.toml")).unwrap_or_default();
    ScanOptions { vendored: Arc::new(vendored), ..ScanOptions::default() }
}

/// The lines that only one side has.
fn difference(expected: &str, found: &str) -> String {
    let missing = expected.lines().filter(|line| !found.lines().any(|other| other == *line));
    let surplus = found.lines().filter(|line| !expected.lines().any(|other| other == *line));
    let lines: Vec<String> = missing
        .map(|line| format!("expected: {line}"))
        .chain(surplus.map(|line| format!("found:    {line}")))
        .collect();
    if lines.is_empty() { "the same lines in another order".to_owned() } else { lines.join("\n") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(folder: &Path) -> Case {
        Case { name: "c".into(), folder: folder.join("c"), settings: String::new() }
    }

    #[test]
    fn verdict_without_or_with_another_golden_file_is_a_fault() {
        let folder = std::env::temp_dir().join(format!("fieldmark-case-{}", std::process::id()));
        fs::create_dir_all(folder.join("c")).unwrap();
        assert!(case(&folder).compare("score = 1\n", false).is_err());
        case(&folder).compare("score = 1\n", true).unwrap();
        case(&folder).compare("score = 1\n", false).unwrap();
        let difference = case(&folder).compare("score = 2\n", false).unwrap_err().to_string();
        assert_eq!(difference, "expected: score = 1\nfound:    score = 2");
        fs::remove_dir_all(folder).unwrap();
    }
}
