//! Patterns of one path segment, with the meaning of Go's `filepath.Match` on systems with `/`.

/// One element of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Element {
    Literal(char),
    /// `?`
    One,
    /// `*`
    Any,
    /// `[a-z]`; true when negated by `^`.
    Class(bool, Vec<(char, char)>),
}

/// A pattern of one segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Segment {
    elements: Vec<Element>,
}

impl Segment {
    /// Reads a pattern; none when it is malformed (an open class, a range without an end, a `\` at the end).
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut elements = Vec::new();
        let mut rest = text.chars().peekable();
        while let Some(c) = rest.next() {
            elements.push(match c {
                '*' => Element::Any,
                '?' => Element::One,
                '\\' => Element::Literal(rest.next()?),
                '[' => class(&mut rest)?,
                other => Element::Literal(other),
            });
        }
        // Several in a row match what one does.
        elements.dedup_by(|a, b| matches!((a, b), (Element::Any, Element::Any)));
        Some(Self { elements })
    }

    /// The name it stands for, when it stands for just one.
    pub(crate) fn literal(&self) -> Option<String> {
        let one = |element: &Element| if let Element::Literal(c) = element { Some(*c) } else { None };
        self.elements.iter().map(one).collect()
    }

    /// Whether the whole name matches. Needs time in the product of both lengths at most.
    pub(crate) fn matches(&self, name: &str) -> bool {
        let name: Vec<char> = name.chars().collect();
        let (mut at, mut position) = (0, 0);
        let mut star: Option<(usize, usize)> = None;
        while position < name.len() {
            match self.elements.get(at) {
                Some(Element::Any) => {
                    star = Some((at + 1, position));
                    at += 1;
                    continue;
                }
                Some(element) if element.takes(name[position]) => {
                    at += 1;
                    position += 1;
                    continue;
                }
                _ => {}
            }
            // The last `*` takes one character more.
            let Some((after, from)) = star else { return false };
            star = Some((after, from + 1));
            at = after;
            position = from + 1;
        }
        self.elements[at.min(self.elements.len())..].iter().all(|element| *element == Element::Any)
    }
}

impl Element {
    fn takes(&self, c: char) -> bool {
        match self {
            Self::Literal(own) => *own == c,
            Self::One => true,
            Self::Any => false,
            Self::Class(negated, ranges) => ranges.iter().any(|(low, high)| (*low..=*high).contains(&c)) != *negated,
        }
    }
}

type Characters<'t> = std::iter::Peekable<std::str::Chars<'t>>;

fn class(rest: &mut Characters<'_>) -> Option<Element> {
    let negated = rest.next_if_eq(&'^').is_some();
    let mut ranges = Vec::new();
    loop {
        // At the first place `]` is no end, and as a character it needs a `\`.
        if !ranges.is_empty() && rest.next_if_eq(&']').is_some() {
            return Some(Element::Class(negated, ranges));
        }
        let low = member(rest)?;
        let high = if rest.next_if_eq(&'-').is_some() { member(rest)? } else { low };
        ranges.push((low, high));
    }
}

/// One character of a class; `-` and `]` have to be escaped.
fn member(rest: &mut Characters<'_>) -> Option<char> {
    let c = match rest.next()? {
        '-' | ']' => return None,
        '\\' => rest.next()?,
        other => other,
    };
    // The class is still open, so something has to follow.
    rest.peek().map(|_| c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn patterns_match_as_go_does() {
        let cases = [
            ("abc", "abc", Some(true)),
            ("*", "abc", Some(true)),
            ("*c", "abc", Some(true)),
            ("a*", "a", Some(true)),
            ("a*b*c", "axbxc", Some(true)),
            ("a*b*c", "axbx", Some(false)),
            ("a?c", "abc", Some(true)),
            ("a?c", "ac", Some(false)),
            ("?", "ä", Some(true)),
            ("[a-c]x", "bx", Some(true)),
            ("[^a-c]x", "bx", Some(false)),
            ("[^a-c]x", "dx", Some(true)),
            ("[!a]", "a", Some(true)),
            ("[!a]", "b", Some(false)),
            ("a\\*b", "a*b", Some(true)),
            ("a\\*b", "axb", Some(false)),
            ("[\\-x]", "-", Some(true)),
            ("[x\\-]", "-", Some(true)),
            ("[\\]a]", "]", Some(true)),
            ("*.md", ".md", Some(true)),
            ("**", "a.b", Some(true)),
            ("*", "", Some(true)),
            ("", "", Some(true)),
            ("[", "a", None),
            ("[]a]", "]", None),
            ("[-]", "-", None),
            ("[x-]", "x", None),
            ("[-x]", "x", None),
            ("[a", "a", None),
            ("[a-b-c]", "a", None),
            ("a\\", "a", None),
            ("[^", "a", None),
        ];
        for (pattern, name, expected) in cases {
            assert_eq!(Segment::parse(pattern).map(|p| p.matches(name)), expected, "{pattern:?} {name:?}");
        }
    }

    /// The same by trying every way, straight from the definition.
    fn naive(elements: &[Element], name: &[char]) -> bool {
        match (elements, name) {
            ([], []) => true,
            ([Element::Any, rest @ ..], _) => (0..=name.len()).any(|taken| naive(rest, &name[taken..])),
            ([first, rest @ ..], [c, name @ ..]) => first.takes(*c) && naive(rest, name),
            _ => false,
        }
    }

    proptest! {
        #[test]
        fn matching_agrees_with_trying_every_way(pattern in "([ab?*]|\\[\\^?[a-c]\\]){0,8}", name in "[abc]{0,10}") {
            let segment = Segment::parse(&pattern).unwrap();
            let characters: Vec<char> = name.chars().collect();
            prop_assert_eq!(segment.matches(&name), naive(&segment.elements, &characters));
        }
    }
}
