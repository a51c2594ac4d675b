//! Keeping credentials out of texts.

use crate::Remote;

/// What stands in the place of credentials.
pub(crate) const MASK: &str = "***";

/// Shorter secrets are masked where they stand in a URL only: they are parts of many words.
const MIN_SECRET: usize = 4;

/// A text with the credentials of all URLs in it masked.
pub(crate) fn mask(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("://").map(|at| at + 3) {
        let is_end = |c: char| c.is_whitespace() || matches!(c, '/' | '?' | '#' | '\'' | '"' | '<' | '>' | '`');
        let end = rest[start..].find(is_end).map_or(rest.len(), |at| start + at);
        out.push_str(&rest[..start]);
        match rest[start..end].rfind('@') {
            Some(at) => {
                out.push_str(MASK);
                out.push_str(&rest[start + at..end]);
            }
            None => out.push_str(&rest[start..end]),
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// A text that is no URL, perhaps because of what stands in its password: everything up to the last `@` is masked.
pub(crate) fn mask_widely(text: &str) -> String {
    match (text.find("://"), text.rfind('@')) {
        (Some(start), Some(end)) if start < end => {
            masked_query(&format!("{}{MASK}{}", &text[..start + 3], &text[end..]), MASK)
        }
        _ => masked_query(text, MASK),
    }
}

/// A message of git's with the credentials of a repository and of all URLs masked.
pub(crate) fn mask_message(text: &str, remote: &Remote) -> String {
    let mut out = text.to_owned();
    for secret in remote.secrets().iter().filter(|secret| secret.len() >= MIN_SECRET) {
        out = out.replace(secret.as_str(), MASK);
    }
    mask(&out)
}

/// Byte ranges of the values in a URL's query: tokens are given there, and nothing else that git needs is.
pub(crate) fn query_values(uri: &str) -> impl Iterator<Item = (usize, usize)> {
    let start = if uri.contains("://") { uri.find('?').map(|at| at + 1) } else { None };
    let mut at = start.unwrap_or(uri.len());
    let parts = start.map_or("", |start| &uri[start..]).split('&');
    parts.filter_map(move |part| {
        let begin = at;
        at += part.len() + 1;
        part.find('=').map(|equals| (begin + equals + 1, begin + part.len()))
    })
}

/// A URL with other text in the place of its query's values.
pub(crate) fn masked_query(uri: &str, mask: &str) -> String {
    let mut out = uri.to_owned();
    let ranges: Vec<(usize, usize)> = query_values(uri).collect();
    for (start, end) in ranges.into_iter().rev() {
        out.replace_range(start..end, mask);
    }
    out
}

/// A text with its `%41` decoded; nothing when that is not UTF-8, or holds NUL.
pub(crate) fn percent_decoded(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let hex = |offset: usize| bytes.get(at + offset).and_then(|&digit| char::from(digit).to_digit(16));
        match (byte, hex(1), hex(2)) {
            (b'%', Some(high), Some(low)) => {
                out.push(u8::try_from(high * 16 + low).ok()?);
                at += 3;
            }
            _ => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).ok().filter(|text| !text.contains('\0'))
}
