//! `setup.cfg`: sections, keys and values over several lines.

use fieldmark_sdk::{File, Line};

/// The lines of a value, the first one trimmed to what follows the `=`. Empty when the key is not there.
pub(crate) fn value<'r>(file: File<'r>, section: &str, key: &str) -> Vec<Line<'r>> {
    let mut found = Vec::new();
    let (mut in_section, mut in_value) = (false, false);
    for line in file.lines() {
        let text = line.text.trim();
        if let Some(name) = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) {
            (in_section, in_value) = (name.trim() == section, false);
        } else if in_value && line.text.starts_with([' ', '\t']) {
            found.push(Line { text: line.code(), ..line });
        } else if !text.is_empty() && !text.starts_with(['#', ';']) {
            let entry = text.split_once(['=', ':']).filter(|(name, _)| in_section && name.trim() == key);
            in_value = entry.is_some();
            found.extend(entry.map(|(_, rest)| Line { text: rest.trim(), ..line }));
        }
    }
    found.retain(|line| !line.text.is_empty());
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn values_span_indented_lines() {
        let text = "[metadata]\nname = shop\n[options]\npython_requires = >=3.8\ninstall_requires =\n  flask\n\n  # no\n  \
                    gunicorn  # server\n[flake8]\nname = other\n";
        let repo = MemorySource::new([("setup.cfg", text)]).into_repo();
        let file = repo.file("setup.cfg").unwrap();
        let read = |section, key| value(file, section, key).iter().map(|l| (l.text, l.at.line)).collect::<Vec<_>>();
        assert_eq!(read("metadata", "name"), [("shop", Some(2))]);
        assert_eq!(read("options", "install_requires"), [("flask", Some(6)), ("gunicorn", Some(9))]);
        assert_eq!(read("options", "extras"), []);
    }
}
