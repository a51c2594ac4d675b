//! What a build does, in which order, and why: a value that nothing has been done for yet.

#[cfg(test)]
mod tests;

use crate::environment::{ENVIRONMENT_PATH, Environment, MOST_ENVIRONMENT_BYTES, OLD_ENVIRONMENT_PATH};
use crate::inside::{self, Found};
use crate::labels::labels;
use crate::request::is_allowed;
use crate::scripts::{SOURCE_SCRIPT_DIRECTORIES, ScriptsUrl, image_directory};
use crate::{
    Directory, IGNORE_PATH, Ignore, Injection, MOST_IGNORE_BYTES, PlannedScript, Request, S2iError, Script,
    ScriptOrigin, Variable, canonical_image, finding, start_script,
};
use fieldmark_model::Finding;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Where sources and scripts are put in the image.
const DEFAULT_DESTINATION: &str = "/tmp";

/// The user of a build from a Dockerfile (s2i.md 10).
const DEFAULT_USER: &str = "1001";

/// Most bytes of a script that are looked at.
const MOST_SCRIPT_BYTES: usize = 256 * 1024;

/// How upstream would build it (s2i.md 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BuildStrategy {
    /// From a Dockerfile.
    Dockerfile,
    /// From the ONBUILD triggers of the builder image.
    OnBuild,
}

/// A build.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Plan {
    /// How it is built.
    pub strategy: BuildStrategy,
    /// The builder image, in full.
    pub builder: String,
    /// The image of the build before; null unless the build is incremental.
    pub previous: Option<String>,
    /// Directory of the image that sources and scripts are put into.
    pub destination: String,
    /// The user that runs assemble.
    pub user: String,
    /// Where each script comes from.
    pub scripts: Vec<PlannedScript>,
    /// Labels, sorted by name.
    pub labels: BTreeMap<String, String>,
    /// Variables in the order of the `ENV` instruction.
    pub environment: Vec<Variable>,
    /// Paths of the sources that are taken out, each with all below it.
    pub removed: Vec<String>,
    /// What is injected.
    pub injections: Vec<Injection>,
    /// Ports for `EXPOSE`.
    pub ports: Vec<u16>,
    /// What people should know.
    pub findings: Vec<Finding>,
}

impl Plan {
    /// Plans the build of the sources in a directory, which is the context directory already. Reads `.s2i` and
    /// `.s2iignore` in it, each with a cap; changes nothing.
    ///
    /// # Errors
    /// What is asked for cannot be built.
    pub fn new(request: &Request, root: &Path) -> Result<Self, S2iError> {
        let given = request.scripts_url.as_deref().map(ScriptsUrl::parse).transpose()?;
        let builder = canonical_image(&request.builder)?;
        let previous = previous(request)?;
        let destination = destination(request)?;
        let user = user(request)?;
        let mut findings = Vec::new();
        if request.image.is_none() {
            findings.push(finding::general(
                "image.unknown",
                format!("nothing is known of the builder image {builder}; the defaults of source-to-image apply"),
            ));
        }
        let image_scripts = image_directory(
            given.as_ref(),
            request.image.as_ref(),
            request.image_scripts_url.as_deref(),
            request.compat,
        )?;
        let mut sources = Sources { root, findings: &mut findings, removed: BTreeSet::new() };
        let scripts = sources.scripts(request, given.as_ref(), &destination, &image_scripts)?;
        sources.ignore();
        let environment = sources.environment(request)?;
        let removed = sources.removed.into_iter().collect();
        let on_build = request.image.as_ref().is_some_and(|image| !image.on_build.is_empty());
        Ok(Self {
            strategy: if on_build { BuildStrategy::OnBuild } else { BuildStrategy::Dockerfile },
            labels: labels(request, &builder)?,
            builder,
            previous,
            destination,
            user,
            scripts,
            environment,
            removed,
            injections: request.injections.clone(),
            ports: request.ports.clone(),
            findings,
        })
    }

