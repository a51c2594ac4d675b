//! What authors of plugins need, whatever language they write in: a project to begin with, building it, running it over
//! fixtures with golden verdicts, checks, figures, and recordings of what a plugin was told.
//!
//! ```no_run
//! use fieldmark_authoring::{Project, Template, Workshop, scaffold};
//!
//! let template = Template::named("rust").ok_or("there is no such template")?;
//! scaffold(template, "pony", "pony".as_ref())?;
//! let project = Project::open("pony".as_ref())?;
//! let component = project.build(&mut |_| {})?;
//! let workshop = Workshop::new(None)?;
//! for trial in workshop.test(&workshop.load(&component)?, &project.cases()?, false)? {
//!     println!("{}: {}", trial.case, trial.is_as_expected());
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! No language is named here: a language is a folder of `plugins/template`, and a project says itself, in `build.toml`,
//! which programs make its component. Building runs these programs, as `make` would; nothing else here runs any.

mod bench;
mod build_file;
mod check;
mod error;
mod pack;
mod project;
mod recorder;
mod recording;
mod replay;
mod sample;
mod scaffold;
mod step;
mod template;
mod trial;
mod workshop;

pub use bench::{CaseFigures, Figures};
pub use build_file::{BuildFile, Hint, Native, Task};
pub use check::{Finding, Weight, check};
pub use error::AuthorError;
pub use fieldmark_fixture::{Case, CaseError, render};
pub use fieldmark_model::RepoView;
pub use fieldmark_package::PackageError;
pub use fieldmark_runtime::{Outcome, Plugin as LoadedPlugin};
pub use pack::{pack, write_whole};
pub use project::Project;
pub use recorder::{Recorder, record};
pub use recording::{Answer, Call, Ending, Recording, Subject};
pub use replay::{Replayed, replay};
pub use scaffold::scaffold;
pub use template::Template;
pub use trial::{Comparison, Trial};
pub use workshop::Workshop;
