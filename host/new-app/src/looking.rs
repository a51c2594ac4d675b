//! Looking into sources: what is recognised in them (new-app.md 3.2, 4).

use crate::planner::Planner;
use crate::sources::{Place, Seen, Source};
use crate::{DetectorError, Note, Refusal, globs};
use fieldmark_model::{Component, ContainerFile, Decision, Strategy};
use fieldmark_source::{Checkout, Limits, Remote, SourceError, Unpacked, unpack};
use std::fs::File;
use std::io::Read;
use std::path::{Component as Part, Path, PathBuf};
use std::sync::atomic::AtomicBool;

/// Most bytes of a container file that are read.
const MAX_CONTAINER_FILE: u64 = 1 << 20;
/// The names that `oc` knows; it looks at no others (new-app.md 4.1).
const CONTAINER_FILE: &str = "Dockerfile";
const PIPELINE_FILE: &str = "Jenkinsfile";

/// The files of a source, as long as they are needed.
enum Files {
    There(PathBuf),
    Fetched(Checkout),
    Unpacked(Unpacked),
}

impl Files {
    fn root(&self) -> &Path {
        match self {
            Self::There(path) => path,
            Self::Fetched(checkout) => checkout.directory(),
            Self::Unpacked(unpacked) => unpacked.root(),
        }
    }
}

impl Planner<'_> {
    /// What is recognised in a source. One source can hold several things to build; those beyond the first come as
    /// further sources.
    pub(crate) fn look(&mut self, source: &Source) -> Result<Vec<Source>, Refusal> {
        if let Some(text) = &source.dockerfile {
            let container_file = Some(self.container_file(text, &source.text)?);
            return Ok(vec![Source { seen: Some(Seen { container_file, ..Seen::default() }), ..source.clone() }]);
        }
        let files = self.files(source)?;
        let directory = inside(files.root(), source)?;
        if self.compat() {
            let seen = Some(self.as_recorded(&directory, source)?);
            return Ok(vec![Source { seen, ..source.clone() }]);
        }
        let decision = self.detector.decide(&directory)?;
        let components = self.chosen(&decision, source)?;
        self.findings(&decision, &components, source);
        if components.is_empty() {
            let finding = decision.warnings.first().map(|finding| finding.note.clone());
            return Ok(vec![Source { seen: Some(Seen { finding, ..Seen::default() }), ..source.clone() }]);
        }
        let several = decision.components.len() > 1;
        let part = |component| self.part_with_dockerfile(source, component, several, &directory);
        components.into_iter().map(part).collect()
    }

    fn files(&self, source: &Source) -> Result<Files, Refusal> {
        let fetch = |remote: &Remote| Ok(Files::Fetched(self.git.fetch(remote, &Limits::default())?));
        match &source.place {
            Place::Remote(remote) => fetch(remote),
            Place::Directory { path, tree, reference } => {
                let bare = tree.as_ref().is_some_and(|tree| tree.is_bare) && !self.compat();
                match (reference, tree) {
                    (Some(reference), Some(tree)) if !self.compat() => {
                        fetch(&Remote::of_directory(&tree.root, Some(reference))?)
                    }
                    (None, Some(tree)) if bare => fetch(&Remote::of_directory(&tree.root, None)?),
                    _ => Ok(Files::There(path.clone())),
                }
            }
            Place::Archive(path) => Ok(Files::Unpacked(unpack(path, &Limits::default(), &AtomicBool::new(false))?)),
            Place::Upload | Place::Text => Ok(Files::There(PathBuf::from("."))),
        }
    }

    /// Names of files alone, as recorded of `oc`.
    fn as_recorded(&self, directory: &Path, source: &Source) -> Result<Seen, Refusal> {
        let mut seen = Seen::default();
        let unreadable =
            |error| Refusal::Source(SourceError::Io { path: directory.to_owned(), action: "read", source: error });
        if directory.join(PIPELINE_FILE).symlink_metadata().is_ok() {
            seen.pipeline_file = Some(PIPELINE_FILE.to_owned());
        }
        if let Some(text) = read(&directory.join(CONTAINER_FILE)) {
            seen.container_file = Some(self.container_file(&text, &source.text)?);
        }
        if !matches!(self.strategy, Some(Strategy::Docker | Strategy::JenkinsPipeline)) {
            seen.terms = globs::terms(directory).map_err(unreadable)?;
        }
        Ok(seen)
    }

    /// What a container file says; one without instructions is refused.
    pub(crate) fn container_file(&self, text: &str, source: &str) -> Result<ContainerFile, Refusal> {
        if text.trim().is_empty() {
            return Err(Refusal::EmptyContainerFile { source_name: source.to_owned() });
        }
        let nothing = || Refusal::ContainerFileWithoutBase { source_name: source.to_owned() };
        self.detector.container_file(text)?.ok_or_else(nothing)
    }

    fn chosen<'d>(&self, decision: &'d Decision, source: &Source) -> Result<Vec<&'d Component>, Refusal> {
        if self.request.all_components {
            return Ok(decision.components.iter().collect());
        }
        let Some(path) = &self.request.component else { return Ok(decision.components.iter().take(1).collect()) };
        let wanted = path.trim_end_matches('/');
        let found = decision.components.iter().find(|component| component.path == wanted);
        found.map(|component| vec![component]).ok_or_else(|| Refusal::NoComponent {
            source_name: source.text.clone(),
            component: path.clone(),
            components: decision.components.iter().map(|component| component.path.clone()).collect(),
        })
    }

    fn findings(&mut self, decision: &Decision, chosen: &[&Component], source: &Source) {
        let warnings = decision.warnings.iter().chain(chosen.iter().flat_map(|component| &component.warnings));
        for finding in warnings {
            let place = match (&finding.path, finding.line) {
                (Some(path), Some(line)) => format!("{path}:{line}: "),
                (Some(path), None) => format!("{path}: "),
                _ => String::new(),
            };
            self.notes.push(Note::Finding { code: finding.code.clone(), text: format!("{place}{}", finding.note) });
        }
        for component in chosen.iter().filter(|component| is_in_need_of_scripts(component)) {
            let names: Vec<String> =
                component.scripts.iter().map(|script| format!(".s2i/bin/{}", script.name)).collect();
            let text = format!(
                "{}: the build takes its scripts from the sources, which lack {}: `fieldmark s2i run-script --install` \
                 writes them, and they have to be committed",
                component.path,
                names.join(" and ")
            );
            self.notes.push(Note::Finding { code: "new-app.scripts-missing".to_owned(), text });
        }
        let is_other = |component: &&Component| !chosen.iter().any(|chosen| chosen.path == component.path);
        let paths: Vec<String> = decision.components.iter().filter(is_other).map(|c| c.path.clone()).collect();
        if !paths.is_empty() {
            self.notes.push(Note::OtherComponents { source: source.text.clone(), paths });
        }
    }
}

