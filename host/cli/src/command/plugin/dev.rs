//! `plugin dev`.

use crate::args::{Options, PluginProject};
use crate::exit::Exit;
use crate::interrupt::Interrupt;
use crate::output;
use crate::report::Problem;
use crate::session::Session;
use clap::ArgMatches;
use fieldmark_authoring::{AuthorError, Project, Trial, Workshop};
use fieldmark_render::author;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

/// How often the files are looked at.
const PAUSE: Duration = Duration::from_millis(250);

/// Builds and tests whenever a file changes, until the user interrupts.
pub(crate) fn dev(options: &Options, matches: &ArgMatches, arguments: &PluginProject) -> Result<Exit, Problem> {
    let session = Session::new(options, matches, None)?;
    let interrupt = Interrupt::listen();
    let workshop = Workshop::new(session.cache())?;
    // What is no project at all is said at once; whatever breaks later is part of the work.
    let mut seen = Project::open(&arguments.folder)?.changed();
    loop {
        let begun = Instant::now();
        let text = match round(&workshop, &arguments.folder) {
            Ok(trials) => author::trials(&trials, session.paint),
            Err(error) => Problem::from(error).text() + "\n",
        };
        let took = begun.elapsed().as_secs_f64();
        let printed = output::print(&format!("{text}{took:.1} s; waiting for a change, Ctrl-C ends\n\n"));
        if printed != Exit::Success {
            return Ok(printed);
        }
        // A project that cannot be read has no time; being mended it has one again.
        let mut now = seen;
        while now == seen {
            if interrupt.flag().load(Ordering::SeqCst) {
                return Ok(Exit::Interrupted);
            }
            thread::sleep(PAUSE);
            now = Project::open(&arguments.folder).ok().and_then(|project| project.changed());
        }
        seen = now;
    }
}

fn round(workshop: &Workshop, folder: &Path) -> Result<Vec<Trial>, AuthorError> {
    let project = Project::open(folder)?;
    let component = project.component(&mut super::build::told)?;
    workshop.test(&workshop.load(&component)?, &project.cases()?, false)
}
