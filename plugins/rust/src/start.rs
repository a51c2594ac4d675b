//! Role, program and start command.

use crate::cargo::Package;
use crate::program::Program;
use fieldmark_sdk::{Repo, Verdict, points, procfile};

/// States which program there is, and how it is started: images put compiled programs into `bin`.
pub fn state(repo: &Repo, root: &Package, program: &Program, verdict: &mut Verdict) {
    let at = root.file.whole();
    if root.manifest.get(&["package"]).is_none() && root.manifest.get(&["workspace"]).is_none() {
        verdict.warn("rust.malformed-cargo", at, "Cargo.toml has neither a package nor a workspace");
    }
    match program {
        Program::Binary(binary) => {
            if verdict.get("role").is_none() {
                verdict.attribute("role", "application", binary.at);
            }
            verdict.point(points::START, "rust.start", binary.at, "it is known which program Cargo makes");
            verdict.attribute("program", &binary.name, binary.at);
            verdict.attribute("start", format!("./bin/{}", binary.name), binary.at);
            verdict.attribute("start-origin", "unknown", binary.at);
        }
        Program::Several(names, at) => {
            if verdict.get("role").is_none() {
                verdict.attribute("role", "application", *at);
            }
            let note = format!("`default-run` would say which of {} is to be started", names.join(", "));
            verdict.warn("rust.several-programs", *at, note);
        }
        Program::None => {
            if verdict.get("role").is_none() {
                verdict.attribute("role", "library", at);
            }
        }
    }
    if let Some((command, at)) = procfile::process(repo, "web") {
        verdict.attribute("procfile", command, at);
    }
}

#[cfg(test)]
mod tests {
    use crate::Rust;
    use fieldmark_sdk::{Plugin, Settings, Verdict, testing::MemorySource};

    fn verdict(files: &[(&str, &str)]) -> Verdict {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        Rust::detect(&repo, &Settings::default()).unwrap()
    }

    #[test]
    fn program_starts_from_the_directory_of_programs_and_has_no_builder() {
        let verdict = verdict(&[("Cargo.toml", "[package]\nname = 'a-b'"), ("src/main.rs", "fn main() {}")]);
        assert_eq!((verdict.get("start"), verdict.get("role")), (Some("./bin/a-b"), Some("application")));
        assert_eq!((verdict.get("program"), verdict.builder.as_deref()), (Some("a-b"), None));
    }

    #[test]
    fn broken_manifest_still_counts() {
        let verdict = verdict(&[("Cargo.toml", "[package"), ("src/main.rs", "")]);
        assert_eq!((verdict.score(), verdict.get("package-manager")), (70, Some("cargo")));
    }

    #[test]
    fn extension_and_stray_sources_are_worth_little() {
        let python = [("a.py", ""), ("b.py", ""), ("c.py", "")];
        let mut files = vec![("Cargo.toml", "[package]\nname = 'a'\n[dependencies]\npyo3 = '1'"), ("src/lib.rs", "")];
        files.extend(python);
        let extension = verdict(&files);
        assert_eq!((extension.score(), extension.get("role")), (30, Some("library")));
        let mut files = vec![("bench/x.rs", "")];
        files.extend(python);
        assert!(verdict(&files).score() < 15);
    }
}
