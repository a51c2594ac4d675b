//! The services of a compose file: those that are built from the repository, and those that images provide.

use crate::interpolation::Variables;
use crate::port::{self, Port};
use fieldmark_sdk::script::quote;
use fieldmark_sdk::service::{self, Service};
use fieldmark_sdk::{Document, Entry, File, Node, Place, port_variable};

/// Most services of one file that are looked at.
const MAX_SERVICES: usize = 64;

/// A service that is built from a directory of the repository.
pub struct Built {
    /// The directory, relative to the root.
    pub context: String,
    /// Where the service is declared.
    pub at: Place,
    /// Where it listens.
    pub ports: Vec<(Port, Place)>,
    /// What it runs instead of what its image says.
    pub command: Option<(String, Place)>,
    /// Whether the directory itself is mounted into it: it is developed there, and its command is one for that.
    pub is_mounted: bool,
    /// Names of the services it refers to.
    pub needs: Vec<String>,
}

/// A service of a known product.
pub struct Provided {
    /// Its name in the file.
    pub name: String,
    /// What it is.
    pub service: Service,
    /// Where its image is named.
    pub at: Place,
}

/// What one compose file says.
pub struct Project {
    /// Services that are built.
    pub built: Vec<Built>,
    /// Services of known products.
    pub images: Vec<Provided>,
}

impl Project {
    /// Reads a file; none if it declares no services.
    pub fn read(document: &Document, file: File<'_>, variables: &Variables<'_>) -> Option<Self> {
        // Files of the first version have the services at the top.
        let is_service = |entry: &Entry| entry.node.get(&["image"]).is_some() || entry.node.get(&["build"]).is_some();
        let entries = match document.get(&["services"]) {
            Some(services) => services.entries(),
            None => document.entries(&[]),
        };
        let entries: Vec<&Entry> = entries.iter().filter(|entry| is_service(entry)).take(MAX_SERVICES).collect();
        let images: Vec<Provided> = entries.iter().filter_map(|entry| provided(entry, variables)).collect();
        let built = entries.iter().filter_map(|entry| built(entry, file, variables, &images)).collect();
        (!entries.is_empty()).then_some(Self { built, images })
    }
}

fn provided(entry: &Entry, variables: &Variables<'_>) -> Option<Provided> {
    let image = entry.node.get(&["image"]).filter(|_| entry.node.get(&["build"]).is_none())?;
    // The name of the image says what it is even where nobody knows its tag.
    let text = image.scalar()?;
    let known = variables.fill(text).unwrap_or_else(|| text.split('$').next().unwrap_or_default().to_owned());
    let service = service::of_image(known.trim_end_matches(':'))?;
    Some(Provided { name: entry.key.clone(), service, at: image.at })
}

fn built(entry: &Entry, file: File<'_>, variables: &Variables<'_>, images: &[Provided]) -> Option<Built> {
    let build = entry.node.get(&["build"])?;
    let written = match build.scalar() {
        Some(context) => context,
        None => build.get(&["context"]).and_then(Node::scalar).unwrap_or("."),
    };
    let context = variables.fill(written)?;
    // A repository somewhere else.
    if context.contains("://") || context.starts_with("git@") || context.ends_with(".git") || context.starts_with('/') {
        return None;
    }
    Some(Built {
        context: joined(file.directory(), &context),
        at: entry.at,
        ports: listening(&entry.node, variables),
        command: command(&entry.node, variables),
        is_mounted: is_mounted(&entry.node, written),
        needs: needs(entry, images),
    })
}

/// A path that a file in `directory` names, without `.` in it. What leaves the root keeps its `..`.
fn joined(directory: &str, path: &str) -> String {
    let mut parts: Vec<&str> = directory.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/').filter(|part| !matches!(*part, "" | ".")) {
        if part == ".." && parts.last().is_some_and(|last| *last != "..") {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}

/// Ports that are published, and those that its environment tells the application.
fn listening(service: &Node, variables: &Variables<'_>) -> Vec<(Port, Place)> {
    let mut ports = port::read(service, variables);
    for (name, value, at) in environment(service) {
        let value = variables.fill(value).unwrap_or_default();
        for port in port_variable::ports(name, &value).into_iter().map(|number| Port { number, udp: false }) {
            if ports.iter().all(|(known, _)| *known != port) {
                ports.push((port, at));
            }
        }
    }
    ports
}

/// The variables of a service, in both forms.
fn environment(service: &Node) -> Vec<(&str, &str, Place)> {
    let Some(node) = service.get(&["environment"]) else { return Vec::new() };
    let named =
        node.entries().iter().filter_map(|entry| Some((entry.key.as_str(), entry.node.scalar()?, entry.node.at)));
    let lines = node.items().iter().filter_map(|item| {
        let (name, value) = item.scalar()?.split_once('=')?;
        Some((name, value, item.at))
    });
    named.chain(lines).collect()
}

/// What a service runs: a line, or a list of words.
fn command(service: &Node, variables: &Variables<'_>) -> Option<(String, Place)> {
    let command = service.get(&["command"])?;
    let text = match command.scalar() {
        Some(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        None => command.items().iter().filter_map(Node::scalar).map(quote).collect::<Vec<_>>().join(" "),
    };
    // `$$` is a `$` for the shell inside of the container.
    let text = variables.fill(&text).unwrap_or(text);
    (!text.is_empty()).then_some((text, command.at))
}

/// Whether the directory that is built, or one in it, is mounted into the container.
fn is_mounted(service: &Node, context: &str) -> bool {
    let trimmed = |path: &str| path.trim_end_matches('/').trim_start_matches("./").to_owned();
    let context = if trimmed(context) == "." { String::new() } else { trimmed(context) };
    let volumes = service.get(&["volumes"]).map_or(&[][..], Node::items);
    volumes.iter().any(|volume| {
        let source = match volume.scalar() {
            Some(text) => text.split_once(':').map_or("", |(source, _)| source),
            None => volume.get(&["source"]).and_then(Node::scalar).unwrap_or_default(),
        };
        let is_path = source.starts_with('.') && !source.starts_with("..");
        let source = if trimmed(source) == "." { String::new() } else { trimmed(source) };
        is_path && (source == context || source.strip_prefix(&context).is_some_and(|rest| rest == "/src"))
    })
}

/// The services of known products that one refers to: by `depends_on`, `links`, or as a host in its environment.
fn needs(entry: &Entry, images: &[Provided]) -> Vec<String> {
    let service = &entry.node;
    let listed = ["depends_on", "links"].into_iter().filter_map(|key| service.get(&[key])).flat_map(|node| {
        let items = node.items().iter().filter_map(Node::scalar).map(|item| item.split(':').next().unwrap_or_default());
        items.chain(node.entries().iter().map(|entry| entry.key.as_str()))
    });
    let listed: Vec<&str> = listed.collect();
    let values: Vec<&str> = environment(service).into_iter().map(|(_, value, _)| value).collect();
    let is_host = |value: &str, name: &str| {
        value.split(|c: char| !c.is_ascii_alphanumeric() && !"-_.".contains(c)).any(|part| part == name)
    };
    let is_needed = |name: &str| listed.contains(&name) || values.iter().any(|value| is_host(value, name));
    images.iter().map(|image| image.name.clone()).filter(|name| is_needed(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contexts_are_relative_to_the_root() {
        for (directory, path, expected) in [
            ("", ".", "."),
            ("", "./api/", "api"),
            ("docker", "..", "."),
            ("docker", "../web", "web"),
            ("", "../x", "../x"),
        ] {
            assert_eq!(joined(directory, path), expected);
        }
    }
}
