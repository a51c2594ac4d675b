//! `s2i build … --as-dockerfile`: the files that are written, or why there are none.

use crate::{Case, Oracle, Outcome, Refusals, Scene, Verdict, compare};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// The file that a recorded success has.
const DOCKERFILE: &str = "Dockerfile";
/// What a refusal ends with, where upstream ends with success as well (the recordings' README, "Comparing", 7).
const REFUSED: i32 = 1;

/// Runs a case and compares.
///
/// # Errors
/// The system fails.
pub fn check(program: &Path, oracle: &Oracle, snapshot: &str, refusals: &Refusals, case: &Case) -> io::Result<Verdict> {
    let scene = Scene::new(oracle, case)?;
    let snapshot = scene.file("cluster-snapshot.json", snapshot)?;
    let places = scene.placeholders()?;
    let mut arguments = vec!["s2i".to_owned()];
    arguments.extend(case.args.iter().map(|argument| places.fill(argument)));
    arguments.extend(["--compat", "s2i", "--snapshot"].map(str::to_owned));
    arguments.push(snapshot.display().to_string());
    let outcome = scene.run(program, &arguments, case.stdin.as_deref().unwrap_or_default())?;
    let mut files = Map::new();
    let out = places.fill("{OUT}");
    if Path::new(&out).exists() {
        list(Path::new(&out), "", &mut files)?;
    }
    if !case.files.iter().any(|file| file["path"] == DOCKERFILE) {
        return Ok(refused(case, &outcome, &files, refusals));
    }
    if outcome.exit_code != Some(0) {
        return Ok(Verdict::Failed(format!("exit code {:?}: {}", outcome.exit_code, outcome.stderr.trim())));
    }
    let recorded = case.files.iter().map(|file| {
        let path = places.fill(file["path"].as_str().unwrap_or_default());
        let text = file["text"].as_str().map(|text| lines(&places.fill(text)));
        (path, entry(&file["mode"], &file["link"], &file["sha256"], text))
    });
    let mismatches = compare(&Value::Object(recorded.collect()), &Value::Object(files));
    Ok(if mismatches.is_empty() { Verdict::Equal } else { Verdict::Different(mismatches) })
}

/// A refusal is the same when it has the same cause, and writes nothing.
fn refused(case: &Case, outcome: &Outcome, files: &Map<String, Value>, refusals: &Refusals) -> Verdict {
    let Some(code) = refusals.code(&case.stderr).or_else(|| refusals.code(case.stdout.as_str().unwrap_or_default()))
    else {
        return Verdict::Failed("its refusal is not in refusals.toml".into());
    };
    if outcome.exit_code == Some(REFUSED) && outcome.stderr.contains(&format!("[{code}]")) && files.is_empty() {
        return Verdict::Equal;
    }
    let left: Vec<&String> = files.keys().collect();
    Verdict::Failed(format!(
        "refused by s2i ({code}); exit code {:?}: {}; left {left:?}",
        outcome.exit_code,
        outcome.stderr.trim()
    ))
}

fn entry(mode: &Value, link: &Value, sha256: &Value, text: Option<Value>) -> Value {
    json!({ "mode": mode, "link": link, "sha256": sha256, "text": text })
}

/// Everything below a folder in the form of the recordings: a folder when it is empty, a repository's own without what
/// is in it.
fn list(folder: &Path, below: &str, files: &mut Map<String, Value>) -> io::Result<()> {
    let mode = |path: &Path| -> io::Result<Value> {
        Ok(json!(format!("{:#o}", fs::symlink_metadata(path)?.permissions().mode() & 0o7777)))
    };
    for item in fs::read_dir(folder)? {
        let item = item?;
        let (path, kind) = (item.path(), item.file_type()?);
        let name = format!("{below}{}", item.file_name().to_string_lossy());
        if kind.is_symlink() {
            let target = json!(fs::read_link(&path)?.display().to_string());
            files.insert(name, entry(&mode(&path)?, &target, &Value::Null, None));
        } else if !kind.is_dir() {
            let bytes = fs::read(&path)?;
            let is_text = name == DOCKERFILE;
            let text = is_text.then(|| lines(&String::from_utf8_lossy(&bytes)));
            let sha256 = if is_text { Value::Null } else { json!(hexadecimal(&Sha256::digest(&bytes))) };
            files.insert(name, entry(&mode(&path)?, &Value::Null, &sha256, text));
        } else if item.file_name() == ".git" || fs::read_dir(&path)?.next().is_none() {
            files.insert(format!("{name}/"), entry(&mode(&path)?, &Value::Null, &Value::Null, None));
        } else {
            list(&path, &format!("{name}/"), files)?;
        }
    }
    Ok(())
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The lines of a Dockerfile, with the pairs of its `LABEL` in order.
fn lines(text: &str) -> Value {
    let mut lines: Vec<Value> = Vec::new();
    let mut pairs: Option<Vec<&str>> = None;
    for line in text.split('\n') {
        let Some(pair) = line.strip_prefix("LABEL ").or(pairs.as_ref().and(Some(line))) else {
            lines.push(json!(line));
            continue;
        };
        let found = pairs.get_or_insert_default();
        found.push(pair.trim_start().trim_end_matches(" \\"));
        if !pair.ends_with(" \\") {
            found.sort_unstable();
            lines.push(json!(pairs.take()));
        }
    }
    Value::Array(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_label_pairs_have_no_order() {
        let cases = [
            ("FROM a\nLABEL b=1 \\\n      a=2\n\nUSER 1", json!(["FROM a", ["a=2", "b=1"], "", "USER 1"])),
            ("LABEL a=1\nENV b=1 \\\n    a=2", json!([["a=1"], "ENV b=1 \\", "    a=2"])),
            ("RUN x\n", json!(["RUN x", ""])),
        ];
        for (text, expected) in cases {
            assert_eq!(lines(text), expected, "{text}");
        }
    }

    #[test]
    fn folders_are_listed_when_empty() {
        let place = tempfile::tempdir().unwrap();
        for folder in ["empty", "src/.git/refs"] {
            fs::create_dir_all(place.path().join(folder)).unwrap();
        }
        fs::write(place.path().join("src/a"), "").unwrap();
        std::os::unix::fs::symlink("a", place.path().join("src/b")).unwrap();
        let mut files = Map::new();
        list(place.path(), "", &mut files).unwrap();
        assert_eq!(files.keys().collect::<Vec<_>>(), ["empty/", "src/.git/", "src/a", "src/b"]);
        assert_eq!(files["src/b"]["link"], "a");
        // sha256sum of nothing.
        assert_eq!(files["src/a"]["sha256"], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