/// Whether the builder image does not build or start a component by itself.
fn is_in_need_of_scripts(component: &Component) -> bool {
    component.strategy == Strategy::Source && component.builder.is_some() && !component.scripts.is_empty()
}

impl From<DetectorError> for Refusal {
    fn from(error: DetectorError) -> Self {
        Self::Detection { code: error.code, message: error.message }
    }
}

/// One component of a source, perhaps of several, as a source of its own.
pub(crate) fn part(source: &Source, component: &Component, several: bool) -> Source {
    let below = |path: &str| {
        let inner = path.strip_prefix(component.path.as_str()).and_then(|rest| rest.strip_prefix('/'));
        inner.unwrap_or(path).to_owned()
    };
    let context_directory = match (&source.context_directory, component.path.as_str()) {
        (own, ".") => own.clone(),
        (None, path) => Some(path.to_owned()),
        (Some(own), path) => Some(format!("{}/{path}", own.trim_end_matches('/'))),
    };
    let container_file = component.container_file.clone().map(|file| ContainerFile { path: below(&file.path), ..file });
    let term = component.builder.as_ref().map(|builder| format!("{}:{}", builder.stream, builder.tag));
    let seen = Seen {
        pipeline_file: component.pipeline.as_ref().map(|pipeline| below(&pipeline.path)),
        container_file,
        terms: term.into_iter().collect(),
        directory_name: component.path.rsplit('/').next().filter(|name| several && *name != ".").map(str::to_owned),
        component: Some(component.clone()),
        generated: None,
        finding: None,
    };
    Source { context_directory, seen: Some(seen), ..source.clone() }
}

/// The context directory below the root of the files; it has to be there, and inside.
fn inside(root: &Path, source: &Source) -> Result<PathBuf, Refusal> {
    let Some(directory) = &source.context_directory else { return Ok(root.to_owned()) };
    let refuse = || Refusal::ContextDirectory { directory: directory.clone(), source_name: source.text.clone() };
    let relative = Path::new(directory.trim_start_matches('/'));
    if !relative.components().all(|part| matches!(part, Part::Normal(_) | Part::CurDir)) {
        return Err(refuse());
    }
    let real = root.join(relative).canonicalize().map_err(|_| refuse())?;
    let root = root.canonicalize().map_err(|_| refuse())?;
    if real.is_dir() && real.starts_with(root) { Ok(real) } else { Err(refuse()) }
}

/// The text of a regular file; nothing for a link, and nothing behind the cap.
fn read(path: &Path) -> Option<String> {
    if !path.symlink_metadata().ok()?.is_file() {
        return None;
    }
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(MAX_CONTAINER_FILE).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}
