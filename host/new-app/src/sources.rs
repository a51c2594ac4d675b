//! Sources: where code is (new-app.md 3).

use crate::{Note, Refusal, name};
use fieldmark_model::{ContainerFile, Strategy};
use fieldmark_objects::GitSource;
use fieldmark_source::{Git, Local, Location, Remote, Unpushed, WorkTree};
use std::path::PathBuf;

/// Names of remotes that `oc` looks at (new-app.md 3.3).
const REMOTES_OF_OC: [&str; 5] = ["origin", "upstream", "github", "openshift", "heroku"];

/// Where code is.
#[derive(Debug, Clone)]
pub(crate) enum Place {
    /// In a repository that a build fetches.
    Remote(Remote),
    /// In a directory of this machine, perhaps one of a repository.
    Directory { path: PathBuf, tree: Option<Box<WorkTree>>, reference: Option<String> },
    /// In an archive of this machine.
    Archive(PathBuf),
    /// It is handed over when a build starts.
    Upload,
    /// There is none but the text of a container file.
    Text,
}

/// A source, and what became of it.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    /// As it is shown; without credentials.
    pub(crate) text: String,
    /// Where it is.
    pub(crate) place: Place,
    /// Directory of it that is built.
    pub(crate) context_directory: Option<String>,
    /// How it is built.
    pub(crate) strategy: Option<Strategy>,
    /// Text of a container file that replaces its own.
    pub(crate) dockerfile: Option<String>,
    /// What was recognised in it.
    pub(crate) seen: Option<Seen>,
    /// Whether a component builds it.
    pub(crate) used: bool,
}

/// What was recognised in the directory that is built.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seen {
    /// Path of the pipeline definition, relative to that directory.
    pub(crate) pipeline_file: Option<String>,
    /// What its container file says.
    pub(crate) container_file: Option<ContainerFile>,
    /// Terms for builder images, the first one counts.
    pub(crate) terms: Vec<String>,
    /// The Dockerfile that is made where no builder image is for it.
    pub(crate) generated: Option<String>,
    /// Name of the component's directory, where the source has several components.
    pub(crate) directory_name: Option<String>,
    /// What the detection says.
    pub(crate) component: Option<fieldmark_model::Component>,
    /// Where nothing was recognised: the first thing that was noticed on the way.
    pub(crate) finding: Option<String>,
}

impl Source {
    fn new(text: String, place: Place) -> Self {
        Self { text, place, context_directory: None, strategy: None, dockerfile: None, seen: None, used: false }
    }

    /// A source that is handed over when a build starts.
    pub(crate) fn upload(strategy: Strategy) -> Self {
        Self { strategy: Some(strategy), used: true, ..Self::new("binary input".to_owned(), Place::Upload) }
    }

    /// A container file without any source.
    pub(crate) fn text(dockerfile: String) -> Self {
        let source = Self::new("the container file that was given".to_owned(), Place::Text);
        Self { strategy: Some(Strategy::Docker), dockerfile: Some(dockerfile), ..source }
    }

    /// Looks at what an argument names. Nothing is fetched.
    pub(crate) fn open(location: Location, git: &Git) -> Result<Self, Refusal> {
        let text = location.to_string();
        let place = match location {
            Location::Remote(remote) => Place::Remote(remote),
            Location::Archive(path) if path.is_file() => Place::Archive(path),
            Location::Archive(path) => directory(path, None, git)?,
            Location::Local(Local { whole, .. }) if whole.is_dir() => directory(whole, None, git)?,
            Location::Local(local) => directory(local.path, local.reference, git)?,
            _ => {
                let problem = "a list of paths cannot be built".to_owned();
                return Err(Refusal::Argument { argument: text, problem });
            }
        };
        Ok(Self::new(text, place))
    }

