//! `plugin trust`.

use super::store;
use crate::args::{Options, TrustArguments};
use crate::exit::Exit;
use crate::output;
use crate::report::Problem;
use crate::session::Session;
use clap::ArgMatches;
use fieldmark_render::printable;
use fieldmark_supply::{PublicKey, SupplyError, Trusting};
use std::path::Path;

/// Adds to the policy whom the user trusts.
pub(crate) fn trust(options: &Options, matches: &ArgMatches, arguments: &TrustArguments) -> Result<Exit, Problem> {
    let session = Session::new(options, matches, None)?;
    let nowhere = || {
        let message = "there is no directory for the configuration of this user".to_owned();
        Problem::refusal("trust.no-policy", message, Some("name a file with --trust-policy".to_owned()))
    };
    let path = session.settings.trust_policy.value.clone().ok_or_else(nowhere)?;
    let told = match (&arguments.plugin, &arguments.key, &arguments.name) {
        (Some(id), ..) => trust_plugin(&session, id, &path)?,
        (None, Some(key), Some(name)) => {
            let key = PublicKey::read(key)?;
            Trusting::Key { name, key: &key, from: &arguments.from }.write(&path)?;
            let from = if arguments.from.is_empty() { "anywhere".to_owned() } else { arguments.from.join(", ") };
            format!("plugins from {from} are trusted if {name} has signed them")
        }
        // The arguments cannot be given otherwise.
        _ => return Ok(Exit::Usage),
    };
    output::say(&format!("{}: {}", path.display(), printable(&told)));
    Ok(Exit::Success)
}

/// Trusts an installed plugin as it lies there.
fn trust_plugin(session: &Session, id: &str, path: &Path) -> Result<String, Problem> {
    let store = store(session)?;
    let lock = store.installed()?;
    let known = lock.plugins().iter().map(|plugin| plugin.id.as_str());
    let nearest = fieldmark::nearest(id, known).map(str::to_owned);
    let missing = || SupplyError::NotInstalled { id: id.to_owned(), nearest };
    let locked = lock.find(id).ok_or_else(missing)?;
    // What is damaged is not what the user means.
    store.read(locked)?;
    Trusting::Digest { id, digest: &locked.digest }.write(path)?;
    Ok(format!("{} is trusted as {}", locked.name(), locked.digest))
}
