//! Perl's version numbers and requirements.

use fieldmark_sdk::range::dotted;

const SIGNS: [&str; 6] = [">=", "<=", "==", "!=", ">", "<"];

/// The neutral range of a requirement as CPAN writes it: a comma list, in which a bare number is the least that will
/// do. `5.026`, `v5.26` and `5.26.0` are the same version.
pub fn requirement(text: &str) -> Option<String> {
    let comparisons: Option<Vec<String>> = text.split(',').map(|part| comparison(part.trim())).collect();
    Some(comparisons?.into_iter().filter(|comparison| !comparison.is_empty()).collect::<Vec<_>>().join(", "))
}

/// The range of one exact version.
pub fn exact(text: &str) -> Option<String> {
    Some(format!("={}", dotted(&places(text)?)))
}

fn comparison(text: &str) -> Option<String> {
    let sign = SIGNS.iter().find(|sign| text.starts_with(**sign));
    let version = places(sign.map_or(text, |sign| &text[sign.len()..]).trim())?;
    if version == [0] {
        return Some(String::new());
    }
    let sign = match sign.copied() {
        Some("==") => "=",
        Some(sign) => sign,
        None => ">=",
    };
    Some(format!("{sign}{}", dotted(&version)))
}

/// The places of a version. A number with one dot is a decimal one, its fraction read in threes: `5.010001` is 5.10.1.
/// One or two digits are what people write who mean 5.26, not 5.260.
fn places(text: &str) -> Option<Vec<u32>> {
    let (text, is_dotted) = text.strip_prefix('v').map_or((text, false), |rest| (rest, true));
    let text = text.replace('_', "");
    let mut parts = text.split('.');
    let (whole, rest) = (parts.next()?, parts.collect::<Vec<_>>());
    let number = |digits: &str| {
        let plain = !digits.is_empty() && digits.bytes().all(|c| c.is_ascii_digit());
        plain.then(|| digits.parse::<u32>().ok()).flatten()
    };
    let mut places = vec![number(whole)?];
    match rest.as_slice() {
        [fraction] if !is_dotted && fraction.len() >= 3 => {
            for chunk in fraction.as_bytes().chunks(3) {
                let digits = std::str::from_utf8(chunk).ok()?;
                places.push(number(&format!("{digits:0<3}"))?);
            }
        }
        parts => {
            for part in parts {
                places.push(number(part)?);
            }
        }
    }
    while places.len() > 2 && places.last() == Some(&0) {
        places.pop();
    }
    (places.len() <= 6).then_some(places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_forms_of_a_version_are_the_same() {
        let cases = [
            ("5.26", ">=5.26"),
            ("5.026", ">=5.26"),
            ("5.026000", ">=5.26"),
            ("v5.26.0", ">=5.26"),
            ("5.010_001", ">=5.10.1"),
            ("5.0101", ">=5.10.100"),
            ("5.8.8", ">=5.8.8"),
            ("5", ">=5"),
            (">= 5.26, < 5.038", ">=5.26, <5.38"),
            ("== 5.36", "=5.36"),
            ("0", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(requirement(text).as_deref(), Some(expected), "{text:?}");
        }
        assert_eq!(exact("5.38.2").as_deref(), Some("=5.38.2"));
    }

    #[test]
    fn other_texts_are_not_understood() {
        for text in
            ["", "latest", "5.", "v", "5.x", "5.26.1.2.3.4.5.6", "~> 5", "5.99999999999999999999", "é.ééé", "5.ééé"]
        {
            assert_eq!(requirement(text), None, "{text:?}");
        }
    }
}
