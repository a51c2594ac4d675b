//! All plugins' patterns as one matcher.

use crate::globs::Globs;
use fieldmark_model::Patterns;
use globset::{GlobBuilder, GlobMatcher};
use std::collections::HashMap;
use std::sync::OnceLock;
use thiserror::Error;

/// One pattern of one plugin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PatternRef {
    /// Index of the plugin, in the order in which [`PatternSet::new`] was given them.
    pub plugin: u16,
    /// Number of the pattern in the plugin's manifest.
    pub pattern: u16,
}

/// A pattern that cannot be compiled.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{glob}` is not a glob: {problem}")]
pub struct PatternError {
    /// Index of the plugin.
    pub plugin: usize,
    /// The text.
    pub glob: String,
    /// What is wrong with it.
    pub problem: String,
}

/// Every pattern of every plugin, tested in one pass over a path.
///
/// Most patterns are plain names and extensions; these are looked up in two hash tables.
#[derive(Debug, Default)]
pub struct PatternSet {
    names: HashMap<String, Vec<PatternRef>>,
    extensions: HashMap<String, Vec<PatternRef>>,
    globs: Globs,
    /// Globs that hold for one place below a candidate root, which the walk does not know yet: it tests them at any
    /// depth, and [`PatternSet::holds`] tests what is left of the path.
    anchored: HashMap<PatternRef, Anchored>,
    /// For each plugin, how many of its patterns are markers: those numbered below.
    markers: Vec<usize>,
    /// For each plugin, the number of its first pattern that is no reason to ask it.
    beside: Vec<usize>,
}

impl PatternSet {
    /// Compiles the patterns of all plugins.
    ///
    /// # Errors
    /// A glob is malformed.
    pub fn new<'p>(plugins: impl IntoIterator<Item = &'p Patterns>) -> Result<Self, PatternError> {
        let mut set = Self::default();
        for (plugin, patterns) in plugins.into_iter().enumerate() {
            set.markers.push(patterns.markers.len());
            set.beside.push(patterns.len() - patterns.beside.len());
            for (number, (list, text)) in patterns.iter().enumerate() {
                // A host loads far fewer than 65 536 plugins, and a manifest holds at most 512 patterns.
                let reference = PatternRef {
                    plugin: u16::try_from(plugin).unwrap_or(u16::MAX),
                    pattern: u16::try_from(number).unwrap_or(u16::MAX),
                };
                match list {
                    "extensions" => set.extensions.entry(text.to_lowercase()).or_default().push(reference),
                    "globs" => set.add_anchored(text, reference)?,
                    "beside" if text.contains('/') => set.add_anchored(text, reference)?,
                    _ => set.add_name(text, patterns.directly, reference)?,
                }
            }
        }
        Ok(set)
    }

    /// Adds a name, or a glob over names.
    fn add_name(&mut self, text: &str, directly: bool, reference: PatternRef) -> Result<(), PatternError> {
        if directly {
            self.anchored.insert(reference, Anchored { text: text.to_owned(), matcher: OnceLock::new() });
        }
        if is_glob(text) {
            return self.add_glob(&format!("**/{text}"), reference);
        }
        self.names.entry(text.to_owned()).or_default().push(reference);
        Ok(())
    }

    /// Adds a glob over the path below a candidate root. One that begins with `**/` holds at any depth by itself.
    fn add_anchored(&mut self, text: &str, reference: PatternRef) -> Result<(), PatternError> {
        if text.starts_with("**/") {
            return self.add_glob(text, reference);
        }
        self.anchored.insert(reference, Anchored { text: text.to_owned(), matcher: OnceLock::new() });
        // The author wrote no `**/`, so the error names none.
        self.add_glob(&format!("**/{text}"), reference).map_err(|error| PatternError { glob: text.to_owned(), ..error })
    }

    /// Whether a pattern that matched somewhere matches this path, relative to a candidate root.
    pub(crate) fn holds(&self, reference: PatternRef, path: &str) -> bool {
        self.anchored.get(&reference).is_none_or(|anchored| anchored.holds(path))
    }

    /// Whether a pattern matched by itself is a reason to ask its plugin.
    pub(crate) fn is_reason(&self, reference: PatternRef) -> bool {
        self.beside.get(usize::from(reference.plugin)).is_some_and(|first| usize::from(reference.pattern) < *first)
    }

    fn add_glob(&mut self, text: &str, reference: PatternRef) -> Result<(), PatternError> {
        self.globs.add(text, reference).map_err(|error| PatternError {
            plugin: usize::from(reference.plugin),
            glob: text.to_owned(),
            problem: error.kind().to_string(),
        })
    }

    /// Adds to `found` every pattern that matches the relative path, in ascending order.
    pub(crate) fn matches(&self, path: &str, name: &str, found: &mut Vec<PatternRef>) {
        let first = found.len();
        if let Some(references) = self.names.get(name) {
            found.extend_from_slice(references);
        }
        if let Some(extension) = extension(name) {
            // Nearly all extensions are lower case already and need no copy.
            let references = if extension.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()) {
                self.extensions.get(extension)
            } else {
                self.extensions.get(&extension.to_lowercase())
            };
            found.extend_from_slice(references.map_or(&[], Vec::as_slice));
        }
        self.globs.matches(path, name, found);
        found[first..].sort_unstable();
    }

    /// Whether this pattern makes the directory of a matched file a candidate root.
    #[must_use]
    pub fn is_marker(&self, reference: PatternRef) -> bool {
        self.markers.get(usize::from(reference.plugin)).is_some_and(|count| usize::from(reference.pattern) < *count)
    }

    /// How many plugins there are.
    #[must_use]
    pub fn plugins(&self) -> usize {
        self.markers.len()
    }
}

