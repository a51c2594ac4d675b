//! The properties of a project file, with those of `Directory.Build.props` beneath them.

use fieldmark_sdk::{Element, File, Place, Repo};

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
        if let Some(props) = nearest_props(repo, file.directory())
            && let Some(xml) = props.xml()
        {
            all.collect(xml.root());
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

/// MSBuild takes the first `Directory.Build.props` on the way up.
fn nearest_props<'r>(repo: &'r Repo, directory: &str) -> Option<File<'r>> {
    let mut directory = directory;
    loop {
        let path = if directory.is_empty() { String::new() } else { format!("{directory}/") };
        if let Some(file) = repo.file(&format!("{path}Directory.Build.props")) {
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
}
