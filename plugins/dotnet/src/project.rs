//! One project file: `*.csproj`, `*.fsproj`, `*.vbproj`.

use crate::properties::{self, Properties};
use crate::target::{Moniker, Target};
use crate::{framework, paket};
use fieldmark_sdk::{Element, File, Place, Repo};

/// Extensions of project files and the languages they are for.
const LANGUAGES: [(&str, &str); 3] = [("csproj", "csharp"), ("fsproj", "fsharp"), ("vbproj", "vbnet")];

/// Extensions of project files.
pub const EXTENSIONS: [&str; 3] = ["csproj", "fsproj", "vbproj"];

/// What a project file says, with the files that it imports.
pub struct Project<'r> {
    /// The file.
    pub file: File<'r>,
    /// Its language.
    pub language: &'static str,
    /// Name of the SDK without version, lower case; empty for projects in the old form.
    pub sdk: String,
    /// Where the SDK is named.
    pub sdk_at: Place,
    /// What it is built for, in the order of the file.
    pub targets: Vec<(Moniker, Place)>,
    /// `OutputType`, lower case.
    pub output: Option<String>,
    /// `AssemblyName`.
    pub assembly: Option<(String, Place)>,
    /// Packages and frameworks it refers to.
    pub packages: Vec<(String, Place)>,
    /// Packages that the file itself refers to under no condition, lower case.
    pub restored: Vec<(String, Place)>,
    /// Whether it says that it holds tests.
    pub test: bool,
    /// A component of Blazor among its files.
    pub component: Option<Place>,
    /// Properties of frameworks that it sets to something.
    pub turned_on: Vec<(&'static str, Place)>,
    /// Whether packages are restored as the lock file has them or not at all.
    pub locked: bool,
    /// A property that leaves no assembly behind for `dotnet` to start.
    pub unpublished: Option<(&'static str, Place)>,
}

impl<'r> Project<'r> {
    /// Reads a project file; one that cannot be parsed is a project of which nothing else is known.
    #[must_use]
    pub fn read(repo: &'r Repo, file: File<'r>) -> Option<Self> {
        let language = LANGUAGES.iter().find(|(extension, _)| file.extension() == Some(extension))?.1;
        let mut project = Self {
            file,
            language,
            sdk: String::new(),
            sdk_at: file.whole(),
            targets: Vec::new(),
            output: None,
            assembly: None,
            packages: Vec::new(),
            restored: Vec::new(),
            test: false,
            component: component(repo, file.directory()),
            turned_on: Vec::new(),
            locked: false,
            unpublished: None,
        };
        if let Some(xml) = file.xml() {
            let root = xml.root();
            (project.sdk, project.sdk_at) = sdk(root);
            project.packages = packages(root);
            project.restored = restored(root);
            for import in properties::imports(repo, file, root) {
                project.packages.extend(import.xml().map(|xml| packages(xml.root())).unwrap_or_default());
            }
            project.packages.extend(paket::references(repo, file));
            project.fill(&Properties::of(repo, file, root));
        }
        Some(project)
    }

    fn fill(&mut self, properties: &Properties) {
        self.output = properties.get("OutputType").map(|(text, _)| text.to_ascii_lowercase());
        self.assembly = properties.get("AssemblyName").filter(|(text, _)| !text.is_empty() && !text.contains('$'));
        self.test = properties.get("IsTestProject").is_some_and(|(text, _)| text.eq_ignore_ascii_case("true"))
            || self.refers_to("microsoft.net.test.sdk").is_some();
        let is_set = |text: &str| !text.is_empty() && !text.eq_ignore_ascii_case("false");
        self.turned_on = framework::properties()
            .filter_map(|name| properties.get(name).filter(|(text, _)| is_set(text)).map(|(_, at)| (name, at)))
            .collect();
        self.locked = properties.get("RestoreLockedMode").is_some_and(|(text, _)| text.eq_ignore_ascii_case("true"));
        self.unpublished = ["PublishAot", "PublishSingleFile"].iter().find_map(|name| {
            let (text, at) = properties.get(name)?;
            text.eq_ignore_ascii_case("true").then_some((*name, at))
        });
        // MSBuild takes the plural only where the singular is empty.
        let asked = properties.get("TargetFramework").or_else(|| properties.get("TargetFrameworks"));
        if let Some((text, at)) = asked {
            self.targets = text.split(';').filter(|t| !t.trim().is_empty()).map(|t| (Moniker::parse(t), at)).collect();
        } else if let Some((_, at)) = properties.get("TargetFrameworkVersion") {
            self.targets.push((Moniker { target: Target::Framework, platform: None }, at));
        }
    }

    /// Where it refers to a package whose name begins like this (lower case).
    #[must_use]
    pub fn refers_to(&self, package: &str) -> Option<Place> {
        self.packages.iter().find(|(name, _)| name.starts_with(package)).map(|(_, at)| *at)
    }

    /// Whether it builds a program rather than a library.
    #[must_use]
    pub fn is_program(&self) -> bool {
        let by_sdk = ["microsoft.net.sdk.web", "microsoft.net.sdk.worker", "microsoft.net.sdk.blazorwebassembly"];
        match self.output.as_deref() {
            Some(output) => output.ends_with("exe"),
            None => by_sdk.contains(&self.sdk.as_str()),
        }
    }

    /// The .NET versions it is built for, each once.
    #[must_use]
    pub fn versions(&self) -> Vec<(Vec<u32>, Place)> {
        let mut versions: Vec<(Vec<u32>, Place)> = Vec::new();
        for (moniker, at) in &self.targets {
            if let Target::Core(places) = &moniker.target
                && !versions.iter().any(|(known, _)| known == places)
            {
                versions.push((places.clone(), *at));
            }
        }
        versions
    }

    /// Name of the assembly that the build makes.
    #[must_use]
    pub fn assembly_name(&self) -> &str {
        self.assembly.as_ref().map_or(self.file.stem(), |(name, _)| name)
    }
}

/// The SDK, as an attribute of the root, an element of its own, or of an import.
fn sdk(root: Element<'_, '_>) -> (String, Place) {
    let mut elements = root.children().filter(|child| ["Sdk", "Import"].contains(&child.name()));
    let named = root.attribute("Sdk").map(|name| (name, root.at()));
    let named = named.or_else(|| elements.find_map(|e| Some((e.attribute("Name").or(e.attribute("Sdk"))?, e.at()))));
    let (name, at) = named.unwrap_or(("", root.at()));
    let first = name.split([';', '/']).next().unwrap_or_default();
    (first.trim().to_ascii_lowercase(), at)
}

fn packages(root: Element<'_, '_>) -> Vec<(String, Place)> {
    let kinds = ["PackageReference", "GlobalPackageReference", "FrameworkReference", "Reference"];
    let references = root.descendants().filter(|element| kinds.contains(&element.name()));
    references
        .filter_map(|reference| {
            let name = reference.attribute("Include").or_else(|| reference.attribute("Update"))?;
            Some((name.to_ascii_lowercase(), reference.at()))
        })
        .collect()
}

/// The first `*.razor` file below a directory.
fn component(repo: &Repo, directory: &str) -> Option<Place> {
    repo.below(directory).find(|file| file.extension() == Some("razor")).map(|file| file.whole())
}

fn restored(root: Element<'_, '_>) -> Vec<(String, Place)> {
    let always = |element: &Element<'_, '_>| element.attribute("Condition").is_none();
    let groups = root.children().filter(|group| group.name() == "ItemGroup").filter(always);
    let references = groups.flat_map(|group| group.children().filter(|child| child.name() == "PackageReference"));
    let named =
        references.filter(always).filter_map(|reference| Some((reference.attribute("Include")?, reference.at())));
    named.map(|(name, at)| (name.to_ascii_lowercase(), at)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn with_project<T>(text: &str, check: impl FnOnce(&Project<'_>) -> T) -> T {
        let props = "<Project><PropertyGroup><Tfm>net9.0</Tfm></PropertyGroup></Project>";
        let repo = MemorySource::new([("src/a/a.fsproj", text), ("src/Directory.Build.props", props)]).into_repo();
        let project = Project::read(&repo, repo.file("src/a/a.fsproj").unwrap()).unwrap();
        check(&project)
    }

    #[test]
    fn values_are_substituted_from_the_nearest_directory_build_props() {
        let text = "<Project Sdk=\"Microsoft.NET.Sdk.Web/8.0.1\">\n<PropertyGroup>\n\
                    <TargetFramework>$(Tfm)</TargetFramework>\n<AssemblyName>My.$(MSBuildProjectName)</AssemblyName>\n\
                    </PropertyGroup></Project>";
        with_project(text, |project| {
            assert_eq!((project.language, project.sdk.as_str()), ("fsharp", "microsoft.net.sdk.web"));
            assert_eq!(project.versions()[0].0, [9, 0]);
            assert_eq!(project.assembly_name(), "My.a");
            assert!(project.is_program());
        });
    }

    #[test]
    fn several_targets_keep_the_ones_that_run_here() {
        let text = "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup>\
                    <TargetFrameworks>net48;net8.0;net9.0;net8.0-windows</TargetFrameworks>\
                    <OutputType>Exe</OutputType></PropertyGroup></Project>";
        with_project(text, |project| {
            let versions: Vec<_> = project.versions().into_iter().map(|(places, _)| places).collect();
            assert_eq!(versions, [[8, 0], [9, 0]]);
            assert_eq!(project.assembly_name(), "a");
        });
    }

    #[test]
    fn broken_project_is_still_a_project() {
        with_project("<Project", |project| assert!(!project.is_program() && project.versions().is_empty()));
    }
}
