//! Commands that print something about fieldmark itself.

use crate::args::{Arguments, SchemaOf};
use crate::exit::Exit;
use crate::report::Problem;
use crate::{output, reference};
use clap::CommandFactory;
use clap_complete::Shell;
use clap_mangen::roff::Roff;
use fieldmark::{DECISION_SCHEMA, DETECTOR_SCHEMA, Decision, Detector};

/// The JSON Schema of the decision or of detectors.
pub(crate) fn schema(of: SchemaOf) -> Result<Exit, Problem> {
    let (mut schema, id) = match of {
        SchemaOf::Decision => (schemars::schema_for!(Decision), DECISION_SCHEMA),
        SchemaOf::Detector => (schemars::schema_for!(Detector), DETECTOR_SCHEMA),
    };
    schema.insert("$id".to_owned(), id.into());
    let text = fieldmark_render::json(&schema).map_err(|error| internal(&error))?;
    Ok(output::print(&text))
}

/// Completions for a shell.
pub(crate) fn completions(shell: Shell) -> Result<Exit, Problem> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "fieldmark", &mut text);
    Ok(output::print(&String::from_utf8_lossy(&text)))
}

/// The manual page, exit codes included.
pub(crate) fn man() -> Result<Exit, Problem> {
    let mut text = Vec::new();
    clap_mangen::Man::new(Arguments::command()).render(&mut text).map_err(|error| internal(&error))?;
    let mut exit_codes = Roff::new();
    exit_codes.control("SH", ["EXIT STATUS"]);
    for (exit, meaning) in Exit::ALL {
        exit_codes.control("TP", []);
        exit_codes.text([clap_mangen::roff::bold(exit.code().to_string())]);
        exit_codes.text([clap_mangen::roff::roman(meaning)]);
    }
    exit_codes.to_writer(&mut text).map_err(|error| internal(&error))?;
    Ok(output::print(&String::from_utf8_lossy(&text)))
}

/// The reference as Markdown.
pub(crate) fn reference() -> Result<Exit, Problem> {
    Ok(output::print(&reference::markdown(Arguments::command())))
}

fn internal(error: &dyn std::error::Error) -> Problem {
    Problem { code: "cli.print", message: error.to_string(), hint: None, exit: Exit::Internal }
}
