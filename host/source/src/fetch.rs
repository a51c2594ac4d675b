//! Fetching a repository: as little of it as is enough.

#[cfg(test)]
mod tests;

use crate::probe::asks_for_credentials;
use crate::process::{self, Bounds, Finished};
use crate::reference::{check_reference, may_be_commit};
use crate::{Checkout, Git, Limits, Remote, SourceError, git, temporary};
use std::path::Path;
use std::process::Command;
use std::time::Instant;
use tempfile::TempDir;

/// Answers a question for the name and password of a URL. They are in the environment of git and not on its command
/// line, where every user of the machine would see them, and in no file.
const CREDENTIAL_HELPER: &str = "!f() { test \"$1\" = get && printf 'username=%s\\npassword=%s\\n' \
                                 \"$FIELDMARK_GIT_USER\" \"$FIELDMARK_GIT_PASSWORD\"; }; f";

/// What is said by servers that do not know a name, or hand out no commit by its id.
const NO_SUCH_REF: [&str; 4] =
    ["couldn't find remote ref", "not our ref", "unadvertised object", "mismatched algorithms"];

impl Git {
    /// Fetches a repository into a temporary directory, at the remote's ref or its default branch.
    ///
    /// Without a ref: one commit of the default branch. With one: that commit only, where the server hands it out by
    /// name or whole id; otherwise everything, and in it what `git checkout` would find (new-app.md 3.2). Submodules come
    /// along, with one commit each, unless they were asked to be left alone. No hook, filter or other program that the repository names is run, and large files
    /// kept elsewhere (LFS) stay pointers.
    ///
    /// # Errors
    /// It cannot be read, has no such ref, is too large or too slow, or the caller cancelled. Nothing stays behind.
    pub fn fetch(&self, remote: &Remote, limits: &Limits) -> Result<Checkout, SourceError> {
        if let Some(reference) = remote.reference() {
            check_reference(reference)?;
        }
        let fetch = Fetch {
            git: self,
            remote,
            limits,
            protocols: git::protocols(remote, false)?,
            directory: temporary::directory()?,
            deadline: Instant::now() + limits.max_time,
        };
        let head = fetch.objects()?;
        let mut submodule_problem = None;
        if let Some(commit) = &head.commit {
            fetch.check_size(commit)?;
            fetch.check_out(commit)?;
            if self.submodules {
                submodule_problem = fetch.submodules()?;
            }
        }
        fetch.forget()?;
        Ok(Checkout {
            directory: fetch.directory,
            commit: head.commit,
            branch: head.branch,
            is_shallow: head.is_shallow,
            submodule_problem,
        })
    }
}

/// One fetching.
struct Fetch<'f> {
    git: &'f Git,
    remote: &'f Remote,
    limits: &'f Limits,
    protocols: &'static str,
    directory: TempDir,
    deadline: Instant,
}

/// What was fetched.
struct Head {
    commit: Option<String>,
    branch: Option<String>,
    is_shallow: bool,
}

