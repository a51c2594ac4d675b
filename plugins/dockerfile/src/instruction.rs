//! From lines to instructions: parser directives, comments, continued lines and here-documents.

/// One instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instruction {
    /// Its name in upper case.
    pub keyword: String,
    /// Everything after the name, continued lines joined, without here-documents.
    pub arguments: String,
    /// The here-documents that it opens, in their order.
    pub heredocs: Vec<String>,
    /// The line it begins on, counted from 1.
    pub line: u32,
}

/// A file cut into instructions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instructions {
    /// The instructions in the order of the file.
    pub list: Vec<Instruction>,
    /// The character that escapes others and, at the end of a line, continues it: `\` unless a directive says `` ` ``.
    pub escape: char,
    /// Line of a here-document that never ends.
    pub unterminated: Option<u32>,
}

/// Instructions that can open a here-document.
const WITH_HEREDOCS: [&str; 3] = ["RUN", "COPY", "ADD"];

/// Cuts a text into instructions. Nothing is refused: whether a keyword is known is the reader's question.
#[must_use]
pub fn parse(text: &str) -> Instructions {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut result = Instructions { list: Vec::new(), escape: escape_directive(text), unterminated: None };
    let mut lines = (1u32..).zip(text.lines());
    while let Some((line, first)) = lines.next() {
        if is_blank_or_comment(first) {
            continue;
        }
        let mut logical = String::new();
        let mut part = first.trim_start();
        loop {
            let Some(kept) = without_continuation(part, result.escape) else {
                logical.push_str(part);
                break;
            };
            logical.push_str(kept);
            // Blank lines and comments within a continued instruction do not end it.
            match lines.by_ref().find(|(_, next)| !is_blank_or_comment(next)) {
                Some((_, next)) => part = next,
                None => break,
            }
        }
        let mut instruction = cut(logical.trim(), line);
        for delimiter in heredocs(&instruction) {
            match body(&mut lines, &delimiter) {
                Some(body) => instruction.heredocs.push(body),
                None => result.unterminated = Some(line),
            }
        }
        result.list.push(instruction);
    }
    result
}

fn is_blank_or_comment(line: &str) -> bool {
    let line = line.trim_start();
    line.is_empty() || line.starts_with('#')
}

/// The line without its continuation sign; none if it is not continued.
fn without_continuation(line: &str, escape: char) -> Option<&str> {
    line.trim_end_matches([' ', '\t', '\r']).strip_suffix(escape)
}

fn cut(logical: &str, line: u32) -> Instruction {
    let (keyword, arguments) = logical.split_once([' ', '\t']).unwrap_or((logical, ""));
    Instruction {
        keyword: keyword.to_ascii_uppercase(),
        arguments: arguments.trim().to_owned(),
        heredocs: Vec::new(),
        line,
    }
}

/// The directive `# escape=`. Directives stand before everything else, blank lines included.
fn escape_directive(text: &str) -> char {
    let directives = text.lines().map_while(|line| {
        let (name, value) = line.trim().strip_prefix('#')?.split_once('=')?;
        let name = name.trim().to_ascii_lowercase();
        matches!(name.as_str(), "syntax" | "escape" | "check").then(|| (name, value.trim()))
    });
    let escapes = directives.filter(|(name, _)| name == "escape").map(|(_, value)| value);
    if escapes.last() == Some("`") { '`' } else { '\\' }
}

/// How a here-document ends.
struct Delimiter {
    word: String,
    /// Opened with `<<-`: tabs before the end are allowed, and taken off the lines.
    strip_tabs: bool,
}

fn heredocs(instruction: &Instruction) -> Vec<Delimiter> {
    let keyword_of_trigger = instruction.arguments.split_whitespace().next().unwrap_or_default();
    let may = WITH_HEREDOCS.contains(&instruction.keyword.as_str())
        || instruction.keyword == "ONBUILD" && WITH_HEREDOCS.iter().any(|k| k.eq_ignore_ascii_case(keyword_of_trigger));
    if !may {
        return Vec::new();
    }
    instruction.arguments.split_whitespace().filter_map(delimiter).collect()
}

