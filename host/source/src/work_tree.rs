//! What git would say of a local directory, found out without running anything it names.

mod lent;
mod owner;
mod repository;
mod status;
#[cfg(test)]
mod tests;

use crate::{Git, SourceError};
use lent::{Config, Lent};
use repository::Repository;
use status::StatusTally;
use std::path::{Path, PathBuf};

/// A directory that lies in a Git repository.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct WorkTree {
    /// The root of the work tree; of a bare repository, its own directory.
    pub root: PathBuf,
    /// The directory below the root, with `/` and without a final one; none for the root itself.
    pub context_directory: Option<String>,
    /// The remote that a build would fetch from: the first of origin, upstream, github, openshift, heroku, and then of
    /// any other by name (new-app.md 3.3).
    pub remote: Option<GitRemote>,
    /// The branch; none when HEAD is detached.
    pub branch: Option<String>,
    /// The commit; none when there is none yet.
    pub commit: Option<String>,
    /// The remote-tracking branch that the branch follows, as in `origin/main`.
    pub upstream: Option<String>,
    /// What the commit does not hold.
    pub changes: Changes,
    /// What the remote does not hold, as far as the last fetch or push tells.
    pub unpushed: Unpushed,
    /// Whether it is a bare repository, which has no files.
    pub is_bare: bool,
}

/// A remote of a repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GitRemote {
    /// Its name, as in `origin`.
    pub name: String,
    /// Its URL as it is configured. It may hold credentials: [`crate::Location::parse`] it before it is shown.
    pub uri: String,
}

/// Numbers of files that differ from the commit; ignored files are not counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files changed and not staged, conflicts included.
    pub modified: u64,
    /// Files whose staged content differs from the commit.
    pub staged: u64,
    /// Files and directories git does not know.
    pub untracked: u64,
}

impl Changes {
    /// Whether there is any.
    #[must_use]
    pub const fn any(&self) -> bool {
        self.modified + self.staged + self.untracked > 0
    }
}

/// What a build that fetches from the remote would not get.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unpushed {
    /// Nothing: the commit is on the remote's branch.
    Nothing,
    /// This many commits that are on no branch of the remote with the same name.
    Commits(u64),
    /// The whole branch: the remote has none of that name.
    Branch,
    /// There is no remote, no commit or no branch to compare.
    Unknown,
}

/// Names of remotes in the order in which new-app tries them (new-app.md 3.3).
const REMOTE_ORDER: [&str; 5] = ["origin", "upstream", "github", "openshift", "heroku"];

impl WorkTree {
    /// Looks at a directory; nothing when it is in no repository.
    ///
    /// Git works with a git directory of ours that only borrows objects and refs, so that no setting, hook, filter, alias
    /// or monitor that the repository's own configuration names is in force, and nothing it includes is read. Changes
    /// inside of submodules are not looked for: git would have to work with their configuration.
    ///
    /// # Errors
    /// The directory cannot be read, git is missing, or the repository is damaged or belongs to somebody the user does
    /// not trust (`safe.directory` of the user's own configuration).
    pub fn of(directory: &Path, git: &Git) -> Result<Option<Self>, SourceError> {
        let unreadable = |source| SourceError::Io { path: directory.to_owned(), action: "read", source };
        let directory = directory.canonicalize().map_err(unreadable)?;
        let Some(repository) = Repository::of(&directory) else { return Ok(None) };
        let lent = Lent::new(git, &repository)?;
        owner::check(&repository, &lent)?;
        let config = lent.config()?;
        lent.furnish(&config)?;
        let branch = lent.line(&["symbolic-ref", "--quiet", "--short", "HEAD"])?;
        let commit = resolve(&lent, "HEAD")?;
        let remote = remote(&config);
        let changes = if repository.is_bare { Changes::default() } else { changes(&lent)? };
        let unpushed = unpushed(&lent, remote.as_ref(), branch.as_deref(), commit.as_deref())?;
        let upstream = branch.as_deref().and_then(|branch| upstream(&config, branch));
        let context_directory = context_directory(&repository.root, &directory);
        let (root, is_bare) = (repository.root.clone(), repository.is_bare);
        Ok(Some(Self { root, context_directory, remote, branch, commit, upstream, changes, unpushed, is_bare }))
    }
}

/// Whether a directory is a bare repository, which has no files to be looked at. Nothing is run.
#[must_use]
pub fn is_bare_repository(directory: &Path) -> bool {
    Repository::of(directory).is_some_and(|repository| repository.is_bare)
}

fn resolve(lent: &Lent<'_>, name: &str) -> Result<Option<String>, SourceError> {
    lent.line(&["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{name}^{{commit}}")])
}

/// The first remote in the order of new-app, and then by name.
fn remote(config: &Config) -> Option<GitRemote> {
    let url = |name: &str| config.get(&format!("remote.{name}.url"))?.first().cloned();
    let others = config.keys().filter_map(|key| key.strip_prefix("remote.")?.strip_suffix(".url"));
    let mut names = REMOTE_ORDER.into_iter().chain(others);
    names.find_map(|name| url(name).map(|uri| GitRemote { name: name.to_owned(), uri }))
}

fn upstream(config: &Config, branch: &str) -> Option<String> {
    let value = |key: &str| config.get(&format!("branch.{branch}.{key}"))?.last();
    let merged = value("merge")?.strip_prefix("refs/heads/")?;
    match value("remote")?.as_str() {
        "." => Some(merged.to_owned()),
        remote => Some(format!("{remote}/{merged}")),
    }
}

fn changes(lent: &Lent<'_>) -> Result<Changes, SourceError> {
    let mut tally = StatusTally::default();
    let arguments = ["status", "--porcelain=v2", "-z", "--untracked-files=normal", "--ignore-submodules=dirty"];
    lent.stream("status", &arguments, &mut |bytes| tally.take(bytes))?;
    Ok(tally.changes())
}

fn unpushed(
    lent: &Lent<'_>,
    remote: Option<&GitRemote>,
    branch: Option<&str>,
    commit: Option<&str>,
) -> Result<Unpushed, SourceError> {
    let (Some(remote), Some(branch), Some(commit)) = (remote, branch, commit) else { return Ok(Unpushed::Unknown) };
    let Some(theirs) = resolve(lent, &format!("refs/remotes/{}/{branch}", remote.name))? else {
        return Ok(Unpushed::Branch);
    };
    let count = lent.line(&["rev-list", "--count", &format!("{theirs}..{commit}"), "--"])?;
    Ok(match count.and_then(|count| count.parse().ok()) {
        Some(0) => Unpushed::Nothing,
        Some(count) => Unpushed::Commits(count),
        None => Unpushed::Unknown,
    })
}

fn context_directory(root: &Path, directory: &Path) -> Option<String> {
    let parts: Vec<_> = directory.strip_prefix(root).ok()?.components().collect();
    let parts: Vec<_> = parts.iter().map(|part| part.as_os_str().to_string_lossy()).collect();
    (!parts.is_empty()).then(|| parts.join("/"))
}
