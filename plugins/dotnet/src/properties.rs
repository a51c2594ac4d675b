//! The properties of a project file, with those of the files that it imports beneath them.
//!
//! MSBuild imports the first `Directory.Build.props` and the first `Directory.Packages.props` on the way up from the
//! project; such a file may import the next one above by its path or by `GetPathOfFileAbove`, and any other file by its
//! path.

use crate::solution;
use fieldmark_sdk::{Element, File, Place, Repo};

/// Most files that are imported by one project, directly or not.
const MOST_IMPORTS: usize = 12;

/// Files that are imported without being named.
const BY_NAME: [&str; 2] = ["Directory.Build.props", "Directory.Packages.props"];

/// How often a value may refer to another property before it is taken as it stands.
const MOST_SUBSTITUTIONS: usize = 8;

/// A property as it was written.
struct Property {
    name: String,
    value: String,
    at: Place,
    /// Whether it only holds under a condition, which nobody here evaluates.
    conditional: bool,
}

/// Properties, the nearest file first.
pub struct Properties(Vec<Property>);

impl Properties {
    /// Those that hold for a project.
    #[must_use]
    pub fn of(repo: &Repo, file: File<'_>, root: Element<'_, '_>) -> Self {
        let mut all = Self(Vec::new());
        all.collect(root);
        all.0.push(Property {
            name: "MSBuildProjectName".to_owned(),
            value: file.stem().to_owned(),
            at: file.whole(),
            conditional: false,
        });
        for import in imports(repo, file, root) {
            if let Some(xml) = import.xml() {
                all.collect(xml.root());
            }
        }
        all
    }

    fn collect(&mut self, root: Element<'_, '_>) {
        for group in root.children().filter(|child| child.name() == "PropertyGroup") {
            let conditional = group.attribute("Condition").is_some();
            self.0.extend(group.children().map(|property| Property {
                name: property.name().to_owned(),
                value: property.text().to_owned(),
                at: property.at(),
                conditional: conditional || property.attribute("Condition").is_some(),
            }));
        }
    }

    /// A property with its references filled in. One without a condition goes before one with.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<(String, Place)> {
        let property = self.find(name)?;
        let mut value = property.value.clone();
        for _ in 0..MOST_SUBSTITUTIONS {
            let Some((start, end)) = reference(&value) else { break };
            let Some(found) = self.find(&value[start + 2..end]) else { break };
            if value.len() + found.value.len() > 4096 {
                break;
            }
            value.replace_range(start..=end, &found.value);
        }
        Some((value, property.at))
    }

    fn find(&self, name: &str) -> Option<&Property> {
        let named = || self.0.iter().filter(|property| property.name.eq_ignore_ascii_case(name));
        named().find(|property| !property.conditional).or_else(|| named().next())
    }
}

/// Where the first `$(Name)` begins and ends.
fn reference(value: &str) -> Option<(usize, usize)> {
    let start = value.find("$(")?;
    let end = start + value[start..].find(')')?;
    Some((start, end))
}

/// The files that a project imports, those nearest to it first.
pub fn imports<'r>(repo: &'r Repo<'r>, project: File<'r>, root: Element<'_, '_>) -> Vec<File<'r>> {
    let mut found: Vec<File<'r>> = Vec::new();
    named(repo, project, root, &mut found);
    for name in BY_NAME {
        follow(repo, above(repo, project.directory(), name), &mut found);
    }
    found
}

/// Adds a file and what it imports.
fn follow<'r>(repo: &'r Repo<'r>, file: Option<File<'r>>, found: &mut Vec<File<'r>>) {
    let Some(file) = file.filter(|file| found.iter().all(|known| known.path() != file.path())) else { return };
    if found.len() < MOST_IMPORTS {
        found.push(file);
        if let Some(xml) = file.xml() {
            named(repo, file, xml.root(), found);
        }
    }
}

/// Adds what the imports of a file name.
fn named<'r>(repo: &'r Repo<'r>, file: File<'r>, root: Element<'_, '_>, found: &mut Vec<File<'r>>) {
    for import in root.children().filter(|child| child.name() == "Import") {
        let Some(path) = import.attribute("Project") else { continue };
        let above_here = || {
            let name = BY_NAME.iter().find(|name| path.contains(**name))?;
            let (parent, _) = file.directory().rsplit_once('/').unwrap_or(("", ""));
            (!file.directory().is_empty()).then(|| above(repo, parent, name)).flatten()
        };
        let imported = if path.contains("GetPathOfFileAbove") { above_here() } else { relative(repo, file, path) };
        follow(repo, imported, found);
    }
}

