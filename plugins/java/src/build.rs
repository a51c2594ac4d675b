//! What a build file says, whichever tool reads it.

use fieldmark_sdk::{File, Place};

/// The tool that builds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    /// `pom.xml`
    Maven,
    /// `build.gradle`, `build.gradle.kts`, or only their settings file.
    Gradle,
}

impl Tool {
    /// Name as a package manager.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Maven => "maven",
            Self::Gradle => "gradle",
        }
    }
}

/// What comes out of the build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packaging {
    /// A jar, executable or not.
    Jar,
    /// A web archive.
    War,
    /// An enterprise archive.
    Ear,
    /// Nothing itself: it holds modules, or settings for others.
    Container,
    /// Something that is not deployed (`maven-plugin`, `bundle`).
    Other,
}

/// A library, or the parent of a Maven build.
#[derive(Debug, Clone)]
pub struct Dependency {
    /// `group:artifact`
    pub name: String,
    /// Its version as it was written, references filled in; none where something else decides.
    pub version: Option<String>,
    /// Whether the build script itself uses it, and not what it builds.
    pub of_script: bool,
    /// Where it stands.
    pub at: Place,
}

/// A plugin of the build: `group:artifact`, or its id in Gradle.
#[derive(Debug, Clone)]
pub struct BuildPlugin {
    /// Its name.
    pub name: String,
    /// The profile of a Maven build that it belongs to.
    pub profile: Option<String>,
    /// Where it is applied.
    pub at: Place,
    /// All texts of its configuration.
    pub settings: Vec<Setting>,
}

/// One text in the configuration of a plugin.
#[derive(Debug, Clone)]
pub struct Setting {
    /// Name of the element around it.
    pub parent: String,
    /// Its name.
    pub name: String,
    /// The text.
    pub text: String,
    /// How many elements it is nested in.
    pub depth: usize,
    /// Where it stands.
    pub at: Place,
}

impl BuildPlugin {
    /// A setting, wherever it is nested.
    pub fn setting(&self, name: &str) -> Option<(&str, Place)> {
        self.settings.iter().find(|s| s.name == name).map(|s| (s.text.as_str(), s.at))
    }

    /// A setting directly inside a certain element; the outermost of several, which is that of the plugin itself and
    /// not of one of its executions.
    pub fn setting_in(&self, parent: &str, name: &str) -> Option<(&str, Place)> {
        let found = self.settings.iter().filter(|s| s.parent == parent && s.name == name);
        found.min_by_key(|s| s.depth).map(|s| (s.text.as_str(), s.at))
    }

    /// Its version.
    pub fn version(&self) -> Option<(&str, Place)> {
        self.setting_in("plugin", "version")
    }
}

/// How binding a statement about the JDK is, the most binding first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Demand {
    /// A JDK of exactly this version (toolchains).
    Toolchain,
    /// A range of JDKs that the build accepts (Maven Enforcer).
    Accepted,
    /// The level that the compiler is set to: any newer JDK compiles it too.
    Level,
}

/// A statement about the JDK.
#[derive(Debug, Clone)]
pub struct Level {
    /// What states it, for people: `maven.compiler.release`, `jvmToolchain`.
    pub name: String,
    /// As it was written, references filled in.
    pub text: String,
    /// Where it stands.
    pub at: Place,
    /// How binding it is.
    pub demand: Demand,
}

/// A build file.
pub struct Build<'r> {
    /// The tool.
    pub tool: Tool,
    /// The file.
    pub file: File<'r>,
    /// What comes out.
    pub packaging: Packaging,
    /// Name of the archive without its extension, if it can be told.
    pub name: Option<String>,
    /// Plugins, with those of the parents in this repository.
    pub plugins: Vec<BuildPlugin>,
    /// The parent and the dependencies that are not for tests only.
    pub dependencies: Vec<Dependency>,
    /// Lists of versions that the build imports (`spring-boot-dependencies`); they bring nothing along.
    pub platforms: Vec<Dependency>,
    /// Statements about the JDK, the most binding first.
    pub levels: Vec<Level>,
    /// Statements of profiles, which nobody here activates: each with its profile.
    pub profile_levels: Vec<(String, Level)>,
    /// Directories of modules, relative to the root.
    pub members: Vec<(String, Place)>,
    /// The class that the manifest of the jar, or the start script, names.
    pub main_class: Option<(String, Place)>,
}

impl<'r> Build<'r> {
    /// A build file of which nothing is known yet.
    pub const fn new(tool: Tool, file: File<'r>) -> Self {
        Self {
            tool,
            file,
            packaging: Packaging::Jar,
            name: None,
            plugins: Vec::new(),
            dependencies: Vec::new(),
            platforms: Vec::new(),
            levels: Vec::new(),
            profile_levels: Vec::new(),
            members: Vec::new(),
            main_class: None,
        }
    }

    /// Whether what comes out is made for a server.
    pub const fn is_archive(&self) -> bool {
        matches!(self.packaging, Packaging::War | Packaging::Ear)
    }

    /// The plugin with one of these names.
    pub fn plugin(&self, names: &[&str]) -> Option<&BuildPlugin> {
        self.plugins.iter().find(|plugin| names.contains(&plugin.name.as_str()))
    }

    /// Everything that carries a version: parents, dependencies, lists of versions, plugins.
    pub fn versioned(&self) -> impl Iterator<Item = (&str, &str, Place)> {
        let libraries = self.dependencies.iter().chain(&self.platforms);
        let libraries = libraries.filter_map(|library| Some((&*library.name, library.version.as_deref()?, library.at)));
        let plugins = self.plugins.iter().filter_map(|plugin| {
            let (version, at) = plugin.version()?;
            Some((&*plugin.name, version, at))
        });
        libraries.chain(plugins)
    }

    /// The first plugin or dependency whose name begins with one of these.
    pub fn uses(&self, prefixes: &[&str]) -> Option<(&str, Place)> {
        let plugins = self.plugins.iter().map(|plugin| (plugin.name.as_str(), plugin.at));
        let dependencies = self.dependencies.iter().map(|dependency| (dependency.name.as_str(), dependency.at));
        dependencies.chain(plugins).find(|(name, _)| prefixes.iter().any(|prefix| name.starts_with(prefix)))
    }
}

/// A path below a directory; the root is the empty text.
pub fn below(directory: &str, name: &str) -> String {
    if directory.is_empty() { name.to_owned() } else { format!("{directory}/{name}") }
}

/// A relative path with `.` and `..` worked out; None if it leaves the root.
pub fn resolved(directory: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = directory.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside_the_root() {
        assert_eq!(resolved("a/b", "../c").as_deref(), Some("a/c"));
        assert_eq!(resolved("a", "..").as_deref(), Some(""));
        assert_eq!(resolved("", "../c"), None);
        assert_eq!(below("", "pom.xml"), "pom.xml");
    }
}
