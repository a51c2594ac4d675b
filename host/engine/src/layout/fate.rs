//! What becomes of each judged root: a component, or none for a reason.

use super::Layout;
use crate::bare;
use crate::judgement::{Candidate, Judgement};
use crate::member::{is_below, names_member, relative};
use fieldmark_model::Strategy;
use fieldmark_scan::Presence;

/// A root with its fate: none when it becomes a component, else why it does not.
pub(crate) type Fates = Vec<Option<String>>;

/// What all judged roots together say about each.
struct Surroundings<'j> {
    /// Whether something outside of auxiliary directories is sure to be something.
    main_is_found: bool,
    /// Whether something stands outside of auxiliary directories, and not at the top.
    main_is_below: bool,
    /// Whether something stands below the top.
    below_is_found: bool,
    /// Directories of bare sources that are components.
    bare: Vec<&'j str>,
}

impl Layout {
    /// Decides what becomes of each judged root. `judgements` come outermost first.
    pub(crate) fn fates(&self, judgements: &[Judgement]) -> Fates {
        let around = self.surroundings(judgements);
        let mut fates: Fates = Vec::with_capacity(judgements.len());
        for (index, judgement) in judgements.iter().enumerate() {
            let Some(primary) = judgement.primary().filter(|primary| primary.score() > 0) else {
                fates.push(Some("no plugin recognises it".to_owned()));
                continue;
            };
            let fate = if judgement.is_told {
                None
            } else if let Some(reason) = self.passed_over(judgement, primary, &around) {
                Some(reason)
            } else if judgement.is_bare || !self.stands(judgement) {
                None
            } else {
                let kept = judgements[..index].iter().zip(&fates).filter(|(_, fate)| fate.is_none()).map(|(j, _)| j);
                let outer: Vec<&Judgement> = kept.filter(|outer| is_below(&judgement.path, &outer.path)).collect();
                self.folded(judgement, primary, &outer)
            };
            fates.push(fate);
        }
        drop_shell(judgements, &mut fates);
        fates
    }

    fn surroundings<'j>(&self, judgements: &'j [Judgement]) -> Surroundings<'j> {
        let described = || judgements.iter().filter(|judgement| !judgement.is_bare && self.stands(judgement));
        let main = || described().filter(|judgement| !self.auxiliary.holds(&judgement.path));
        let bare = bare::chosen(judgements, |judgement| self.stands(judgement));
        Surroundings {
            main_is_found: main().any(|judgement| judgement.primary().is_some_and(|primary| self.is_sure(primary))),
            main_is_below: main().any(|judgement| judgement.path != "."),
            below_is_found: !bare.is_empty() || described().any(|judgement| judgement.path != "."),
            bare,
        }
    }

    /// Whether the root counts beside what describes itself below it: by more than a few sources that nothing describes.
    fn is_main(&self, primary: &Candidate) -> bool {
        self.is_sure(primary) && (primary.presence == Presence::Marker || primary.score() >= self.least_bare_score)
    }

    /// Why a root is no component for what is found elsewhere, or for what it lacks.
    fn passed_over(&self, judgement: &Judgement, primary: &Candidate, around: &Surroundings<'_>) -> Option<String> {
        let path = judgement.path.as_str();
        let reason = if judgement.is_bare {
            (!around.bare.contains(&path)).then_some("sources that nothing describes or starts")
        } else if around.main_is_found && !judgement.is_context && self.auxiliary.holds(path) {
            Some("it serves what stands elsewhere")
        } else if path == "." && around.main_is_below && !judgement.is_spread && !self.is_main(primary) {
            Some("it is hardly anything by itself, and there are components below")
        } else if self.stands(judgement) {
            None
        } else if path != "." {
            Some("too few points for a component of its own")
        } else if around.below_is_found {
            Some("nothing in it says what it is, and there are components below")
        } else if judgement.is_stray {
            Some("a few files among many others do not say what it is")
        } else if primary.score() < self.least_score {
            return Some(format!("{} points are too few", primary.score()));
        } else {
            None
        };
        reason.map(str::to_owned)
    }

    /// Why a root belongs to one around it.
    fn folded(&self, inner: &Judgement, primary: &Candidate, outer: &[&Judgement]) -> Option<String> {
        // The nearest one is the last: they come outermost first.
        let nearest = outer.last()?;
        let role = primary.role();
        if matches!(role, "library" | "tooling") {
            return Some(format!("a {role} inside {}", nearest.path));
        }
        if primary.strategy != Strategy::Source {
            return None;
        }
        if let Some(whole) = outer.iter().rev().find(|outer| self.is_part(&inner.path, outer)) {
            return Some(format!("a part of the application in {}", whole.path));
        }
        outer.iter().rev().find_map(|outer| {
            let owner = outer.languages.iter().find(|candidate| candidate.plugin == primary.plugin)?;
            let rule = self.workspaces.iter().find(|rule| rule.plugins.contains(&primary.plugin))?;
            (names_member(owner, &outer.path, &inner.path) && !rule.keeps.iter().any(|kept| kept == role))
                .then(|| format!("a member of the workspace {}", outer.path))
        })
    }

    /// Whether a directory is one of those that the application in `outer` consists of.
    fn is_part(&self, inner: &str, outer: &Judgement) -> bool {
        let Some(primary) = outer.primary() else { return false };
        let first = relative(inner, &outer.path).split('/').next().unwrap_or_default();
        let of_application = self.parts.iter().filter(|rule| rule.plugins.contains(&primary.plugin));
        of_application.flat_map(|rule| &rule.directories).any(|directory| directory == first)
    }
}

/// A root that only holds a workspace together is no component beside its members.
fn drop_shell(judgements: &[Judgement], fates: &mut Fates) {
    let is_shell = |judgement: &Judgement| {
        judgement.path == "."
            && judgement.primary().is_some_and(|primary| {
                primary.role() == "tooling" && primary.strategy == Strategy::Source && judgement.strategy().is_none()
            })
    };
    let others = fates.iter().filter(|fate| fate.is_none()).count();
    for (judgement, fate) in judgements.iter().zip(fates.iter_mut()) {
        if others > 1 && fate.is_none() && !judgement.is_told && is_shell(judgement) {
            *fate = Some("it only holds the components below it together".to_owned());
        }
    }
}
