//! `plugin inspect`.

use super::print_structured;
use crate::args::{Format, Options};
use crate::exit::Exit;
use crate::output;
use crate::plugin_files;
use crate::report::Problem;
use crate::session::Session;
use clap::ArgMatches;
use fieldmark::{Budget, BuildError, nearest};
use std::path::Path;

/// Shows one plugin: one that is asked, by its id, or any file.
pub(crate) fn inspect(options: &Options, matches: &ArgMatches, name: &str) -> Result<Exit, Problem> {
    let session = Session::new(options, matches, None)?;
    let engine = session.engine()?;
    if let Some((manifest, digest, source, budget)) = engine.plugins().find(|(manifest, ..)| manifest.plugin.id == name)
    {
        return match session.settings.format.value {
            Format::Text => {
                Ok(output::print(&fieldmark_render::inspect(manifest, digest, Some(source), budget, session.paint)))
            }
            format => print_structured(format, &fieldmark_render::plugin_document(manifest, digest, budget)),
        };
    }
    if !Path::new(name).exists() {
        let ids: Vec<&str> = engine.plugins().map(|(manifest, ..)| manifest.plugin.id.as_str()).collect();
        let nearest = nearest(name, ids.into_iter()).map(str::to_owned);
        return Err(BuildError::UnknownPlugin { id: name.to_owned(), nearest }.into());
    }
    let (manifest, digest) = plugin_files::inspect(Path::new(name))?;
    let budget = Budget::default().granted(&manifest.budget);
    match session.settings.format.value {
        Format::Text => Ok(output::print(&fieldmark_render::inspect(&manifest, &digest, None, &budget, session.paint))),
        format => print_structured(format, &fieldmark_render::plugin_document(&manifest, &digest, &budget)),
    }
}
