//! Patterns of paths: `packages/*`, `apps/**`, `lib-?`. The time is that of the path times the pattern, never more.

/// Whether a path matches a pattern. `**` stands for any number of directories, `*` for a part of a name, `?` for a byte.
#[must_use]
pub fn matches(pattern: &str, directory: &str) -> bool {
    let parts: Vec<&str> = directory.split('/').collect();
    // The positions in the pattern that are reachable so far, as a matcher of regular expressions keeps its states.
    let pattern: Vec<&str> = pattern.split('/').collect();
    let mut reached = vec![false; pattern.len() + 1];
    reached[0] = true;
    skip_stars(&pattern, &mut reached);
    for part in parts {
        let mut next = vec![false; pattern.len() + 1];
        for (at, wanted) in pattern.iter().enumerate().filter(|(at, _)| reached[*at]) {
            if *wanted == "**" {
                next[at] = true;
            } else if name_matches(wanted.as_bytes(), part.as_bytes()) {
                next[at + 1] = true;
            }
        }
        skip_stars(&pattern, &mut next);
        reached = next;
    }
    reached[pattern.len()]
}

/// `**` may stand for no directory at all.
fn skip_stars(pattern: &[&str], reached: &mut [bool]) {
    for (at, _) in pattern.iter().enumerate().filter(|(_, wanted)| **wanted == "**") {
        reached[at + 1] |= reached[at];
    }
}

/// One name: the last star is tried again a little further on wherever what follows it does not fit.
fn name_matches(pattern: &[u8], name: &[u8]) -> bool {
    let (mut at, mut from) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while from < name.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, from));
                at += 1;
            }
            Some(c) if *c == b'?' || *c == name[from] => {
                at += 1;
                from += 1;
            }
            _ => {
                let Some((back, reached)) = star else { return false };
                star = Some((back, reached + 1));
                (at, from) = (back + 1, reached + 1);
            }
        }
    }
    pattern[at..].iter().all(|c| *c == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_whole_directories() {
        for (pattern, directory, expected) in [
            ("packages/*", "packages/a", true),
            ("packages/*", "packages/a/b", false),
            ("packages/**", "packages/a/b", true),
            ("packages/**", "packages", true),
            ("**/test/**", "packages/a/test/b", true),
            ("**/test", "packages/tests", false),
            ("apps/web-*", "apps/web-shop", true),
            ("apps/*-*b", "apps/a-b-ab", true),
            ("apps/?", "apps/ab", false),
            ("apps", "apps", true),
            ("", "apps", false),
            ("*.cabal", "b/a.cabal", false),
            ("**/*.sln", "a.sln", true),
            ("**/*.sln", "x/y/a.sln", true),
            ("**/conf/*.exs", "a/conf/b.exs", true),
            ("a*b*c", "a1b2c", true),
            ("a*b*c", "a1c2b", false),
            ("a*a", "a", false),
        ] {
            assert_eq!(matches(pattern, directory), expected, "{pattern} {directory}");
        }
    }

    #[test]
    fn pattern_of_many_stars_ends() {
        assert!(!matches(&"*a".repeat(2000), &"a".repeat(1000)));
        assert!(!matches(&format!("{}b", "**/".repeat(500)), &"a/".repeat(1000)));
    }
}
