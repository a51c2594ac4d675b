//! What members of a workspace take over from the root that holds it: the tool that installs their dependencies.
//!
//! A plugin that is asked about a member sees nothing above it, where the lock file and the settings of the workspace
//! stand. A package manager that it states without a place is a default, and gives way to what the root says.

use crate::judgement::{Candidate, Judgement};
use crate::member::names_member;
use fieldmark_model::{Attribute, Reason, attribute};

/// Facts that a member takes over, when the first of them has no place of its own.
const SHARED: [&str; 2] = [attribute::PACKAGE_MANAGER, attribute::PACKAGE_MANAGER_VERSION];

/// Gives each member what its nearest workspace says. `judgements` come outermost first.
pub(crate) fn share(judgements: &mut [Judgement]) {
    for index in 0..judgements.len() {
        let (outer, rest) = judgements.split_at_mut(index);
        let Some(member) = rest.first_mut() else { return };
        let path = member.path.clone();
        for candidate in &mut member.languages {
            let is_default = candidate.verdict.first(attribute::PACKAGE_MANAGER).is_some_and(|own| own.path.is_none());
            let owners = outer.iter().rev().filter_map(|outer| owner(outer, candidate, &path));
            if let Some(owner) = Some(owners).filter(|_| is_default).and_then(|mut owners| owners.next()) {
                take_over(candidate, owner);
            }
        }
    }
}

/// The verdict of the same plugin about a root around the member that counts it among its own and knows its tool.
fn owner<'j>(outer: &'j Judgement, candidate: &Candidate, path: &str) -> Option<&'j Candidate> {
    let owner = outer.languages.iter().find(|owner| owner.plugin == candidate.plugin)?;
    let knows = owner.verdict.first(attribute::PACKAGE_MANAGER).is_some_and(|manager| manager.path.is_some());
    (knows && names_member(owner, &outer.path, path)).then_some(owner)
}

fn take_over(candidate: &mut Candidate, owner: &Candidate) {
    let Some(manager) = owner.verdict.first(attribute::PACKAGE_MANAGER) else { return };
    candidate.shared.push(Reason {
        code: format!("{}.package-manager-of-workspace", owner.plugin),
        points: 0,
        path: owner.path(manager.path),
        line: manager.line,
        note: format!("the workspace is installed with {}", manager.value),
    });
    let attributes = &mut candidate.verdict.attributes;
    attributes.retain(|own| !SHARED.contains(&own.name.as_str()));
    // Places are counted among the files that a plugin saw, which are others here.
    let taken = SHARED.iter().filter_map(|name| owner.verdict.first(name));
    attributes.extend(taken.map(|fact| Attribute { path: None, line: None, ..fact.clone() }));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(path: &str, facts: &[(&str, &str, Option<u32>)]) -> Judgement {
        let mut candidate = Candidate::sample("words", 80, "application");
        candidate.verdict.attributes.extend(facts.iter().map(|(name, value, path)| Attribute {
            name: (*name).to_owned(),
            value: (*value).to_owned(),
            path: *path,
            line: None,
        }));
        Judgement { languages: vec![candidate], ..Judgement::new(path) }
    }

    fn manager(root: &[(&str, &str, Option<u32>)], member: &[(&str, &str, Option<u32>)]) -> (String, usize) {
        let mut judgements = [judged(".", root), judged("apps/quay", member)];
        share(&mut judgements);
        let candidate = &judgements[1].languages[0];
        let facts = candidate.verdict.attributes.iter().filter(|fact| SHARED.contains(&fact.name.as_str()));
        let told = facts.map(|fact| fact.value.as_str()).collect::<Vec<_>>().join(" ");
        (told, candidate.shared.len())
    }

    #[test]
    fn member_without_a_tool_of_its_own_takes_that_of_its_workspace() {
        let root = [
            ("member", "apps/*", Some(0)),
            ("package-manager", "shelf", Some(1)),
            ("package-manager-version", "9", Some(1)),
        ];
        let default = [("package-manager", "box", None)];
        assert_eq!(manager(&root, &default), ("shelf 9".to_owned(), 1));
        // What the member says itself goes before.
        assert_eq!(manager(&root, &[("package-manager", "box", Some(0))]), ("box".to_owned(), 0));
        // A member that states nothing has nothing to be installed.
        assert_eq!(manager(&root, &[]), (String::new(), 0));
        // A directory that no pattern names is none of its members.
        let elsewhere = [("member", "libs/*", Some(0)), root[1]];
        assert_eq!(manager(&elsewhere, &default), ("box".to_owned(), 0));
        // A root that has only the default itself knows no better.
        let unknown = [root[0], ("package-manager", "crate", None)];
        assert_eq!(manager(&unknown, &default), ("box".to_owned(), 0));
    }
}
