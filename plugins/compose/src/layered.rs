//! A service with what it extends: its own keys go before those of the service below it.

use crate::interpolation::Variables;
use crate::path::joined;
use fieldmark_sdk::{Document, Entry, File, Node, Place, Repo};
use std::rc::Rc;

/// Most services that extend one another.
const MAX_DEPTH: usize = 8;

/// One description of a service, and what its paths and variables mean.
#[derive(Clone)]
pub struct Layer<'r> {
    /// The description.
    pub node: &'r Node,
    /// The file it stands in.
    pub file: File<'r>,
    /// The variables of the project.
    pub variables: Rc<Variables<'r>>,
}

/// A service, the most particular description first.
pub struct Service<'r> {
    /// Its name.
    pub name: &'r str,
    /// Where it is declared.
    pub at: Place,
    /// The descriptions.
    pub layers: Vec<Layer<'r>>,
}

impl<'r> Service<'r> {
    /// A service with all that it extends.
    pub fn new(repo: &'r Repo<'_>, entry: &'r Entry, file: File<'r>, variables: &Rc<Variables<'r>>) -> Self {
        let mut layers = vec![Layer { node: &entry.node, file, variables: Rc::clone(variables) }];
        // Services that extend each other in a circle end here.
        while let Some(base) = layers.last().and_then(|layer| base(repo, layer)).filter(|_| layers.len() < MAX_DEPTH) {
            layers.push(base);
        }
        Self { name: &entry.key, at: entry.at, layers }
    }

    /// The value of a key that is replaced as a whole, with its layer.
    pub fn one(&self, key: &str) -> Option<(&'r Node, &Layer<'r>)> {
        self.layers.iter().find_map(|layer| Some((layer.node.get(&[key])?, layer)))
    }

    /// The values of a key whose lists are put together, with their layers.
    pub fn all<'s>(&'s self, key: &'s str) -> impl Iterator<Item = (&'r Node, &'s Layer<'r>)> {
        self.layers.iter().filter_map(move |layer| Some((layer.node.get(&[key])?, layer)))
    }
}

/// `extends: name`, `extends: {service: name}`, `extends: {file: path, service: name}`.
fn base<'r>(repo: &'r Repo<'_>, layer: &Layer<'r>) -> Option<Layer<'r>> {
    let extends = layer.node.get(&["extends"])?;
    let text = |key| extends.get(&[key]).and_then(Node::scalar);
    let name = extends.scalar().or_else(|| text("service"))?;
    let file = match text("file") {
        Some(path) => repo.file(&joined(layer.file.directory(), &layer.variables.fill(path)?))?,
        None => layer.file,
    };
    let node = services(file.yaml()?)?.get(&[name])?;
    // Variables are those of the project, whichever file they stand in.
    Some(Layer { node, file, variables: Rc::clone(&layer.variables) })
}

/// The table of the services. Files of the first version have them at the top.
pub fn services(document: &Document) -> Option<&Node> {
    document.get(&["services"]).or_else(|| document.get(&[]))
}
