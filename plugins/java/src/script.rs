//! Lines of Groovy and Kotlin build scripts.

/// A line without outer blanks and without its comment. `//` right after a colon is part of an address.
pub fn code(line: &str) -> &str {
    let line = line.trim();
    if line.starts_with(['*', '#']) || line.starts_with("/*") {
        return "";
    }
    let comment = line.match_indices("//").find(|(at, _)| !line[..*at].ends_with(':'));
    comment.map_or(line, |(at, _)| line[..at].trim_end())
}

/// The texts in single or double quotes of a line.
pub fn quoted(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        let start = rest.find(['"', '\''])?;
        let quote = rest[start..].chars().next()?;
        let inside = &rest[start + 1..];
        let end = inside.find(quote)?;
        rest = &inside[end + 1..];
        Some(&inside[..end])
    })
}

/// What follows a word, where it is not part of a longer one.
pub fn word_after<'l>(line: &'l str, word: &str) -> Option<&'l str> {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    line.match_indices(word).find_map(|(at, _)| {
        let after = &line[at + word.len()..];
        let whole = !line[..at].ends_with(|c| part(c) || c == '.')
            || (line[..at].ends_with('.') && !line[..at].ends_with("libs."));
        (whole && !(word.ends_with(part) && after.starts_with(part))).then_some(after)
    })
}

/// Accessors of a version catalogue: `libs.plugins.spring.boot` with the prefix `libs.plugins.` gives `spring.boot`.
pub fn accessors<'l>(line: &'l str, prefix: &'l str) -> impl Iterator<Item = &'l str> {
    line.match_indices(prefix).map(move |(at, _)| {
        let rest = &line[at + prefix.len()..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '_').unwrap_or(rest.len());
        &rest[..end]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_go_and_addresses_stay() {
        assert_eq!(code("  maven { url 'https://x/y' } // mirror"), "maven { url 'https://x/y' }");
        assert_eq!(code(" * id 'x'"), "");
    }

    #[test]
    fn words_are_whole() {
        assert_eq!(word_after("id 'war'", "id"), Some(" 'war'"));
        assert_eq!(word_after("void 'war'", "id"), None);
        assert_eq!(word_after("ideal", "id"), None);
        assert_eq!(word_after("java.sourceCompatibility = 1", "sourceCompatibility"), Some(" = 1"));
        assert_eq!(quoted("a 'b' \"c'd\" 'e").collect::<Vec<_>>(), ["b", "c'd"]);
        assert_eq!(accessors("alias(libs.plugins.a.b)", "libs.plugins.").collect::<Vec<_>>(), ["a.b"]);
    }
}