/// A glob for one place below a candidate root.
#[derive(Debug)]
struct Anchored {
    text: String,
    matcher: OnceLock<Option<GlobMatcher>>,
}

impl Anchored {
    /// Whether a path that the glob matches at some depth is matched by it from the beginning.
    fn holds(&self, path: &str) -> bool {
        if !self.text.contains('/') && !self.text.contains("**") {
            return !path.contains('/');
        }
        // It was found to be well-formed when it was added.
        let compile =
            || GlobBuilder::new(&self.text).literal_separator(true).build().ok().map(|glob| glob.compile_matcher());
        self.matcher.get_or_init(compile).as_ref().is_some_and(|matcher| matcher.is_match(path))
    }
}

/// What follows the last dot of a name, if something stands on both sides of it.
pub(crate) fn extension(name: &str) -> Option<&str> {
    name.rsplit_once('.').filter(|(stem, extension)| !stem.is_empty() && !extension.is_empty()).map(|(_, e)| e)
}

/// Whether a name holds a sign with a meaning in globs.
fn is_glob(text: &str) -> bool {
    text.bytes().any(|byte| matches!(byte, b'*' | b'?' | b'[' | b'{'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use globset::Glob;
    use proptest::prelude::*;

    fn list(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    fn sample() -> [Patterns; 2] {
        [
            Patterns {
                markers: list(&["pom.xml", "*.csproj"]),
                files: list(&["a", "b.c"]),
                extensions: list(&["JAVA", "c"]),
                globs: list(&[
                    "**/bin/run",
                    "*/x?.c",
                    "b/**",
                    "**/x*",
                    "**/a/*",
                    "**/b/x/*",
                    "{a,b}/*.{c,java}",
                    "{a/b,c}",
                    "**/[ab].c",
                    "a",
                    "**/b/*b.c",
                    "b/*.java",
                ]),
                ..Patterns::default()
            },
            Patterns { files: list(&["b.c", "b*", "*.x.c", "*b.c"]), extensions: list(&["c"]), ..Patterns::default() },
        ]
    }

    fn fast(set: &PatternSet, path: &str) -> Vec<(u16, u16)> {
        let mut found = Vec::new();
        let name = path.rsplit('/').next().unwrap();
        set.matches(path, name, &mut found);
        found.retain(|reference| set.holds(*reference, path));
        found.into_iter().map(|r| (r.plugin, r.pattern)).collect()
    }

    /// The same question answered pattern by pattern, in the plainest way.
    fn naive(plugins: &[Patterns], path: &str) -> Vec<(u16, u16)> {
        let name = path.rsplit('/').next().unwrap();
        let mut found = Vec::new();
        for (plugin, patterns) in plugins.iter().enumerate() {
            for (number, (kind, text)) in patterns.iter().enumerate() {
                let glob = |pattern: &str, subject: &str| {
                    GlobBuilder::new(pattern)
                        .literal_separator(true)
                        .build()
                        .unwrap()
                        .compile_matcher()
                        .is_match(subject)
                };
                let hit = match kind {
                    "extensions" => name
                        .rfind('.')
                        .is_some_and(|dot| dot > 0 && name[dot + 1..].to_lowercase() == text.to_lowercase()),
                    "globs" => glob(text, path),
                    _ => glob(text, name),
                };
                if hit {
                    found.push((u16::try_from(plugin).unwrap(), u16::try_from(number).unwrap()));
                }
            }
        }
        found
    }

    proptest! {
        #[test]
        fn one_pass_equals_naive_matching(path in "([ab.cx]{1,3}/){0,3}(pom\\.xml|a|b\\.c|run|bin|x[0-9]\\.[cC]|[ab.]{1,4}\\.(java|JAVA|csproj|c))") {
            let plugins = sample();
            let set = PatternSet::new(&plugins).unwrap();
            prop_assert_eq!(fast(&set, &path), naive(&plugins, &path));
        }
    }

    #[test]
    fn each_kind_of_pattern_is_found_by_its_number() {
        let set = PatternSet::new(&sample()).unwrap();
        assert_eq!(fast(&set, "m/pom.xml"), [(0, 0)]);
        assert_eq!(fast(&set, "m/App.csproj"), [(0, 1)]);
        assert_eq!(fast(&set, "b.c"), [(0, 3), (0, 5), (0, 14), (1, 0), (1, 1), (1, 3), (1, 4)]);
        assert_eq!(fast(&set, "q/bin/run"), [(0, 6)]);
        assert_eq!(fast(&set, "q/Main.Java"), [(0, 4)]);
        assert_eq!(fast(&set, "other"), []);
        assert!(set.is_marker(PatternRef { plugin: 0, pattern: 1 }));
        assert!(!set.is_marker(PatternRef { plugin: 1, pattern: 0 }));
    }

    #[test]
    fn children_of_a_directory_are_found_by_the_end_of_their_names() {
        let web = Patterns { globs: list(&["**/b/*b.c", "src/*.zig"]), ..Patterns::default() };
        let set = PatternSet::new([&web]).unwrap();
        for (path, expected) in [
            ("x/b/ab.c", &[(0, 0)][..]),
            ("b/b.c", &[(0, 0)]),
            ("b/a.c", &[]),
            ("xb/ab.c", &[]),
            ("b/x/ab.c", &[]),
            ("src/a.zig", &[(0, 1)]),
            ("x/src/a.zig", &[]),
        ] {
            assert_eq!(fast(&set, path), expected, "{path}");
        }
    }

    #[test]
    fn malformed_glob_names_the_plugin() {
        let bad = Patterns { globs: list(&["a/[b"]), ..Patterns::default() };
        let error = PatternSet::new([&sample()[1], &bad]).unwrap_err();
        assert_eq!((error.plugin, error.glob.as_str()), (1, "a/[b"));
        assert!(Glob::new("a/[b").is_err());
    }
}
