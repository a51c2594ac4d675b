//! Arguments and flags become variables, sources and components (new-app.md 2).

use crate::component::{Component, pairs};
use crate::planner::Planner;
use crate::sources::Source;
use crate::{Command, Note, Refusal, variables};
use fieldmark_images::Purpose;
use fieldmark_model::Strategy;
use fieldmark_source::{Access, Location, Protocol, Remote};
use std::path::Path;

/// What an argument without a flag is.
enum Class {
    Variable,
    Source(Location),
    Component,
}

impl Planner<'_> {
    /// Takes all arguments and flags apart; what sets a variable is handed back.
    pub(crate) fn classify(&mut self) -> Result<Vec<String>, Refusal> {
        let request = self.request;
        let mut assignments = Vec::new();
        for argument in &request.arguments {
            match self.class(argument)? {
                Class::Variable => assignments.push(argument.clone()),
                Class::Source(location) => _ = self.add_source(location)?,
                Class::Component => self.add_components(argument, Purpose::Component)?,
            }
        }
        for code in &request.code {
            let location = Location::parse(code)?;
            self.add_source(location)?;
        }
        for term in &request.image_streams {
            self.add_components(term, Purpose::ImageStream)?;
        }
        for term in &request.images {
            self.add_components(term, Purpose::Image)?;
        }
        self.group();
        self.add_dockerfile()?;
        Ok(assignments)
    }

    fn class(&mut self, argument: &str) -> Result<Class, Refusal> {
        if let Some((name, _)) = argument.split_once('=').filter(|(name, _)| !name.is_empty()) {
            // `image~https://host/repo?x=y` sets a variable for `oc` (new-app.md 2).
            if self.compat() || variables::split(argument).is_ok() || !name.contains(['/', '~', ':']) {
                return Ok(Class::Variable);
            }
        }
        let path = Path::new(argument);
        if path.is_dir() {
            return Ok(Class::Source(Location::parse(argument)?));
        }
        match Location::parse(argument) {
            Ok(Location::Remote(remote)) if self.is_source(argument, &remote) => {
                Ok(Class::Source(Location::Remote(remote)))
            }
            Ok(location @ Location::Archive(_)) if !self.compat() && path.is_file() => Ok(Class::Source(location)),
            _ if path.is_file() => Err(Refusal::TemplateFile { argument: argument.to_owned() }),
            Ok(location @ Location::Local(_)) if !self.compat() && is_path(argument, &location) => {
                Ok(Class::Source(location))
            }
            _ => Ok(Class::Component),
        }
    }

    /// Whether a remote's name stands for a source. For `oc` it does if anybody can read the repository; what it looks
    /// at without need (`image:tag`, `image~url`) is not looked at here, for it is never one. Otherwise the form counts:
    /// a repository that wants credentials is a source as well.
    fn is_source(&self, argument: &str, remote: &Remote) -> bool {
        if argument.contains('~') {
            return false;
        }
        let looks_like_image = remote.is_scp() && !argument.contains('@');
        if looks_like_image || *remote.protocol() == Protocol::File {
            return false;
        }
        !self.compat() || matches!(self.git.probe(remote), Ok(Access::Anonymous))
    }

    fn add_source(&mut self, location: Location) -> Result<usize, Refusal> {
        let mut source = Source::open(location, self.git)?;
        source.context_directory = self.request.context_directory.clone();
        self.sources.push(source);
        Ok(self.sources.len() - 1)
    }

    fn add_components(&mut self, argument: &str, purpose: Purpose) -> Result<(), Refusal> {
        let group = self.components.iter().map(|component| component.group + 1).max().unwrap_or_default();
        for pair in pairs(argument)? {
            let source = match &pair.code {
                Some(code) => {
                    let at = self.add_source(Location::parse(code)?)?;
                    self.sources[at].used = true;
                    Some(at)
                }
                None => None,
            };
            self.components.push(Component { term: pair.image, purpose, source, group, found: None, builds: false });
        }
        Ok(())
    }

    /// Components that `--group` names share a pod.
    fn group(&mut self) {
        for group in &self.request.groups {
            let terms: Vec<&str> = group.split('+').collect();
            let named = |component: &Component| terms.contains(&component.term.as_str());
            let Some(first) = self.components.iter().find(|component| named(component)).map(|c| c.group) else {
                continue;
            };
            self.components.iter_mut().filter(|component| named(component)).for_each(|c| c.group = first);
        }
        // Members of a group stand where its first one does.
        self.components.sort_by_key(|component| component.group);
    }

    /// `--dockerfile`: the text replaces the container file of the one source, or is all there is.
    fn add_dockerfile(&mut self) -> Result<(), Refusal> {
        let Some(text) = self.request.build.dockerfile.clone() else { return Ok(()) };
        if let Some(strategy) = self.strategy.filter(|strategy| *strategy != Strategy::Docker) {
            return Err(Refusal::DockerfileWithStrategy { strategy: strategy.as_str() });
        }
        match self.sources.as_mut_slice() {
            [] => self.sources.push(Source::text(text)),
            [source] => {
                source.strategy = Some(Strategy::Docker);
                source.dockerfile = Some(text);
            }
            _ => return Err(Refusal::DockerfileForSeveral),
        }
        Ok(())
    }

    /// What cannot go together, before anything is looked up (new-app.md 5).
    pub(crate) fn check_options(&mut self) -> Result<(), Refusal> {
        let request = self.request;
        if request.binary && self.strategy == Some(Strategy::JenkinsPipeline) {
            return Err(Refusal::BinaryPipeline);
        }
        if request.binary && !self.sources.is_empty() {
            return Err(Refusal::BinaryWithSource);
        }
        if self.strategy.is_some() && self.sources.is_empty() && !request.binary {
            return Err(Refusal::StrategyWithoutSource);
        }
        if request.build.source_image.is_some() != request.build.source_image_path.is_some() {
            return Err(Refusal::SourceImageIncomplete);
        }
        if self.strategy == Some(Strategy::Custom) && request.build.builder_image.is_none() {
            return Err(Refusal::CustomWithoutImage);
        }
        if self.components.is_empty() && request.binary {
            self.add_binary()?;
        }
        if self.components.is_empty() && self.sources.is_empty() {
            return Err(Refusal::NoArguments);
        }
        Ok(())
    }

    /// A binary build without an image: a container file comes when it starts.
    fn add_binary(&mut self) -> Result<(), Refusal> {
        if self.strategy == Some(Strategy::Source) {
            return Err(Refusal::BinaryWithoutBuilder);
        }
        let Some(name) = &self.request.name else { return Err(Refusal::BinaryWithoutName) };
        self.sources.push(Source::upload(Strategy::Docker));
        self.components.push(Component {
            term: name.clone(),
            purpose: Purpose::Component,
            source: Some(0),
            group: 0,
            found: None,
            builds: true,
        });
        Ok(())
    }

    /// Whether the command makes builds whatever is named.
    pub(crate) fn expects_builds(&self) -> bool {
        self.request.command == Command::NewBuild || self.request.binary
    }

    /// Tells what a build from the remote misses, and whether it needs credentials.
    pub(crate) fn probe(&mut self, at: usize) {
        let compat = self.compat();
        let source = &self.sources[at];
        self.notes.extend(source.left_behind(compat));
        let Some(remote) = source.remote(compat) else { return };
        let text = remote.to_string();
        if remote.uri() != remote.uri_without_credentials() {
            self.notes.push(Note::CredentialsLeftOut { source: remote.uri_without_credentials() });
        }
        let detail = match self.git.probe(&remote) {
            Ok(Access::NeedsCredentials { detail } | Access::Unreachable { detail }) => detail,
            Ok(_) => return,
            Err(error) => error.to_string(),
        };
        let has_secret = self.request.source_secret.is_some();
        self.notes.push(Note::Credentials { source: text, detail, has_secret });
    }
}

/// Whether a text that is no directory was meant as one: nothing else begins like a path or a file URL.
fn is_path(argument: &str, location: &Location) -> bool {
    let url = matches!(location, Location::Local(local) if local.is_url);
    url || ["./", "../", "/", "~/"].iter().any(|start| argument.starts_with(start))
}
