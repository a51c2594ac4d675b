//! Whether the user trusts the owner of a repository: what it says of its remote decides what is built.

use super::lent::Lent;
use super::repository::Repository;
use crate::SourceError;
use std::path::Path;

/// The rule of git: the user owns the repository, or names it in `safe.directory` of their own configuration.
pub(super) fn check(repository: &Repository, lent: &Lent<'_>) -> Result<(), SourceError> {
    let ours = owner(lent.own());
    let foreign = repository.owned().into_iter().find(|path| owner(path) != ours);
    let Some(foreign) = foreign else { return Ok(()) };
    if lent.trusted()?.iter().any(|trusted| is_trusted(trusted, &repository.root)) {
        return Ok(());
    }
    Err(SourceError::OtherOwner { path: foreign.to_owned() })
}

/// `*`, the directory itself, or `…/*` for everything below.
fn is_trusted(trusted: &str, root: &Path) -> bool {
    match trusted.strip_suffix("/*") {
        _ if trusted == "*" => true,
        Some(above) => root.starts_with(above) && root != Path::new(above),
        None => root == Path::new(trusted),
    }
}

#[cfg(unix)]
fn owner(path: &Path) -> Option<u32> {
    path.metadata().ok().map(|metadata| std::os::unix::fs::MetadataExt::uid(&metadata))
}

#[cfg(not(unix))]
fn owner(_: &Path) -> Option<u32> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_named_is_trusted() {
        for (trusted, is_so) in [
            ("*", true),
            ("/srv/shop", true),
            ("/srv/*", true),
            ("/srv", false),
            ("/srv/shop/*", false),
            ("/s*", false),
        ] {
            assert_eq!(is_trusted(trusted, Path::new("/srv/shop")), is_so, "{trusted}");
        }
    }
}
