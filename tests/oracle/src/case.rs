//! The recordings as they lie in their folder.

use serde::Deserialize;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::{env, fs, io};
use thiserror::Error;

/// Names the folder of the recordings.
pub const FOLDER_VARIABLE: &str = "FIELDMARK_ORACLE";

/// One recorded run.
#[derive(Debug, Clone, Deserialize)]
pub struct Case {
    /// Its name.
    pub id: String,
    /// `oc` or `s2i`.
    pub program: String,
    /// Folder below `inputs/`; without one of that name an empty folder.
    pub input: String,
    /// Lines for `sh` that are run in the copy of the input first.
    #[serde(default)]
    pub setup: Vec<String>,
    /// The command line after the program's name.
    pub args: Vec<String>,
    /// Standard input.
    #[serde(default)]
    pub stdin: Option<String>,
    /// None when the program never ended.
    pub exit_code: Option<i32>,
    /// `json`, `yaml` or `text`.
    #[serde(default)]
    pub stdout_format: String,
    /// The parsed value of JSON, otherwise the text.
    #[serde(default)]
    pub stdout: Value,
    /// What was said beside the data.
    #[serde(default)]
    pub stderr: String,
    /// s2i: the files that were written.
    #[serde(default)]
    pub files: Vec<Value>,
    /// start-build: the requests that were sent.
    #[serde(default)]
    pub requests: Vec<Value>,
    /// Set when the program was still running after some time.
    #[serde(default)]
    pub never_ends: Value,
    /// What the case shows.
    #[serde(default)]
    pub note: String,
}

/// Recordings that cannot be read.
#[derive(Debug, Error)]
pub enum CaseError {
    /// A file cannot be read.
    #[error("{}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file is not what it should be.
    #[error("{}: {source}", path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: serde_json::Error,
    },
}

/// The folder of the recordings.
#[derive(Debug, Clone)]
pub struct Oracle {
    folder: PathBuf,
}

impl Oracle {
    /// The folder that the environment names; none when it names none.
    #[must_use]
    pub fn from_environment() -> Option<Self> {
        let folder = PathBuf::from(env::var_os(FOLDER_VARIABLE).filter(|value| !value.is_empty())?);
        // A test runs in the folder of its package; a relative path is meant from the workspace.
        let folder = if folder.is_relative() { workspace().join(folder) } else { folder };
        Some(Self { folder })
    }

    /// All cases, sorted by id.
    ///
    /// # Errors
    /// The folder or a case cannot be read.
    pub fn cases(&self) -> Result<Vec<Case>, CaseError> {
        let folder = self.folder.join("cases");
        let unreadable = |source| CaseError::Unreadable { path: folder.clone(), source };
        let mut cases = Vec::new();
        for entry in fs::read_dir(&folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            if path.extension().is_some_and(|extension| extension == "json") {
                cases.push(read::<Case>(&path)?);
            }
        }
        cases.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(cases)
    }

    /// What the stand-in cluster and registry of the recordings answer with.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn cluster(&self) -> Result<Value, CaseError> {
        read(&self.folder.join("cluster.json"))
    }

    /// The folder of an input; it may not be there.
    #[must_use]
    pub fn input(&self, name: &str) -> PathBuf {
        self.folder.join("inputs").join(name)
    }
}

/// The root of the workspace.
pub(crate) fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, CaseError> {
    let text = fs::read(path).map_err(|source| CaseError::Unreadable { path: path.to_owned(), source })?;
    serde_json::from_slice(&text).map_err(|source| CaseError::Invalid { path: path.to_owned(), source })
}
