//! What a build does, in which order, and why: a value that nothing has been done for yet.

mod sources;
#[cfg(test)]
mod tests;

use self::sources::Sources;
use crate::labels::labels;
use crate::request::is_allowed;
use crate::scripts::{ScriptsUrl, image_directory};
use crate::{Injection, PlannedScript, Request, RuntimeStage, S2iError, Script, Variable, canonical_image, finding};
use fieldmark_model::Finding;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Where sources and scripts are put in the image.
const DEFAULT_DESTINATION: &str = "/tmp";

/// The user of a build from a Dockerfile (s2i.md 10).
pub(crate) const DEFAULT_USER: &str = "1001";

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
    /// The file of the sources that variables are read from; null when there is none.
    pub environment_file: Option<String>,
    /// The file of the sources that names what is taken out; null when there is none.
    pub ignore_file: Option<String>,
    /// Paths of the sources that are taken out, each with all below it.
    pub removed: Vec<String>,
    /// What is injected.
    pub injections: Vec<Injection>,
    /// The image that what was built is copied into; null when the builder image becomes the application.
    pub runtime: Option<RuntimeStage>,
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
        let url = request.scripts_url.as_deref().filter(|url| !url.is_empty());
        let given = url.map(|url| ScriptsUrl::parse(url, request.compat)).transpose()?;
        if let (Some(ScriptsUrl::Remote(url)), true) = (&given, request.compat) {
            return Err(S2iError::ScriptsUrlRemote { url: url.clone() });
        }
        let builder = canonical_image(&request.builder)?;
        // It is written as it was given; only its form is looked at.
        request.tag.as_deref().filter(|tag| !tag.is_empty()).map(canonical_image).transpose()?;
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
        let beside = request.image_scripts_url.as_deref().map(|url| ScriptsUrl::parse(url, request.compat));
        let beside = beside.transpose()?;
        let mut sources = Sources {
            root,
            findings: &mut findings,
            removed: BTreeSet::new(),
            ignore_file: None,
            environment_file: None,
        };
        let mut scripts = sources.scripts(request, [given.as_ref(), beside.as_ref()], &destination, &image_scripts)?;
        if let Some(ScriptsUrl::Remote(url)) = &given {
            sources.say_download(url);
        }
        sources.ignore();
        let environment = sources.environment(request)?;
        let Sources { removed, ignore_file, environment_file, .. } = sources;
        let runtime = request
            .runtime
            .as_ref()
            .map(|runtime| RuntimeStage::new(runtime, request, given.as_ref(), &mut scripts))
            .transpose()?;
        let on_build = request.image.as_ref().is_some_and(|image| !image.on_build.is_empty());
        if on_build {
            let note = "the builder image has ONBUILD triggers: a Dockerfile runs them first, with its own context; \
                        `s2i build --on-build` writes one for them";
            findings.push(finding::general("image.on-build", note));
        }
        Ok(Self {
            strategy: if on_build { BuildStrategy::OnBuild } else { BuildStrategy::Dockerfile },
            labels: labels(request, &builder)?,
            builder,
            previous,
            destination,
            user,
            scripts,
            environment,
            environment_file,
            ignore_file,
            removed: removed.into_iter().collect(),
            injections: request.injections.clone(),
            runtime,
            ports: request.ports.clone(),
            findings,
        })
    }

    /// The destination for people: the root has a name.
    #[must_use]
    pub fn shown_destination(&self) -> &str {
        if self.destination.is_empty() { "/" } else { &self.destination }
    }

    /// The place of a script.
    #[must_use]
    pub fn script(&self, script: Script) -> Option<&PlannedScript> {
        self.all_scripts().find(|planned| planned.script == script)
    }

    /// The scripts of all stages.
    pub fn all_scripts(&self) -> impl Iterator<Item = &PlannedScript> {
        self.scripts.iter().chain(self.runtime.iter().flat_map(|runtime| &runtime.scripts))
    }
}

/// The user that a Dockerfile names.
pub(crate) fn user_name(user: &str) -> Result<String, S2iError> {
    if user.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')) {
        Ok(user.to_owned())
    } else {
        Err(S2iError::User { user: user.to_owned() })
    }
}

fn previous(request: &Request) -> Result<Option<String>, S2iError> {
    if !request.incremental {
        return Ok(None);
    }
    request.tag.clone().filter(|tag| !tag.is_empty()).ok_or(S2iError::NoPreviousImage).map(Some)
}

fn destination(request: &Request) -> Result<String, S2iError> {
    let path = request.destination.as_deref().filter(|path| !path.is_empty()).unwrap_or(DEFAULT_DESTINATION);
    if request.compat {
        let path = path.trim_start_matches("./").trim_end_matches('/');
        return Ok(path.to_owned());
    }
    if !path.starts_with('/') {
        return Err(S2iError::Text { what: "the destination, which has to be absolute,", text: path.to_owned() });
    }
    Ok(if path.len() > 1 { path.trim_end_matches('/').to_owned() } else { String::new() })
}

fn user(request: &Request) -> Result<String, S2iError> {
    let user = request.assemble_user.as_deref().filter(|user| !user.is_empty()).unwrap_or(DEFAULT_USER);
    let is_written = request.compat && !user.contains(char::is_control);
    let user = if is_written { user.to_owned() } else { user_name(user)? };
    if let Some(allowed) = request.allowed_users.as_ref().filter(|allowed| !allowed.is_empty())
        && !is_allowed(&user, allowed)?
    {
        return Err(S2iError::UserNotAllowed { user, allowed: allowed.clone() });
    }
    Ok(user)
}
