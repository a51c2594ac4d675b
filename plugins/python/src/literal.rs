//! Literals in Python code, read without running it: enough for `setup.py`.

use fieldmark_sdk::{File, Place};

/// The string given to a keyword: `name="shop"`. None if it is computed.
pub(crate) fn keyword<'r>(file: File<'r>, name: &str) -> Option<(&'r str, Place)> {
    let (offset, text) = after_keyword(file, name)?;
    let (value, _) = string(text)?;
    Some((value, file.line(line_of(file, offset))))
}

/// The strings of the list given to a keyword, directly or by the name of a list in the same file.
pub(crate) fn keyword_list<'r>(file: File<'r>, name: &str) -> Vec<(&'r str, Place)> {
    let Some((offset, text)) = after_keyword(file, name) else { return Vec::new() };
    if text.starts_with('[') {
        return list(file, offset, text);
    }
    let variable = &text[..text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count()];
    match after_keyword(file, variable).filter(|(_, text)| !variable.is_empty() && text.starts_with('[')) {
        Some((offset, text)) => list(file, offset, text),
        None => Vec::new(),
    }
}

/// The strings of the first list after a word: `"console_scripts": ["shop = shop.cli:main"]`.
pub(crate) fn list_after<'r>(file: File<'r>, word: &str) -> Vec<(&'r str, Place)> {
    let Some(text) = file.text() else { return Vec::new() };
    let start = text.find(word).and_then(|at| Some(at + text[at..].find('[')?));
    start.map_or_else(Vec::new, |start| list(file, start, &text[start..]))
}

/// What follows `name =`, with its offset.
fn after_keyword<'r>(file: File<'r>, name: &str) -> Option<(usize, &'r str)> {
    let text = file.text()?;
    text.match_indices(name).find_map(|(at, _)| {
        let before = text[..at].chars().next_back();
        let rest = text[at + name.len()..].trim_start().strip_prefix('=')?;
        let whole = !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '.') && !rest.starts_with('=');
        let rest = rest.trim_start();
        whole.then_some((text.len() - rest.len(), rest))
    })
}

fn line_of(file: File<'_>, offset: usize) -> u32 {
    let before = file.text().and_then(|text| text.get(..offset)).unwrap_or_default();
    u32::try_from(before.matches('\n').count()).unwrap_or(u32::MAX).saturating_add(1)
}

/// The string literal that the text begins with, and what follows it.
fn string(text: &str) -> Option<(&str, &str)> {
    let quote = text.chars().next().filter(|c| *c == '"' || *c == '\'')?;
    let (value, rest) = text[1..].split_once(quote)?;
    (!value.contains('\n')).then_some((value, rest))
}

/// The strings up to the bracket that closes the list.
fn list<'r>(file: File<'r>, offset: usize, text: &'r str) -> Vec<(&'r str, Place)> {
    let mut found = Vec::new();
    let mut rest = text;
    let mut depth = 0usize;
    while let Some(c) = rest.chars().next() {
        match c {
            '[' => depth += 1,
            ']' if depth <= 1 => break,
            ']' => depth -= 1,
            '#' => {
                rest = rest.find('\n').map_or("", |end| &rest[end..]);
                continue;
            }
            '"' | '\'' => {
                let Some((value, after)) = string(rest) else { break };
                found.push((value, file.line(line_of(file, offset + (text.len() - rest.len())))));
                rest = after;
                continue;
            }
            _ => {}
        }
        rest = &rest[c.len_utf8()..];
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn keywords_of_setup_are_read() {
        let text = "DEPS = [\n  'flask[async]>=2',  # it's web\n  \"gunicorn\",\n]\nsetup (\n  name = 'shop',\n  \
                    long_name='x',\n  install_requires=DEPS,\n  python_requires='>=3.8')\n";
        let repo = MemorySource::new([("setup.py", text)]).into_repo();
        let file = repo.file("setup.py").unwrap();
        let (name, at) = keyword(file, "name").unwrap();
        assert_eq!((name, at.line), ("shop", Some(6)));
        let list: Vec<_> = keyword_list(file, "install_requires").iter().map(|(s, at)| (*s, at.line)).collect();
        assert_eq!(list, [("flask[async]>=2", Some(2)), ("gunicorn", Some(3))]);
        assert_eq!(keyword(file, "version"), None);
    }

    #[test]
    fn computed_and_broken_values_are_unknown() {
        let text = "setup(name=read('NAME'), install_requires=load(), tests_require=['a', \"b";
        let repo = MemorySource::new([("setup.py", text)]).into_repo();
        let file = repo.file("setup.py").unwrap();
        assert_eq!(keyword(file, "name"), None);
        assert!(keyword_list(file, "install_requires").is_empty());
        assert_eq!(keyword_list(file, "tests_require").len(), 1);
    }
}
