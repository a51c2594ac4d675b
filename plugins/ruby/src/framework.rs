//! The framework.

use crate::project::Project;
use fieldmark_sdk::Place;

/// A framework that a gem stands for.
pub struct Framework {
    /// Its name.
    pub name: &'static str,
    /// Whether it makes static pages, and the directory it leaves them in.
    pub pages: Option<&'static str>,
    /// Where it is asked for.
    pub at: Place,
}

/// Gems and the frameworks they stand for, the outermost framework first: a Rails application may mount Grape, and
/// Padrino is built on Sinatra.
const FRAMEWORKS: [(&str, &str); 17] = [
    ("rails", "rails"),
    ("railties", "rails"),
    ("hanami", "hanami"),
    ("padrino", "padrino"),
    ("hanami-api", "hanami-api"),
    ("grape", "grape"),
    ("roda", "roda"),
    ("sinatra", "sinatra"),
    ("cuba", "cuba"),
    ("camping", "camping"),
    ("rack-app", "rack-app"),
    ("syro", "syro"),
    ("agoo", "agoo"),
    ("ramaze", "ramaze"),
    ("rage-rb", "rage"),
    ("functions_framework", "functions-framework"),
    ("bridgetown", "bridgetown"),
];

/// Gems that make static pages, and the directory they leave them in.
const SITES: [(&str, &str, &str); 5] = [
    ("jekyll", "jekyll", "_site"),
    ("github-pages", "jekyll", "_site"),
    ("middleman", "middleman", "build"),
    ("middleman-cli", "middleman", "build"),
    ("nanoc", "nanoc", "output"),
];

/// What settings of Compass say.
const COMPASS: [&str; 5] = ["css_dir", "sass_dir", "http_path", "output_style", "compass"];

impl Framework {
    /// The framework of a root.
    pub fn of(project: &Project<'_>) -> Option<Self> {
        let server =
            FRAMEWORKS.iter().find_map(|(gem, name)| Some(Self { name, pages: None, at: project.gem(gem)?.at }));
        let rack = || Some(Self { name: "rack", pages: None, at: project.rackup.and(project.gem("rack"))?.at });
        let by_files = || Self::rails_by_its_files(project);
        let found = server.or_else(by_files).or_else(|| Self::site(project)).or_else(rack);
        found.or_else(|| Self::middleman_by_its_settings(project))
    }

    /// `config.rb` without a Gemfile and without other Ruby beside it. Compass has its settings under the same name.
    fn middleman_by_its_settings(project: &Project<'_>) -> Option<Self> {
        let settings = project.repo.file("config.rb").filter(|_| project.gemfile.is_none())?;
        let of_compass = |text: &str| COMPASS.iter().any(|sign| text.contains(sign));
        let alone = project.sources().count() == 1 && !settings.lines().any(|line| of_compass(line.code()));
        alone.then(|| Self { name: "middleman", pages: Some("build"), at: settings.whole() })
    }

    /// For a Gemfile that says it in a way that was not understood.
    fn rails_by_its_files(project: &Project<'_>) -> Option<Self> {
        let application = project.repo.file("config/application.rb")?;
        let line = application.lines().find(|line| line.code().contains("Rails::Application"))?;
        Some(Self { name: "rails", pages: None, at: line.at })
    }

    fn site(project: &Project<'_>) -> Option<Self> {
        // Sites are often built in a group of their own; what the builder installs does not matter here.
        let known = project.gems().find_map(|gem| {
            SITES.iter().find(|(of, ..)| *of == gem.name).map(|(_, name, pages)| (*name, *pages, gem.at))
        });
        let theme = || {
            let gem = project.gems().find(|gem| gem.name.starts_with("jekyll-") || gem.name.ends_with("-jekyll"))?;
            Some(("jekyll", "_site", gem.at))
        };
        known.or_else(theme).map(|(name, pages, at)| Self { name, pages: Some(pages), at })
    }
}
