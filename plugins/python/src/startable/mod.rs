//! Applications that can be started, though not by the builder's own `run`.
//!
//! The first of these finds counts; each becomes a `run` script that listens on 8080 (or `PORT`) everywhere:
//! `APP_MODULE` freed of its quotes, the Procfile or `app.yaml`, a Django project in a sub-directory, a script for Streamlit and its
//! like, a function for a framework that serves functions, an application object with the server that is installed, a
//! worker, a program, an entry point of the package, notebooks, pages that a generator makes.

mod declared;
mod django;
mod entry_point;
mod function;
mod notebook;
mod program;
mod pserve;
mod script;
mod server;
mod site;
mod tool;
mod worker;

pub(crate) use script::Override;
pub(crate) use tool::loaded_by_its_tool;

use crate::{
    application::Application,
    module,
    run::{Situation, Start},
};
use fieldmark_sdk::File;

/// The first way to start the application.
pub(crate) fn find(situation: &Situation<'_>, application: Option<&Application<'_>>) -> Option<Override> {
    quoted_module(situation)
        .or_else(|| declared::find(situation))
        .or_else(|| django::find(situation))
        .or_else(|| tool::find(situation))
        .or_else(|| function::find(situation))
        .or_else(|| server::find(situation, application?))
        .or_else(|| pserve::find(situation))
        .or_else(|| worker::find(situation))
        .or_else(|| program::in_the_root(situation))
        .or_else(|| entry_point::find(situation))
        .or_else(|| program::below(situation))
        .or_else(|| notebook::find(situation))
        .or_else(|| site::find(situation))
}

/// What the author declares instead of what the builder would start by convention.
pub(crate) fn declared(situation: &Situation<'_>, start: &Start) -> Option<Override> {
    declared::instead_of(start, situation)
}

/// A way to start a program so that others reach it, although by itself it listens on the loopback: its environment
/// tells it, or a server that is installed loads the application in it.
pub(crate) fn reachable(
    situation: &Situation<'_>,
    file: File<'_>,
    application: Option<&Application<'_>>,
) -> Option<Override> {
    let application = application.filter(|application| application.file.path() == file.path());
    application
        .and_then(|application| server::installed(situation, application))
        .or_else(|| tool::of_file(situation, file))
}

/// `APP_MODULE="shop:app"`: the quotes stay part of the value, but it is clear what is meant.
fn quoted_module(situation: &Situation<'_>) -> Option<Override> {
    let variable = situation.variables.filled("APP_MODULE")?;
    let target = variable.value.trim_matches(['"', '\'']);
    let home = situation.home().filter(|home| module::is_safe_path(home))?;
    let meant = target != variable.value && module::is_target(target);
    let target = if target.contains('(') { format!("'{target}'") } else { target.to_owned() };
    meant.then(|| {
        let why = "APP_MODULE is in quotes, which .s2i/environment keeps as part of the value";
        Override::new(format!("gunicorn --bind 0.0.0.0:{{port}} --access-logfile - {target}"), variable.at, why)
            .importing_from(&home)
            .needing("gunicorn")
    })
}
