//! Recognises Python repositories, and says how the Python builder image installs and starts them.
//!
//! | question | file |
//! |---|---|
//! | is it Python, how surely | `recognition` |
//! | what does it depend on, and what of it does the builder install | `dependencies`, `assemble`, `unbuildable` |
//! | which framework, what is it for | `framework`, `role` |
//! | which version, which package manager | `version`, `package_manager` |
//! | what belongs to it | `workspace` |
//! | how does the builder's own `run` start it | `run/today`, `run/era_3_5`: ordered rules, the first that applies counts |
//! | how can it be started if the builder cannot, or its author says otherwise | `application` (objects in code), `startable` (a `run` script) |
//! | where does it listen | `port` (code), `declared_port` (settings that the start does not follow) |
//!
//! The rules of the builder are those of `assemble` and `run` of sclorg/s2i-python-container, read as programs: what
//! they look up, in which order, and with which variables of `.s2i/environment`. A start the builder finds by itself is
//! stated as it is, with a warning where it is not what people want (Django's `runserver`, a program that listens on
//! the loopback). A script is returned only when the builder would say that it does not know how to run the
//! application, when what it runs would end at once, or when a file for platforms (a Procfile, `app.yaml`) declares
//! something else that is installed (`startable/declared`).
//!
//! ```
//! use fieldmark_plugin_python::Python;
//! use fieldmark_sdk::{Plugin, Settings, testing::MemorySource};
//!
//! let files = [("requirements.txt", "falcon\ngunicorn\n"), ("wsgi.py", "application = falcon.App()\n")];
//! let verdict = Python::detect(&MemorySource::new(files).into_repo(), &Settings::default()).unwrap();
//! assert_eq!(verdict.get("start"), Some("gunicorn wsgi --bind=0.0.0.0:8080 --access-logfile=-"));
//! ```

mod application;
mod assemble;
mod declared_port;
mod dependencies;
mod framework;
mod ini;
mod literal;
mod module;
mod package_manager;
mod port;
mod recognition;
mod requirement;
mod role;
mod run;
mod sources;
mod start;
mod startable;
mod unbuildable;
mod variables;
mod version;
mod workspace;

use dependencies::Dependencies;
use fieldmark_sdk::{Failure, Place, Plugin, Repo, Settings, Verdict};
use framework::Use;

/// The plugin.
pub struct Python;

impl Plugin for Python {
    fn detect(repo: &Repo, settings: &Settings) -> Result<Verdict, Failure> {
        let mut verdict = Verdict::new("python");
        let recognised = recognition::score(repo, &mut verdict);
        if verdict.score() == 0 {
            return Ok(verdict);
        }
        verdict.builder = Some("python".to_owned());
        let era = settings.era();
        let dependencies = Dependencies::read(repo, era);
        version::state(repo, &dependencies, &mut verdict);
        package_manager::state(repo, &mut verdict);
        workspace::state(repo, &mut verdict);
        let application = recognised.may_start().then(|| application::find(repo)).flatten();
        let usage = role::state_framework(repo, &dependencies, application.as_ref(), &mut verdict);
        let server = role::score_server(&dependencies, usage, &mut verdict);
        let tooling = role::is_tooling(repo, &dependencies, &recognised, usage, &mut verdict);
        let mut starts = false;
        if recognised.may_start() && !tooling {
            let variables = variables::Variables::new(repo);
            let situation = run::Situation { repo, variables, dependencies: &dependencies };
            starts = start::state(&situation, era, application.as_ref(), &mut verdict);
            if !starts && !recognised.package && verdict.warnings.iter().all(|w| w.code != "python.named-file-missing")
            {
                let note = "the builder would end with \"don't know how to run your application\": add an app.py, or gunicorn \
                            and APP_MODULE";
                verdict.warn("python.start-unknown", recognised.manifest.unwrap_or(Place::NONE), note);
            }
            unbuildable::warn(repo, &dependencies, era, &mut verdict);
            package_manager::warn_of_pip(repo, &dependencies, era, &mut verdict);
            declared_port::state(repo, application.as_ref(), &mut verdict);
        }
        let serves = usage == Some(Use::Server) || application.is_some() || server || verdict.get("port").is_some();
        role::state(&recognised, usage, serves, starts, tooling, &mut verdict);
        Ok(verdict)
    }
}

fieldmark_sdk::export!(Python);
