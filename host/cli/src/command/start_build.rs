//! `start-build`.

use crate::args::{CompatName, EraName, HookKind, ObjectFormat, Options, StartBuild};
use crate::build_input::{self, Input};
use crate::exit::Exit;
use crate::object_file::Lookup;
use crate::output;
use crate::pairs::variables;
use crate::platform::connect;
use crate::report::Problem;
use crate::session::Session;
use clap::ArgMatches;
use fieldmark_cluster::{BuildCall, BuildOverrides, Cluster, by_hand, hooks, next_build};
use fieldmark_images::ResourceKind;
use fieldmark_objects::Object;
use fieldmark_render::printable;
use serde_json::{Value, json};
use std::fmt::Write;
use std::time::Duration;

/// Starts a build, or says how it would be started.
pub(crate) fn start_build(options: &Options, matches: &ArgMatches, arguments: &StartBuild) -> Result<Exit, Problem> {
    let done = started(options, matches, arguments);
    done.map_err(|problem| problem.ended_as_oc(arguments.destination.compat == Some(CompatName::Oc)))
}

fn started(options: &Options, matches: &ArgMatches, arguments: &StartBuild) -> Result<Exit, Problem> {
    let session = Session::new(options, matches, None)?;
    let lookup = Lookup::new(&session, &arguments.destination.platform, arguments.config_file.as_deref())?;
    let name = arguments.name.as_deref().map(plain_name);
    let overrides = overrides(arguments)?;
    let sends = arguments.destination.apply.sends();
    // A build that is started is looked up by the server; one more question before would only be slower.
    let config = if sends && !needs_config(arguments) { None } else { config(arguments, &lookup, name)? };
    let project = lookup.platform.project();
    if let Some(kind) = arguments.list_webhooks {
        return list_hooks(arguments, kind, &required(config, name, &lookup)?, project);
    }
    if arguments.build_json || arguments.build_environment {
        let legacy = session.settings.era.value == EraName::OpenShift35;
        let config = required(config, name, &lookup)?;
        let made = by_hand(&config, &overrides, lookup.platform.as_ref(), legacy)?;
        return Ok(print_by_hand(arguments, &made));
    }
    let name = name.map(str::to_owned).or_else(|| config.as_ref().map(name_of)).unwrap_or_default();
    let (call, input) = call(arguments, &overrides, &name, config.as_ref())?;
    if sends && !arguments.destination.apply.is_trial() {
        return send(arguments, &call, input);
    }
    if arguments.destination.apply.is_trial() {
        return Err(Problem::no_trial());
    }
    print(arguments, &call, &input, project, config.as_ref())
}

/// `bc/shop` and `buildconfig/shop` are `shop`.
fn plain_name(text: &str) -> &str {
    match text.split_once('/') {
        Some((kind, name)) if kind == "bc" || kind.starts_with("buildconfig") => name,
        _ => text,
    }
}

fn name_of(config: &Value) -> String {
    config["metadata"]["name"].as_str().unwrap_or_default().to_owned()
}

fn needs_config(arguments: &StartBuild) -> bool {
    arguments.list_webhooks.is_some() || arguments.build_json || arguments.build_environment || arguments.name.is_none()
}

fn config(arguments: &StartBuild, lookup: &Lookup, name: Option<&str>) -> Result<Option<Value>, Problem> {
    if arguments.from.from_build.is_some() || (arguments.from_webhook.is_some() && name.is_none()) {
        return Ok(None);
    }
    match lookup.find(&[ResourceKind::BuildConfig], name)? {
        Some((_, config)) => Ok(Some(config)),
        None if lookup.knows_objects => Err(Problem::no_object(ResourceKind::BuildConfig, name, true)),
        None => Ok(None),
    }
}

fn required(config: Option<Value>, name: Option<&str>, lookup: &Lookup) -> Result<Value, Problem> {
    config.ok_or_else(|| Problem::no_object(ResourceKind::BuildConfig, name, lookup.knows_objects))
}

fn overrides(arguments: &StartBuild) -> Result<BuildOverrides, Problem> {
    let given = &arguments.overrides;
    Ok(BuildOverrides {
        env: variables(&given.env)?,
        build_args: variables(&given.build_args)?,
        log_level: given.build_loglevel,
        incremental: given.incremental,
        no_cache: given.no_cache,
        commit: given.commit.clone(),
    })
}

/// The request, and what is handed over with it.
fn call(
    arguments: &StartBuild,
    overrides: &BuildOverrides,
    name: &str,
    config: Option<&Value>,
) -> Result<(BuildCall, Input), Problem> {
    if let Some(url) = &arguments.from_webhook {
        return Ok((BuildCall::Hook { path: url.clone(), event: overrides.hook_event() }, Input::default()));
    }
    if let Some(build) = &arguments.from.from_build {
        return Ok((BuildCall::Repeat(overrides.repetition(build)), Input::default()));
    }
    let Some(input) = build_input::input(&arguments.from, arguments.overrides.commit.as_deref())? else {
        return Ok((BuildCall::Start(overrides.request(name)), Input::default()));
    };
    if config.is_some_and(|config| config["spec"]["strategy"]["type"] == "JenkinsPipeline") {
        return Err(Problem::binary_pipeline(name));
    }
    let without_commit = BuildOverrides { commit: None, ..overrides.clone() };
    if !without_commit.is_empty() {
        output::say(
            "warning: variables and options do not count for a build of what is handed over [start-build.ignored]",
        );
    }
    Ok((BuildCall::Upload { name: name.to_owned(), input: input.described.clone() }, input))
}

