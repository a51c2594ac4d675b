//! `plugin build`.

use crate::args::PluginProject;
use crate::exit::Exit;
use crate::output;
use crate::report::Problem;
use fieldmark_authoring::Project;

/// Builds a component and says where it is.
pub(crate) fn build(arguments: &PluginProject) -> Result<Exit, Problem> {
    let project = Project::open(&arguments.folder)?;
    let component = project.build(&mut told)?;
    let text = format!(
        "{}   {:.1} KiB   {}\n",
        project.component_path().display(),
        component.bytes().len() as f64 / 1024.0,
        component.digest()
    );
    Ok(output::print(&text))
}

/// Says which step is begun: some take a minute.
pub(super) fn told(step: &str) {
    output::say(&format!("+ {step}"));
}
