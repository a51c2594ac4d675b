//! Builds from images with ONBUILD triggers (s2i.md 14).

use crate::copy::set_mode;
use crate::layout::{install_scripts, remove, take};
use crate::quoting::env_value;
use crate::{Output, Plan, Request, S2iError, Script, SourceTree, Taking};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// Names that start an application, each with an optional `.sh`.
const STARTS: [&str; 4] = ["run", "start", "exec", "execute"];

/// Writes the sources with the Dockerfile among them; the triggers of the builder image do the copying. Variables are
/// those of the source alone: what the request gives is not used there. Nothing is at the place when this fails.
///
/// # Errors
/// The request cannot be built, nothing starts the application, a cap is hit, or the file system refuses.
pub fn write_on_build(request: &Request, source: &SourceTree, output: &Output, force: bool) -> Result<Plan, S2iError> {
    let context = source.context(request.context_directory.as_deref())?;
    if matches!(source.taking, Taking::Copy(_)) {
        output.check_outside(&source.directory)?;
    }
    let stage = output.stage(force)?;
    let sources = stage.directory();
    let findings = take(source, &context, false, sources)?;
    let mut plan = Plan::new(&Request { environment: Vec::new(), ..request.clone() }, sources)?;
    plan.findings.extend(findings);
    let scripts = stage.aside();
    fs::create_dir(&scripts).map_err(S2iError::io(&scripts))?;
    install_scripts(request, &plan, sources, &scripts)?;
    remove(&plan, sources, false)?;
    for script in [Script::Assemble, Script::Run].map(Script::as_str) {
        let (from, to) = (scripts.join(script), sources.join(script));
        if from.exists() {
            fs::rename(&from, &to).map_err(S2iError::io(&to))?;
        }
    }
    let path = stage.dockerfile();
    fs::write(&path, dockerfile(&plan, sources)?).map_err(S2iError::io(&path))?;
    set_mode(&path, 0o700)?;
    stage.finish()?;
    Ok(plan)
}

fn dockerfile(plan: &Plan, root: &Path) -> Result<String, S2iError> {
    let name = entry_point(root).ok_or(S2iError::NoEntryPoint)?;
    let mut lines = vec![format!("FROM {}", plan.builder)];
    let pairs: Vec<String> = plan.environment.iter().map(|v| format!("{}={}", v.name, env_value(&v.value))).collect();
    if !pairs.is_empty() {
        lines.push(format!("ENV {}", pairs.join(" \\\n    ")));
    }
    if root.join("assemble").is_file() {
        lines.push("RUN sh assemble".to_owned());
    }
    lines.push(format!("ENTRYPOINT [\"./{name}\"]"));
    Ok(lines.join("\n") + "\n")
}

/// The first executable file of the root with such a name.
fn entry_point(root: &Path) -> Option<String> {
    let mut names: Vec<String> = fs::read_dir(root)
        .ok()?
        .filter_map(Result::ok)
        .filter(|entry| entry.metadata().is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0))
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort();
    names.into_iter().find(|name| STARTS.contains(&name.strip_suffix(".sh").unwrap_or(name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CopyLimits, Links};

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
            let sources = place.path().join("src");
            for (name, mode) in executable.iter().map(|n| (n, 0o755)).chain(plain.iter().map(|n| (n, 0o644))) {
                let path = sources.join(name);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(&path, "#!/bin/sh\n").unwrap();
                fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            }
            let taking = Taking::Copy(Links::Kept);
            let tree = SourceTree { directory: sources, taking, excluded: None, limits: CopyLimits::default() };
            let output = Output::new(&place.path().join("out/Dockerfile"));
            let text = write_on_build(&Request::new("node"), &tree, &output, false)
                .map(|_| fs::read_to_string(output.dockerfile()).unwrap());
            match expected {
                Some(name) => {
                    let assemble = if plain.contains(&"assemble") { "RUN sh assemble\n" } else { "" };
                    let whole = format!("FROM docker.io/library/node:latest\n{assemble}ENTRYPOINT [\"./{name}\"]\n");
                    assert_eq!(text.unwrap(), whole);
                    assert!(place.path().join("out").join(name).is_file());
                    assert!(!place.path().join("out/.s2i/bin/run").exists());
                }
                None => assert_eq!(text.unwrap_err().code(), "s2i.no-entry-point"),
            }
        }
    }
}
