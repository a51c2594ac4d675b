//! What a change of the installed plugins did.

use super::print_structured;
use crate::args::Format;
use crate::exit::Exit;
use crate::output;
use crate::report::Problem;
use crate::session::Session;
use fieldmark_render::printable;
use fieldmark_supply::{Change, Lock, Policy, Standing, Store, SupplyError};
use serde_json::{Value, json};
use std::fmt::Write;
use std::io;
use std::path::Path;

/// A lock file that is to be written: what stands in it, or nothing when it is yet to be made.
pub(crate) fn read_lock(path: &Path) -> Result<Lock, Problem> {
    match Lock::read(path) {
        Err(SupplyError::Unreadable { source, .. }) if source.kind() == io::ErrorKind::NotFound => Ok(Lock::default()),
        read => Ok(read?),
    }
}

/// Takes changes over into a lock file.
pub(crate) fn write_lock(path: &Path, mut lock: Lock, changes: &[Change]) -> Result<(), Problem> {
    for change in changes {
        lock.put(change.now.clone());
    }
    Ok(lock.write(path)?)
}

/// Says what was done.
pub(crate) fn print(session: &Session, store: &Store, policy: &Policy, changes: &[Change]) -> Result<Exit, Problem> {
    let mut told = Vec::new();
    for change in changes {
        told.push((change, policy.judge(&store.read(&change.now)?)));
    }
    match session.settings.format.value {
        Format::Text => {
            let text: String = told.iter().map(|(change, standing)| line(change, standing)).collect();
            Ok(output::print(&text))
        }
        format => {
            let documents: Vec<Value> = told.iter().map(|(change, standing)| document(change, standing)).collect();
            print_structured(format, &documents)
        }
    }
}

fn did(change: &Change) -> String {
    match &change.before {
        _ if change.is_none() => "is installed already".to_owned(),
        None => "installed".to_owned(),
        Some(before) if before.version == change.now.version => "installed anew".to_owned(),
        Some(before) => format!("installed in the place of {}", before.version),
    }
}

fn line(change: &Change, standing: &Standing) -> String {
    let now = &change.now;
    let mut out = format!("{} {}\n", printable(&now.name()), printable(&did(change)));
    // Writing to a string cannot fail.
    _ = writeln!(out, "  from    {}", printable(&now.source.to_string()));
    _ = writeln!(out, "  digest  {}", now.digest);
    _ = writeln!(out, "  trust   {}", printable(&trust(standing)));
    out
}

/// What a policy says, in a few words.
pub(crate) fn trust(standing: &Standing) -> String {
    match standing {
        Standing::Verified { by } => format!("verified: {by}"),
        Standing::Unverified { because } => format!("unverified: {because}; scripts that it brings are withheld"),
    }
}

fn document(change: &Change, standing: &Standing) -> Value {
    let now = &change.now;
    json!({
        "plugin": now,
        "before": change.before.as_ref().map(|before| &before.version),
        "changed": !change.is_none(),
        "verified": standing.is_verified(),
    })
}
