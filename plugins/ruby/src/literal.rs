//! String literals in lines of Ruby.

/// The string literals that a list of arguments begins with: `("a", '~> 1', key: "x")` gives `a` and `~> 1`. A list in
/// brackets is read like the bare arguments. Interpolated strings end the list: their value is not known.
pub fn leading_strings(arguments: &str) -> Vec<&str> {
    let mut strings = Vec::new();
    let mut rest = arguments.trim_start_matches([' ', '\t', '(', '[']);
    while let Some((text, after)) = string(rest) {
        if text.contains("#{") || after.trim_start().starts_with("=>") {
            break;
        }
        strings.push(text);
        let Some(next) = after.trim_start_matches([' ', '\t', ']']).strip_prefix(',') else { break };
        rest = next.trim_start_matches([' ', '\t', '[']);
    }
    strings
}

/// Every string literal of a line.
pub fn strings(line: &str) -> Vec<&str> {
    let mut strings = Vec::new();
    let mut rest = line;
    while let Some(at) = rest.find(['"', '\'']) {
        let Some((text, after)) = string(&rest[at..]) else { break };
        strings.push(text);
        rest = after;
    }
    strings
}

/// A quoted string at the very beginning, and what follows it.
fn string(text: &str) -> Option<(&str, &str)> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let end = text[1..].find(quote)? + 1;
    Some((&text[1..end], &text[end + 1..]))
}

/// What follows a method's name, if the line calls that method: `gem "x"`, `gem("x")`, not `gemspec`.
pub fn arguments<'l>(line: &'l str, method: &str) -> Option<&'l str> {
    line.strip_prefix(method).filter(|rest| rest.starts_with([' ', '\t', '(']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leading_strings_end_at_the_first_other_argument() {
        assert_eq!(leading_strings(r#"  "puma", '~> 5.6', ">= 5.6.4", group: "x""#), ["puma", "~> 5.6", ">= 5.6.4"]);
        assert_eq!(leading_strings(r#"("rails")"#), ["rails"]);
        assert_eq!(leading_strings(r#" [">= 2.7", "< 4"]"#), [">= 2.7", "< 4"]);
        assert_eq!(leading_strings(r#" "a", "b" => "c""#), ["a"]);
        assert_eq!(leading_strings(r##" "a#{1}""##), Vec::<&str>::new());
        assert_eq!(leading_strings(" ENV['X'] || '2.7'"), Vec::<&str>::new());
        assert_eq!(leading_strings(r#" "never closed"#), Vec::<&str>::new());
    }

    #[test]
    fn all_strings_of_a_line_are_found() {
        assert_eq!(strings("ruby File.read(File.expand_path('.ruby-version', \"x\"))"), [".ruby-version", "x"]);
    }
}
