//! `plugin verify`.

use super::{changes, print_structured, store};
use crate::args::{Format, Options, Verify};
use crate::exit::Exit;
use crate::report::Problem;
use crate::session::Session;
use crate::{installed, output, plugin_files};
use clap::ArgMatches;
use fieldmark_render::printable;
use fieldmark_supply::{Form, Policy, Standing, Store, SupplyError};
use serde_json::{Value, json};
use std::path::Path;

/// What was found out about one plugin.
struct Found {
    name: String,
    digest: String,
    standing: Result<Standing, SupplyError>,
}

impl Found {
    fn is_verified(&self) -> bool {
        self.standing.as_ref().is_ok_and(Standing::is_verified)
    }

    fn told(&self) -> String {
        match &self.standing {
            Ok(standing) => changes::trust(standing),
            Err(error) => error.to_string(),
        }
    }
}

/// Says of plugins whether they are whole and who vouches for them.
pub(crate) fn verify(options: &Options, matches: &ArgMatches, arguments: &Verify) -> Result<Exit, Problem> {
    let session = Session::new(options, matches, None)?;
    let (store, policy) = (store(&session)?, session.policy()?);
    let found: Vec<Found> = match arguments.ids.as_slice() {
        [] => of_store(&store, &policy, None)?,
        names => {
            let found: Result<Vec<Vec<Found>>, Problem> = names.iter().map(|name| of(name, &store, &policy)).collect();
            found?.into_iter().flatten().collect()
        }
    };
    let printed = match session.settings.format.value {
        Format::Text => {
            let lines = found.iter().map(|found| {
                format!(
                    "{}\n  digest  {}\n  trust   {}\n",
                    printable(&found.name),
                    found.digest,
                    printable(&found.told())
                )
            });
            output::print(&lines.collect::<String>())
        }
        format => print_structured(format, &found.iter().map(document).collect::<Vec<Value>>())?,
    };
    Ok(if found.iter().all(Found::is_verified) { printed } else { Exit::CheckFailed })
}

/// An installed plugin by its id, or a file.
fn of(name: &str, store: &Store, policy: &Policy) -> Result<Vec<Found>, Problem> {
    let path = Path::new(name);
    if store.installed()?.find(name).is_some() || !path.exists() {
        return of_store(store, policy, Some(name));
    }
    let (manifest, digest, bytes) = plugin_files::look(path)?;
    let standing = installed::standing(policy, path, Form::of_name(name), &bytes);
    let name = format!("{} {} ({name})", manifest.plugin.id, manifest.plugin.version);
    Ok(vec![Found { name, digest, standing }])
}

fn of_store(store: &Store, policy: &Policy, id: Option<&str>) -> Result<Vec<Found>, Problem> {
    let all = store.read_all()?.into_iter().filter(|installed| id.is_none_or(|id| id == installed.locked.id));
    let found: Vec<Found> = all
        .map(|installed| Found {
            name: installed.locked.name(),
            digest: installed.locked.digest.to_string(),
            standing: installed.parcel.map(|parcel| policy.judge(&parcel)),
        })
        .collect();
    match id {
        Some(id) if found.is_empty() => Err(SupplyError::NotInstalled { id: id.to_owned(), nearest: None }.into()),
        _ => Ok(found),
    }
}

fn document(found: &Found) -> Value {
    json!({
        "plugin": found.name,
        "digest": found.digest,
        "whole": found.standing.is_ok(),
        "verified": found.is_verified(),
        "because": found.told(),
    })
}
