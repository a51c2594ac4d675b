//! `oc new-app` and `oc new-build`.

use crate::{Case, Oracle, Outcome, Refusals, Scene, Verdict, compare};
use serde_json::Value;
use std::io;
use std::path::Path;

/// Runs a case and compares.
///
/// # Errors
/// The system fails.
pub fn check(program: &Path, oracle: &Oracle, snapshot: &str, refusals: &Refusals, case: &Case) -> io::Result<Verdict> {
    let scene = Scene::new(oracle, case)?;
    let outcome = run(program, &scene, snapshot, case, &[])?;
    if !case.never_ends.is_null() {
        let ended = outcome.exit_code.is_some();
        return Ok(if ended { Verdict::Equal } else { Verdict::Failed("never ends".into()) });
    }
    if case.exit_code != Some(0) {
        return Ok(refused(case, &outcome, refusals));
    }
    if outcome.exit_code != Some(0) {
        return Ok(Verdict::Failed(format!("exit code {:?}: {}", outcome.exit_code, outcome.stderr.trim())));
    }
    match case.stdout_format.as_str() {
        "json" => value(case, &case.stdout, serde_json::from_str(&outcome.stdout).ok(), &scene),
        "yaml" => {
            // A placeholder without quotes would be read as a map.
            let text = case.stdout.as_str().unwrap_or_default().replace("{RANDOM}", "\"{RANDOM}\"");
            let recorded: Value = serde_saphyr::from_str(&text).map_err(io::Error::other)?;
            value(case, &recorded, serde_saphyr::from_str(&outcome.stdout).ok(), &scene)
        }
        _ => names(program, &scene, snapshot, case),
    }
}

pub(crate) fn run(program: &Path, scene: &Scene, snapshot: &str, case: &Case, more: &[&str]) -> io::Result<Outcome> {
    let snapshot = scene.file("cluster-snapshot.json", snapshot)?;
    let places = scene.placeholders()?;
    let mut arguments: Vec<String> = case.args.iter().map(|argument| places.fill(argument)).collect();
    arguments.extend(["--compat", "oc", "--snapshot"].map(str::to_owned));
    arguments.push(snapshot.display().to_string());
    if !arguments.iter().any(|argument| argument == "-n") {
        arguments.extend(["-n", "demo"].map(str::to_owned));
    }
    arguments.extend(more.iter().map(|argument| (*argument).to_owned()));
    scene.run(program, &arguments, case.stdin.as_deref().unwrap_or_default())
}

fn refused(case: &Case, outcome: &Outcome, refusals: &Refusals) -> Verdict {
    let Some(code) = refusals.code(&case.stderr) else {
        return Verdict::Failed("its refusal is not in refusals.toml".into());
    };
    let said = outcome.stderr.contains(&format!("[{code}]"));
    if outcome.exit_code == case.exit_code && said && outcome.stdout.is_empty() {
        return Verdict::Equal;
    }
    Verdict::Failed(format!(
        "refused by oc with {:?} ({code}); exit code {:?}: {}{}",
        case.exit_code,
        outcome.exit_code,
        outcome.stderr.trim(),
        outcome.stdout.chars().take(300).collect::<String>()
    ))
}

fn value(case: &Case, recorded: &Value, actual: Option<Value>, scene: &Scene) -> io::Result<Verdict> {
    let Some(actual) = actual else { return Ok(Verdict::Failed("no document on standard output".into())) };
    let places = scene.placeholders()?;
    let text = places.fill(&recorded.to_string());
    let recorded: Value =
        serde_json::from_str(&text).map_err(|error| io::Error::other(format!("{}: {error}", case.id)))?;
    let mismatches = compare(&recorded, &actual);
    Ok(if mismatches.is_empty() { Verdict::Equal } else { Verdict::Different(mismatches) })
}

/// A text for people is compared by the objects that it names: those that `-o name` lists.
fn names(program: &Path, scene: &Scene, snapshot: &str, case: &Case) -> io::Result<Verdict> {
    let recorded: Vec<String> = case
        .stdout
        .as_str()
        .unwrap_or_default()
        .lines()
        .filter_map(|line| line.trim().strip_suffix(" created (dry run)"))
        .filter_map(|line| line.split_once(' ').map(|(kind, name)| format!("{kind}/{}", name.trim_matches('"'))))
        .collect();
    if recorded.is_empty() {
        return Ok(Verdict::Equal);
    }
    let outcome = run(program, scene, snapshot, case, &["-o", "name"])?;
    let actual: Vec<&str> = outcome.stdout.lines().collect();
    Ok(if recorded == actual {
        Verdict::Equal
    } else {
        Verdict::Failed(format!("made by oc: {recorded:?}; is {actual:?} {}", outcome.stderr.trim()))
    })
}
