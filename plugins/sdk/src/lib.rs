//! Write a language plugin for fieldmark.
//!
//! A plugin is a type that implements [`Plugin`], one line with [`export!`], and a `plugin.toml` that says which files
//! it wants to see. It looks at a [`Repo`] and answers with a [`Verdict`] whose score is the sum of its evidence.
//!
//! ```
//! use fieldmark_sdk::{Failure, Plugin, Repo, Settings, Verdict, points};
//!
//! struct Elixir;
//!
//! impl Plugin for Elixir {
//!     fn detect(repo: &Repo, _settings: &Settings) -> Result<Verdict, Failure> {
//!         let mut verdict = Verdict::new("elixir");
//!         let Some(mix) = repo.file("mix.exs") else { return Ok(verdict) };
//!         verdict.point(points::MANIFEST, "elixir.mix", mix.whole(), "mix.exs describes a Mix project");
//!         if let Some(line) = mix.lines().find(|line| line.text.contains(":phoenix")) {
//!             verdict.point(points::FRAMEWORK, "elixir.phoenix", line.at, "phoenix is a dependency");
//!             verdict.attribute("framework", "phoenix", line.at);
//!         }
//!         Ok(verdict)
//!     }
//! }
//! # use fieldmark_sdk::testing::MemorySource;
//! let repo = MemorySource::new([("mix.exs", "defp deps do\n  [{:phoenix, \"~> 1.7\"}]\nend\n")]).into_repo();
//! let verdict = Elixir::detect(&repo, &Settings::default()).unwrap();
//! assert_eq!(verdict.score(), points::MANIFEST as u32 + points::FRAMEWORK as u32);
//! ```
//!
//! The same code runs natively in tests and as a WebAssembly component in the host. It may do as it likes: what it
//! cannot do is reach anything but the files its own patterns matched.

mod document;
mod failure;
mod file;
mod line;
mod place;
mod repo;
mod settings;
mod signs;
mod verdict;
mod version_wish;
mod xml;
mod yaml;

#[cfg(target_arch = "wasm32")]
#[doc(hidden)]
pub mod guest;

pub mod environment;
pub mod glob;
pub mod hocon;
pub mod jdk;
pub mod listen;
pub mod pattern;
pub mod platform_versions;
pub mod points;
pub mod port_variable;
pub mod procfile;
pub mod range;
pub mod script;
pub mod service;
pub mod testing;
pub mod token;
pub mod tool_versions;

pub use document::{Document, Entry, Node, Value};
pub use failure::Failure;
pub use file::File;
pub use line::Line;
pub use place::Place;
pub use repo::{Hit, ReadError, Repo, Source};
pub use settings::{Era, Settings};
pub use signs::Signs;
pub use verdict::{Attribute, Evidence, Script, Verdict};
pub use version_wish::{VersionWish, settle, settle_as};
pub use xml::{Element, Xml};

/// A language plugin.
pub trait Plugin {
    /// Judges one candidate root. Not recognising it is a verdict of score 0.
    ///
    /// # Errors
    /// The plugin could not come to a verdict at all; a file that cannot be read is no reason for that.
    fn detect(repo: &Repo, settings: &Settings) -> Result<Verdict, Failure>;
}

/// Makes a type that implements [`Plugin`] the export of the component.
#[macro_export]
macro_rules! export {
    ($plugin:ty) => {
        #[cfg(target_arch = "wasm32")]
        const _: () = {
            struct Component;

            impl $crate::guest::Guest for Component {
                fn detect(
                    snapshot: &$crate::guest::Snapshot,
                    settings: ::std::string::String,
                ) -> ::core::result::Result<$crate::guest::Verdict, $crate::guest::Failure> {
                    $crate::guest::run::<$plugin>(snapshot, &settings)
                }
            }

    $crate::guest::export_component!(Component with_types_in $crate::guest::bindings);
        };
    };
}
