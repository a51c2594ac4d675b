//! What the fixtures of a plugin prove, and what they do not.

use super::{Finding, Weight};
use crate::Trial;
use crate::trial::Comparison;
use fieldmark_model::{Kind, Manifest, ROLES, Verdict, attribute, nearest};

/// Below this score a plugin does not claim a root.
const CLAIM: u32 = 40;

/// From this share of the fuel on, in percent, a repository that is larger than a fixture may be too much.
const FUEL: u64 = 10;

pub(super) fn findings(manifest: &Manifest, trials: &[Trial]) -> Vec<Finding> {
    let mut findings = Vec::new();
    if trials.is_empty() {
        let what = "there is no fixture: nothing says what the plugin is for";
        let way_out = "put a small repository into fixtures/<name>/ and run `fieldmark plugin test --bless`";
        return vec![Finding::new("author.no-fixture", Weight::Error, what, way_out)];
    }
    let verdicts = || trials.iter().filter_map(|trial| trial.outcome.verdict.as_ref().ok());
    if manifest.plugin.kind == Kind::Language && verdicts().all(|verdict| verdict.score >= CLAIM) {
        let what = "there is no negative fixture: nothing says what the plugin leaves to others";
        let way_out = "add a repository in which files of your language lie around but which is something else";
        findings.push(Finding::new("author.no-negative-fixture", Weight::Warning, what, way_out));
    }
    for trial in trials {
        findings.extend(of_trial(trial));
    }
    let mut names: Vec<String> = verdicts().flat_map(misspelt).collect();
    names.sort();
    names.dedup();
    for what in names {
        let way_out =
            "wit/detector.wit lists the names that the host understands; a name of your own has your id in it";
        findings.push(Finding::new("author.attribute", Weight::Warning, what, way_out));
    }
    findings
}

fn of_trial(trial: &Trial) -> Option<Finding> {
    let (weight, way_out) = (Weight::Error, "`fieldmark plugin test` shows what differs");
    let case = &trial.case;
    let used = trial.outcome.usage.fuel;
    match &trial.comparison {
        Comparison::NoVerdict => {
            let problem = trial.outcome.verdict.as_ref().err().map(ToString::to_string).unwrap_or_default();
            Some(Finding::new("author.fixture-fails", weight, format!("fixture {case}: {problem}"), way_out))
        }
        Comparison::Different(_) | Comparison::NoGolden => {
            let what = format!("fixture {case} does not agree with its golden verdict");
            Some(Finding::new("author.fixture-differs", weight, what, way_out))
        }
        _ if used * 100 > trial.fuel_allowed * FUEL => {
            let what = format!("fixture {case} takes {used} of {} fuel; a repository is larger", trial.fuel_allowed);
            let way_out = "read less, or ask for more with `fuel` in [budget] of plugin.toml";
            Some(Finding::new("author.fuel", Weight::Warning, what, way_out))
        }
        _ => None,
    }
}

/// Names of attributes and roles that look like one of the host's and are none.
fn misspelt(verdict: &Verdict) -> Vec<String> {
    let known = attribute::ALL;
    let of_names = verdict.attributes.iter().filter(|fact| !known.contains(&fact.name.as_str())).filter_map(|fact| {
        let meant = nearest(&fact.name, known.iter().copied())?;
        Some(format!("the attribute `{}` is not one that the host understands; `{meant}` is", fact.name))
    });
    let roles = verdict.all(attribute::ROLE).filter(|role| !ROLES.contains(&role.value.as_str()));
    let of_roles = roles.map(|role| format!("the role `{}` is none; there are {}", role.value, ROLES.join(", ")));
    of_names.chain(of_roles).collect()
}
