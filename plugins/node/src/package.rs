//! `package.json`.

use fieldmark_sdk::{Document, Entry, File, Place, Repo};

/// The tables of dependencies, and whether `npm prune` keeps them for production.
const DEPENDENCY_TABLES: [(&str, bool); 3] =
    [("dependencies", false), ("optionalDependencies", false), ("devDependencies", true)];

/// The manifest of the root. All questions have an answer even when it could not be parsed.
#[derive(Clone, Copy)]
pub(crate) struct Package<'r> {
    /// The file.
    pub(crate) file: File<'r>,
    document: Option<&'r Document>,
    listed: Listed,
}

/// Names by a few of their bits: which names are surely not among many.
#[derive(Clone, Copy, Default)]
struct Listed([u64; 4]);

impl Listed {
    fn of<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        let mut listed = Self::default();
        for name in names {
            let (word, bit) = Self::place(name);
            listed.0[word] |= bit;
        }
        listed
    }

    fn may_hold(&self, name: &str) -> bool {
        let (word, bit) = Self::place(name);
        self.0[word] & bit != 0
    }

    /// Lengths and last letters differ most.
    fn place(name: &str) -> (usize, u64) {
        let [.., before, last] = *name.as_bytes() else { return (0, 1) };
        let sum = name.len() * 37 + usize::from(last) * 7 + usize::from(before);
        (sum / 64 % 4, 1 << (sum % 64))
    }
}

/// One entry of a table of dependencies.
#[derive(Clone, Copy)]
pub(crate) struct Dependency<'r> {
    /// Name of the package.
    pub(crate) name: &'r str,
    /// Version asked for.
    pub(crate) version: &'r str,
    /// Whether it is only there for development.
    pub(crate) development: bool,
    /// Where it stands.
    pub(crate) at: Place,
}

impl<'r> Package<'r> {
    /// The manifest in the root. pnpm reads it in JSON5 as well.
    pub(crate) fn find(repo: &'r Repo) -> Option<Self> {
        repo.first(&["package.json", "package.json5"]).map(Self::of)
    }

    /// The manifest that a file is.
    pub(crate) fn of(file: File<'r>) -> Self {
        let mut package = Self { file, document: file.json(), listed: Listed::default() };
        package.listed = Listed::of(package.dependencies().map(|dependency| dependency.name));
        package
    }

    /// Whether it could be parsed.
    pub(crate) const fn readable(&self) -> bool {
        self.document.is_some()
    }

    /// The string at a path of keys.
    pub(crate) fn text(&self, path: &[&str]) -> Option<(&'r str, Place)> {
        let (text, at) = self.document?.text(path)?;
        Some((text.trim(), at)).filter(|(text, _)| !text.is_empty())
    }

    /// Whether the manifest has a top-level key.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.document.is_some_and(|document| document.get(&[key]).is_some())
    }

    /// Whether a top-level key is `true`.
    pub(crate) fn is_true(&self, key: &str) -> bool {
        self.document.and_then(|document| document.get(&[key])).is_some_and(fieldmark_sdk::Node::is_true)
    }

    /// What `devEngines` asks for of one kind: the first of the names that is known, its version (empty if there is
    /// none) and its place. One demand or a list of them may stand there.
    pub(crate) fn dev_engine(&self, kind: &str, known: &[&str]) -> Option<(&'r str, &'r str, Place)> {
        let node = self.document?.get(&["devEngines", kind])?;
        let single = std::slice::from_ref(node);
        let asked = if node.items().is_empty() { single } else { node.items() };
        asked.iter().find_map(|engine| {
            let name = engine.get(&["name"])?;
            let version = engine.get(&["version"]).and_then(|version| version.text()).unwrap_or_default();
            Some((name.text().filter(|name| known.contains(name))?, version, name.at))
        })
    }

    /// The entries of a table.
    pub(crate) fn entries(&self, path: &[&str]) -> &'r [Entry] {
        self.document.map_or(&[], |document| document.entries(path))
    }

    /// The strings of a list.
    pub(crate) fn list(&self, path: &[&str]) -> impl Iterator<Item = (&'r str, Place)> + use<'r> {
        let items = self.document.and_then(|document| document.get(path)).map_or(&[][..], |node| node.items());
        items.iter().filter_map(|item| Some((item.text()?, item.at)))
    }

    /// A script by name.
    pub(crate) fn script(&self, name: &str) -> Option<(&'r str, Place)> {
        self.text(&["scripts", name])
    }

    /// All dependencies, those for production first.
    pub(crate) fn dependencies(&self) -> impl Iterator<Item = Dependency<'r>> + use<'r> {
        let package = *self;
        DEPENDENCY_TABLES.into_iter().flat_map(move |(table, development)| {
            package.entries(&[table]).iter().map(move |entry| Dependency {
                name: entry.key.as_str(),
                version: entry.node.text().unwrap_or_default(),
                development,
                at: entry.at,
            })
        })
    }

    /// A dependency by name. Some hundred names are asked for, of which few are there.
    pub(crate) fn dependency(&self, name: &str) -> Option<Dependency<'r>> {
        if self.listed.may_hold(name) { self.dependencies().find(|dependency| dependency.name == name) } else { None }
    }

    /// Files that `bin` names.
    pub(crate) fn binaries(&self) -> impl Iterator<Item = (&'r str, Place)> + use<'r> {
        let table = self.entries(&["bin"]).iter().filter_map(|entry| Some((entry.node.text()?, entry.node.at)));
        self.text(&["bin"]).into_iter().chain(table)
    }
}
