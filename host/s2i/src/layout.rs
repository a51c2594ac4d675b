//! Writing a Dockerfile with its context (s2i.md 11).

#[cfg(test)]
mod tests;

use crate::copy::{Copy, CopyLimits, Links, set_mode};
use crate::dockerfile::{self, Staged};
use crate::inside::{self, Found};
use crate::scripts::ScriptsUrl;
use crate::{
    Directory, Exclusion, IGNORE_PATH, Ignore, Injection, MOST_IGNORE_BYTES, Output, Plan, Request, S2iError,
    ScriptOrigin,
};
use fieldmark_model::Finding;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Directories of the context that are always there.
const DIRECTORIES: [&str; 4] = ["upload/scripts", "upload/src", "downloads/defaultScripts", "downloads/scripts"];

/// How sources are taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taking {
    /// A fetched repository: links stay links, and `.git` comes along unless there is a context directory.
    Checkout,
    /// A directory as it is, without `.git`.
    Copy(Links),
}

/// The sources of a build.
#[derive(Debug, Clone)]
pub struct SourceTree {
    /// Its directory.
    pub directory: PathBuf,
    /// How it is taken over.
    pub taking: Taking,
    /// What is left out of a copied directory; `.git` when nothing is said.
    pub excluded: Option<Exclusion>,
    /// Caps.
    pub limits: CopyLimits,
}

impl SourceTree {
    /// The directory that is built.
    ///
    /// # Errors
    /// It is not there, or not inside of the sources.
    pub fn context(&self, context_directory: Option<&str>) -> Result<PathBuf, S2iError> {
        let whole = self.directory.join(context_directory.unwrap_or(".").trim_start_matches('/'));
        let root =
            self.directory.canonicalize().map_err(|_| S2iError::SourceMissing { path: self.directory.clone() })?;
        let shown = if context_directory.is_some() { &whole } else { &self.directory };
        let real = whole.canonicalize().map_err(|_| S2iError::SourceMissing { path: shown.clone() })?;
        if !real.starts_with(&root) {
            return Err(S2iError::ContextDirectory { path: context_directory.unwrap_or_default().to_owned() });
        }
        if !real.is_dir() {
            return Err(S2iError::NotADirectory { path: shown.clone() });
        }
        Ok(real)
    }
}

/// Writes the Dockerfile and its context. Nothing is at the place when this fails.
///
/// # Errors
/// The request cannot be built, a cap is hit, or the file system refuses.
pub fn write(request: &Request, source: Option<&SourceTree>, output: &Output, force: bool) -> Result<Plan, S2iError> {
    let context = source.map(|source| source.context(request.context_directory.as_deref())).transpose()?;
    if let Some(source) = source
        && matches!(source.taking, Taking::Copy(_))
    {
        output.check_outside(&source.directory)?;
    }
    let stage = output.stage(force)?;
    for directory in DIRECTORIES {
        make(stage.directory(), directory)?;
    }
    let sources = stage.directory().join("upload/src");
    let mut findings = Vec::new();
    if let (Some(source), Some(context)) = (source, &context) {
        findings = take(source, context, request.compat, &sources)?;
    }
    let mut plan = Plan::new(request, &sources)?;
    plan.findings.extend(findings);
    install_scripts(request, &plan, &sources, &stage.directory().join("upload/scripts"))?;
    remove(&plan, &sources, request.compat)?;
    let mut staged = Vec::new();
    let limits = source.map_or_else(CopyLimits::default, |source| source.limits);
    for injection in &request.injections {
        staged.push(inject(injection, stage.directory(), limits, &mut plan.findings)?);
    }
    let text = dockerfile::write(&plan, &staged, request.compat)?;
    let path = stage.dockerfile();
    fs::write(&path, text).map_err(S2iError::io(&path))?;
    // What upstream gives it (recorded).
    set_mode(&path, 0o700)?;
    stage.finish()?;
    Ok(plan)
}

/// Makes a directory and those above it, each open to all as upstream's are.
fn make(root: &Path, path: &str) -> Result<(), S2iError> {
    let mut whole = root.to_owned();
    for name in path.split('/').filter(|name| !name.is_empty()) {
        whole.push(name);
        if !whole.is_dir() {
            fs::create_dir(&whole).map_err(S2iError::io(&whole))?;
            set_mode(&whole, 0o755)?;
        }
    }
    Ok(())
}

