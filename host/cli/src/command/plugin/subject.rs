//! The plugin that is run by itself.

use super::build::told;
use crate::plugin_files;
use crate::report::Problem;
use fieldmark::{BuildError, PluginComponent, nearest};
use fieldmark_authoring::{LoadedPlugin, Project, Workshop};
use std::path::Path;

/// A plugin that is named by the folder of its project, by a file, or by its id in the bundle.
pub(super) fn load(workshop: &Workshop, name: &str) -> Result<LoadedPlugin, Problem> {
    let path = Path::new(name);
    if path.is_dir() {
        let component = Project::open(path)?.component(&mut told)?;
        return Ok(workshop.load(&component)?);
    }
    if !path.exists() && !plugin_files::is_file_name(name) {
        return match workshop.load_bundled(name)? {
            Some(plugin) => Ok(plugin),
            None => {
                let ids: Vec<String> =
                    fieldmark::bundled_plugins().into_iter().map(|plugin| plugin.manifest.plugin.id).collect();
                let nearest = nearest(name, ids.iter().map(String::as_str)).map(str::to_owned);
                Err(BuildError::UnknownPlugin { id: name.to_owned(), nearest }.into())
            }
        };
    }
    let component: PluginComponent = plugin_files::component(path)?;
    Ok(workshop.load(&component)?)
}