    /// The place of a script.
    #[must_use]
    pub fn script(&self, script: Script) -> Option<&PlannedScript> {
        self.scripts.iter().find(|planned| planned.script == script)
    }
}

fn previous(request: &Request) -> Result<Option<String>, S2iError> {
    if !request.incremental {
        return Ok(None);
    }
    let tag = request.tag.as_deref().filter(|tag| !tag.is_empty()).ok_or(S2iError::NoPreviousImage)?;
    // It is written as it was given; only its form is looked at.
    canonical_image(tag).map(|_| Some(tag.to_owned()))
}

fn destination(request: &Request) -> Result<String, S2iError> {
    let path = request.destination.as_deref().filter(|path| !path.is_empty()).unwrap_or(DEFAULT_DESTINATION);
    if !path.starts_with('/') {
        return Err(S2iError::Text { what: "the destination, which has to be absolute,", text: path.to_owned() });
    }
    Ok(if path.len() > 1 { path.trim_end_matches('/').to_owned() } else { String::new() })
}

fn user(request: &Request) -> Result<String, S2iError> {
    let user = request.assemble_user.as_deref().filter(|user| !user.is_empty()).unwrap_or(DEFAULT_USER);
    if !user.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')) {
        return Err(S2iError::User { user: user.to_owned() });
    }
    if let Some(allowed) = &request.allowed_users
        && !is_allowed(user, allowed)?
    {
        return Err(S2iError::UserNotAllowed { user: user.to_owned(), allowed: allowed.clone() });
    }
    Ok(user.to_owned())
}

/// The tree a plan is made for.
struct Sources<'s> {
    root: &'s Path,
    findings: &'s mut Vec<Finding>,
    removed: BTreeSet<String>,
}

impl Sources<'_> {
    fn scripts(
        &mut self,
        request: &Request,
        given: Option<&ScriptsUrl>,
        destination: &str,
        image_scripts: &str,
    ) -> Result<Vec<PlannedScript>, S2iError> {
        let directory = if let Some(ScriptsUrl::Directory(path)) = given { Some(Path::new(path)) } else { None };
        let at_url = |script: Script| directory.is_some_and(|path| path.join(script.as_str()).is_file());
        if directory.is_some() && !Script::ALL.into_iter().any(at_url) {
            return Err(S2iError::ScriptsUrlEmpty { url: request.scripts_url.clone().unwrap_or_default() });
        }
        let from_image = matches!(given, Some(ScriptsUrl::Image(_)));
        let mut planned = Vec::new();
        for script in Script::ALL {
            let name = script.as_str();
            let moved_from = if from_image || at_url(script) { None } else { self.own_script(script) };
            let origin = match &moved_from {
                _ if at_url(script) => ScriptOrigin::Url,
                Some(_) => ScriptOrigin::Source,
                None if !from_image && request.overrides.contains_key(&script) => ScriptOrigin::Override,
                None => ScriptOrigin::Image,
            };
            let path = match origin {
                ScriptOrigin::Image => format!("{image_scripts}/{name}"),
                _ => format!("{destination}/scripts/{name}"),
            };
            planned.push(PlannedScript { script, origin, path, moved_from });
        }
        Ok(planned)
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

    fn ignore(&mut self) {
        let Some(bytes) = inside::read(self.root, IGNORE_PATH, MOST_IGNORE_BYTES) else {
            if inside::look(self.root, IGNORE_PATH) == Found::Outside {
                self.note("ignore.link-outside", IGNORE_PATH, "this leads out of the sources and is not read");
            }
            return;
        };
        let ignore = Ignore::parse(&bytes);
        self.removed = ignore.removed(&Directory::new(self.root));
        self.findings.extend(ignore.findings);
    }

    fn environment(&mut self, request: &Request) -> Result<Vec<Variable>, S2iError> {
        let mut all = Vec::new();
        if let Some(path) = self.environment_file() {
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

    /// The file of variables that is there after ignored paths have gone.
    fn environment_file(&mut self) -> Option<&'static str> {
        for path in [ENVIRONMENT_PATH, OLD_ENVIRONMENT_PATH] {
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
