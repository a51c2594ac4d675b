use super::*;
use proptest::prelude::*;

/// Files of a tree.
struct Files(Vec<String>);

impl Files {
    fn of(paths: &[&str]) -> Self {
        Self(paths.iter().map(|path| (*path).to_owned()).collect())
    }

    /// What is left of them.
    fn left(&self, text: &str) -> Vec<String> {
        let removed = Ignore::parse(text.as_bytes()).removed(self);
        let is_gone = |path: &str| {
            removed.iter().any(|gone| gone.is_empty() || path == gone || path.starts_with(&format!("{gone}/")))
        };
        self.0.iter().filter(|path| !is_gone(path)).cloned().collect()
    }
}

impl Entries for Files {
    fn names(&self, directory: &str) -> Vec<String> {
        let prefix = if directory.is_empty() { String::new() } else { format!("{directory}/") };
        let rests = self.0.iter().filter_map(|path| path.strip_prefix(&prefix));
        let names: BTreeSet<String> = rests.filter_map(|rest| rest.split('/').next()).map(str::to_owned).collect();
        names.into_iter().collect()
    }

    fn exists(&self, path: &str) -> bool {
        self.0.iter().any(|file| file == path || file.starts_with(&format!("{path}/")))
    }
}

const TREE: [&str; 8] =
    ["README.md", "CHANGES.md", "app.py", "docs/a.md", "docs/deep/b.md", "logs/x.log", "sub/app.bak", "[odd]"];

#[test]
fn patterns_take_out_what_upstream_takes_out() {
    // The place in s2i.md; the file; what is gone.
    let cases: [(&str, &str, &[&str]); 20] = [
        ("20 row 7", "*.md\n!README.md\n", &["CHANGES.md"]),
        ("20 row 8", "!README.md\n*.md\n", &["README.md", "CHANGES.md"]),
        ("20 row 9", "docs\n!docs/a.md\n", &["docs/a.md", "docs/deep/b.md"]),
        ("6: top level only", "a.md\n", &[]),
        ("6: one segment", "docs/*.md", &["docs/a.md"]),
        ("6: no double star", "**/*.bak\n**/b.md", &["sub/app.bak"]),
        ("6: spaces are trimmed", "  logs  \n", &["logs/x.log"]),
        ("6: tabs are not", "logs\t\n", &[]),
        ("6: a slash at the end", "logs/\n", &["logs/x.log"]),
        ("6: leading slash", "/app.py\n", &["app.py"]),
        ("6: comment", "#app.py\n # app.py\n", &[]),
        ("6: bad pattern", "[bad\napp.py\n", &["app.py"]),
        ("6: outside", "../*\ndocs/../../x\n", &[]),
        ("6: back inside", "docs/../app.py\n", &["app.py"]),
        ("escaped class", "\\[odd\\]\n", &["[odd]"]),
        ("class", "[A-C]*.md\n", &["CHANGES.md"]),
        ("negated class", "[^A-Z]*.py\n", &["app.py"]),
        ("all, hidden files too", "*\n", &TREE),
        ("the root itself", ".\n", &TREE),
        (
            "a directory kept again",
            "*\n!docs\n",
            &["README.md", "CHANGES.md", "app.py", "logs/x.log", "sub/app.bak", "[odd]"],
        ),
    ];
    let tree = Files::of(&TREE);
    for (place, text, gone) in cases {
        let left = tree.left(text);
        let missing: Vec<&str> = TREE.iter().copied().filter(|path| !left.iter().any(|l| l == path)).collect();
        assert_eq!(missing, gone, "{place}: {text:?}");
    }
}

#[test]
fn lines_without_the_effect_they_look_like_are_told() {
    let text = "../x\n[bad\n**/x\nx\t\n.\nfine\n";
    let found = Ignore::parse(text.as_bytes()).findings;
    let said: Vec<(u32, &str)> = found.iter().map(|f| (f.line.unwrap(), f.code.as_str())).collect();
    let expected = [
        (1, "ignore.outside"),
        (2, "ignore.malformed"),
        (3, "ignore.double-star"),
        (4, "ignore.trailing-blank"),
        (5, "ignore.everything"),
    ];
    assert_eq!(said, expected);
}

#[test]
fn carriage_return_is_told() {
    // `str::lines` takes one CR before the LF away, as Go's scanner does.
    assert_eq!(Ignore::parse(b"a\r\n").findings, []);
    assert_eq!(Ignore::parse(b"a\r\r\n").findings[0].code, "ignore.trailing-blank");
}

proptest! {
    #[test]
    fn without_negation_more_patterns_take_out_more(lines in proptest::collection::vec("[a-d*?/\\[\\].]{1,6}", 0..6)) {
        let tree = Files::of(&["a/b/c", "a/d", "b", "c/a/b", "d.c"]);
        let all = Ignore::parse(lines.join("\n").as_bytes()).removed(&tree);
        for line in &lines {
            let one = Ignore::parse(line.as_bytes()).removed(&tree);
            prop_assert!(one.is_subset(&all), "{line:?}");
            prop_assert!(one.iter().all(|path| path.is_empty() || tree.exists(path)));
        }
    }
}
