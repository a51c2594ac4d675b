//! The framework.

use crate::distribution::has_word;
use crate::project::Project;
use fieldmark_sdk::Place;

/// A framework.
pub struct Framework {
    /// Its name.
    pub name: &'static str,
    /// The module that stands for it.
    pub module: &'static str,
    /// Where it is asked for.
    pub at: Place,
}

/// Modules and the frameworks they stand for, the outermost first: all of them run on Plack.
const MODULES: [(&str, &str); 12] = [
    ("Mojolicious", "mojolicious"),
    ("Mojolicious::Lite", "mojolicious"),
    ("Mojo::Base", "mojolicious"),
    ("Catalyst::Runtime", "catalyst"),
    ("Catalyst", "catalyst"),
    ("Dancer2", "dancer"),
    ("Dancer", "dancer"),
    ("Amon2", "amon2"),
    ("Kossy", "kossy"),
    ("Web::Simple", "web-simple"),
    ("Plack", "plack"),
    ("Plack::Builder", "plack"),
];

impl Framework {
    /// The framework of a root: as it is required, else as the application uses it.
    pub fn of(project: &Project<'_>) -> Option<Self> {
        let found = |place: &dyn Fn(&str) -> Option<Place>| {
            MODULES.iter().find_map(|(module, name)| Some(Self { name, module, at: place(module)? }))
        };
        let required = |module: &str| {
            let listed = project.cpanfile.as_ref().and_then(|(_, cpanfile)| cpanfile.module(module));
            listed.map(|module| module.at).or_else(|| project.distribution.as_ref()?.names(module))
        };
        let used = |module: &str| {
            let file = project.application().or(project.dancer)?;
            let uses = |code: &str| code.starts_with("use ") && has_word(code, module);
            file.lines().find(|line| uses(line.code())).map(|line| line.at)
        };
        found(&required).or_else(|| found(&used))
    }
}
