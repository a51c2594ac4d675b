//! The files that belong to one project: a compose file, and what it includes.

use crate::interpolation::Variables;
use crate::path::joined;
use fieldmark_sdk::{File, Node, Repo};
use std::rc::Rc;

/// Most files of one project.
const MAX_FILES: usize = 16;

/// A file with the variables that hold in it.
pub struct Part<'r> {
    /// The file.
    pub file: File<'r>,
    /// Those of the `.env` beside it.
    pub variables: Rc<Variables<'r>>,
}

/// The file, and the files that it includes, each once. Every included file is a project with variables and paths of its
/// own.
pub fn parts<'r>(repo: &'r Repo<'_>, file: File<'r>) -> Vec<Part<'r>> {
    let part = |file: File<'r>| Part { file, variables: Rc::new(Variables::beside(repo, file)) };
    let mut parts = vec![part(file)];
    let mut next = 0;
    while let Some(outer) = parts.get(next) {
        let included: Vec<File<'r>> = included(repo, outer).collect();
        for file in included {
            let is_new = parts.iter().all(|known| known.file.path() != file.path());
            if is_new && parts.len() < MAX_FILES {
                parts.push(part(file));
            }
        }
        next += 1;
    }
    parts
}

/// `include: [path]`, `include: [{path: path}]`, `include: [{path: [path, path]}]`.
fn included<'r>(repo: &'r Repo<'_>, part: &Part<'r>) -> impl Iterator<Item = File<'r>> {
    let items = part.file.yaml().and_then(|document| document.get(&["include"])).map_or(&[][..], Node::items);
    let paths = items.iter().flat_map(|item| {
        let path = item.get(&["path"]).unwrap_or(item);
        path.scalar().into_iter().chain(path.items().iter().filter_map(Node::scalar))
    });
    paths.filter_map(|path| repo.file(&joined(part.file.directory(), &part.variables.fill(path)?)))
}
