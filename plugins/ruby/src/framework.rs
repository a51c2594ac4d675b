//! The framework.

use crate::project::Project;
use fieldmark_sdk::Place;

/// A framework that a gem stands for.
pub struct Framework {
    /// Its name.
    pub name: &'static str,
    /// Whether it makes static pages.
    pub is_site: bool,
    /// Where it is asked for.
    pub at: Place,
}

/// Gems and the frameworks they stand for, the outermost framework first: a Rails application may mount Grape, and
/// Padrino is built on Sinatra.
const FRAMEWORKS: [(&str, &str); 11] = [
    ("rails", "rails"),
    ("railties", "rails"),
    ("hanami", "hanami"),
    ("padrino", "padrino"),
    ("grape", "grape"),
    ("roda", "roda"),
    ("sinatra", "sinatra"),
    ("cuba", "cuba"),
    ("camping", "camping"),
    ("ramaze", "ramaze"),
    ("bridgetown", "bridgetown"),
];

/// Gems that make static pages.
const SITES: [(&str, &str); 4] =
    [("jekyll", "jekyll"), ("github-pages", "jekyll"), ("middleman", "middleman"), ("nanoc", "nanoc")];

impl Framework {
    /// The framework of a root.
    pub fn of(project: &Project<'_>) -> Option<Self> {
        let server =
            FRAMEWORKS.iter().find_map(|(gem, name)| Some(Self { name, is_site: false, at: project.gem(gem)?.at }));
        server.or_else(|| Self::rails_by_its_files(project)).or_else(|| Self::site(project))
    }

    /// For a Gemfile that says it in a way that was not understood.
    fn rails_by_its_files(project: &Project<'_>) -> Option<Self> {
        let application = project.repo.file("config/application.rb")?;
        let line = application.lines().find(|line| line.code().contains("Rails::Application"))?;
        Some(Self { name: "rails", is_site: false, at: line.at })
    }

    fn site(project: &Project<'_>) -> Option<Self> {
        // Sites are often built in a group of their own; what the builder installs does not matter here.
        let known = project
            .gems()
            .find_map(|gem| SITES.iter().find(|(name, _)| *name == gem.name).map(|(_, name)| (*name, gem.at)));
        let theme = || {
            let gem = project.gems().find(|gem| gem.name.starts_with("jekyll-") || gem.name.ends_with("-jekyll"))?;
            Some(("jekyll", gem.at))
        };
        known.or_else(theme).map(|(name, at)| Self { name, is_site: true, at })
    }
}
