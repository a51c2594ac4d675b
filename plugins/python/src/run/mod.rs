//! How the builder's own `run` starts the application: ordered rules, the first that applies counts.
//!
//! One file per era; what the eras share stands here.

mod era_3_5;
mod gunicorn;
pub(crate) mod served;
#[cfg(test)]
mod tests;
mod today;

use crate::{dependencies::Dependencies, port::Listen, variables::Variables};
use fieldmark_sdk::{Era, File, Place, Repo};

/// The port the builder binds unless told otherwise.
pub(crate) const PORT: u16 = 8080;

/// What the rules look at.
pub(crate) struct Situation<'r> {
    pub(crate) repo: &'r Repo<'r>,
    pub(crate) variables: Variables<'r>,
    pub(crate) dependencies: &'r Dependencies,
}

/// Something people should know about a start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Remark {
    pub(crate) code: &'static str,
    pub(crate) at: Place,
    pub(crate) note: String,
}

/// How the builder starts the application.
#[derive(Debug, Clone)]
pub(crate) struct Start {
    /// The command.
    pub(crate) command: String,
    /// Stable name of the rule.
    pub(crate) code: &'static str,
    /// What makes the rule apply.
    pub(crate) at: Place,
    /// The same in words.
    pub(crate) why: String,
    /// The port, if it is known.
    pub(crate) listen: Option<Listen>,
    /// Why the program would end at once although the builder starts it.
    pub(crate) ends: Option<Remark>,
    /// What else people should know.
    pub(crate) remarks: Vec<Remark>,
}

/// What a rule comes to.
#[derive(Debug, Clone)]
pub(crate) enum Outcome {
    /// The builder starts this.
    Starts(Box<Start>),
    /// The builder ends with an error of its own.
    Refuses(Remark),
}

/// A rule: `None` when it does not apply.
type Rule = fn(&Situation<'_>) -> Option<Outcome>;

/// What the builder of an era does. `None`: it does not know how to run the application.
pub(crate) fn builder(situation: &Situation<'_>, era: Era) -> Option<Outcome> {
    let rules: &[Rule] = match era {
        Era::Today => today::RULES,
        Era::OpenShift35 => era_3_5::RULES,
    };
    rules.iter().find_map(|rule| rule(situation))
}

impl Start {
    fn new(code: &'static str, command: impl Into<String>, at: Place, why: impl Into<String>) -> Self {
        let (command, why) = (command.into(), why.into());
        Self { command, code, at, why, listen: None, ends: None, remarks: Vec::new() }
    }

    fn listening(self, listen: Option<Listen>) -> Self {
        Self { listen, ..self }
    }

    fn ending(self, ends: Option<Remark>) -> Self {
        Self { ends, ..self }
    }

    fn remarking(mut self, remark: Option<Remark>) -> Self {
        self.remarks.extend(remark);
        self
    }

    fn outcome(self) -> Option<Outcome> {
        Some(Outcome::Starts(Box::new(self)))
    }
}

/// Whether a file that a variable names is there.
enum Named<'r> {
    There(File<'r>),
    /// Of a kind that does not reach the plugin, or outside the repository.
    Unseen,
    Missing,
}

impl<'r> Situation<'r> {
    /// `APP_HOME` as a directory below the root, empty for the root itself. `None` when it lies elsewhere.
    pub(crate) fn home(&self) -> Option<String> {
        let Some(variable) = self.variables.filled("APP_HOME") else { return Some(String::new()) };
        below_the_root(variable.value)
    }

    /// A path as seen from a directory below the root.
    fn path_in(home: &str, path: &str) -> Option<String> {
        if path.starts_with('/') {
            return below_the_root(path);
        }
        below_the_root(format!("{home}/{path}").trim_start_matches('/'))
    }

    fn file_in(&self, home: &str, path: &str) -> Option<File<'r>> {
        self.repo.file(&Self::path_in(home, path)?)
    }

    fn named(&self, home: &str, path: &str) -> Named<'r> {
        let seen = path.ends_with(".py") || path.ends_with(".sh");
        match Self::path_in(home, path).map(|path| self.repo.file(&path)) {
            Some(Some(file)) => Named::There(file),
            Some(None) if seen => Named::Missing,
            _ => Named::Unseen,
        }
    }

    /// The variable `PORT` of `.s2i/environment`.
    pub(crate) fn port_variable(&self) -> Option<(u16, Place)> {
        let variable = self.variables.filled("PORT")?;
        Some((variable.value.parse().ok()?, variable.at))
    }

    /// Where the builder's own servers listen: everywhere, on `PORT` or 8080.
    pub(crate) fn builder_listens(&self) -> Listen {
        let (port, at) = self.port_variable().unwrap_or((PORT, Place::NONE));
        Listen::new(port, false, at)
    }

    /// `find -name setup.py`, down to a depth that `find` counts from 1.
    fn setup(&self, depth: usize) -> Option<File<'r>> {
        self.repo.named(&["setup.py"]).filter(|file| file.depth() < depth).min_by_key(File::depth)
    }
}

