//! Applications that can be started, though not by the builder's own `run`.
//!
//! The first of these finds counts; each becomes a `run` script that listens on 8080 (or `PORT`) everywhere:
//! `APP_MODULE` freed of its quotes, the Procfile, a Django project in a sub-directory, a script for Streamlit or
//! Chainlit, an application object with the server that is installed, a program, an entry point of the package.

mod django;
mod entry_point;
mod procfile;
mod program;
mod script;
mod server;
mod tool;

pub(crate) use script::Override;
pub(crate) use tool::loaded_by_its_tool;

use crate::{application::Application, module, run::Situation};

/// The first way to start the application.
pub(crate) fn find(situation: &Situation<'_>, application: Option<&Application<'_>>) -> Option<Override> {
    quoted_module(situation)
        .or_else(|| procfile::find(situation))
        .or_else(|| django::find(situation))
        .or_else(|| tool::find(situation))
        .or_else(|| server::find(situation, application?))
        .or_else(|| program::in_the_root(situation))
        .or_else(|| entry_point::find(situation))
        .or_else(|| program::below(situation))
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
