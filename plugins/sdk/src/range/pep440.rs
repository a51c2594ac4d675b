//! How Python projects ask for versions: PEP 440 specifiers, Poetry's constraints, conda's matches, plain versions.

use crate::range::{between, dotted, places, series};

/// PEP 440 specifiers, as in `requires-python`: `>=3.9,<4`, `~=3.10`, `==3.11.*`. A bare number, which the standard does
/// not know but people write, is an exact version.
#[must_use]
pub fn specifiers(text: &str) -> Option<String> {
    all_of(text)
}

/// Poetry's constraints: PEP 440 and `^3.10`, `~3.10`, `3.*`, alternatives with `||`.
#[must_use]
pub fn poetry(text: &str) -> Option<String> {
    alternatives(text)
}

/// The version part of a conda match specification: `=3.10`, `>=3.8,<3.11`, `3.9|3.10`, `=3.8.5=h757_1`.
#[must_use]
pub fn conda(text: &str) -> Option<String> {
    // What follows the second `=` names one build of the package.
    let text = text.trim();
    let signs = text.bytes().take_while(|byte| b"<>=!~ ".contains(byte)).count();
    let version = text[signs..].split_once('=').filter(|_| !text.contains(','));
    alternatives(version.map_or(text, |(version, _)| &text[..signs + version.len()]))
}

/// A version of the interpreter as version managers write it: `3.11.4`, `python-3.11`, `3.13-dev`, `latest`.
#[must_use]
pub fn version(text: &str) -> Option<String> {
    let text = text.trim();
    let plain = ["python-", "cpython-", "cpython@", "python@", "python"].iter().find_map(|p| text.strip_prefix(p));
    let plain = plain.unwrap_or(text).trim_start_matches(['=', ' ']);
    match plain {
        "latest" | "system" | "*" | "stable" => Some(String::new()),
        _ if plain.starts_with(['<', '>', '~', '!']) || plain.contains(',') => all_of(plain),
        _ if plain.starts_with(|c: char| c.is_ascii_digit()) => exact(plain),
        _ => None,
    }
}

fn exact(text: &str) -> Option<String> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    // `3.13t` (free-threaded), `3.13-dev`, `3.14.0rc1`, `3.x`: a suffix does not change the series. Anything longer is
    // the name of something else, such as a virtual environment.
    let known = ["", "*", "x", "t", "-dev", "t-dev"].contains(&rest) || prerelease(rest);
    known.then(|| places(text)).flatten().map(|places| series(&places))
}

fn prerelease(text: &str) -> bool {
    let number = text.trim_start_matches(['-', '.']);
    let number =
        ["alpha", "beta", "rc", "dev", "post", "a", "b", "c"].iter().find_map(|kind| number.strip_prefix(kind));
    number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'))
}

fn alternatives(text: &str) -> Option<String> {
    let parts: Vec<String> =
        text.split('|').map(str::trim).filter(|part| !part.is_empty()).map(all_of).collect::<Option<_>>()?;
    // One alternative that accepts all makes the others superfluous.
    if parts.iter().any(String::is_empty) { Some(String::new()) } else { Some(parts.join(" || ")) }
}

fn all_of(text: &str) -> Option<String> {
    let mut clauses = Vec::new();
    let mut sign = String::new();
    for word in text.split([',', ' ', '\t']).filter(|word| !word.is_empty()) {
        // `>= 3.9` is one clause in two words.
        if word.bytes().all(|byte| b"<>=!~^".contains(&byte)) {
            sign = word.to_owned();
        } else {
            clauses.push(clause(&format!("{}{word}", std::mem::take(&mut sign)))?);
        }
    }
    clauses.retain(|clause| !clause.is_empty());
    sign.is_empty().then(|| clauses.join(", "))
}

