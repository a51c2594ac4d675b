//! A copy of an application's sources, laid out as source-to-image uploads them.

use crate::{Application, Decision, process};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;

/// `src` with the application, `scripts` with what replaces the image's scripts.
#[derive(Debug)]
pub struct Sources(TempDir);

impl Sources {
    /// Copies an application.
    pub fn of(application: &Application) -> Self {
        let sources = Self(tempfile::tempdir().unwrap());
        copy(&application.folder(), &sources.tree());
        fs::create_dir(sources.scripts()).unwrap();
        if application.locked {
            let mut lock = Command::new("bundle");
            lock.args(["lock", "--local"]).current_dir(sources.tree());
            process::output_of(&mut lock, Duration::from_secs(120));
        }
        sources
    }

    /// Copies a folder that has no table.
    pub fn in_folder(folder: &Path) -> Self {
        let sources = Self(tempfile::tempdir().unwrap());
        copy(folder, &sources.tree());
        sources
    }

    /// The directory with both.
    pub fn upload(&self) -> &Path {
        self.0.path()
    }

    /// The application.
    pub fn tree(&self) -> PathBuf {
        self.0.path().join("src")
    }

    fn scripts(&self) -> PathBuf {
        self.0.path().join("scripts")
    }

    /// Writes the scripts of a decision.
    pub fn install(&self, decision: &Decision) {
        for (name, body) in decision.scripts() {
            let path = self.scripts().join(name);
            fs::write(&path, body).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }
    }

    /// Where a script is in the image: the one of the decision, or else the image's own.
    pub fn script(&self, name: &str) -> String {
        let own = self.scripts().join(name).exists();
        if own { format!("/tmp/scripts/{name}") } else { format!("{}/{name}", crate::builder::SCRIPTS) }
    }

    /// The variables of `.s2i/environment`: the text before the first `=` and that behind it, trimmed.
    pub fn variables(&self) -> Vec<(String, String)> {
        let text = fs::read_to_string(self.tree().join(".s2i/environment")).unwrap_or_default();
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        lines
            .filter_map(|line| line.split_once('='))
            .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
            .collect()
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap_or_else(|error| panic!("{}: {error}", from.display())) {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
