use super::*;

#[allow(clippy::type_complexity, reason = "pairs read well beside a table")]
fn read(text: &[u8]) -> (Vec<(String, String)>, Vec<(u32, String)>) {
    let environment = Environment::parse(ENVIRONMENT_PATH, text);
    let variables = environment.variables.into_iter().map(|v| (v.name, v.value)).collect();
    let findings = environment.findings.into_iter().map(|f| (f.line.unwrap_or_default(), f.code)).collect();
    (variables, findings)
}

/// Each row: what it shows, with the place in s2i.md; the file; its variables; line and end of the code of each finding.
type Row = (&'static str, &'static [u8], &'static [(&'static str, &'static str)], &'static [(u32, &'static str)]);

const ROWS: &[Row] = &[
    ("20 row 4: blanks around both", b"A = b c \n", &[("A", "b c")], &[]),
    ("20 row 5: quotes stay", b"A=\"x\"\n", &[("A", "\"x\"")], &[(1, "quotes")]),
    ("5: single quotes stay", b"A='x'", &[("A", "'x'")], &[(1, "quotes")]),
    ("5: a quote alone is a value", b"A=\"", &[("A", "\"")], &[]),
    ("20 row 6: no equals sign", b" #c\n", &[], &[(1, "no-value")]),
    ("20 row 6: indented comment", b" #c=1\n", &[("#c", "1")], &[(1, "comment")]),
    ("5: comment", b"#A=1\n\n   \nB=2\n", &[("B", "2")], &[]),
    ("5: first equals sign", b"A=b=c\n", &[("A", "b=c")], &[]),
    ("5: no name", b"=x\n  =y\n", &[], &[(1, "no-name"), (2, "no-name")]),
    ("5: export", b"export A=1\n", &[("export A", "1")], &[(1, "export")]),
    (
        "5: reference",
        b"A=$HOME/x\nB=cost $5\nC=${X}\n",
        &[("A", "$HOME/x"), ("B", "cost $5"), ("C", "${X}")],
        &[(1, "reference"), (3, "reference")],
    ),
    ("5: continuation", b"A=x\\\nB=y\n", &[("A", "x\\"), ("B", "y")], &[(1, "continuation")]),
    ("5: comma and equals", b"A=a=1,b=2\n", &[("A", "a=1,b=2")], &[(1, "list")]),
    ("5: comma alone", b"A=a,b\n", &[("A", "a,b")], &[]),
    ("5: repeated", b"A=1\nA=2\n", &[("A", "1"), ("A", "2")], &[(2, "repeated")]),
    ("5: empty value", b"A=\n", &[("A", "")], &[]),
    ("name with blanks", b"two words=1\n", &[("two words", "1")], &[(1, "name-with-blanks")]),
    ("name that no shell reads", b"a.b=1\n1A=2\n", &[("a.b", "1"), ("1A", "2")], &[(1, "name"), (2, "name")]),
    ("comment behind a value", b"A=x # y\n", &[("A", "x # y")], &[(1, "trailing-comment")]),
    ("CR LF", b"A=1\r\nB=2\r\n", &[("A", "1"), ("B", "2")], &[]),
    ("CR inside", b"A=1\rB=2\n", &[("A", "1\rB=2")], &[]),
    ("byte order mark", b"\xef\xbb\xbfA=1\n", &[("\u{feff}A", "1")], &[(1, "byte-order-mark")]),
    ("not UTF-8", b"A=\xff\nB=1\n", &[("A", "\u{fffd}"), ("B", "1")], &[(1, "not-utf8")]),
    ("tabs are blanks", b"A\t=\tx\n", &[("A", "x")], &[]),
    ("no line end at the end", b"A=1", &[("A", "1")], &[]),
    ("empty", b"", &[], &[]),
];

#[test]
fn every_line_is_read_as_upstream_reads_it() {
    for (what, text, variables, findings) in ROWS {
        let (found, said) = read(text);
        let found: Vec<(&str, &str)> = found.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(found, *variables, "{what}");
        let said: Vec<(u32, &str)> =
            said.iter().map(|(line, code)| (*line, code.strip_prefix("environment.").unwrap())).collect();
        assert_eq!(said, *findings, "{what}");
    }
}

#[test]
fn line_that_is_too_long_ends_the_file() {
    let mut text = b"A=1\nB=".to_vec();
    text.resize(text.len() + LONGEST_LINE, b'x');
    text.extend(b"\nC=3\n");
    let (variables, findings) = read(&text);
    assert_eq!(variables, [("A".to_owned(), "1".to_owned())]);
    assert_eq!(findings, [(2, "environment.long-line".to_owned())]);
}

#[test]
fn caps_can_be_seen() {
    let (variables, findings) = read(&b"A=1\n".repeat(MOST_ENVIRONMENT_BYTES / 4 + 1));
    assert_eq!(variables.len(), MOST_ENVIRONMENT_BYTES / 4);
    assert_eq!(findings.len(), MOST_FINDINGS);
    assert_eq!(findings[0], (0, "environment.too-large".to_owned()));
}

#[test]
fn file_of_the_command_line_has_its_own_comments() {
    let variables = Environment::parse_argument_file(b"# c\n// c=1\n  ONLY = one\nnothing\nB=1\nB=2\n  // x=1\n");
    let found: Vec<(&str, &str)> = variables.iter().map(|v| (v.name.as_str(), v.value.as_str())).collect();
    assert_eq!(found, [("B", "2"), ("ONLY", "one")]);
}