/// A directory or file as a clean path below the root; `/opt/app-root/src` is the root.
fn below_the_root(path: &str) -> Option<String> {
    let inside = path.strip_prefix("/opt/app-root/src").filter(|rest| rest.is_empty() || rest.starts_with('/'));
    let path = match inside {
        Some(rest) => rest,
        None if path.starts_with('/') => return None,
        None => path,
    };
    let mut parts = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// `cd home && command`, or the command alone.
fn inside(home: &str, command: String) -> String {
    if home.is_empty() { command } else { format!("cd {home} && {command}") }
}

/// Rules 2 and 3 of both eras: a script or a Python program, by variable or by default.
struct Program<'s> {
    variable: &'static str,
    default: Option<&'static str>,
    home: &'s str,
    kind: served::Kind,
}

impl Program<'_> {
    fn apply(&self, situation: &Situation<'_>) -> Option<Outcome> {
        let set = situation.variables.filled(self.variable);
        let (path, at) = match set {
            Some(variable) => (variable.value, variable.at),
            None => (self.default?, Place::NONE),
        };
        let why = |path: &str| match set {
            Some(_) => format!("{} names {path}", self.variable),
            None => format!("the builder runs a file called {path}"),
        };
        match situation.named(self.home, path) {
            Named::There(file) => {
                let at = if set.is_some() { at } else { file.whole() };
                served::start(situation, self.kind, inside(self.home, self.kind.command(path)), file, at, why(path))
            }
            Named::Unseen if set.is_some() => {
                Start::new(self.kind.code(), inside(self.home, self.kind.command(path)), at, why(path)).outcome()
            }
            Named::Missing if set.is_some() => Some(Outcome::Refuses(Remark {
                code: "python.named-file-missing",
                at,
                note: format!("{} names {path}, which is not there: the builder ends with an error", self.variable),
            })),
            _ => None,
        }
    }
}

/// Rule 5 of both eras: Django's own development server.
fn runserver(situation: &Situation<'_>, home: &str, file: &str, listen: Listen) -> Option<Outcome> {
    let django = situation.dependencies.installed("django")?;
    let manage = situation.file_in(home, file)?;
    let note = match (situation.dependencies.installed("gunicorn"), wsgi_module(situation, home)) {
        (Some(_), Some(module)) => format!(
            "the builder falls back to runserver, which is for development only, although gunicorn is installed: set \
             APP_MODULE={module} in .s2i/environment"
        ),
        _ => {
            "the builder falls back to runserver, which is for development only: add gunicorn to the dependencies and \
              set APP_MODULE"
                .to_owned()
        }
    };
    let remark = Remark { code: "python.runserver", at: django.at, note };
    let command = format!("python {file} runserver 0.0.0.0:{}", listen.port);
    let why = "django is installed and manage.py is there";
    let start = Start::new("python.run-runserver", inside(home, command), manage.whole(), why);
    start.listening(Some(listen)).remarking(Some(remark)).outcome()
}

/// The WSGI module of a Django project below its home.
pub(crate) fn wsgi_module(situation: &Situation<'_>, home: &str) -> Option<String> {
    let below = |file: &File<'_>| home.is_empty() || file.directory().starts_with(&format!("{home}/"));
    let file = situation.repo.named(&["wsgi.py"]).filter(below).min_by_key(File::depth)?;
    let inner = file.path().strip_prefix(home)?.trim_start_matches('/').strip_suffix(".py")?.replace('/', ".");
    crate::module::is_target(&inner).then_some(inner)
}
