//! `plugin pack`.

use crate::args::PackPlugin;
use crate::exit::Exit;
use crate::output;
use crate::report::Problem;
use fieldmark_authoring::pack as pack_file;

/// Packs a manifest into a component.
pub(crate) fn pack(arguments: &PackPlugin) -> Result<Exit, Problem> {
    let component = pack_file(&arguments.module, &arguments.manifest, &arguments.output, arguments.stub_wasi)?;
    Ok(output::print(&format!("{}   {}\n", arguments.output.display(), component.digest())))
}