/// Copies the sources that are built.
pub(crate) fn take(source: &SourceTree, context: &Path, compat: bool, target: &Path) -> Result<Vec<Finding>, S2iError> {
    let (links, without_git) = match source.taking {
        Taking::Checkout => (Links::Kept, false),
        Taking::Copy(links) => (links, source.excluded.is_none()),
    };
    // Large directories that are ignored are not even copied. The scripts are, for they are moved away first; upstream
    // loses them.
    let skipped = match source.taking {
        Taking::Copy(_) => inside::read(context, IGNORE_PATH, MOST_IGNORE_BYTES)
            .map(|bytes| Ignore::parse(&bytes).removed(&Directory::new(context)))
            .unwrap_or_default()
            .into_iter()
            .filter(|path| !path.is_empty() && (compat || !is_settings(path)))
            .collect(),
        Taking::Checkout => BTreeSet::new(),
    };
    let excluded = source.excluded.as_ref().filter(|_| source.taking != Taking::Checkout);
    Copy::new(context, links, without_git, &skipped, source.limits)?.without(excluded).emptying(compat).into(target)
}

fn is_settings(path: &str) -> bool {
    matches!(path.split('/').next(), Some(".s2i" | ".sti" | ".s2iignore"))
}

/// Copies the scripts that are not the image's own, taking them out of the sources.
pub(crate) fn install_scripts(request: &Request, plan: &Plan, sources: &Path, target: &Path) -> Result<(), S2iError> {
    let urls = [&request.scripts_url, &request.image_scripts_url].into_iter().flatten().filter(|url| !url.is_empty());
    let urls = urls.map(|url| ScriptsUrl::parse(url, request.compat)).collect::<Result<Vec<_>, _>>()?;
    for planned in plan.all_scripts() {
        let name = planned.script.as_str();
        let to = target.join(name);
        match (planned.origin, &planned.moved_from) {
            (ScriptOrigin::Url, _) if planned.address.is_none() => {
                let places = urls.iter().filter_map(|url| Some(url.directory()?.join(name)));
                let Some(from) = places.into_iter().find(|path| path.is_file()) else { continue };
                fs::copy(&from, &to).map_err(S2iError::io(&from))?;
            }
            (ScriptOrigin::Source, Some(path)) => {
                let Found::File(real) = inside::look(sources, path) else { continue };
                let own = sources.join(path);
                fs::copy(&real, &to).map_err(S2iError::io(&own))?;
                fs::remove_file(&own).map_err(S2iError::io(&own))?;
            }
            (ScriptOrigin::Override, _) => {
                let text = request.overrides.get(&planned.script).map(String::as_str).unwrap_or_default();
                fs::write(&to, text).map_err(S2iError::io(&to))?;
            }
            _ => continue,
        }
        set_mode(&to, 0o755)?;
    }
    Ok(())
}

/// Takes ignored paths out of the copy. They were found without following links, so nothing else can be hit.
pub(crate) fn remove(plan: &Plan, sources: &Path, compat: bool) -> Result<(), S2iError> {
    if plan.removed.iter().any(String::is_empty) {
        fs::remove_dir_all(sources).map_err(S2iError::io(sources))?;
        if compat {
            return Ok(());
        }
        fs::create_dir(sources).map_err(S2iError::io(sources))?;
        return set_mode(sources, 0o755);
    }
    for path in &plan.removed {
        let whole = sources.join(path);
        let Ok(metadata) = fs::symlink_metadata(&whole) else { continue };
        let removed = if metadata.is_dir() { fs::remove_dir_all(&whole) } else { fs::remove_file(&whole) };
        removed.map_err(S2iError::io(&whole))?;
    }
    Ok(())
}

fn inject(
    injection: &Injection,
    context: &Path,
    limits: CopyLimits,
    findings: &mut Vec<Finding>,
) -> Result<Staged, S2iError> {
    let source = Path::new(&injection.source);
    if !source.is_dir() {
        return Err(S2iError::NotADirectory { path: source.to_owned() });
    }
    // Where upstream would leave the context by `..`, the path is that of the directory itself.
    let is_plain = !injection.source.split('/').any(|segment| segment == "..");
    let shown = if is_plain {
        injection.source.clone()
    } else {
        source.canonicalize().map_err(S2iError::io(source))?.to_string_lossy().into_owned()
    };
    let segments: Vec<&str> = shown.split('/').filter(|segment| !matches!(*segment, "" | ".")).collect();
    let from = ["upload/injections"].into_iter().chain(segments).collect::<Vec<_>>().join("/");
    make(context, &from)?;
    let target = context.join(&from);
    let none = BTreeSet::new();
    findings.extend(Copy::new(source, Links::Followed, false, &none, limits)?.into(&target)?);
    let mut files = Vec::new();
    list(&target, "", &mut files)?;
    Ok(Staged { from, to: injection.destination.clone(), files })
}

/// All files below a directory, in the order of their names.
fn list(directory: &Path, path: &str, files: &mut Vec<String>) -> Result<(), S2iError> {
    let entries = fs::read_dir(directory).map_err(S2iError::io(directory))?;
    let mut entries: Vec<_> = entries.filter_map(Result::ok).collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if path.is_empty() { name } else { format!("{path}/{name}") };
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            list(&entry.path(), &path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
