//! `new-app` and `new-build`.

use crate::apply::apply;
use crate::args::{Common, CompatName, NewApp, NewBuild, ObjectFormat, Options, TargetName};
use crate::detector::EngineDetector;
use crate::exit::Exit;
use crate::platform::{connect, offered, platform};
use crate::report::Problem;
use crate::session::Session;
use crate::{output, random};
use clap::ArgMatches;
use fieldmark_images::{Match, Platform, SHARED_PROJECT, SearchOptions, search};
use fieldmark_new_app::{
    BuildOptions, Command, Compat, LookupOptions, OutputOptions, Plan, Refusal, Request, Surroundings, Target,
    VariableFile, plan,
};
use fieldmark_objects::ImageStream;
use fieldmark_source::Git;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Most bytes of a file with variables, and of a container file on standard input.
const MAX_TEXT: u64 = 1 << 20;

/// Makes the objects that build and run.
pub(crate) fn new_app(options: &Options, matches: &ArgMatches, arguments: &NewApp) -> Result<Exit, Problem> {
    if arguments.list || arguments.search {
        return found(&Session::new(options, matches, None)?, arguments);
    }
    if let Some(text) = arguments.templates.asked() {
        let refusal = Refusal::Template { argument: text.to_owned() };
        return Err(Problem::of_refusal(&refusal, compat(&arguments.common)));
    }
    let request = Request {
        variables: arguments.variables.clone(),
        variable_files: files(&arguments.variable_files)?,
        build_variables: arguments.build_variables.clone(),
        build_variable_files: files(&arguments.build_variable_files)?,
        groups: arguments.groups.clone(),
        as_deployment_config: arguments.as_deployment_config,
        as_test: arguments.as_test,
        grant_install_rights: arguments.grant_install_rights,
        no_install: arguments.no_install,
        output: OutputOptions { to: arguments.to.clone(), ..OutputOptions::default() },
        ..common(&arguments.common, Command::NewApp)
    };
    make(options, matches, &arguments.common, &request)
}

/// Makes the objects that build.
pub(crate) fn new_build(options: &Options, matches: &ArgMatches, arguments: &NewBuild) -> Result<Exit, Problem> {
    let dockerfile = match arguments.dockerfile.as_deref() {
        Some("-") => Some(read(Path::new("-"))?),
        text => text.map(str::to_owned),
    };
    let common_request = common(&arguments.common, Command::NewBuild);
    let request = Request {
        build_variables: arguments.variables.clone(),
        build_variable_files: files(&arguments.variable_files)?,
        output: OutputOptions {
            to: arguments.to.clone(),
            to_docker: arguments.to_docker,
            none: arguments.no_output,
            push_secret: arguments.push_secret.clone(),
        },
        build: BuildOptions {
            dockerfile,
            arguments: arguments.build_arguments.clone(),
            source_image: arguments.source_image.clone(),
            source_image_path: arguments.source_image_path.clone(),
            secrets: arguments.secrets.clone(),
            config_maps: arguments.config_maps.clone(),
            ..common_request.build.clone()
        },
        ..common_request
    };
    make(options, matches, &arguments.common, &request)
}

fn compat(common: &Common) -> Compat {
    match common.compat {
        Some(CompatName::Oc) => Compat::Oc,
        None => Compat::None,
    }
}

fn common(common: &Common, command: Command) -> Request {
    Request {
        command,
        compat: compat(common),
        target: match common.target {
            TargetName::Openshift => Target::OpenShift,
            TargetName::Shipwright => Target::Shipwright,
            TargetName::Kubernetes => Target::Kubernetes,
        },
        arguments: common.arguments.clone(),
        code: common.code.clone(),
        image_streams: common.image_streams.clone(),
        images: common.images.clone(),
        context_directory: common.context_dir.clone(),
        strategy: common.strategy.clone(),
        component: common.component.clone(),
        all_components: common.all_components,
        name: common.name.clone(),
        labels: common.labels.clone(),
        source_secret: common.source_secret.clone(),
        binary: common.binary,
        lookup: LookupOptions {
            allow_missing_images: common.allow_missing_images,
            allow_missing_stream_tags: common.allow_missing_imagestream_tags,
            insecure_registry: common.insecure_registry,
            import_mode: common.import_mode.clone(),
        },
        build: BuildOptions {
            dockerfile_path: common.dockerfile_path.clone(),
            builder_image: common.builder_image.clone(),
            expose_docker_socket: common.expose_docker_socket,
            webhook_secret: common.webhook_secret.clone(),
            ..BuildOptions::default()
        },
        ..Request::default()
    }
}

fn make(options: &Options, matches: &ArgMatches, common: &Common, request: &Request) -> Result<Exit, Problem> {
    let session = Session::new(options, matches, None)?;
    let platform = platform(&session, &common.platform)?;
    let session = session.with_offered(offered(platform.as_ref(), &common.platform)?);
    let detector = EngineDetector::new(options, matches, &session)?;
    let mut failed = None;
    let mut secrets = || {
        random::secret().unwrap_or_else(|error| {
            failed = Some(error);
            String::new()
        })
    };
    let surroundings =
        Surroundings { platform: platform.as_ref(), detector: &detector, git: &Git::new(), secrets: &mut secrets };
    let plan = plan(request, surroundings).map_err(|refusal| Problem::of_refusal(&refusal, request.compat))?;
    if let Some(error) = failed {
        return Err(Problem {
            code: "cli.random",
            message: format!("the system gives no random numbers: {error}"),
            hint: None,
            exit: Exit::Internal,
        });
    }
    if common.apply.sends() {
        for warning in plan.warnings() {
            output::say(&format!("warning: {}", fieldmark_render::note(warning)));
        }
        let cluster = connect(&common.platform)?;
        return apply(&cluster, &plan.objects, common.apply.is_trial(), common.apply.force_conflicts);
    }
    print(&session, common.output, request, &plan)
}