    /// The repository that a build fetches; none when its source is handed over.
    pub(crate) fn git(&self, compat: bool) -> Option<GitSource> {
        match &self.place {
            Place::Remote(remote) => Some(GitSource {
                uri: remote.uri_without_credentials(),
                reference: remote.reference().map(str::to_owned),
            }),
            Place::Directory { tree: Some(tree), reference, .. } => {
                let remote = remote_of(tree, compat)?;
                let reference = reference.clone().or_else(|| tree.branch.clone());
                Some(GitSource { uri: remote.uri_without_credentials(), reference })
            }
            _ => None,
        }
    }

    /// The repository as it is probed and fetched, credentials included.
    pub(crate) fn remote(&self, compat: bool) -> Option<Remote> {
        match &self.place {
            Place::Remote(remote) => Some(remote.clone()),
            Place::Directory { tree: Some(tree), .. } => remote_of(tree, compat),
            _ => None,
        }
    }

    /// The context directory as a build needs it. Below the root of a repository the path to the directory belongs to it,
    /// which `oc` leaves to the user (new-app.md 3.3).
    pub(crate) fn context(&self, compat: bool) -> Option<String> {
        let own = self.context_directory.clone();
        let Place::Directory { tree: Some(tree), .. } = &self.place else { return own };
        if compat || remote_of(tree, compat).is_none() {
            return own;
        }
        match (&tree.context_directory, own) {
            (Some(path), Some(own)) => Some(format!("{path}/{own}")),
            (path, own) => path.clone().or(own),
        }
    }

    /// What its own name gives for the things made of it. One of several components has the name of its directory. For
    /// `oc` only a repository that is fetched has one (recorded).
    pub(crate) fn suggestion(&self, compat: bool) -> Option<String> {
        if let Some(name) = self.seen.as_ref().and_then(|seen| seen.directory_name.clone()) {
            return Some(name);
        }
        if let Some(git) = self.git(compat) {
            return Some(name::of_address(&git.uri));
        }
        if compat {
            return None;
        }
        match &self.place {
            Place::Directory { path, .. } => Some(path.canonicalize().ok()?.file_name()?.to_str()?.to_owned()),
            Place::Archive(path) => {
                let file = path.file_name()?.to_str()?;
                let ends = [".tar.gz", ".tgz", ".tar", ".zip"];
                Some(ends.iter().find_map(|end| file.strip_suffix(end)).unwrap_or(file).to_owned())
            }
            _ => None,
        }
    }

    /// What a build from the remote would not get.
    pub(crate) fn left_behind(&self, compat: bool) -> Option<Note> {
        self.git(compat)?;
        let Place::Directory { tree: Some(tree), reference: None, .. } = &self.place else { return None };
        let changes = tree.changes;
        let (commits, branch) = match tree.unpushed {
            Unpushed::Commits(commits) => (commits, false),
            Unpushed::Branch => (0, true),
            _ => (0, false),
        };
        let files = changes.modified + changes.staged + changes.untracked;
        (files + commits > 0 || branch).then(|| Note::NotInRemote { source: self.text.clone(), files, commits, branch })
    }
}

fn directory(path: PathBuf, reference: Option<String>, git: &Git) -> Result<Place, Refusal> {
    if !path.is_dir() {
        return Err(Refusal::NoDirectory { path: path.display().to_string() });
    }
    // A directory is a source without git as well; what is wrong with its repository is no reason to refuse it.
    let tree = WorkTree::of(&path, git).ok().flatten().map(Box::new);
    Ok(Place::Directory { path, tree, reference })
}

fn remote_of(tree: &WorkTree, compat: bool) -> Option<Remote> {
    let remote = tree.remote.as_ref().filter(|remote| !compat || REMOTES_OF_OC.contains(&remote.name.as_str()))?;
    match Location::parse(&remote.uri) {
        Ok(Location::Remote(remote)) => Some(remote),
        // A path of this machine is nothing that a cluster can fetch.
        _ => None,
    }
}
