//! `s2i build` and `s2i plan`.

use super::s2i_source::{self, Sources};
use crate::args::{Compat, Format, GivenVariables, Options, PlatformOptions, RuntimeOptions, S2iBuild};
use crate::document::structured;
use crate::exit::Exit;
use crate::output;
use crate::platform::platform;
use crate::report::Problem;
use crate::session::Session;
use clap::ArgMatches;
use fieldmark::Finding;
use fieldmark_images::Image;
use fieldmark_render::printable;
use fieldmark_s2i::{
    BuilderImage, Environment, Injection, MOST_ENVIRONMENT_BYTES, Output, Plan, Request, RuntimeRequest, S2iError,
    Variable, canonical_image, write, write_on_build,
};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Writes a Dockerfile with its context.
pub(crate) fn build(options: &Options, matches: &ArgMatches, build: &S2iBuild) -> Result<Exit, Problem> {
    written(options, matches, build).map_err(|problem| match build.compat {
        // As `s2i` ends when it fails.
        Some(Compat::S2i) => Problem { exit: Exit::NothingMatched, ..problem },
        None => problem,
    })
}

fn written(options: &Options, matches: &ArgMatches, build: &S2iBuild) -> Result<Exit, Problem> {
    let Some(path) = &build.as_dockerfile else {
        return Err(Problem::refusal(
            "s2i.no-engine",
            "images are not built here, only Dockerfiles".to_owned(),
            Some("give --as-dockerfile PATH, and build it with podman, buildah or docker".to_owned()),
        ));
    };
    builder(build)?;
    refuse_engine(build)?;
    let sources = s2i_source::sources(build)?;
    let request = request(options, matches, build, &sources)?;
    let output = Output::new(path);
    let plan = match &sources.tree {
        Some(tree) if build.on_build => write_on_build(&request, tree, &output, build.force)?,
        tree => write(&request, tree.as_ref(), &output, build.force)?,
    };
    say_findings(&plan.findings);
    output::say(&format!(
        "Application dockerfile generated in {}",
        printable(&output.dockerfile().display().to_string())
    ));
    Ok(Exit::Success)
}

/// Shows a plan.
pub(crate) fn plan(options: &Options, matches: &ArgMatches, build: &S2iBuild) -> Result<Exit, Problem> {
    let session = Session::new(options, matches, None)?;
    let sources = s2i_source::sources(build)?;
    let request = request(options, matches, build, &sources)?;
    let empty = tempfile::tempdir().map_err(|source| S2iError::Io { path: std::env::temp_dir(), source })?;
    let context = match &sources.tree {
        Some(tree) => tree.context(build.context_dir.as_deref().filter(|path| !path.is_empty()))?,
        None => empty.path().to_owned(),
    };
    let plan = Plan::new(&request, &context)?;
    let text = match session.settings.format.value {
        Format::Text => fieldmark_render::s2i_plan(&plan, session.paint),
        format => structured(format, &plan)?,
    };
    Ok(output::print(&text))
}

/// The builder image. With `--compat` it may be missing, for the exit code is another one then.
fn builder(build: &S2iBuild) -> Result<&str, Problem> {
    build.builder.as_deref().filter(|builder| !builder.is_empty()).ok_or_else(|| {
        let message = "no builder image was given".to_owned();
        Problem::refusal("s2i.no-builder", message, Some("name it behind the source".to_owned()))
    })
}

/// What needs a container engine, or does not go together.
fn refuse_engine(build: &S2iBuild) -> Result<(), Problem> {
    let refuse = |flag: &str| {
        Err(Problem::refusal("s2i.needs-engine", format!("{flag} cannot be used with --as-dockerfile"), None))
    };
    if build.run {
        return refuse("--run");
    }
    if build.runtime.runtime_image.is_some() && build.compat.is_some() {
        return refuse("--runtime-image");
    }
    Ok(())
}

/// The runtime image, with what the platform says of it.
fn runtime(options: &Options, matches: &ArgMatches, build: &S2iBuild) -> Result<Option<RuntimeRequest>, Problem> {
    build.runtime.request(|image| looked_up(options, matches, build, image))
}

impl RuntimeOptions {
    /// What is asked for, with the facts of the image; none when no image is named.
    pub(super) fn request(
        &self,
        facts: impl FnOnce(&str) -> Result<Option<BuilderImage>, Problem>,
    ) -> Result<Option<RuntimeRequest>, Problem> {
        let Some(image) = self.runtime_image.as_ref().filter(|image| !image.is_empty()) else { return Ok(None) };
        Ok(Some(RuntimeRequest {
            image: image.clone(),
            artifacts: self.runtime_artifacts.clone(),
            user: self.assemble_runtime_user.clone(),
            facts: facts(image)?,
        }))
    }
}