/// Data goes to standard output, everything else to standard error.
fn print(session: &Session, format: Option<ObjectFormat>, request: &Request, plan: &Plan) -> Result<Exit, Problem> {
    if let Err(faults) = fieldmark_objects::check(&plan.objects) {
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        return Err(Problem {
            code: "new-app.invalid-object",
            message: format!("an object that was made is not valid: {}", faults.join("; ")),
            hint: None,
            exit: Exit::Internal,
        });
    }
    let text = match format {
        None => return Ok(output::print(&fieldmark_render::plan(plan, request, session.paint))),
        Some(ObjectFormat::Yaml) => plan.objects.to_yaml(),
        Some(ObjectFormat::Json) => plan.objects.to_json(),
        Some(ObjectFormat::Name) => Ok(plan.objects.names()),
    };
    for warning in plan.warnings() {
        output::say(&format!("warning: {}", fieldmark_render::note(warning)));
    }
    let text = text.map_err(|error| Problem {
        code: error.code(),
        message: error.to_string(),
        hint: None,
        exit: Exit::Internal,
    })?;
    Ok(output::print(&text))
}

/// What a search or a listing found: streams with their projects, and images.
#[derive(Default)]
struct Found {
    streams: Vec<(String, ImageStream)>,
    images: Vec<Match>,
}

impl Found {
    /// All streams that are offered.
    fn listed(platform: &dyn Platform) -> Result<Self, Problem> {
        let mut streams = Vec::new();
        for namespace in projects(platform) {
            let all = platform.image_streams(&namespace)?;
            streams.extend(all.iter().map(|stream| (namespace.clone(), stream.clone())));
        }
        Ok(Self { streams, images: Vec::new() })
    }

    /// Adds what a term might mean.
    fn search(&mut self, platform: &dyn Platform, term: &str, options: &SearchOptions) -> Result<(), Problem> {
        for found in search(platform, term, options)? {
            let Some(tag) = &found.stream else {
                self.images.push(found);
                continue;
            };
            let is_it = |(namespace, stream): &(String, ImageStream)| {
                *namespace == tag.namespace && stream.metadata.name == tag.stream
            };
            if self.streams.iter().any(is_it) {
                continue;
            }
            let all = platform.image_streams(&tag.namespace)?;
            let stream = all.iter().find(|stream| stream.metadata.name == tag.stream).cloned();
            self.streams.extend(stream.map(|stream| (tag.namespace.clone(), stream)));
        }
        Ok(())
    }

    fn text(&self, format: Option<ObjectFormat>) -> Result<String, Problem> {
        let list = || fieldmark_render::search_list(&self.streams);
        let text = match format {
            None | Some(ObjectFormat::Name) => Ok(fieldmark_render::search_results(&self.streams, &self.images)),
            Some(ObjectFormat::Json) => fieldmark_render::json(&list()),
            Some(ObjectFormat::Yaml) => fieldmark_render::yaml(&list()),
        };
        text.map_err(|error| Problem::not_written(&error))
    }
}

/// `--list` and `--search`.
fn found(session: &Session, arguments: &NewApp) -> Result<Exit, Problem> {
    let common = &arguments.common;
    if arguments.search && common.allow_missing_images {
        return Err(Problem {
            code: "new-app.search-missing",
            message: "what may be missing cannot be searched for".to_owned(),
            hint: Some("leave out --allow-missing-images".to_owned()),
            exit: Exit::Usage,
        });
    }
    let platform = platform(session, &common.platform)?;
    let mut found = if arguments.list { Found::listed(platform.as_ref())? } else { Found::default() };
    let options = SearchOptions { compat: common.compat.is_some(), ..SearchOptions::default() };
    for term in common.arguments.iter().chain(&common.image_streams).chain(&common.images) {
        found.search(platform.as_ref(), term, &options)?;
    }
    if found.streams.is_empty() && found.images.is_empty() {
        return Err(Problem {
            code: "new-app.nothing-found",
            message: "nothing was found".to_owned(),
            hint: Some("--list shows everything there is".to_owned()),
            exit: Exit::NothingMatched,
        });
    }
    Ok(output::print(&found.text(common.output)?))
}

fn projects(platform: &dyn Platform) -> Vec<String> {
    let mut projects = vec![platform.project().to_owned()];
    if projects[0] != SHARED_PROJECT {
        projects.push(SHARED_PROJECT.to_owned());
    }
    projects
}

fn files(paths: &[PathBuf]) -> Result<Vec<VariableFile>, Problem> {
    paths.iter().map(|path| Ok(VariableFile { name: path.display().to_string(), text: read(path)? })).collect()
}

/// The text of a file or of standard input.
fn read(path: &Path) -> Result<String, Problem> {
    let unreadable = |error: &dyn std::fmt::Display| Problem {
        code: "new-app.file-unreadable",
        message: format!("{}: {error}", path.display()),
        hint: None,
        exit: Exit::Usage,
    };
    let source: Box<dyn Read> = if path == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(path).map_err(|error| unreadable(&error))?)
    };
    let mut text = String::new();
    source.take(MAX_TEXT + 1).read_to_string(&mut text).map_err(|error| unreadable(&error))?;
    if text.len() as u64 > MAX_TEXT {
        return Err(unreadable(&format!("it is larger than {MAX_TEXT} bytes")));
    }
    Ok(text)
}
