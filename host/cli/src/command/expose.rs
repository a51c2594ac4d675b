//! `expose`.

use crate::apply::apply;
use crate::args::{CompatName, Expose, ObjectFormat, Options, ServiceArguments};
use crate::exit::Exit;
use crate::object_file::Lookup;
use crate::output;
use crate::pairs::labels;
use crate::platform::connect;
use crate::report::Problem;
use crate::session::Session;
use clap::ArgMatches;
use fieldmark_images::ResourceKind;
use fieldmark_objects::{List, Object, RouteOptions, Service, ServiceOptions, ServiceSpec, route_to, service_for};
use serde::Deserialize;

/// Kinds that can be exposed, with what they are called for short.
const KINDS: [(ResourceKind, &[&str]); 5] = [
    (ResourceKind::Service, &["service", "services", "svc"]),
    (ResourceKind::Deployment, &["deployment", "deployments", "deploy"]),
    (ResourceKind::DeploymentConfig, &["deploymentconfig", "deploymentconfigs", "dc"]),
    (ResourceKind::ReplicationController, &["replicationcontroller", "replicationcontrollers", "rc"]),
    (ResourceKind::Pod, &["pod", "pods", "po"]),
];

/// Makes a route for a service, or a service for what runs.
pub(crate) fn expose(options: &Options, matches: &ArgMatches, arguments: &Expose) -> Result<Exit, Problem> {
    let made = object(options, matches, arguments)
        .map_err(|problem| problem.ended_as_oc(arguments.destination.compat.is_some()))?;
    let list = List { items: vec![made] };
    if arguments.destination.apply.sends() {
        let cluster = connect(&arguments.destination.platform)?;
        return apply(
            &cluster,
            &list,
            arguments.destination.apply.is_trial(),
            arguments.destination.apply.force_conflicts,
        );
    }
    let made = &list.items[0];
    let text = match arguments.output {
        None => format!("{} exposed (dry run)\n", fieldmark_render::printable(&made.qualified_name())),
        Some(ObjectFormat::Yaml) => made.to_yaml()?,
        Some(ObjectFormat::Json) => made.to_json()?,
        Some(ObjectFormat::Name) => list.names(),
    };
    Ok(output::print(&text))
}

fn object(options: &Options, matches: &ArgMatches, arguments: &Expose) -> Result<Object, Problem> {
    let (kind, name) = target(arguments)?;
    let session = Session::new(options, matches, None)?;
    let lookup = Lookup::new(&session, &arguments.destination.platform, arguments.file.as_deref())?;
    let kinds: Vec<ResourceKind> = kind.map_or_else(|| KINDS.map(|kind| kind.0).to_vec(), |kind| vec![kind]);
    let found = lookup.find(&kinds, name.as_deref())?;
    let (kind, value) = found.ok_or_else(|| Problem::no_object(kinds[0], name.as_deref(), lookup.knows_objects))?;
    if kind != ResourceKind::Service {
        return Ok(service_for(&value, &service_options(arguments)?)?.into());
    }
    let service = Service::deserialize(value).map_err(|error| Problem::malformed_object("service", &error))?;
    let route = RouteOptions {
        name: arguments.name.clone(),
        host: arguments.route.hostname.clone(),
        path: arguments.route.path.clone(),
        port: arguments.port.clone(),
        wildcard_policy: arguments.route.wildcard_policy.clone(),
        labels: arguments.labels.as_deref().map(labels).transpose()?.unwrap_or_default(),
        as_oc: arguments.destination.compat == Some(CompatName::Oc),
    };
    Ok(route_to(&service, &route)?.into())
}

/// What is named: nothing is when there is a file.
fn target(arguments: &Expose) -> Result<(Option<ResourceKind>, Option<String>), Problem> {
    let (kind, name) = match arguments.target.as_slice() {
        [] if arguments.file.is_some() => return Ok((None, None)),
        [one] => one.split_once('/').ok_or_else(|| Problem::expose_target(one))?,
        [kind, name] => (kind.as_str(), name.as_str()),
        more => return Err(Problem::expose_target(&more.join(" "))),
    };
    // The group may be named, too: `deployment.apps`.
    let plain = kind.split('.').next().unwrap_or(kind).to_lowercase();
    let known = KINDS.iter().find(|known| known.1.contains(&plain.as_str()));
    let known = known.ok_or_else(|| Problem::expose_target(kind))?;
    Ok((Some(known.0), Some(name.to_owned())))
}

fn service_options(arguments: &Expose) -> Result<ServiceOptions, Problem> {
    let ServiceArguments { target_port, protocol, selector, kind, cluster_ip, external_ip, load_balancer_ip, .. } =
        &arguments.service;
    let port = |text: &String| text.parse().map_err(|_| Problem::not_a_port(text));
    Ok(ServiceOptions {
        name: arguments.name.clone(),
        port: arguments.port.as_ref().map(port).transpose()?,
        target_port: target_port.clone(),
        protocol: protocol.as_ref().map(|protocol| protocol.to_uppercase()),
        selector: selector.as_deref().map(labels).transpose()?,
        labels: arguments.labels.as_deref().map(labels).transpose()?,
        spec: ServiceSpec {
            kind: kind.clone(),
            cluster_ip: cluster_ip.clone(),
            external_ips: external_ip.iter().cloned().collect(),
            load_balancer_ip: load_balancer_ip.clone(),
            session_affinity: arguments.service.session_affinity.clone(),
            ..ServiceSpec::default()
        },
    })
}
