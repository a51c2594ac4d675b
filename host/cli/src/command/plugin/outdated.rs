//! `plugin outdated`.

use super::{network, print_structured, store};
use crate::args::{Format, Options, Outdated};
use crate::exit::Exit;
use crate::inspection::Inspection;
use crate::output;
use crate::report::Problem;
use crate::session::Session;
use clap::ArgMatches;
use fieldmark_render::printable;
use fieldmark_supply::{Newer, State, Supply};
use serde_json::{Value, json};

/// Says which installed plugins are not what would be installed today.
pub(crate) fn outdated(options: &Options, matches: &ArgMatches, arguments: &Outdated) -> Result<Exit, Problem> {
    let session = Session::new(options, matches, None)?;
    let (store, policy) = (store(&session)?, session.policy()?);
    let supply = Supply::new(&store, &Inspection, &policy, network::access(&arguments.network)?)?;
    let all = supply.outdated(&arguments.ids)?;
    match session.settings.format.value {
        Format::Text => {
            let lines = all.iter().map(|newer| {
                let name = newer.installed.name();
                format!(
                    "{:24} {:40} {}\n",
                    printable(&name),
                    printable(&newer.installed.source.to_string()),
                    told(newer)
                )
            });
            Ok(output::print(&lines.collect::<String>()))
        }
        format => print_structured(format, &all.iter().map(document).collect::<Vec<Value>>()),
    }
}

fn told(newer: &Newer) -> String {
    match &newer.state {
        State::Current => "current".to_owned(),
        State::Moved(digest) => format!("leads to {digest} now: `fieldmark plugin update {}`", newer.installed.id),
        State::NewerTag(tag) => {
            format!("there is {}: `fieldmark plugin update --latest {}`", printable(tag), newer.installed.id)
        }
        State::Pinned => "asked for by its digest".to_owned(),
    }
}

fn document(newer: &Newer) -> Value {
    let (state, newest) = match &newer.state {
        State::Current => ("current", None),
        State::Moved(digest) => ("moved", Some(digest.to_string())),
        State::NewerTag(tag) => ("newer-tag", Some(tag.clone())),
        State::Pinned => ("pinned", None),
    };
    json!({ "plugin": newer.installed, "state": state, "newest": newest })
}
