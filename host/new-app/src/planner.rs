//! The steps from a request to a plan, in their order (new-app.md 1).

use crate::component::Component;
use crate::sources::Source;
use crate::variables::Variables;
use crate::{Detector, Note, Plan, Refusal, Request, assembly, name};
use fieldmark_images::{Platform, SearchOptions};
use fieldmark_model::Strategy;
use fieldmark_source::Git;
use std::collections::BTreeMap;

/// What a plan depends on beside the request.
pub struct Surroundings<'a> {
    /// Image streams, images, objects that are there.
    pub platform: &'a dyn Platform,
    /// Looks into sources.
    pub detector: &'a dyn Detector,
    /// Fetches and probes repositories.
    pub git: &'a Git,
    /// Gives secrets for webhooks, a new one each time: 20 characters of `A-Za-z0-9_-`.
    pub secrets: &'a mut dyn FnMut() -> String,
}

/// Makes the plan for a request. Nothing is created anywhere.
///
/// # Errors
/// The request cannot be fulfilled.
pub fn plan<'a>(request: &'a Request, surroundings: Surroundings<'a>) -> Result<Plan, Refusal> {
    Planner::new(request, surroundings)?.plan()
}

/// A plan in the making.
pub(crate) struct Planner<'a> {
    pub(crate) request: &'a Request,
    pub(crate) platform: &'a dyn Platform,
    pub(crate) detector: &'a dyn Detector,
    pub(crate) git: &'a Git,
    pub(crate) secrets: &'a mut dyn FnMut() -> String,
    pub(crate) strategy: Option<Strategy>,
    pub(crate) options: SearchOptions,
    pub(crate) labels: BTreeMap<String, String>,
    pub(crate) variables: Variables,
    pub(crate) build_variables: Variables,
    pub(crate) sources: Vec<Source>,
    pub(crate) components: Vec<Component>,
    pub(crate) notes: Vec<Note>,
}

impl<'a> Planner<'a> {
    fn new(request: &'a Request, surroundings: Surroundings<'a>) -> Result<Self, Refusal> {
        let Surroundings { platform, detector, git, secrets } = surroundings;
        let options = SearchOptions {
            allow_missing_images: request.lookup.allow_missing_images,
            allow_missing_stream_tags: request.lookup.allow_missing_stream_tags,
            compat: request.compat.is_oc(),
        };
        let labels = request.label_map().map_err(|(label, problem)| Refusal::Label { label, problem })?;
        Ok(Self {
            request,
            platform,
            detector,
            git,
            secrets,
            strategy: request.strategy.as_deref().map(strategy).transpose()?,
            options,
            labels,
            variables: Variables::default(),
            build_variables: Variables::default(),
            sources: Vec::new(),
            components: Vec::new(),
            notes: Vec::new(),
        })
    }

    fn plan(mut self) -> Result<Plan, Refusal> {
        let assignments = self.classify()?;
        self.set_variables(&assignments)?;
        self.check_options()?;
        self.resolve_components()?;
        self.look_into_sources()?;
        self.pair()?;
        self.add_detected()?;
        if self.components.is_empty() {
            return Err(Refusal::NoArguments);
        }
        self.check_pairs()?;
        self.check_name()?;
        let (pipelines, installs) = self.pipelines()?;
        assembly::assemble(self, pipelines, installs)
    }

    /// Whether recorded behaviour counts.
    pub(crate) const fn compat(&self) -> bool {
        self.request.compat.is_oc()
    }

    fn set_variables(&mut self, assignments: &[String]) -> Result<(), Refusal> {
        let request = self.request;
        let (compat, mut notes) = (self.compat(), Vec::new());
        let new_build = request.command == crate::Command::NewBuild;
        let run = request.variables.iter().chain(assignments);
        let build = request.build_variables.iter();
        let (run_files, build_files) = (request.variable_files.as_slice(), request.build_variable_files.as_slice());
        if new_build {
            // Nothing runs: all variables are for the build.
            let files = [run_files, build_files].concat();
            self.build_variables = Variables::collect(run.chain(build), &files, compat, &mut notes)?;
        } else {
            self.variables = Variables::collect(run, run_files, compat, &mut notes)?;
            self.build_variables = Variables::collect(build, build_files, compat, &mut notes)?;
        }
        self.notes.extend(notes);
        Ok(())
    }

    fn check_name(&self) -> Result<(), Refusal> {
        let Some(name) = &self.request.name else { return self.check_output() };
        name::check(name)?;
        let mut groups: Vec<usize> = self.components.iter().map(|component| component.group).collect();
        groups.sort_unstable();
        groups.dedup();
        if groups.len() > 1 {
            return Err(Refusal::NameForSeveral { count: groups.len() });
        }
        self.check_output()
    }

    fn check_output(&self) -> Result<(), Refusal> {
        let builds = self.components.iter().filter(|component| component.builds).count();
        if self.request.output.to.is_some() && builds > 1 {
            return Err(Refusal::OutputForSeveral { count: builds });
        }
        Ok(())
    }
}

/// The strategy of a text, in any case (new-app.md 4.3).
fn strategy(text: &str) -> Result<Strategy, Refusal> {
    match text.to_ascii_lowercase().as_str() {
        "docker" => Ok(Strategy::Docker),
        "pipeline" => Ok(Strategy::JenkinsPipeline),
        "source" => Ok(Strategy::Source),
        "custom" => Ok(Strategy::Custom),
        _ => Err(Refusal::Strategy { strategy: text.to_owned() }),
    }
}

#[cfg(test)]
mod tests;
