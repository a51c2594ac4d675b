//! Running the steps of a build file.

use crate::{AuthorError, BuildFile, Task};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::SystemTime;

/// Lines of a failed step's output that are kept.
const MOST_LINES: usize = 60;

/// Runs steps in the folder of a project; `told` hears of each before it begins.
pub(crate) fn run(
    folder: &Path,
    file: &BuildFile,
    steps: &[Vec<String>],
    told: &mut dyn FnMut(&str),
) -> Result<(), AuthorError> {
    for step in steps {
        let command = step.join(" ");
        told(&command);
        let Some((program, arguments)) = step.split_first() else { continue };
        let output = Command::new(place(folder, program))
            .args(arguments)
            .current_dir(folder)
            .stdin(Stdio::null())
            .output()
            .map_err(|source| AuthorError::ToolMissing {
                program: program.clone(),
                source,
                way_out: file.tools.get(program).cloned(),
            })?;
        if !output.status.success() {
            let printed = [String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)].concat();
            let hint = file.hint.iter().find(|hint| printed.contains(&hint.when));
            return Err(AuthorError::Step {
                command,
                status: output.status.to_string(),
                way_out: hint.map(|hint| hint.then.clone()),
                output: last_lines(&printed),
            });
        }
    }
    Ok(())
}

/// A program of the project itself is named by its path in it, any other by its name alone.
fn place(folder: &Path, program: &str) -> PathBuf {
    if !program.contains('/') {
        return PathBuf::from(program);
    }
    // The folder changes before the program is looked for, on some systems.
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    folder.join(program)
}

fn last_lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    let left_out = lines.len().saturating_sub(MOST_LINES);
    let mut last = lines[left_out..].join("\n");
    if left_out > 0 {
        last.insert_str(0, &format!("({left_out} lines left out)\n"));
    }
    last
}

/// Whether what a task makes is there and not older than anything it is made from.
pub(crate) fn is_fresh(folder: &Path, task: &Task, made: &Path) -> bool {
    let Ok(made) = fs::metadata(made).and_then(|metadata| metadata.modified()) else { return false };
    task.from.iter().filter_map(|path| newest(&folder.join(path))).all(|time| time <= made)
}

/// The time of the youngest file or folder at a path. One that is not there has none.
pub(crate) fn newest(path: &Path) -> Option<SystemTime> {
    let metadata = fs::symlink_metadata(path).ok()?;
    let own = metadata.modified().ok();
    if !metadata.is_dir() {
        return own;
    }
    let inner = fs::read_dir(path).ok()?.flatten().filter_map(|entry| newest(&entry.path()));
    inner.chain(own).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(steps: &str) -> BuildFile {
        let text = format!(
            "[build]\nsteps = {steps}\nfrom = [\"src\"]\nmakes = \"out\"\n[tools]\nno-such-program = \"install it\"\n\
             [[hint]]\nwhen = \"lost\"\nthen = \"look for it\"\n"
        );
        fieldmark_model::parse_document(&text).unwrap()
    }

    #[cfg(unix)]
    #[test]
    fn failed_step_tells_its_last_lines_and_the_way_out() {
        let folder = tempfile::tempdir().unwrap();
        let build = file(r#"[["true"], ["sh", "-c", "seq 100; echo lost >&2; exit 3"]]"#);
        let mut told = Vec::new();
        let error = run(folder.path(), &build, &build.build.steps, &mut |step| told.push(step.to_owned())).unwrap_err();
        let AuthorError::Step { status, output, way_out, .. } = error else { panic!("{error}") };
        assert_eq!(told.len(), 2);
        assert!(status.contains('3') && output.ends_with("100\nlost") && output.starts_with("(41 lines left out)"));
        assert_eq!(way_out.as_deref(), Some("look for it"));
    }

    #[test]
    fn missing_program_tells_how_to_get_it() {
        let folder = tempfile::tempdir().unwrap();
        let build = file(r#"[["no-such-program", "x"]]"#);
        let error = run(folder.path(), &build, &build.build.steps, &mut |_| {}).unwrap_err();
        assert!(matches!(error, AuthorError::ToolMissing { way_out: Some(_), .. }), "{error}");
    }

    #[test]
    fn task_is_done_again_when_a_source_is_younger() {
        let folder = tempfile::tempdir().unwrap();
        let build = file(r#"[["true"]]"#);
        let made = folder.path().join("out");
        fs::create_dir(folder.path().join("src")).unwrap();
        fs::write(folder.path().join("src/a"), "").unwrap();
        assert!(!is_fresh(folder.path(), &build.build, &made));
        fs::write(&made, "").unwrap();
        assert!(is_fresh(folder.path(), &build.build, &made));
        let later = SystemTime::now() + std::time::Duration::from_secs(60);
        fs::File::open(folder.path().join("src/a")).unwrap().set_modified(later).unwrap();
        assert!(!is_fresh(folder.path(), &build.build, &made));
    }
}