/// The file at a path that begins at the directory of another one.
fn relative<'r>(repo: &'r Repo<'r>, file: File<'r>, path: &str) -> Option<File<'r>> {
    let path = ["$(MSBuildThisFileDirectory)", "$(MSBuildProjectDirectory)"]
        .iter()
        .find_map(|start| path.strip_prefix(start))
        .unwrap_or(path);
    let mut parts: Vec<&str> = file.directory().split('/').filter(|part| !part.is_empty()).collect();
    let path = solution::normal(path);
    for part in path.split('/').filter(|part| !part.is_empty() && *part != ".") {
        if part == ".." {
            parts.pop()?;
        } else {
            parts.push(part);
        }
    }
    repo.file(&parts.join("/"))
}

/// The first file of a name on the way up.
fn above<'r>(repo: &'r Repo<'r>, directory: &str, name: &str) -> Option<File<'r>> {
    let mut directory = directory;
    loop {
        let path = if directory.is_empty() { name.to_owned() } else { format!("{directory}/{name}") };
        if let Some(file) = repo.file(&path) {
            return Some(file);
        }
        if directory.is_empty() {
            return None;
        }
        directory = directory.rsplit_once('/').map_or("", |(parent, _)| parent);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn references_in_a_circle_end() {
        let text = "<Project><PropertyGroup><A>$(B)</A><B>$(A)</B><C>x$(Unknown)</C></PropertyGroup></Project>";
        let repo = MemorySource::new([("a.csproj", text)]).into_repo();
        let file = repo.file("a.csproj").unwrap();
        let xml = file.xml().unwrap();
        let properties = Properties::of(&repo, file, xml.root());
        assert!(properties.get("A").is_some());
        assert_eq!(properties.get("C").unwrap().0, "x$(Unknown)");
    }

    #[test]
    fn unconditional_value_wins() {
        let text = "<Project><PropertyGroup Condition=\"'$(X)'==''\"><A>1</A></PropertyGroup>\
                    <PropertyGroup><a>2</a></PropertyGroup></Project>";
        let repo = MemorySource::new([("a.csproj", text)]).into_repo();
        let file = repo.file("a.csproj").unwrap();
        let xml = file.xml().unwrap();
        assert_eq!(Properties::of(&repo, file, xml.root()).get("A").unwrap().0, "2");
    }

    #[test]
    fn files_above_are_imported_by_name_and_by_path() {
        let props = |inner: &str| format!("<Project>{inner}</Project>");
        let property = |name: &str, value: &str| format!("<PropertyGroup><{name}>{value}</{name}></PropertyGroup>");
        let near = props(&format!(
            "<Import Project=\"$([MSBuild]::GetPathOfFileAbove('Directory.Build.props', '$(MSBuildThisFileDirectory)../'))\"/>\
             <Import Project=\"..\\eng\\Common.props\"/><Import Project=\"..\\..\\..\\x.props\"/>{}",
            property("A", "near")
        ));
        let files = [
            ("src/a/a.csproj", props("")),
            ("src/Directory.Build.props", near),
            ("Directory.Build.props", props(&format!("{}{}", property("A", "far"), property("B", "far")))),
            ("Directory.Packages.props", props(&property("C", "packages"))),
            ("eng/Common.props", props(&property("D", "common"))),
        ];
        let repo = MemorySource::new(files.iter().map(|(path, text)| (*path, text.as_str()))).into_repo();
        let file = repo.file("src/a/a.csproj").unwrap();
        let xml = file.xml().unwrap();
        let properties = Properties::of(&repo, file, xml.root());
        let get = |name: &str| properties.get(name).map(|(value, _)| value);
        assert_eq!(get("A").as_deref(), Some("near"));
        assert_eq!(get("B").as_deref(), Some("far"));
        assert_eq!(get("C").as_deref(), Some("packages"));
        assert_eq!(get("D").as_deref(), Some("common"));
    }
}
