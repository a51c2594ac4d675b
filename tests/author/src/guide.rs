//! The code blocks of a Markdown document.

/// A fenced block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What stands behind the fence: a language, and perhaps more words.
    pub info: String,
    /// The text.
    pub text: String,
    /// Line of the document, counted from 1.
    pub line: usize,
}

/// All fenced blocks, in their order.
#[must_use]
pub fn blocks(document: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut open: Option<Block> = None;
    for (line, number) in document.lines().zip(1..) {
        match (line.trim_start().strip_prefix("```"), open.take()) {
            (Some(info), None) => {
                open = Some(Block { info: info.trim().to_owned(), text: String::new(), line: number });
            }
            (Some(_), Some(block)) => found.push(block),
            (None, Some(mut block)) => {
                block.text.push_str(line);
                block.text.push('\n');
                open = Some(block);
            }
            (None, None) => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_have_their_info_and_their_place() {
        let found = blocks("a\n```sh\none\ntwo\n```\nb\n```\n```\n");
        assert_eq!(found[0], Block { info: "sh".into(), text: "one\ntwo\n".into(), line: 2 });
        assert_eq!(found.len(), 2);
    }
}