fn clause(text: &str) -> Option<String> {
    let signs = text.bytes().take_while(|byte| b"<>=!~^".contains(byte)).count();
    let (sign, version) = text.split_at(signs);
    if version == "*" {
        return Some(String::new());
    }
    let asked = places(version)?;
    let wildcard = version.ends_with(".*");
    Some(match sign {
        "" | "=" | "==" | "===" => exact(version)?,
        "!=" => format!("!={}", dotted(&asked)),
        ">=" | "<" => format!("{sign}{}", dotted(&asked)),
        // For PEP 440 3.9 is 3.9.0: `>3.9` accepts 3.9.1, and `<=3.9` refuses it, as pip does.
        ">" if asked.len() < 3 && !wildcard => format!(">{}", dotted(&padded(&asked))),
        "<=" if asked.len() < 3 && !wildcard => format!("<{}", dotted(&asked)),
        ">" | "<=" => format!("{sign}{}", dotted(&asked)),
        "~=" => between(&asked, &next(asked.get(..asked.len().checked_sub(1).filter(|left| *left > 0)?)?)?),
        "~" => between(&asked, &next(&asked[..asked.len().min(2)])?),
        "^" => {
            let first = asked.iter().position(|place| *place > 0).unwrap_or(asked.len() - 1);
            between(&asked, &next(&asked[..=first])?)
        }
        _ => return None,
    })
}

/// The first version after all that begin with these places.
fn next(places: &[u32]) -> Option<Vec<u32>> {
    let (last, before) = places.split_last()?;
    Some(before.iter().copied().chain([last.checked_add(1)?]).collect())
}

fn padded(places: &[u32]) -> Vec<u32> {
    places.iter().copied().chain([0, 0]).take(3).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(read: fn(&str) -> Option<String>, cases: &[(&str, &str)]) {
        for (text, expected) in cases {
            let expected = (*expected != "-").then(|| (*expected).to_owned());
            assert_eq!(read(text), expected, "{text:?}");
        }
    }

    #[test]
    fn specifiers_of_pep_440() {
        check(
            specifiers,
            &[
                (">=3.9,<4", ">=3.9, <4"),
                (">= 3.9, != 3.9.7", ">=3.9, !=3.9.7"),
                ("~=3.9", ">=3.9, <4"),
                ("~=3.9.2", ">=3.9.2, <3.10"),
                ("~=3", "-"),
                ("==3.10.*", "=3.10"),
                ("===3.10.1", "=3.10.1"),
                ("!=3.0.*", "!=3.0"),
                (">3.9", ">3.9.0"),
                ("<=3.12", "<3.12"),
                ("<=3.12.4", "<=3.12.4"),
                ("3.11", "=3.11"),
                (">=3.13.0rc1", ">=3.13.0"),
                ("", ""),
                (">=", "-"),
                ("=>3.9", "-"),
                ("three", "-"),
            ],
        );
    }

    #[test]
    fn constraints_of_poetry() {
        check(
            poetry,
            &[
                ("^3.10", ">=3.10, <4"),
                ("^0.2.3", ">=0.2.3, <0.3"),
                ("~3.10", ">=3.10, <3.11"),
                ("~3", ">=3, <4"),
                ("~2.7 || ^3.6", ">=2.7, <2.8 || >=3.6, <4"),
                (">=3.9 <3.13", ">=3.9, <3.13"),
                ("3.*", "=3"),
                ("3.9", "=3.9"),
                ("*", ""),
                ("^", "-"),
            ],
        );
    }

    #[test]
    fn matches_of_conda() {
        check(
            conda,
            &[
                ("=3.10", "=3.10"),
                ("==3.9.1", "=3.9.1"),
                ("=3.8.5=h7579374_1", "=3.8.5"),
                (" >=3.8,<3.11", ">=3.8, <3.11"),
                ("3.9|3.10.*", "=3.9 || =3.10"),
                ("", ""),
            ],
        );
    }

    #[test]
    fn versions_of_version_managers() {
        check(
            version,
            &[
                ("3.11.4", "=3.11.4"),
                ("python-2.7", "=2.7"),
                ("cpython-3.12.1", "=3.12.1"),
                ("3.13t", "=3.13"),
                ("3.14-dev", "=3.14"),
                ("3.14.0rc2", "=3.14.0"),
                (">=3.9,<3.12", ">=3.9, <3.12"),
                ("latest", ""),
                ("pypy3.9-7.3.8", "-"),
                ("miniconda3-4.7.12", "-"),
                ("3.8.1-myproject", "-"),
                ("r-4.3.2-2024-01-10", "-"),
                ("", "-"),
            ],
        );
    }

    proptest! {
        #[test]
        fn reading_never_panics(text in ".{0,60}") {
            let _ = (specifiers(&text), poetry(&text), conda(&text), version(&text));
        }

        #[test]
        fn signs_and_digits_never_panic(text in "[<>=!~^|,.* 0-9a-z]{0,24}") {
            let _ = (specifiers(&text), poetry(&text), conda(&text), version(&text));
        }
    }
}
