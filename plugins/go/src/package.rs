//! What a Go source belongs to.

use fieldmark_sdk::File;

/// Build constraints that set a file aside: it is run by hand, or only there to pin tools.
const SET_ASIDE: [&str; 3] = ["ignore", "tools", "never"];

/// The package of a source; none for tests, files that are set aside, and what is no Go.
pub fn of<'r>(file: &File<'r>) -> Option<&'r str> {
    if file.extension() != Some("go") || file.name().ends_with("_test.go") || file.name().starts_with(['_', '.']) {
        return None;
    }
    let mut in_comment = false;
    for line in file.lines() {
        let text = line.text.trim();
        if in_comment || text.starts_with("/*") {
            in_comment = !text.contains("*/");
        } else if let Some(constraint) = constraint(text) {
            if constraint.split_whitespace().any(|word| SET_ASIDE.contains(&word)) {
                return None;
            }
        } else if !text.is_empty() && !text.starts_with("//") {
            return text.strip_prefix("package")?.split_whitespace().next()?.split([';', '/']).next();
        }
    }
    None
}

fn constraint(line: &str) -> Option<&str> {
    let comment = line.strip_prefix("//")?;
    comment.strip_prefix("go:build").or_else(|| comment.trim_start().strip_prefix("+build"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn package(name: &str, text: &str) -> Option<String> {
        let repo = MemorySource::new([(name, text)]).into_repo();
        repo.files().find_map(|file| of(&file).map(str::to_owned))
    }

    #[test]
    fn package_stands_after_comments() {
        assert_eq!(package("a.go", "// package x\n/* package\ny */\n\npackage main // z\n"), Some("main".into()));
        assert_eq!(package("a.go", "package main; import \"x\""), Some("main".into()));
        assert_eq!(package("a.go", "<html>"), None);
    }

    #[test]
    fn tests_and_files_set_aside_have_none() {
        assert_eq!(package("a_test.go", "package main"), None);
        assert_eq!(package("gen.go", "//go:build ignore\n\npackage main"), None);
        assert_eq!(package("tools.go", "// +build tools\n\npackage tools"), None);
        assert_eq!(package("a.go", "//go:build linux\n\npackage main"), Some("main".into()));
    }
}
