//! Documents for programs, in the form that was asked for.

use crate::args::Format;
use crate::exit::Exit;
use crate::report::Problem;
use fieldmark_render::RenderError;
use serde::Serialize;

/// A value as JSON or YAML.
pub(crate) fn structured(format: Format, value: &impl Serialize) -> Result<String, Problem> {
    let text = match format {
        Format::Yaml => fieldmark_render::yaml(value),
        Format::Sarif => return Err(only_findings()),
        Format::Json | Format::Text => fieldmark_render::json(value),
    };
    text.map_err(|error| rendering(&error))
}

/// A document that cannot be written is a fault of fieldmark itself.
fn rendering(error: &RenderError) -> Problem {
    Problem { code: "cli.render", message: error.to_string(), hint: None, exit: Exit::Internal }
}

fn only_findings() -> Problem {
    Problem {
        code: "cli.format",
        message: "SARIF holds findings, and this command has none".to_owned(),
        hint: Some("use json or yaml here, or `fieldmark check --format sarif`".to_owned()),
        exit: Exit::Usage,
    }
}
