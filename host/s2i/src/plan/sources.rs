//! What a source tree says about its build.

use crate::environment::{ENVIRONMENT_PATH, Environment, MOST_ENVIRONMENT_BYTES, OLD_ENVIRONMENT_PATH};
use crate::inside::{self, Found};
use crate::scripts::{SOURCE_SCRIPT_DIRECTORIES, ScriptsUrl};
use crate::{
    Directory, IGNORE_PATH, Ignore, MOST_IGNORE_BYTES, PlannedScript, Request, S2iError, Script, ScriptOrigin,
    Variable, finding, start_script,
};
use fieldmark_model::Finding;
use std::collections::BTreeSet;
use std::path::Path;

/// Most bytes of a script that are looked at.
const MOST_SCRIPT_BYTES: usize = 256 * 1024;

/// The tree a plan is made for.
pub(super) struct Sources<'s> {
    pub(super) root: &'s Path,
    pub(super) findings: &'s mut Vec<Finding>,
    pub(super) removed: BTreeSet<String>,
    pub(super) ignore_file: Option<String>,
    pub(super) environment_file: Option<String>,
}

impl Sources<'_> {
    pub(super) fn scripts(
        &mut self,
        request: &Request,
        [given, beside]: [Option<&ScriptsUrl>; 2],
        destination: &str,
        image_scripts: &str,
    ) -> Result<Vec<PlannedScript>, S2iError> {
        let directory = given.and_then(ScriptsUrl::directory);
        let at_url = |script: Script| directory.is_some_and(|path| path.join(script.as_str()).is_file());
        // What is there in place of the image's scripts counts where nothing is known of the image.
        let beside = beside.and_then(ScriptsUrl::directory).filter(|_| request.image.is_none());
        let is_beside = |script: Script| beside.is_some_and(|path| path.join(script.as_str()).is_file());
        if directory.is_some() && !Script::ALL.into_iter().any(at_url) {
            return Err(S2iError::ScriptsUrlEmpty { url: request.scripts_url.clone().unwrap_or_default() });
        }
        let from_image = matches!(given, Some(ScriptsUrl::Image(_)));
        let further = request.runtime.is_some().then_some(Script::AssembleRuntime);
        let mut planned = Vec::new();
        for script in Script::ALL.into_iter().chain(further) {
            let name = script.as_str();
            let address = given.and_then(|given| given.address(script));
            let is_given = at_url(script) || address.is_some();
            let moved_from = if from_image || is_given { None } else { self.own_script(script) };
            let origin = match &moved_from {
                _ if is_given => ScriptOrigin::Url,
                Some(_) => ScriptOrigin::Source,
                None if !from_image && request.overrides.contains_key(&script) => ScriptOrigin::Override,
                None if !from_image && is_beside(script) => ScriptOrigin::Url,
                None => ScriptOrigin::Image,
            };
            let path = match origin {
                ScriptOrigin::Image => format!("{image_scripts}/{name}"),
                _ => format!("{destination}/scripts/{name}"),
            };
            planned.push(PlannedScript { script, origin, path, moved_from, address });
        }
        Ok(planned)
    }

    /// What a download means for who builds the image.
    pub(super) fn say_download(&mut self, url: &str) {
        let note =
            format!("assemble and run are downloaded from {url} whenever the image is built: both have to be there");
        self.findings.push(finding::general("s2i.scripts-downloaded", note));
    }

    /// The path of a script of the source.
    fn own_script(&mut self, script: Script) -> Option<String> {
        for directory in SOURCE_SCRIPT_DIRECTORIES {
            let path = format!("{directory}/{}", script.as_str());
            match inside::look(self.root, &path) {
                Found::Absent => continue,
                Found::File(_) => {}
                Found::Outside => {
                    self.note("script.outside", &path, "this leads out of the sources and is no script of theirs");
                    continue;
                }
                Found::Other => {
                    self.note("script.not-a-file", &path, "this is no file and cannot be run");
                    continue;
                }
            }
            if directory != SOURCE_SCRIPT_DIRECTORIES[0] {
                self.note("script.old-directory", &path, "`.sti/bin` is the old name of `.s2i/bin`");
            }
            self.judge_script(script, &path);
            return Some(path);
        }
        None
    }

    fn judge_script(&mut self, script: Script, path: &str) {
        let bytes = inside::read(self.root, path, MOST_SCRIPT_BYTES).unwrap_or_default();
        if !bytes.starts_with(b"#!") {
            self.note("script.no-interpreter", path, "the first line names no interpreter (`#!/bin/bash`)");
        }
        if bytes.split(|byte| *byte == b'\n').next().is_some_and(|line| line.ends_with(b"\r")) {
            self.note("script.carriage-return", path, "lines end with CR LF; the interpreter will not be found");
        }
        let text = String::from_utf8_lossy(&bytes);
        if script == Script::Run && !start_script::ends_with_exec(&text) {
            self.note("script.no-exec", path, "the last command is not run with `exec`, so it gets no signals");
        }
    }

    pub(super) fn ignore(&mut self) {
        let Some(bytes) = inside::read(self.root, IGNORE_PATH, MOST_IGNORE_BYTES) else {
            if inside::look(self.root, IGNORE_PATH) == Found::Outside {
                self.note("ignore.link-outside", IGNORE_PATH, "this leads out of the sources and is not read");
            }
            return;
        };
        self.ignore_file = Some(IGNORE_PATH.to_owned());
        let ignore = Ignore::parse(&bytes);
        let tree = Directory::new(self.root);
        self.removed = ignore.removed(&tree);
        self.findings.extend(ignore.through_links(&tree));
        self.findings.extend(ignore.findings);
    }

    pub(super) fn environment(&mut self, request: &Request) -> Result<Vec<Variable>, S2iError> {
        let mut all = Vec::new();
        if let Some(path) = self.find_environment(request.compat) {
            self.environment_file = Some(path.to_owned());
            let bytes = inside::read(self.root, path, MOST_ENVIRONMENT_BYTES).unwrap_or_default();
            let read = Environment::parse(path, &bytes);
            self.findings.extend(read.findings);
            all.extend(read.variables);
        }
        all.extend(request.environment.iter().cloned());
        let mut kept = Vec::new();
        for variable in all {
            if variable.value.contains(['\n', '\0']) {
                return Err(S2iError::Text { what: "the value of", text: variable.name });
            }
            match if request.compat { Some(variable.clone()) } else { variable.repaired() } {
                Some(repaired) => kept.push(repaired),
                None => self.findings.push(finding::general(
                    "environment.left-out",
                    format!("`{}` is no name that a Dockerfile can hold; it is left out", variable.name),
                )),
            }
        }
        Ok(kept)
    }

    /// The file of variables that is there after ignored paths have gone. Upstream does not know the old one any more.
    fn find_environment(&mut self, compat: bool) -> Option<&'static str> {
        let old = (!compat).then_some(OLD_ENVIRONMENT_PATH);
        for path in [Some(ENVIRONMENT_PATH), old].into_iter().flatten() {
            match inside::look(self.root, path) {
                Found::File(_) if self.is_removed(path) => {
                    self.note("ignore.environment", path, "`.s2iignore` takes this file out before it is read");
                }
                Found::File(_) => {
                    if path == OLD_ENVIRONMENT_PATH {
                        self.note("environment.old-path", path, "`.sti` is the old name of `.s2i`");
                    }
                    return Some(path);
                }
                Found::Outside => {
                    self.note("environment.outside", path, "this leads out of the sources and is not read")
                }
                Found::Absent | Found::Other => {}
            }
        }
        None
    }

    fn is_removed(&self, path: &str) -> bool {
        let above = path.match_indices('/').map(|(at, _)| &path[..at]);
        ["", path].into_iter().chain(above).any(|path| self.removed.contains(path))
    }

    fn note(&mut self, code: &str, path: &str, note: &str) {
        self.findings.push(finding::about(code, path, note));
    }
}
