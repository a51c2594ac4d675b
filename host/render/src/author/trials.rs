//! A plugin over its fixtures.

use super::failure;
use crate::{Paint, printable};
use fieldmark_authoring::{Comparison, Trial};
use serde::Serialize;
use std::fmt::Write;

/// One line a fixture, and under it what differs.
#[must_use]
pub fn trials(trials: &[Trial], paint: Paint) -> String {
    let mut out = String::new();
    for trial in trials {
        let name = printable(&trial.case);
        let score = trial.outcome.verdict.as_ref().map(|verdict| verdict.score).unwrap_or_default();
        let (mark, note) = match &trial.comparison {
            Comparison::Same => (paint.good("ok      "), format!("score {score}")),
            Comparison::Written => (paint.warning("written "), format!("score {score}; read it before you keep it")),
            Comparison::NoGolden => {
                (paint.bad("FAILED  "), "it has no golden verdict; `--bless` writes one".to_owned())
            }
            Comparison::Different(_) => (paint.bad("FAILED  "), "the verdict is another one".to_owned()),
            Comparison::NoVerdict => (paint.bad("FAILED  "), "there is no verdict".to_owned()),
        };
        // Writing to a string cannot fail.
        _ = writeln!(out, "{mark}{name}   {note}");
        let more = match (&trial.comparison, &trial.outcome.verdict) {
            (Comparison::Different(lines), _) => lines.clone(),
            (_, Err(error)) => failure(error, &trial.outcome.log, paint),
            _ => String::new(),
        };
        for line in more.lines() {
            _ = writeln!(out, "        {line}");
        }
    }
    let failed = trials.iter().filter(|trial| !trial.is_as_expected()).count();
    _ = match (trials.len(), failed) {
        (0, _) => writeln!(out, "there is no fixture"),
        (count, 0) => writeln!(out, "{}", paint.good(format!("{} as expected", counted(count)))),
        (count, failed) => writeln!(out, "{}", paint.bad(format!("{failed} of {} failed", counted(count)))),
    };
    out
}

fn counted(count: usize) -> String {
    if count == 1 { "1 fixture".to_owned() } else { format!("{count} fixtures") }
}

/// The same for programs.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct TrialDocument<'t> {
    fixture: &'t str,
    as_expected: bool,
    score: Option<u32>,
    difference: Option<&'t str>,
    error: Option<ErrorDocument>,
    fuel: u64,
    fuel_allowed: u64,
    memory_bytes: u64,
}

#[derive(Debug, Serialize)]
struct ErrorDocument {
    code: &'static str,
    message: String,
    backtrace: Vec<String>,
}

/// One document a fixture.
#[must_use]
pub fn trial_documents(trials: &[Trial]) -> Vec<TrialDocument<'_>> {
    trials.iter().map(document).collect()
}

fn document(trial: &Trial) -> TrialDocument<'_> {
    let verdict = trial.outcome.verdict.as_ref();
    let told = |error: &fieldmark::PluginError| ErrorDocument {
        code: error.code(),
        message: error.to_string(),
        backtrace: error.backtrace().to_vec(),
    };
    TrialDocument {
        fixture: &trial.case,
        as_expected: trial.is_as_expected(),
        score: verdict.ok().map(|verdict| verdict.score),
        difference: if let Comparison::Different(lines) = &trial.comparison { Some(lines) } else { None },
        error: verdict.err().map(told),
        fuel: trial.outcome.usage.fuel,
        fuel_allowed: trial.fuel_allowed,
        memory_bytes: trial.outcome.usage.memory_bytes,
    }
}
