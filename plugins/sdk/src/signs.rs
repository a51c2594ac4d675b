//! Texts that are looked for together.

/// Bytes of sources, the most frequent first; all others are rarer.
const FREQUENT: &[u8] = b" etaoinrslcdpumhfgyb_,.()-=;:'\"/v{}w0k1x<>[]*q2jzSTEACIRPNLD";

/// How many of those are too frequent to be looked for where another byte would do.
const TOO_FREQUENT: usize = 24;

/// How many bytes are looked for at once.
const AT_ONCE: usize = 3;

/// Texts of which any may occur. Only where the rarest byte of one stands is more than a byte compared, and many texts
/// share one: `str::contains` goes over the whole once for each, and prepares itself anew for every line.
///
/// ```
/// use fieldmark_sdk::Signs;
///
/// const LISTENS: Signs<2> = Signs::new([".listen(", "createServer("]);
/// assert!(LISTENS.occur_in("http.createServer(app)"));
/// assert!(!LISTENS.occur_in("const server = 1; // listen ("));
/// ```
pub struct Signs<const N: usize> {
    texts: [&'static str; N],
    /// Where the byte of each text stands that is looked for.
    telling: [usize; N],
    /// These bytes, each once.
    bytes: [u8; N],
    /// How many there are.
    kinds: usize,
}

impl<const N: usize> Signs<N> {
    /// Signs of these texts. An empty text occurs nowhere.
    #[must_use]
    pub const fn new(texts: [&'static str; N]) -> Self {
        let mut signs = Self { texts, telling: [0; N], bytes: [0; N], kinds: 0 };
        let mut text = 0;
        while text < N {
            let bytes = texts[text].as_bytes();
            if !bytes.is_empty() {
                match shared(bytes, signs.bytes.split_at(signs.kinds).0) {
                    Some(at) => signs.telling[text] = at,
                    None => {
                        let at = rarest(bytes);
                        signs.telling[text] = at;
                        signs.bytes[signs.kinds] = bytes[at];
                        signs.kinds += 1;
                    }
                }
            }
            text += 1;
        }
        signs
    }

    /// The texts.
    #[must_use]
    pub const fn texts(&self) -> &[&'static str; N] {
        &self.texts
    }

    /// Whether any of them occurs.
    #[must_use]
    pub fn occur_in(&self, text: &str) -> bool {
        let text = text.as_bytes();
        self.bytes[..self.kinds].chunks(AT_ONCE).any(|bytes| {
            let stands = |at| self.stand_at(text, at);
            match *bytes {
                [one] => memchr::memchr_iter(one, text).any(stands),
                [one, other] => memchr::memchr2_iter(one, other, text).any(stands),
                [one, other, third, ..] => memchr::memchr3_iter(one, other, third, text).any(stands),
                [] => false,
            }
        })
    }

    /// Whether one of them has the byte here that is looked for.
    fn stand_at(&self, text: &[u8], at: usize) -> bool {
        self.texts.iter().zip(self.telling).any(|(sign, telling)| {
            let sign = sign.as_bytes();
            sign.get(telling) == Some(&text[at]) && at >= telling && text[at - telling..].starts_with(sign)
        })
    }
}

/// Where one of these bytes stands, unless it is frequent.
const fn shared(text: &[u8], bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    while at < text.len() {
        let mut byte = 0;
        while byte < bytes.len() {
            if bytes[byte] == text[at] && rank(text[at]) >= TOO_FREQUENT {
                return Some(at);
            }
            byte += 1;
        }
        at += 1;
    }
    None
}

/// Where the rarest byte stands.
const fn rarest(text: &[u8]) -> usize {
    let (mut found, mut at) = (0, 1);
    while at < text.len() {
        if rank(text[at]) > rank(text[found]) {
            found = at;
        }
        at += 1;
    }
    found
}

/// How many bytes are more frequent.
const fn rank(byte: u8) -> usize {
    let mut rank = 0;
    while rank < FREQUENT.len() && FREQUENT[rank] != byte {
        rank += 1;
    }
    rank
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn texts_are_found_wherever_they_stand() {
        const SIGNS: Signs<3> = Signs::new(["ab(", "(ab", "é"]);
        for text in ["ab(", "x ab(", "(ab", "((ab", "ab(ab", "caf\u{e9}"] {
            assert!(SIGNS.occur_in(text), "{text}");
        }
        for text in ["", "a", "ab", "(a", "a(b", "ab )", "e"] {
            assert!(!SIGNS.occur_in(text), "{text}");
        }
    }

    #[test]
    fn empty_text_occurs_nowhere() {
        assert!(!Signs::new(["", "x"]).occur_in("a"));
        assert!(Signs::new(["", "x"]).occur_in("ax"));
    }

    proptest! {
        #[test]
        fn occurs_what_the_text_contains(text in "[ab(.é]{0,40}") {
            let texts = ["ab", "b.(", "aa", "é(", ".."];
            prop_assert_eq!(Signs::new(texts).occur_in(&text), texts.iter().any(|sign| text.contains(sign)));
        }
    }
}
