//! Builds from images with ONBUILD triggers (s2i.md 14).

use crate::quoting::env_value;
use crate::{Plan, S2iError, Script, ScriptOrigin};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// Names that start an application, each with an optional `.sh`.
const STARTS: [&str; 4] = ["run", "start", "exec", "execute"];

/// The Dockerfile that is put beside the sources of a plan; the triggers of the builder image do the copying. Variables
/// are those of the source alone: what the command line gives is not used there.
///
/// # Errors
/// Nothing starts the application.
pub fn on_build_dockerfile(plan: &Plan, root: &Path) -> Result<String, S2iError> {
    let name = entry_point(plan, root).ok_or(S2iError::NoEntryPoint)?;
    let mut lines = vec![format!("FROM {}", plan.builder)];
    let pairs: Vec<String> = plan.environment.iter().map(|v| format!("{}={}", v.name, env_value(&v.value))).collect();
    if !pairs.is_empty() {
        lines.push(format!("ENV {}", pairs.join(" \\\n    ")));
    }
    if root.join("assemble").is_file() || is_own(plan, Script::Assemble) {
        lines.push("RUN sh assemble".to_owned());
    }
    lines.push(format!("ENTRYPOINT [\"./{name}\"]"));
    Ok(lines.join("\n") + "\n")
}

fn is_own(plan: &Plan, script: Script) -> bool {
    plan.script(script).is_some_and(|planned| planned.origin != ScriptOrigin::Image)
}

/// The first executable file of the root with such a name. A `run` of the source's own is copied there first.
fn entry_point(plan: &Plan, root: &Path) -> Option<String> {
    let mut names: Vec<String> = fs::read_dir(root)
        .ok()?
        .filter_map(Result::ok)
        .filter(|entry| entry.metadata().is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0))
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    if is_own(plan, Script::Run) {
        names.push("run".to_owned());
    }
    names.sort();
    names.into_iter().find(|name| STARTS.contains(&name.strip_suffix(".sh").unwrap_or(name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Request;

    #[test]
    fn start_is_the_first_executable_name() {
        // Executable files; others; the entry point.
        let cases: [(&[&str], &[&str], Option<&str>); 5] = [
            (&["start.sh", "run"], &[], Some("run")),
            (&["execute", "start"], &["run"], Some("execute")),
            (&["app"], &["start"], None),
            (&[".s2i/bin/run"], &[], Some("run")),
            (&["exec.sh"], &["assemble"], Some("exec.sh")),
        ];
        for (executable, plain, expected) in cases {
            let place = tempfile::tempdir().unwrap();
            for (name, mode) in executable.iter().map(|n| (n, 0o755)).chain(plain.iter().map(|n| (n, 0o644))) {
                let path = place.path().join(name);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(&path, "#!/bin/sh\n").unwrap();
                fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            }
            let plan = Plan::new(&Request::new("node"), place.path()).unwrap();
            let text = on_build_dockerfile(&plan, place.path());
            match expected {
                Some(name) => {
                    let assemble = if plain.contains(&"assemble") { "RUN sh assemble\n" } else { "" };
                    let whole = format!("FROM docker.io/library/node:latest\n{assemble}ENTRYPOINT [\"./{name}\"]\n");
                    assert_eq!(text.unwrap(), whole);
                }
                None => assert_eq!(text.unwrap_err().code(), "s2i.no-entry-point"),
            }
        }
    }
}
