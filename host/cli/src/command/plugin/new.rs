//! `plugin new`.

use crate::args::NewPlugin;
use crate::exit::Exit;
use crate::output;
use crate::report::Problem;
use fieldmark_authoring::{Template, scaffold};
use std::fmt::Write;
use std::path::PathBuf;

/// Writes a project.
pub(crate) fn new(arguments: &NewPlugin) -> Result<Exit, Problem> {
    let folder = arguments.folder.clone().unwrap_or_else(|| PathBuf::from(&arguments.name));
    // The parser knows the same list.
    let template = Template::named(&arguments.language).ok_or_else(|| Problem::no_template(&arguments.language))?;
    let files = scaffold(template, &arguments.name, &folder)?;
    let mut text = String::new();
    for file in &files {
        // Writing to a string cannot fail.
        _ = writeln!(text, "{}", folder.join(file).display());
    }
    _ = write!(
        text,
        "\nA plugin in {}. What to do next:\n\n    cd {}\n    fieldmark plugin test     # builds it and runs it over \
         fixtures/\n    fieldmark plugin dev      # the same again whenever a file changes\n",
        template.title,
        folder.display()
    );
    Ok(output::print(&text))
}
