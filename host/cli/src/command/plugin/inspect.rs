//! `plugin inspect`.

use super::{network, print_structured, store};
use crate::args::{Format, Inspect, NetworkArguments, Options};
use crate::exit::Exit;
use crate::inspection::Inspection;
use crate::output;
use crate::plugin_files;
use crate::report::Problem;
use crate::session::Session;
use clap::ArgMatches;
use fieldmark::{Budget, BuildError, Manifest, nearest};
use fieldmark_supply::{Inspector, Policy, Reference, Supply, SupplyError};
use std::path::Path;

/// Shows one plugin: one that is asked, by its id, or any file or reference.
pub(crate) fn inspect(options: &Options, matches: &ArgMatches, arguments: &Inspect) -> Result<Exit, Problem> {
    let session = Session::new(options, matches, None)?;
    let engine = session.engine()?;
    let name = arguments.plugin.as_str();
    if let Some((manifest, digest, source, budget)) = engine.plugins().find(|(manifest, ..)| manifest.plugin.id == name)
    {
        return match session.settings.format.value {
            Format::Text => {
                Ok(output::print(&fieldmark_render::inspect(manifest, digest, Some(source), budget, session.paint)))
            }
            format => print_structured(format, &fieldmark_render::plugin_document(manifest, digest, budget)),
        };
    }
    let (manifest, digest) = match name.parse() {
        _ if Path::new(name).exists() => plugin_files::inspect(Path::new(name))?,
        Ok(reference @ (Reference::Registry(_) | Reference::Https { .. })) => {
            fetched(&session, &reference, &arguments.network)?
        }
        Ok(Reference::File(path)) if plugin_files::is_file_name(name) => plugin_files::inspect(&path)?,
        // What begins like an address is meant as one.
        Err(error) if name.contains("://") => return Err(error.into()),
        _ => {
            let ids: Vec<&str> = engine.plugins().map(|(manifest, ..)| manifest.plugin.id.as_str()).collect();
            let nearest = nearest(name, ids.into_iter()).map(str::to_owned);
            return Err(BuildError::UnknownPlugin { id: name.to_owned(), nearest }.into());
        }
    };
    let budget = Budget::default().granted(&manifest.budget);
    match session.settings.format.value {
        Format::Text => Ok(output::print(&fieldmark_render::inspect(&manifest, &digest, None, &budget, session.paint))),
        format => print_structured(format, &fieldmark_render::plugin_document(&manifest, &digest, &budget)),
    }
}

/// A plugin that is somewhere else: it is fetched, looked at and forgotten.
fn fetched(
    session: &Session,
    reference: &Reference,
    network: &NetworkArguments,
) -> Result<(Manifest, String), Problem> {
    let (store, policy) = (store(session)?, Policy::default());
    let supply = Supply::new(&store, &Inspection, &policy, network::access(network)?)?;
    let parcel = supply.look(reference)?;
    let unusable = |problem| SupplyError::Unusable { what: reference.to_string(), problem };
    let manifest = Inspection.inspect(parcel.locked.form, &parcel.bytes).map_err(unusable)?;
    Ok((manifest, parcel.locked.digest.to_string()))
}
