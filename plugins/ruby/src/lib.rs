//! Ruby.
//!
//! **What proves it.** A `Gemfile` (or `gems.rb`, `*.gemspec`) in the root is the manifest, `config.ru` the entry point
//! of every Rack server. A Gemfile that lists nothing but tools of other people's projects (fastlane, CocoaPods,
//! RuboCop) or a site generator (Jekyll) is worth less than any real application beside it. A lone `Rakefile` or script
//! counts only as far as Ruby makes up the repository.
//!
//! **Which version.** In the order of setup-ruby and the version managers: `.ruby-version`, `.tool-versions` and mise,
//! `ruby` in the Gemfile, `RUBY VERSION` in Gemfile.lock, `required_ruby_version` of the gemspec. Bundler refuses to
//! start under a Ruby that the Gemfile does not allow, so the Gemfile overrules the files before it.
//!
//! **How it starts.** The builder's run script does one of two things: puma, if `Gemfile.lock` says so, or rackup, if
//! the bundle has it. Both need `config.ru`. Otherwise it prints an error and *ends with status 0*. Where the builder
//! cannot start what can be started (a Procfile, unicorn, thin or passenger, `bin/rails server`, Jekyll, a plain
//! `app.rb`), a run script is handed out; where the bundle has no server at all, an assemble script that adds puma. So
//! it is where a Procfile runs another server than the builder, on the port that the image exposes.
//!
//! **What `assemble` does** is stated row by row in `assemble`; where Bundler or Rails will refuse is said in `agreement`
//! and `rails`.

mod agreement;
mod assemble;
mod assemble_override;
mod command;
mod declared_port;
mod entry;
mod framework;
mod gemfile;
mod gems;
mod gemspec;
mod literal;
mod lock;
mod override_script;
mod project;
mod rails;
mod role;
mod run;
mod score;
mod start;
mod version;

use fieldmark_sdk::{Failure, Plugin, Repo, Settings, Verdict};
use project::Project;
use role::Role;

/// The plugin.
pub struct Ruby;

impl Plugin for Ruby {
    fn detect(repo: &Repo, settings: &Settings) -> Result<Verdict, Failure> {
        let mut verdict = Verdict::new("ruby");
        let project = Project::read(repo);
        let role = Role::of(&project);
        score::state(&project, role, &mut verdict);
        if verdict.score() == 0 {
            return Ok(verdict);
        }
        verdict.builder = Some("ruby".to_owned());
        verdict.attribute("role", role.as_str(), fieldmark_sdk::Place::NONE);
        version::state(&project, &mut verdict);
        project.state_package_manager(&mut verdict);
        if role != Role::Tooling && role != Role::Library && project.has_weight() {
            assemble::state(&project, settings.era(), &mut verdict);
        }
        start::state(&project, role, settings.era(), &mut verdict);
        Ok(verdict)
    }
}

fieldmark_sdk::export!(Ruby);