/// `<<EOF`, `<<-EOF`, `<<"EOF"`, `3<<EOF`; not `<<<word`, nor a word in quotes that looks like one.
fn delimiter(word: &str) -> Option<Delimiter> {
    let rest = word.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix("<<")?;
    let (strip_tabs, rest) = rest.strip_prefix('-').map_or((false, rest), |rest| (true, rest));
    let name = rest.trim_matches(['"', '\'']);
    let plain = !name.is_empty() && !name.contains(['<', '"', '\'', '$', '`', '(', ')']);
    plain.then(|| Delimiter { word: name.to_owned(), strip_tabs })
}

/// The lines up to the delimiter, which is taken too; none if it does not come.
fn body<'t>(lines: &mut impl Iterator<Item = (u32, &'t str)>, delimiter: &Delimiter) -> Option<String> {
    let mut body = String::new();
    for (_, line) in lines {
        let line = if delimiter.strip_tabs { line.trim_start_matches('\t') } else { line };
        if line == delimiter.word {
            return Some(body);
        }
        body.push_str(line);
        body.push('\n');
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut_up(text: &str) -> Vec<(String, String, u32)> {
        parse(text).list.into_iter().map(|i| (i.keyword, i.arguments, i.line)).collect()
    }

    fn instruction(keyword: &str, arguments: &str, line: u32) -> (String, String, u32) {
        (keyword.to_owned(), arguments.to_owned(), line)
    }

    #[test]
    fn continued_lines_are_joined_across_comments_and_blank_lines() {
        let text = "# who\nfrom\tx\r\nRUN a \\\n  # why\n\n  && b\\  \n&& c\nCMD d \\";
        let expected = [instruction("FROM", "x", 2), instruction("RUN", "a   && b&& c", 3), instruction("CMD", "d", 8)];
        assert_eq!(cut_up(text), expected);
    }

    #[test]
    fn escape_directive_changes_the_continuation_sign() {
        let text = "# syntax=docker/dockerfile:1\n# Escape = `\nFROM x\nRUN dir C:\\\nRUN a `\n b\n";
        let expected = [instruction("FROM", "x", 3), instruction("RUN", "dir C:\\", 4), instruction("RUN", "a  b", 5)];
        assert_eq!(cut_up(text), expected);
    }

    #[test]
    fn escape_directive_after_a_comment_is_a_comment() {
        assert_eq!(parse("# hello\n# escape=`\nFROM x").escape, '\\');
        assert_eq!(parse("\n# escape=`\nFROM x").escape, '\\');
        assert_eq!(parse("FROM x\n# escape=`").escape, '\\');
    }

    #[test]
    fn heredocs_are_no_instructions() {
        let text = "RUN <<EOF\nUSER root\nEOF\nCOPY <<-\"A\" <<B /x\n\tEXPOSE 1\n\tA\nEXPOSE 2\nB\nUSER x\n";
        let parsed = parse(text);
        assert_eq!(parsed.list.len(), 3);
        assert_eq!(parsed.list[0].heredocs, ["USER root\n"]);
        assert_eq!(parsed.list[1].heredocs, ["EXPOSE 1\n", "EXPOSE 2\n"]);
        assert_eq!((parsed.list[2].keyword.as_str(), parsed.list[2].line), ("USER", 9));
    }

    #[test]
    fn signs_that_look_like_heredocs_are_none() {
        let text = "RUN cat <<<word\nRUN echo \"<<EOF\"\nRUN echo $((1<<4))\nLABEL a=<<EOF\nUSER x\n";
        assert_eq!(parse(text).list.len(), 5);
        assert_eq!(parse("RUN <<EOF\nUSER x\n").unterminated, Some(1));
    }

    #[test]
    fn nothing_is_nothing() {
        assert!(parse("").list.is_empty());
        assert!(parse("# only\n\n  # comments\n").list.is_empty());
    }
}
