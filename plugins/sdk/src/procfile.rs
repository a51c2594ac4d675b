//! The Procfile, which several ecosystems share.

use crate::{Place, Repo};

/// The command of one process type, with the place it is declared at. `plugin.toml` must list `Procfile`.
#[must_use]
pub fn process<'r>(repo: &'r Repo, name: &str) -> Option<(&'r str, Place)> {
    let declared = |line: crate::Line<'r>| {
        let (process, command) = line.code().split_once(':')?;
        (process.trim() == name && !command.trim().is_empty()).then(|| (command.trim(), line.at))
    };
    repo.file("Procfile")?.lines().find_map(declared)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::MemorySource;

    #[test]
    fn web_process_is_found_with_its_line() {
        let repo = MemorySource::new([("Procfile", "# who\nrelease: x\nweb:  gunicorn app:app --bind :$PORT\r\n")])
            .into_repo();
        let (command, at) = process(&repo, "web").unwrap();
        assert_eq!((command, at.line), ("gunicorn app:app --bind :$PORT", Some(3)));
        assert_eq!(process(&repo, "worker"), None);
    }
}
