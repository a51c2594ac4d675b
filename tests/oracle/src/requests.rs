//! `oc expose` and `oc start-build`. What the second would send is printed and not sent.

use crate::new_app::run;
use crate::{Case, Oracle, Outcome, Scene, Verdict, compare};
use serde_json::{Value, json};
use std::io;
use std::path::Path;

/// Runs a case of `oc expose` and compares the object, or where there is none its name.
///
/// # Errors
/// The system fails.
pub fn check_expose(program: &Path, oracle: &Oracle, snapshot: &str, case: &Case) -> io::Result<Verdict> {
    let scene = Scene::new(oracle, case)?;
    // A refused case may ask for JSON and still have printed text.
    if case.args.iter().any(|argument| argument == "-o") {
        let outcome = run(program, &scene, snapshot, case, &[])?;
        return Ok(refusal(case, &outcome).unwrap_or_else(|| value(&case.stdout, &outcome)));
    }
    let outcome = run(program, &scene, snapshot, case, &["-o", "name"])?;
    let recorded = case.stdout.as_str().and_then(|text| text.split_whitespace().next()).unwrap_or_default();
    Ok(refusal(case, &outcome).unwrap_or_else(|| {
        if outcome.stdout.trim() == recorded {
            Verdict::Equal
        } else {
            Verdict::Failed(format!("exposed by oc: {recorded}; is {}", outcome.stdout.trim()))
        }
    }))
}

/// Runs a case of `oc start-build` and compares what it would send with what was recorded.
///
/// # Errors
/// The system fails.
pub fn check_start_build(program: &Path, oracle: &Oracle, snapshot: &str, case: &Case) -> io::Result<Verdict> {
    let scene = Scene::new(oracle, case)?;
    let outcome = run(program, &scene, snapshot, case, &[])?;
    if let Some(verdict) = refusal(case, &outcome) {
        return Ok(verdict);
    }
    let [request] = case.requests.as_slice() else {
        return Ok(Verdict::Failed("not one request was recorded".into()));
    };
    let text = |key: &str| request[key].as_str().unwrap_or_default();
    let query = if text("query").is_empty() { String::new() } else { format!("?{}", text("query")) };
    let line = format!("POST {}{query}", text("path"));
    if outcome.stdout.lines().next() != Some(line.as_str()) {
        return Ok(Verdict::Failed(format!("sent by oc: {line}; is {:?}", outcome.stdout.lines().next())));
    }
    let outcome = run(program, &scene, snapshot, case, &["-o", "json"])?;
    // An object is printed as it is, bytes are described.
    let is_object = request["body"]["kind"].is_string();
    let recorded = if is_object { request["body"].clone() } else { json!({ "body": request["body"] }) };
    let mut actual: Value = serde_json::from_str(&outcome.stdout).unwrap_or_default();
    if !is_object {
        actual = json!({ "body": actual["body"] });
    }
    let mismatches = compare(&recorded, &actual);
    Ok(if mismatches.is_empty() { Verdict::Equal } else { Verdict::Different(mismatches) })
}

/// A refusal is the same when it ends alike and prints nothing; none where nothing was refused.
fn refusal(case: &Case, outcome: &Outcome) -> Option<Verdict> {
    match (case.exit_code, outcome.exit_code) {
        (Some(0), Some(0)) => None,
        (recorded, actual) if recorded == actual && outcome.stdout.is_empty() => Some(Verdict::Equal),
        (recorded, actual) => {
            Some(Verdict::Failed(format!("exit code {actual:?}, recorded {recorded:?}: {}", outcome.stderr.trim())))
        }
    }
}

fn value(recorded: &Value, outcome: &Outcome) -> Verdict {
    let Ok(actual) = serde_json::from_str::<Value>(&outcome.stdout) else {
        return Verdict::Failed("no document on standard output".into());
    };
    let mismatches = compare(recorded, &actual);
    if mismatches.is_empty() { Verdict::Equal } else { Verdict::Different(mismatches) }
}
