//! The services of a project: those that are built from the repository, and those that images provide.

use crate::environment::{self, Variable};
use crate::inclusion;
use crate::layered::{self, Layer, Service};
use crate::path::joined;
use crate::port::{self, Port};
use fieldmark_sdk::script::quote;
use fieldmark_sdk::{File, Node, Place, Repo, port_variable, service};

/// Most services of one project that are looked at.
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
    pub service: service::Service,
    /// Where its image is named.
    pub at: Place,
}

/// What one compose file says, with what it includes.
pub struct Project {
    /// Services that are built.
    pub built: Vec<Built>,
    /// Services of known products.
    pub images: Vec<Provided>,
}

impl Project {
    /// Reads a file with what it includes and extends; none if it declares no services.
    pub fn read<'r>(repo: &'r Repo<'_>, file: File<'r>) -> Option<Self> {
        let mut services: Vec<Service<'r>> = Vec::new();
        for part in inclusion::parts(repo, file) {
            let entries = part.file.yaml().and_then(layered::services).map_or(&[][..], Node::entries);
            for entry in entries {
                let service = Service::new(repo, entry, part.file, &part.variables);
                let is_one = service.one("image").is_some() || service.one("build").is_some();
                // What the project names itself goes before what it includes.
                let is_new = services.iter().all(|known| known.name != service.name);
                if is_one && is_new && services.len() < MAX_SERVICES {
                    services.push(service);
                }
            }
        }
        let images: Vec<Provided> = services.iter().filter_map(provided).collect();
        let built = services.iter().filter_map(|service| built(repo, service, &images)).collect();
        (!services.is_empty()).then_some(Self { built, images })
    }
}

fn provided(service: &Service<'_>) -> Option<Provided> {
    let (image, layer) = service.one("image").filter(|_| service.one("build").is_none())?;
    // The name of the image says what it is even where nobody knows its tag.
    let text = image.scalar()?;
    let known = layer.variables.fill(text).unwrap_or_else(|| text.split('$').next().unwrap_or_default().to_owned());
    let product = service::of_image(known.trim_end_matches(':'))?;
    Some(Provided { name: service.name.to_owned(), service: product, at: image.at })
}

fn built(repo: &Repo<'_>, service: &Service<'_>, images: &[Provided]) -> Option<Built> {
    let (build, layer) = service.one("build")?;
    let written = match build.scalar() {
        Some(context) => context,
        None => build.get(&["context"]).and_then(Node::scalar).unwrap_or("."),
    };
    let context = layer.variables.fill(written)?;
    // A repository somewhere else.
    if context.contains("://") || context.starts_with("git@") || context.ends_with(".git") || context.starts_with('/') {
        return None;
    }
    let variables = environment::of(repo, service);
    let context = joined(layer.file.directory(), &context);
    let context = developed(service, &context).unwrap_or(context);
    Some(Built {
        at: service.at,
        ports: listening(service, &variables),
        command: command(service),
        is_mounted: is_mounted(service, &context),
        needs: needs(service, &variables, images),
        context,
    })
}

/// Ports that are published, and those that its environment tells the application.
fn listening(service: &Service<'_>, variables: &[Variable]) -> Vec<(Port, Place)> {
    let mut ports = port::read(service);
    for (name, value, at) in variables {
        for port in port_variable::ports(name, value).into_iter().map(|number| Port { number, udp: false }) {
            if ports.iter().all(|(known, _)| *known != port) {
                ports.push((port, *at));
            }
        }
    }
    ports
}

/// What a service runs: a line, or a list of words.
fn command(service: &Service<'_>) -> Option<(String, Place)> {
    let (command, layer) = service.one("command")?;
    let text = match command.scalar() {
        Some(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        None => command.items().iter().filter_map(Node::scalar).map(quote).collect::<Vec<_>>().join(" "),
    };
    // `$$` is a `$` for the shell inside of the container.
    let text = layer.variables.fill(&text).unwrap_or(text);
    (!text.is_empty()).then_some((text, command.at))
}

/// Whether the directory that is built, or one in it, is mounted into the container.
fn is_mounted(service: &Service<'_>, context: &str) -> bool {
    let inner = if context == "." { "src".to_owned() } else { format!("{context}/src") };
    mounted(service).iter().any(|mounted| mounted == context || *mounted == inner)
}

/// The directory of the file where it is mounted into an image that is built of a dependency, as Laravel Sail brings it:
/// what runs there is the application, and the dependency is not here.
fn developed(service: &Service<'_>, context: &str) -> Option<String> {
    let (_, layer) = service.one("build")?;
    let here = joined(layer.file.directory(), ".");
    let inner = if here == "." { context } else { context.strip_prefix(&here)?.trim_start_matches('/') };
    inner.starts_with("vendor/").then_some(here).filter(|here| mounted(service).contains(here))
}

/// Directories that are mounted into the container.
fn mounted(service: &Service<'_>) -> Vec<String> {
    let volumes = service.all("volumes").flat_map(|(list, layer)| list.items().iter().map(move |item| (item, layer)));
    let directory = |(volume, layer): (&Node, &Layer<'_>)| {
        let source = match volume.scalar() {
            Some(text) => text.split_once(':').map_or("", |(source, _)| source),
            None => volume.get(&["source"]).and_then(Node::scalar).unwrap_or_default(),
        };
        source.starts_with('.').then(|| joined(layer.file.directory(), source))
    };
    volumes.into_iter().filter_map(directory).collect()
}

/// The services of known products that one refers to: by `depends_on`, `links`, or as a host in its environment.
fn needs(service: &Service<'_>, variables: &[Variable], images: &[Provided]) -> Vec<String> {
    let nodes = ["depends_on", "links"].into_iter().flat_map(|key| service.all(key));
    let listed: Vec<&str> = nodes
        .flat_map(|(node, _)| {
            let items = node.items().iter().filter_map(Node::scalar);
            let items = items.map(|item| item.split(':').next().unwrap_or_default());
            items.chain(node.entries().iter().map(|entry| entry.key.as_str()))
        })
        .collect();
    let is_host = |value: &str, name: &str| {
        value.split(|c: char| !c.is_ascii_alphanumeric() && !"-_.".contains(c)).any(|part| part == name)
    };
    let is_needed = |name: &str| listed.contains(&name) || variables.iter().any(|(_, value, _)| is_host(value, name));
    images.iter().map(|image| image.name.clone()).filter(|name| is_needed(name)).collect()
}
