//! All plugins' patterns as one matcher.

use crate::globs::Matcher;
use crate::table::PatternTable;
use fieldmark_model::Patterns;
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

impl PatternRef {
    /// Both in one number, which sorts as they do.
    pub(crate) fn word(self) -> u32 {
        u32::from(self.plugin) << 16 | u32::from(self.pattern)
    }

    /// What was put into one number.
    pub(crate) const fn of_word(word: u32) -> Self {
        Self { plugin: (word >> 16) as u16, pattern: (word & 0xffff) as u16 }
    }
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
/// Most patterns are plain names and extensions; these are looked up in hash tables.
#[derive(Debug, Default)]
pub struct PatternSet {
    layers: Vec<Layer>,
    /// For each plugin, how many of its patterns are markers: those numbered below.
    markers: Vec<u32>,
    /// For each plugin, the number of its first pattern that is no reason to ask it.
    beside: Vec<u32>,
    /// For each plugin, where its patterns are.
    places: Vec<Place>,
}

/// Where the patterns of one plugin are.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    /// Index of the layer.
    layer: usize,
    /// Index of the plugin in the table of that layer.
    own: u16,
    /// Whether some of them hold at one place only.
    has_anchors: bool,
}

/// The patterns of some of the plugins.
#[derive(Debug)]
struct Layer {
    table: PatternTable,
    /// For each plugin of the table its index in the set; none if the set goes without it.
    plugins: Vec<Option<u16>>,
    /// What is needed of the globs so far, and of those that hold for the path below a candidate root. There are hundreds, of
    /// which a walk needs a few.
    matchers: Box<[OnceLock<Box<Matcher>>]>,
    anchored: Box<[OnceLock<Box<Matcher>>]>,
}

impl PatternSet {
    /// The patterns of all plugins.
    ///
    /// # Errors
    /// A glob is malformed.
    pub fn new<'p>(plugins: impl IntoIterator<Item = &'p Patterns>) -> Result<Self, PatternError> {
        let table = PatternTable::new(plugins)?;
        // A host loads far fewer than 65 536 plugins.
        let plugins = (0..table.plugins()).map(|plugin| u16::try_from(plugin).ok()).collect();
        Ok(Self::of([(table, plugins)]))
    }

    /// The patterns of several tables. Each comes with the index in the set of every plugin in it, or none where the set
    /// goes without that plugin.
    #[must_use]
    pub fn of(tables: impl IntoIterator<Item = (PatternTable, Vec<Option<u16>>)>) -> Self {
        let mut set = Self::default();
        for (table, plugins) in tables {
            for (own, plugin) in plugins.iter().enumerate().take(table.plugins()) {
                let Some(plugin) = plugin.map(usize::from) else { continue };
                if set.markers.len() <= plugin {
                    set.markers.resize(plugin + 1, 0);
                    set.beside.resize(plugin + 1, 0);
                    set.places.resize(plugin + 1, Place::default());
                }
                (set.markers[plugin], set.beside[plugin]) = table.limits(own);
                let own = u16::try_from(own).unwrap_or(u16::MAX);
                set.places[plugin] = Place { layer: set.layers.len(), own, has_anchors: table.has_anchors(own) };
            }
            let matchers = (0..table.globs()).map(|_| OnceLock::new()).collect();
            let anchored = (0..table.anchors()).map(|_| OnceLock::new()).collect();
            set.layers.push(Layer { table, plugins, matchers, anchored });
        }
        set
    }

    /// Whether a pattern that matched somewhere matches this path, relative to a candidate root.
    pub(crate) fn holds(&self, reference: PatternRef, path: &str) -> bool {
        let place = self.places.get(usize::from(reference.plugin)).filter(|place| place.has_anchors);
        let Some((layer, place)) = place.and_then(|place| Some((self.layers.get(place.layer)?, place))) else {
            return true;
        };
        layer.holds(PatternRef { plugin: place.own, ..reference }, path)
    }

    /// Whether a pattern matched by itself is a reason to ask its plugin.
    pub(crate) fn is_reason(&self, reference: PatternRef) -> bool {
        is_before(&self.beside, reference)
    }

    /// Adds to `found` every pattern that matches the relative path, in ascending order.
    pub(crate) fn matches(&self, path: &str, name: &str, found: &mut Vec<PatternRef>) {
        let first = found.len();
        for layer in &self.layers {
            layer.matches(path, name, found);
        }
        found[first..].sort_unstable();
        // A pattern that was written out as several may match as more than one.
        let mut end = first;
        for index in first..found.len() {
            if end == first || found[end - 1] != found[index] {
                found[end] = found[index];
                end += 1;
            }
        }
        found.truncate(end);
    }

    /// Whether this pattern makes the directory of a matched file a candidate root.
    #[must_use]
    pub fn is_marker(&self, reference: PatternRef) -> bool {
        is_before(&self.markers, reference)
    }

    /// How many plugins there are.
    #[must_use]
    pub fn plugins(&self) -> usize {
        self.markers.len()
    }
}