fn request(options: &Options, matches: &ArgMatches, build: &S2iBuild, sources: &Sources) -> Result<Request, Problem> {
    let mut injections = Vec::new();
    for text in &build.injections {
        injections.extend(Injection::parse(text)?);
    }
    Ok(Request {
        builder: builder(build)?.to_owned(),
        tag: build.tag.clone(),
        image: image(options, matches, build)?,
        location: sources.location.clone(),
        context_directory: build.context_dir.clone().filter(|path| !path.is_empty()),
        commit: sources.commit.clone(),
        destination: build.destination.clone(),
        scripts_url: build.scripts_url.clone(),
        image_scripts_url: build.image_scripts_url.clone(),
        assemble_user: build.assemble_user.clone(),
        allowed_users: build.allowed_uids.clone(),
        incremental: build.incremental,
        description: build.description.clone(),
        application_name: build.application_name.clone(),
        environment: variables(&build.given, build.compat)?,
        injections,
        runtime: runtime(options, matches, build)?,
        compat: build.compat.is_some(),
        ..Request::default()
    })
}

/// The variables of `-e`, then those of `-E`.
pub(super) fn variables(given: &GivenVariables, compat: Option<Compat>) -> Result<Vec<Variable>, Problem> {
    let mut variables = Vec::new();
    for text in &given.variables {
        let message = || format!("-e {text}: it is not of the form NAME=VALUE");
        variables.push(Variable::parse(text).ok_or_else(|| Problem::refusal("s2i.variable", message(), None))?);
    }
    if let Some(path) = &given.environment_file {
        match (read(path), compat) {
            (Ok(bytes), _) => variables.extend(Environment::parse_argument_file(&bytes)),
            // Upstream goes on without it.
            (Err(error), Some(Compat::S2i)) => output::say(&format!("warning: {error} [{}]", error.code())),
            (Err(error), None) => return Err(error.into()),
        }
    }
    Ok(variables)
}

fn read(path: &Path) -> Result<Vec<u8>, S2iError> {
    let failed = |source| S2iError::Io { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(failed)?;
    file.take(MOST_ENVIRONMENT_BYTES as u64).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

fn builder_labels(build: &S2iBuild) -> Result<std::collections::BTreeMap<String, String>, Problem> {
    let pair = |text: &String| {
        let (name, value) = text.split_once('=')?;
        (!name.is_empty()).then(|| (name.to_owned(), value.to_owned()))
    };
    let labels = build.builder_labels.iter().map(|text| {
        let message = || format!("--builder-label {text}: it is not of the form NAME=VALUE");
        pair(text).ok_or_else(|| Problem::refusal("s2i.label", message(), None))
    });
    labels.collect()
}

/// What is known of the builder image: labels that were given, then what the platform says.
fn image(options: &Options, matches: &ArgMatches, build: &S2iBuild) -> Result<Option<BuilderImage>, Problem> {
    let labels = builder_labels(build)?;
    if !labels.is_empty() {
        return Ok(Some(BuilderImage { labels, ..BuilderImage::default() }));
    }
    looked_up(options, matches, build, builder(build)?)
}

/// What the platform says of an image; none when none is asked.
fn looked_up(
    options: &Options,
    matches: &ArgMatches,
    build: &S2iBuild,
    image: &str,
) -> Result<Option<BuilderImage>, Problem> {
    if build.snapshot.is_none() && !build.cluster {
        return Ok(None);
    }
    let session = Session::new(options, matches, None)?;
    let asked =
        PlatformOptions { snapshot: build.snapshot.clone(), cluster: build.cluster, ..PlatformOptions::default() };
    let platform = platform(&session, &asked)?;
    let image = platform.registry_image(&canonical_image(image)?)?;
    Ok(image.map(builder_image))
}

/// What a build needs to know of an image.
pub(crate) fn builder_image(image: Image) -> BuilderImage {
    BuilderImage { labels: image.labels, user: image.user, env: image.env, on_build: image.on_build }
}

/// Says what people should know, where files are named relative to the sources.
pub(crate) fn say_findings(findings: &[Finding]) {
    for finding in findings {
        let place = match (&finding.path, finding.line) {
            (Some(path), Some(line)) => format!("{path}:{line}: "),
            (Some(path), None) => format!("{path}: "),
            (None, _) => String::new(),
        };
        output::say(&format!("warning: {} [{}]", printable(&format!("{place}{}", finding.note)), finding.code));
    }
}