impl Fetch<'_> {
    fn objects(&self) -> Result<Head, SourceError> {
        match self.remote.reference() {
            None => self.default_branch(),
            Some(reference) => self.reference(reference),
        }
    }

    fn default_branch(&self) -> Result<Head, SourceError> {
        let mut finished = self.clone_all(&["--depth=1"])?;
        let mut is_shallow = true;
        if !finished.status.success() && finished.message.contains("does not support shallow") {
            finished = self.clone_all(&[])?;
            is_shallow = false;
        }
        self.succeeded(&finished)?;
        let commit = self.resolve("HEAD")?;
        // A repository without any branch is empty; one with branches has lost its default branch.
        if commit.is_none() && self.line(&["ls-remote", "--heads", "--", "origin"])?.is_some() {
            return Err(self.missing("HEAD"));
        }
        let branch = self.line(&["symbolic-ref", "--quiet", "--short", "HEAD"])?;
        Ok(Head { commit, branch, is_shallow })
    }

    fn reference(&self, reference: &str) -> Result<Head, SourceError> {
        self.succeeded(&self.run("init", &["--quiet", "--template="])?)?;
        self.succeeded(&self.run("remote", &["add", "--", "origin", &self.remote.fetch_uri()])?)?;
        let finished =
            self.run("fetch", &["--quiet", "--depth=1", "--no-tags", "--", "origin", &format!("+{reference}")])?;
        if finished.status.success() {
            return self.fetched(true);
        }
        let says = |known: &str| finished.message.contains(known);
        if !NO_SUCH_REF.into_iter().any(says) && !says("does not support shallow") {
            return Err(self.refused(&finished));
        }
        if says("couldn't find remote ref") && !may_be_commit(reference) {
            return Err(self.missing(reference));
        }
        self.everything(reference)
    }

    /// All branches and tags, for what no server hands out: part of a commit's id, or a commit by servers that only know
    /// names.
    fn everything(&self, reference: &str) -> Result<Head, SourceError> {
        let git_directory = self.directory.path().join(".git");
        std::fs::remove_dir_all(&git_directory).map_err(|source| SourceError::Io {
            path: git_directory,
            action: "removed",
            source,
        })?;
        self.succeeded(&self.clone_all(&["--tags"])?)?;
        for (name, branch) in [
            (format!("refs/tags/{reference}"), None),
            (format!("refs/remotes/origin/{reference}"), Some(reference)),
            (reference.to_owned(), None),
        ] {
            if let Some(commit) = self.resolve(&name)? {
                return Ok(Head { commit: Some(commit), branch: branch.map(Into::into), is_shallow: false });
            }
        }
        let finished = self.run("fetch", &["--quiet", "--no-tags", "--", "origin", &format!("+{reference}")])?;
        if finished.status.success() {
            return self.fetched(false);
        }
        Err(if NO_SUCH_REF.into_iter().any(|known| finished.message.contains(known)) {
            self.missing(reference)
        } else {
            self.refused(&finished)
        })
    }

    /// What the last fetch brought.
    fn fetched(&self, is_shallow: bool) -> Result<Head, SourceError> {
        let text = std::fs::read_to_string(self.directory.path().join(".git/FETCH_HEAD")).unwrap_or_default();
        // `<id>\t\tbranch 'main' of …`
        let branch =
            text.split("branch '").nth(1).and_then(|rest| rest.split_once('\'')).map(|(name, _)| name.to_owned());
        match self.resolve("FETCH_HEAD")? {
            Some(commit) => Ok(Head { commit: Some(commit), branch, is_shallow }),
            None => Err(self.missing(self.remote.reference().unwrap_or("HEAD"))),
        }
    }

    /// Counts what a commit would put on disk before it does: a few objects can stand for any number of files.
    fn check_size(&self, commit: &str) -> Result<(), SourceError> {
        let mut tally = crate::tree_tally::TreeTally::new(self.limits);
        let mut command = self.command();
        command.args(["ls-tree", "-r", "-l", "-z", "--full-tree", commit]);
        let finished = process::run(command, &self.bounds(), &mut |bytes| tally.take(bytes));
        self.succeeded(&finished.map_err(|stop| self.stopped(stop, "ls-tree"))?)
    }

    fn check_out(&self, commit: &str) -> Result<(), SourceError> {
        // Staying on the branch that was cloned.
        let target = if self.resolve("HEAD")?.as_deref() == Some(commit) { "HEAD" } else { commit };
        let mut command = self.command();
        if commit.len() == git::SHA256_LENGTH {
            command.args(git::NO_ATTRIBUTES_SHA256);
        }
        command.args(["checkout", "--quiet", "--force", target, "--"]);
        self.succeeded(&self.finish(command, "checkout")?)
    }

    /// Fetches submodules; what stands against that is no reason to know nothing of the repository itself.
    fn submodules(&self) -> Result<Option<String>, SourceError> {
        let list = self.directory.path().join(".gitmodules");
        if !list.symlink_metadata().is_ok_and(|metadata| metadata.is_file()) {
            return Ok(None);
        }
        let update = ["update", "--quiet", "--init", "--recursive", "--checkout", "--jobs=2"];
        let protocols = git::protocols(self.remote, true)?;
        let mut problem = None;
        // Servers that hand out no commit by its id need the whole of it.
        for depth in [&["--depth=1"][..], &[]] {
            let mut command = Git::command(self.directory.path(), protocols);
            self.authenticate(&mut command);
            command.arg("submodule").args(update).args(depth);
            let finished = self.finish(command, "submodule update")?;
            if finished.status.success() {
                return Ok(None);
            }
            problem = Some(git::detail(&finished.message, Some(self.remote)));
        }
        Ok(problem)
    }

    /// Removes what git wrote down of the URL, if there may be a secret in it.
    fn forget(&self) -> Result<(), SourceError> {
        _ = std::fs::remove_file(self.directory.path().join(".git/FETCH_HEAD"));
        let shown = self.remote.uri_without_credentials();
        if self.remote.fetch_uri() == shown {
            return Ok(());
        }
        self.succeeded(&self.run("config", &["remote.origin.url", &shown])?)
    }

    fn clone_all(&self, options: &[&str]) -> Result<Finished, SourceError> {
        let uri = self.remote.fetch_uri();
        let mut arguments = vec!["--quiet", "--no-checkout", "--template=", "--origin=origin"];
        if options.contains(&"--depth=1") {
            arguments.push("--no-tags");
        }
        arguments.extend(options.iter().filter(|option| **option != "--tags"));
        arguments.extend(["--", &uri, "."]);
        self.run("clone", &arguments)
    }

    /// The commit behind a name.
    fn resolve(&self, name: &str) -> Result<Option<String>, SourceError> {
        self.line(&["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{name}^{{commit}}")])
    }

    /// The one line that git answers, none when it fails.
    fn line(&self, arguments: &[&str]) -> Result<Option<String>, SourceError> {
        let mut command = self.command();
        command.args(arguments);
        let (finished, out) = git::answer(command, &self.bounds()).map_err(|stop| self.stopped(stop, "rev-parse"))?;
        let line = String::from_utf8_lossy(&out).trim().to_owned();
        Ok((finished.status.success() && !line.is_empty()).then_some(line))
    }

    fn run(&self, operation: &'static str, arguments: &[&str]) -> Result<Finished, SourceError> {
        let mut command = self.command();
        command.arg(operation).args(arguments);
        self.finish(command, operation)
    }

    fn finish(&self, command: Command, operation: &'static str) -> Result<Finished, SourceError> {
        process::run(command, &self.bounds(), &mut |_| Ok(())).map_err(|stop| self.stopped(stop, operation))
    }

    fn command(&self) -> Command {
        let mut command = Git::command(self.directory.path(), self.protocols);
        self.authenticate(&mut command);
        command
    }

    /// Hands git the name and password of the URL, for its server only.
    fn authenticate(&self, command: &mut Command) {
        let Some(credentials) = self.remote.credentials() else { return };
        let scope = &credentials.scope;
        command
            .env("FIELDMARK_GIT_USER", &credentials.user)
            .env("FIELDMARK_GIT_PASSWORD", credentials.password.as_deref().unwrap_or_default())
            .arg(format!("--config-env=credential.{scope}.username=FIELDMARK_GIT_USER"));
        if credentials.password.is_some() {
            // The user's helpers are not asked, and do not keep what was meant for this one time.
            command.args(["-c", &format!("credential.{scope}.helper=")]);
        }
        command.args(["-c", &format!("credential.{scope}.helper={CREDENTIAL_HELPER}")]);
    }

    fn bounds(&self) -> Bounds<'_> {
        Bounds {
            cancelled: &self.git.cancelled,
            deadline: self.deadline,
            watched: Some((Path::new(self.directory.path()), self.limits)),
        }
    }

    fn succeeded(&self, finished: &Finished) -> Result<(), SourceError> {
        if finished.status.success() { Ok(()) } else { Err(self.refused(finished)) }
    }

    fn refused(&self, finished: &Finished) -> SourceError {
        let (location, message) = (self.remote.to_string(), &finished.message);
        let detail = git::detail(message, Some(self.remote));
        if let Some(path) = message.split("dubious ownership in repository at '").nth(1) {
            let path = path.split('\'').next().unwrap_or_default();
            return SourceError::OtherOwner { path: path.into() };
        }
        if asks_for_credentials(message) {
            return SourceError::NeedsCredentials { location, detail };
        }
        SourceError::Unreachable { location, detail }
    }

    fn missing(&self, reference: &str) -> SourceError {
        SourceError::ReferenceMissing {
            reference: reference.to_owned(),
            location: crate::mask::mask(&self.remote.uri_without_credentials()),
        }
    }

    fn stopped(&self, stop: process::Stop, operation: &'static str) -> SourceError {
        git::stopped(stop, &self.remote.to_string(), operation, self.limits.max_time)
    }
}
