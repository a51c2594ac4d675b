//! From a file to the module it is imported as.

use fieldmark_sdk::{File, Repo};

/// A module, and the directory that must be on the path for it to be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Module {
    /// Dotted name.
    pub(crate) name: String,
    /// Directory below the root; empty for the root itself, which is always on the path.
    pub(crate) base: String,
}

impl Module {
    /// The module a file is. None when its path cannot be a dotted name.
    ///
    /// Packages (directories with an `__init__.py`) are part of the name. Above them stands the directory that is put
    /// on the path, unless the file imports by that directory's name: then the root is on the path already.
    pub(crate) fn of(repo: &Repo<'_>, file: File<'_>) -> Option<Self> {
        // `__main__` is always the program that runs, never a module to import.
        let stem = match file.stem() {
            "__main__" => return None,
            "__init__" => None,
            stem => Some(stem),
        };
        let directories: Vec<&str> = file.directory().split('/').filter(|part| !part.is_empty()).collect();
        let mut base = directories.len();
        while base > 0 && repo.file(&format!("{}/__init__.py", directories[..base].join("/"))).is_some() {
            base -= 1;
        }
        base = imported_from(file, &directories[..base]).unwrap_or(base);
        let parts: Vec<&str> = directories[base..].iter().copied().chain(stem).collect();
        let base = directories[..base].join("/");
        let fine = !parts.is_empty() && parts.iter().all(|part| is_identifier(part)) && is_safe_path(&base);
        fine.then(|| Self { name: parts.join("."), base })
    }
}

/// Which of these directories the code takes for a package, although it has no `__init__.py`: one it imports from by
/// name, or its own when it imports relative to itself. `src` is never one.
fn imported_from(file: File<'_>, directories: &[&str]) -> Option<usize> {
    file.lines().find_map(|line| {
        let imported = line.text.trim_start();
        let module = ["from ", "import "].iter().find_map(|word| imported.strip_prefix(word))?;
        let last = directories.len().checked_sub(1).filter(|_| module.starts_with('.'));
        let first = module.split(['.', ' ', ',']).next().unwrap_or_default();
        let named = directories.iter().position(|directory| *directory == first && first != "src");
        last.filter(|last| directories[*last] != "src").or(named)
    })
}

/// Whether a text is a name in Python (of ASCII).
pub(crate) fn is_identifier(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Whether a text is `module`, `package.module` or `module:object`, and may stand in a script.
pub(crate) fn is_target(text: &str) -> bool {
    let (module, object) = text.split_once(':').unwrap_or((text, "application"));
    module.split('.').all(is_identifier) && object.trim_end_matches("()").split('.').all(is_identifier)
}

/// Whether a path below the root may stand in a script without quotes.
pub(crate) fn is_safe_path(path: &str) -> bool {
    !path.starts_with(['-', '/'])
        && path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-/".contains(&byte))
        && !path.split('/').any(|part| part == ".." || part.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn modules_are_named_from_where_they_are_imported() {
        let module = |files: &[(&str, &str)]| {
            let repo = MemorySource::new(files.iter().copied()).into_repo();
            let file = repo.file(files[0].0).unwrap();
            Module::of(&repo, file).map(|module| (module.name, module.base))
        };
        let found = |name: &str, base: &str| Some((name.to_owned(), base.to_owned()));
        assert_eq!(module(&[("main.py", "")]), found("main", ""));
        assert_eq!(module(&[("src/shop/__init__.py", "")]), found("shop", "src"));
        assert_eq!(module(&[("app/main.py", "")]), found("main", "app"));
        assert_eq!(module(&[("app/main.py", "from app.routers import x")]), found("app.main", ""));
        assert_eq!(module(&[("app/main.py", "from .routers import x")]), found("app.main", ""));
        assert_eq!(module(&[("app/main.py", ""), ("app/__init__.py", "")]), found("app.main", ""));
        assert_eq!(module(&[("back/app/main.py", "from app.routers import x")]), found("app.main", "back"));
        assert_eq!(module(&[("my-app/main.py", "")]), found("main", "my-app"));
        assert_eq!(module(&[("my app/main.py", "")]), None);
        assert_eq!(module(&[("__init__.py", "")]), None);
    }

    #[test]
    fn only_plain_names_pass() {
        assert!(is_target("shop.wsgi:app") && is_target("wsgi") && is_target("shop:create_app()"));
        assert!(
            !is_target("a b") && !is_target("a;b") && !is_target("\"a:b\"") && !is_target("$(x)") && !is_target("")
        );
        assert!(!is_safe_path("../x") && !is_safe_path("-x") && !is_safe_path("a b"));
    }
}
