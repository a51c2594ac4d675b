//! Templates of projects, one for each language that plugins are written in.

/// A template: the files of a project, with placeholders for its name.
#[derive(Debug)]
pub struct Template {
    /// The word by which it is chosen.
    pub name: &'static str,
    /// The name of the language.
    pub title: &'static str,
    /// Paths and texts. Of two files with the same path the later one holds.
    pub(crate) files: &'static [(&'static str, &'static str)],
}

/// All of them, sorted by name. The build script makes the table of `plugins/template`.
static TEMPLATES: &[Template] = include!(concat!(env!("OUT_DIR"), "/templates.rs"));

impl Template {
    /// All templates, sorted by name.
    #[must_use]
    pub fn all() -> &'static [Self] {
        TEMPLATES
    }

    /// The template with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        TEMPLATES.iter().find(|template| template.name == name)
    }

    /// The files of a project with this name, without a duplicate, sorted by path.
    pub(crate) fn filled(&self, id: &str) -> std::collections::BTreeMap<String, String> {
        let fill = |text: &str| {
            text.replace("{{id}}", id).replace("{{module}}", &id.replace('-', "_")).replace("{{title}}", self.title)
        };
        let place = |path: &str| path.replace("__gitignore__", ".gitignore").replace("__id__", id);
        // The SDK is a copy: what looks like a placeholder there is none.
        let text = |path: &str, text: &str| if path.starts_with("vendor/") { text.to_owned() } else { fill(text) };
        self.files.iter().map(|(path, contents)| (place(path), text(path, contents))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_model::Manifest;

    #[test]
    fn every_template_makes_a_manifest_and_a_build_file_that_are_read() {
        assert!(Template::all().len() >= 4);
        for template in Template::all() {
            let files = template.filled("wood-duck");
            let manifest = Manifest::parse(files["plugin.toml"].as_bytes()).unwrap();
            assert_eq!(manifest.plugin.id, "wood-duck");
            let build: crate::BuildFile = fieldmark_model::parse_document(&files["build.toml"]).unwrap();
            assert!(!build.build.steps.is_empty(), "{}", template.name);
            assert!(files.contains_key(".gitignore") && files.contains_key("wit/detector.wit"));
            let left = files.iter().find(|(path, text)| !path.starts_with("vendor/") && text.contains("{{"));
            assert!(left.is_none(), "{}: a placeholder is left in {left:?}", template.name);
        }
    }
}
