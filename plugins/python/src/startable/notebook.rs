//! Notebooks: as pages by Voilà, or to be worked with in Jupyter.

use super::Override;
use crate::{module, run::Situation, sources};
use fieldmark_sdk::File;

/// Distributions of Jupyter and the command that serves it.
const SERVERS: &[(&str, &str)] =
    &[("jupyterlab", "jupyter lab"), ("notebook", "jupyter notebook"), ("jupyter", "jupyter lab")];

/// How the notebooks are served, if that is a dependency.
pub(super) fn find(situation: &Situation<'_>) -> Option<Override> {
    let notebooks: Vec<File<'_>> =
        sources::all(situation.repo).into_iter().filter(|file| file.extension() == Some("ipynb")).collect();
    let first = notebooks.first()?;
    voila(situation, &notebooks).or_else(|| {
        let (name, command) = SERVERS.iter().find(|(name, _)| situation.dependencies.declared(name).is_some())?;
        let why = format!("{} is a notebook, which the builder does not know", first.path());
        let command = format!("{command} --no-browser --ip=0.0.0.0 --port={{port}}");
        Some(Override::new(command, first.whole(), why).needing(name))
    })
}

fn voila(situation: &Situation<'_>, notebooks: &[File<'_>]) -> Option<Override> {
    situation.dependencies.declared("voila")?;
    let first = notebooks.first()?;
    // Several are listed on a page of their own.
    let path = match notebooks {
        [only] if module::is_safe_path(only.path()) => format!(" {}", only.path()),
        _ => String::new(),
    };
    let command = format!("voila --no-browser --Voila.ip=0.0.0.0 --port={{port}}{path}");
    let why = format!("{} is a notebook, which Voilà serves as a page", first.path());
    // Voilà brings no kernel along: without one every page is an error.
    let lacks_kernel = situation.dependencies.declared("ipykernel").is_none() && is_python(*first);
    Some(Override::new(command, first.whole(), why).needing(if lacks_kernel { "ipykernel" } else { "voila" }))
}

/// Whether a notebook is for Python's own kernel.
fn is_python(file: File<'_>) -> bool {
    file.line_with("\"python3\"").is_some() || file.line_with("\"ipykernel").is_some()
}