/// Whether the number of a pattern lies below its plugin's limit.
fn is_before(limits: &[u32], reference: PatternRef) -> bool {
    limits.get(usize::from(reference.plugin)).is_some_and(|limit| u32::from(reference.pattern) < *limit)
}

impl Layer {
    fn matches(&self, path: &str, name: &str, found: &mut Vec<PatternRef>) {
        found.extend(self.table.named(name).filter_map(|pattern| self.outside(pattern)));
        if let Some(extension) = extension(name) {
            // Nearly all extensions are lower case already and need no copy.
            if extension.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()) {
                found.extend(self.table.with_extension(extension).filter_map(|pattern| self.outside(pattern)));
            } else {
                let extension = extension.to_lowercase();
                found.extend(self.table.with_extension(&extension).filter_map(|pattern| self.outside(pattern)));
            }
        }
        let above = path[..path.len() - name.len()].trim_end_matches('/');
        let directory = above.rsplit('/').next().unwrap_or(above);
        let globs = self.table.guarded(directory, name);
        for (index, matcher) in globs.filter_map(|index| Some((index, self.matchers.get(index)?))) {
            let glob = self.table.glob(index);
            if glob.form.matches(path, name, matcher) {
                found.extend(self.outside(glob.pattern));
            }
        }
    }

    /// The same, of a pattern of the table.
    fn holds(&self, pattern: PatternRef, path: &str) -> bool {
        let Some((index, text)) = self.table.anchored(pattern) else { return true };
        if !text.contains('/') && !text.contains("**") {
            return !path.contains('/');
        }
        // It was found to be well-formed when the table was made.
        self.anchored
            .get(index)
            .is_some_and(|matcher| matcher.get_or_init(|| Box::new(Matcher::new(text))).is_match(path))
    }

    /// A pattern of the table as one of the set.
    fn outside(&self, pattern: PatternRef) -> Option<PatternRef> {
        let plugin = (*self.plugins.get(usize::from(pattern.plugin))?)?;
        Some(PatternRef { plugin, ..pattern })
    }
}

/// What follows the last dot of a name, if something stands on both sides of it.
pub(crate) fn extension(name: &str) -> Option<&str> {
    // Names are short: a search from the end, byte by byte, is faster than one made for long texts.
    let dot = name.bytes().rposition(|byte| byte == b'.').filter(|dot| *dot > 0)?;
    Some(&name[dot + 1..]).filter(|extension| !extension.is_empty())
}

/// Whether a name holds a sign with a meaning in globs.
pub(crate) fn is_glob(text: &str) -> bool {
    text.bytes().any(|byte| matches!(byte, b'*' | b'?' | b'[' | b'{'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use globset::{Glob, GlobBuilder};
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
                    "{a,b}*.{c,java}",
                    "x{a,b}[b]{c,d}",
                    "*/b/**/*.c",
                    "a*/**/*b.*",
                    "**/a*/b*/*",
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
        assert_eq!(fast(&set, "b.c"), [(0, 3), (0, 5), (0, 14), (0, 18), (1, 0), (1, 1), (1, 3), (1, 4)]);
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
    fn tables_that_were_written_down_are_one_set_with_those_that_were_not() {
        let [first, second] = sample();
        let whole = PatternSet::new([&second, &first]).unwrap();
        let table =
            PatternTable::new([&first, &Patterns { files: list(&["pom.xml"]), ..Patterns::default() }]).unwrap();
        let written = PatternTable::written(table.words().to_vec().leak(), table.text().to_owned().leak());
        let set =
            PatternSet::of([(written, vec![Some(1), None]), (PatternTable::new([&second]).unwrap(), vec![Some(0)])]);
        assert_eq!(set.plugins(), 2);
        for path in ["m/pom.xml", "m/App.csproj", "b.c", "q/bin/run", "q/Main.Java", "b/q.java", "a", "other"] {
            assert_eq!(fast(&set, path), fast(&whole, path), "{path}");
        }
        assert!(
            set.is_marker(PatternRef { plugin: 1, pattern: 1 }) && !set.is_marker(PatternRef { plugin: 0, pattern: 0 })
        );
    }

    #[test]
    fn names_around_one_star_are_as_long_as_what_is_around_it() {
        let docker = Patterns { files: list(&["Dockerfile.*", "a*a", "x*", "*"]), ..Patterns::default() };
        let set = PatternSet::new([&docker]).unwrap();
        for (path, expected) in [
            ("Dockerfile.web", &[(0, 0), (0, 3)][..]),
            ("b/Dockerfile.", &[(0, 0), (0, 3)]),
            ("Dockerfile", &[(0, 3)]),
            ("a", &[(0, 3)]),
            ("aa", &[(0, 1), (0, 3)]),
            ("a/ba", &[(0, 3)]),
            ("x", &[(0, 2), (0, 3)]),
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