fn list_hooks(arguments: &StartBuild, kind: HookKind, config: &Value, project: &str) -> Result<Exit, Problem> {
    let server = if arguments.destination.platform.cluster {
        connect(&arguments.destination.platform)?.address().to_owned()
    } else {
        String::new()
    };
    let listed = hooks(config, project).into_iter().filter(|hook| kind.covers(hook.kind));
    let text: String = listed.map(|hook| format!("{}{}\n", printable(&server), printable(&hook.path))).collect();
    Ok(output::print(&text))
}

/// The object alone, or everything as lines that a shell reads.
fn print_by_hand(arguments: &StartBuild, made: &fieldmark_cluster::HandBuild) -> Exit {
    if made.output_lost {
        output::say(
            "warning: the image goes nowhere, for the registry of its image stream is not known [build-json.no-output]",
        );
    }
    if arguments.build_json {
        return output::print(&format!("{:#}\n", made.build));
    }
    let mut text = String::new();
    if !made.command.is_empty() {
        // Writing to a text does not fail.
        _ = writeln!(text, "# {}", printable(&made.command.join(" ")));
    }
    for (name, value) in &made.environment {
        _ = writeln!(text, "{}='{}'", printable(name), value.replace('\'', r"'\''"));
    }
    output::print(&text)
}

fn print(
    arguments: &StartBuild,
    call: &BuildCall,
    input: &Input,
    project: &str,
    config: Option<&Value>,
) -> Result<Exit, Problem> {
    let (path, query) = (call.path(project), call.query(project));
    let text = match (arguments.output, call) {
        (Some(ObjectFormat::Name), _) => format!("build.build.openshift.io/{}\n", printable(&expected(call, config))),
        (Some(form), BuildCall::Start(request) | BuildCall::Repeat(request)) => {
            let object = Object::from(request.clone());
            if form == ObjectFormat::Json { object.to_json()? } else { object.to_yaml()? }
        }
        (Some(form), _) => {
            let body = call.body().unwrap_or_else(|| input.summary());
            let request = json!({ "method": "POST", "path": path, "query": query, "body": body });
            let text = if form == ObjectFormat::Json {
                fieldmark_render::json(&request)
            } else {
                fieldmark_render::yaml(&request)
            };
            text.map_err(|error| Problem::not_written(&error))?
        }
        (None, _) => {
            let query = if query.is_empty() { query } else { format!("?{query}") };
            let body = match call.body() {
                Some(body) => format!("{body:#}\n"),
                None => format!("({} bytes)\n", input.bytes.len()),
            };
            format!("POST {}{}\n{body}", printable(&path), printable(&query))
        }
    };
    Ok(output::print(&text))
}

/// Name of the build that would be made.
fn expected(call: &BuildCall, config: Option<&Value>) -> String {
    match (config, call) {
        (Some(config), _) => next_build(config),
        (None, BuildCall::Start(request)) => format!("{}-?", request.metadata.name),
        (None, BuildCall::Upload { name, .. }) => format!("{name}-?"),
        // A build that is repeated gets the next number of its configuration.
        (None, BuildCall::Repeat(request)) => {
            let name = &request.metadata.name;
            format!("{}-?", name.rsplit_once('-').map_or(name.as_str(), |(config, _)| config))
        }
        (None, BuildCall::Hook { .. }) => "?".to_owned(),
    }
}

fn send(arguments: &StartBuild, call: &BuildCall, input: Input) -> Result<Exit, Problem> {
    let cluster = connect(&arguments.destination.platform)?;
    let local = match call {
        BuildCall::Hook { path, event } => BuildCall::Hook { path: own_path(&cluster, path)?, event: event.clone() },
        call => call.clone(),
    };
    let build = cluster.send_build(&local, fieldmark_cluster::Upload(input.bytes))?;
    let Some(name) = build["metadata"]["name"].as_str() else {
        return Ok(output::print("build started\n"));
    };
    let exit = output::print(&format!("build.build.openshift.io/{} started\n", printable(name)));
    let time = Duration::from_secs(arguments.wait_timeout);
    if arguments.follow {
        cluster.follow_log(name, time, |part| output::print(&printable_lines(part)) == Exit::Success)?;
    }
    if !arguments.wait && !arguments.follow {
        return Ok(exit);
    }
    let end = cluster.wait_for_build(name, time)?;
    if end.is_success() {
        return Ok(exit);
    }
    Err(Problem::failed_build(name, &end))
}

/// Line by line made printable; the line ends stay.
fn printable_lines(part: &str) -> String {
    part.split_inclusive('\n').fold(String::new(), |mut text, line| {
        let plain = line.trim_end_matches(['\n', '\r']);
        text.push_str(&printable(plain));
        if line.ends_with('\n') {
            text.push('\n');
        }
        text
    })
}

/// The path of a hook of this cluster. Credentials are sent along, so that it must be no other's.
fn own_path(cluster: &Cluster, url: &str) -> Result<String, Problem> {
    let path = if url.starts_with('/') { Some(url) } else { url.strip_prefix(cluster.address()) };
    path.filter(|path| path.starts_with('/') && !path.starts_with("//"))
        .map(str::to_owned)
        .ok_or_else(|| Problem::foreign_hook(url, cluster.address()))
}
