//! Text that comes in parts of bytes.

/// Puts together characters that two parts share.
#[derive(Debug, Default)]
pub(crate) struct Characters {
    /// The beginning of a character.
    begun: Vec<u8>,
}

impl Characters {
    /// The text up to the last whole character. What is no text becomes U+FFFD.
    pub(crate) fn take(&mut self, part: &[u8]) -> String {
        self.begun.extend_from_slice(part);
        let rest = self.begun.split_off(whole(&self.begun));
        let text = String::from_utf8_lossy(&self.begun).into_owned();
        self.begun = rest;
        text
    }

    /// What is left when nothing follows.
    pub(crate) fn end(self) -> String {
        String::from_utf8_lossy(&self.begun).into_owned()
    }
}

/// Length of the bytes without a character that has only begun: three bytes of it at most.
fn whole(bytes: &[u8]) -> usize {
    let start = bytes.len().saturating_sub(3);
    let begun = (start..bytes.len()).find(|&at| {
        let is_first = bytes[at] >= 0xc0;
        is_first && std::str::from_utf8(&bytes[at..]).is_err_and(|error| error.error_len().is_none())
    });
    begun.unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_survive_any_division() {
        let text = "aé€😀\n→ok";
        for size in 1..=text.len() {
            let mut characters = Characters::default();
            let mut out: String = text.as_bytes().chunks(size).map(|part| characters.take(part)).collect();
            out.push_str(&characters.end());
            assert_eq!(out, text, "{size}");
        }
    }

    #[test]
    fn what_is_no_text_waits_for_nothing() {
        let mut characters = Characters::default();
        assert_eq!(characters.take(b"a\xff\x80\xffb"), "a\u{fffd}\u{fffd}\u{fffd}b");
        assert_eq!(characters.take(b"c\xe2\x82"), "c");
        assert_eq!(characters.end(), "\u{fffd}");
    }
}
