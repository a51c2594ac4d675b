//! Texts that commands refer to.

use crate::description::Description;
use crate::{files, find};
use fieldmark_sdk::script::quote_path;
use fieldmark_sdk::{Place, Repo, Verdict};

/// What was found, by name.
#[derive(Default)]
pub struct Facts(Vec<(String, String, Place)>);

/// Finds the facts and states each as an attribute.
pub fn state(repo: &Repo, detector: &Description<'_>, verdict: &mut Verdict) -> Facts {
    let mut facts = Facts::default();
    for rule in detector.rules("fact") {
        let name = rule.text("name").unwrap_or_default();
        if facts.get(name).is_some() {
            continue;
        }
        let found = files::all(repo, rule, "file").into_iter().find_map(|file| {
            if rule.is("stem") { Some((file.stem().to_owned(), file.whole())) } else { find::value(&file, rule) }
        });
        if let Some((value, at)) = found.filter(|(value, _)| !value.is_empty()) {
            verdict.attribute(name, &*value, at);
            facts.0.push((name.to_owned(), value, at));
        }
    }
    facts
}

impl Facts {
    fn get(&self, name: &str) -> Option<(&str, Place)> {
        self.0.iter().find(|(known, ..)| known == name).map(|(_, value, at)| (value.as_str(), *at))
    }

    /// A command with its `{fact}`s replaced by words of shell, and the place of the last of them; none if one of them
    /// is not known. What stands in `extra` goes before the facts.
    pub fn fill(&self, template: &str, extra: &[(&str, &str)]) -> Option<(String, Option<Place>)> {
        let (mut command, mut place, mut rest) = (String::new(), None, template);
        while let Some((before, after)) = rest.split_once('{') {
            let (name, behind) = after.split_once('}')?;
            command.push_str(before);
            // `${PORT}` is the shell's own.
            if before.ends_with('$') {
                command.push_str(&format!("{{{name}}}"));
            } else if let Some((_, value)) = extra.iter().find(|(known, _)| *known == name) {
                command.push_str(&quote_path(value));
            } else {
                let (value, at) = self.get(name)?;
                command.push_str(&quote_path(value));
                place = Some(at);
            }
            rest = behind;
        }
        command.push_str(rest);
        Some((command, place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_become_words_of_shell() {
        let facts = Facts(vec![("name".into(), "my app".into(), Place::NONE)]);
        let fill = |template: &str| facts.fill(template, &[("file", "-x.sh")]).map(|(command, _)| command);
        assert_eq!(fill("./bin/{name} -p ${PORT}").as_deref(), Some("./bin/'my app' -p ${PORT}"));
        assert_eq!(fill("sh {file}").as_deref(), Some("sh ./-x.sh"));
        assert_eq!(fill("./bin/{other}"), None);
        assert_eq!(fill("./bin/{name"), None);
    }
}
