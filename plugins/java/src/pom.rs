//! The parts of a pom that need care: properties with references, and sections that profiles repeat.

use fieldmark_sdk::{Element, File, Place};

/// How often a text may refer to another before it is taken as it stands.
const MOST_SUBSTITUTIONS: usize = 12;

/// Most bytes that a text may grow to.
const MOST_BYTES: usize = 1024;

/// A pom with its profiles.
pub struct Sections<'x, 'r>(pub Element<'x, 'r>);

impl<'x, 'r> Sections<'x, 'r> {
    /// The section of this name of the project itself, then those of its profiles.
    pub fn all(&self, name: &str) -> impl Iterator<Item = Element<'x, 'r>> + use<'x, 'r> {
        self.with_profiles(name).map(|(_, section)| section)
    }

    /// The same, each with the id of its profile.
    pub fn with_profiles(&self, name: &str) -> impl Iterator<Item = (Option<&'x str>, Element<'x, 'r>)> + use<'x, 'r> {
        let name = name.to_owned();
        let own = self.0.child(&name).map(|section| (None, section));
        let id = |profile: Element<'x, '_>| profile.child("id").map_or("default", |id| id.text());
        own.into_iter()
            .chain(self.profiles().filter_map(move |profile| Some((Some(id(profile)), profile.child(&name)?))))
    }

    /// The profiles.
    pub fn profiles(&self) -> impl Iterator<Item = Element<'x, 'r>> + use<'x, 'r> {
        self.0.child("profiles").into_iter().flat_map(|profiles| profiles.children())
    }
}

/// A property of a pom.
struct Property {
    name: String,
    text: String,
    at: Place,
    /// The profile that sets it.
    profile: Option<String>,
}

/// Properties of a pom and of its parents: the first of a name is in force, one of a profile only where there is no
/// other.
#[derive(Default)]
pub struct Properties(Vec<Property>);

impl Properties {
    /// Those of `.mvn/maven.config`, which go before all others: `-Drevision=1.2`.
    pub fn of_command_line(file: Option<File<'_>>) -> Self {
        let mut properties = Self::default();
        for line in file.into_iter().flat_map(|file| file.lines()) {
            for word in line.code().split_whitespace() {
                if let Some((name, text)) = word.strip_prefix("-D").and_then(|word| word.split_once('=')) {
                    properties.push(name.to_owned(), text, line.at);
                }
            }
        }
        properties
    }

    fn push(&mut self, name: String, text: &str, at: Place) {
        self.0.push(Property { name, text: text.to_owned(), at, profile: None });
    }

    /// Adds those of a pom; `generation` is 0 for the pom itself, 1 for its parent.
    pub fn collect(&mut self, root: Element<'_, '_>, generation: usize) {
        for (profile, section) in Sections(root).with_profiles("properties") {
            self.0.extend(section.children().map(|property| Property {
                name: property.name().to_owned(),
                text: property.text().to_owned(),
                at: property.at(),
                profile: profile.map(str::to_owned),
            }));
        }
        let parent = root.child("parent");
        let of = |name: &str| root.child(name).or_else(|| parent?.child(name));
        for name in ["groupId", "version", "artifactId"] {
            let own = if name == "artifactId" { root.child(name) } else { of(name) };
            for prefix in if generation == 0 { &["project.", "pom.", ""][..] } else { &["project.parent."][..] } {
                if let Some(element) = own {
                    self.push(format!("{prefix}{name}"), element.text(), element.at());
                }
            }
        }
        if let (0, Some(version)) = (generation, parent.and_then(|parent| parent.child("version"))) {
            self.push("project.parent.version".to_owned(), version.text(), version.at());
        }
    }

    /// A property as it was written, whoever sets it.
    pub fn get(&self, name: &str) -> Option<(&str, Place)> {
        let named = || self.0.iter().filter(|property| property.name == name);
        let found = named().find(|property| property.profile.is_none()).or_else(|| named().next())?;
        Some((&found.text, found.at))
    }

    /// A property that holds without a profile.
    pub fn without_profile(&self, name: &str) -> Option<(&str, Place)> {
        let found = self.0.iter().find(|property| property.name == name && property.profile.is_none())?;
        Some((&found.text, found.at))
    }

    /// What profiles make of a property: profile, text and place.
    pub fn of_profiles(&self, name: &str) -> impl Iterator<Item = (&str, &str, Place)> {
        let named = self.0.iter().filter(move |property| property.name == name);
        named.filter_map(|property| Some((property.profile.as_deref()?, &*property.text, property.at)))
    }

    /// A text with its references filled in; those to nothing known stay.
    pub fn fill(&self, text: &str) -> String {
        let mut filled = text.to_owned();
        let mut from = 0;
        for _ in 0..MOST_SUBSTITUTIONS {
            let Some(start) = filled[from..].find("${").map(|at| at + from) else { break };
            let Some(end) = filled[start..].find('}').map(|at| at + start) else { break };
            match self.get(&filled[start + 2..end]) {
                Some((value, _)) if filled.len() + value.len() <= MOST_BYTES => {
                    filled.replace_range(start..=end, value)
                }
                Some(_) => break,
                None => from = end + 1,
            }
        }
        filled
    }

    /// Name of the archive, references not yet filled in. The builder activates the profile `openshift`, which turns
    /// off profiles that are active by default.
    pub fn archive_name(&self, root: Element<'_, '_>) -> Option<String> {
        let profiles = || Sections(root).profiles();
        let id = |profile: &Element<'_, '_>| profile.child("id").map(|id| id.text() == "openshift");
        let openshift = profiles().find(|profile| id(profile) == Some(true));
        let default = |profile: &Element<'_, '_>| {
            profile.get(&["activation", "activeByDefault"]).is_some_and(|flag| flag.text() == "true")
        };
        let active = openshift.or_else(|| profiles().find(default));
        if let Some(name) = active.and_then(final_name).or_else(|| final_name(root)) {
            return Some(name.to_owned());
        }
        Some(format!("{}-{}", self.get("project.artifactId")?.0, self.get("project.version")?.0))
    }
}

fn final_name<'x>(element: Element<'x, '_>) -> Option<&'x str> {
    element.get(&["build", "finalName"]).map(|name| name.text())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_in_a_circle_end_and_unknown_ones_stay() {
        let at = Place::NONE;
        let property =
            |name: &str, text: &str| Property { name: name.to_owned(), text: text.to_owned(), at, profile: None };
        let properties = Properties(vec![
            property("a", "${b}"),
            property("b", "${a}"),
            property("v", "17"),
            property("big", "${big}${big}"),
        ]);
        assert_eq!(properties.fill("${env.X}-${v}"), "${env.X}-17");
        assert!(properties.fill("${a}").starts_with("${"));
        assert!(properties.fill("${big}").len() <= MOST_BYTES);
        assert_eq!(properties.fill("${v"), "${v");
    }
}
