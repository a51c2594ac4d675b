//! The guide for authors does what it says: every command is run and every file is written, in their order.

use fieldmark_test_author::{Block, Language, Stranger, blocks};
use std::path::Path;

const GUIDE: &str = include_str!("../../../plugins/README.md");

/// Whoever follows the guide: a folder, and what the last command has printed.
struct Reader {
    stranger: Stranger,
    folder: String,
    printed: String,
}

impl Reader {
    fn follow(&mut self, block: &Block) {
        let (kind, file) = block.info.split_once(' ').unwrap_or((&block.info, ""));
        match (kind, file) {
            ("sh", "") => block.text.lines().for_each(|line| self.run(line)),
            ("text", "") => self.expect(block),
            (_, "") => panic!("line {}: a block is a command, an output, or names its file", block.line),
            _ => self.stranger.write(&format!("{}/{file}", self.folder), &block.text),
        }
    }

    fn run(&mut self, line: &str) {
        if let Some(folder) = line.strip_prefix("cd ") {
            self.folder = Path::new(&self.folder).join(folder).display().to_string();
            self.stranger.keep_target(&self.folder);
            return;
        }
        let step = self.stranger.shell(&self.folder, line).ends_with(0);
        step.report("guide");
        self.printed = step.stdout;
    }

    /// Every line of the block stands in what the last command printed.
    fn expect(&self, block: &Block) {
        for line in block.text.lines() {
            let found = self.printed.lines().any(|printed| printed == line);
            assert!(found, "line {}: `{line}` is not printed:\n{}", block.line, self.printed);
        }
    }
}

#[test]
fn guide_does_what_it_says() {
    if !Language::named("rust").is_here() {
        return;
    }
    let blocks = blocks(GUIDE);
    assert!(blocks.len() > 8, "the guide has commands and files");
    let mut reader = Reader { stranger: Stranger::new(), folder: String::new(), printed: String::new() };
    for block in &blocks {
        reader.follow(block);
    }
}

#[test]
fn guide_names_every_template() {
    for language in Language::ALL {
        assert!(GUIDE.contains(&format!("| `{}` |", language.name)), "{}", language.name);
    }
}
