//! PHP.
//!
//! **What proves it.** `composer.json` in the root, or pages: an `index.php` in the root or in one of the directories
//! that people publish (`public/`, `web/`, `webroot/`, `htdocs/`, …), as far as PHP makes up the repository. WordPress
//! is known by its own files. A `composer.json` that installs checkers only is a tool of another project.
//!
//! **Which version.** In Symfony's order: `.php-version`, then `.tool-versions` and mise, `config.platform.php` and
//! `require.php` of composer.json, `platform.php` of composer.lock. Composer refuses a PHP that `require` does not
//! allow, so `require.php` overrules the others.
//!
//! **How it starts.** The builder always runs `httpd -D FOREGROUND` over `DOCUMENTROOT`, by default the whole source
//! tree. An application whose pages stand in a directory of their own would then answer nothing, or hand out its
//! sources. The verdict says so and names the line for `.s2i/environment`; where nothing would answer at all, a run
//! script sets the variable.
//!
//! **What `assemble` does** is stated row by row in `assemble`, the variables of `run` in `settings`; what frameworks miss
//! is said in `needs`.

mod assemble;
mod composer;
mod document_root;
mod framework;
mod needs;
mod project;
mod role;
mod score;
mod settings;
mod start;
mod version;

use fieldmark_sdk::{Failure, Place, Plugin, Repo, Settings, Verdict};
use project::Project;
use role::Role;

/// The plugin.
pub struct Php;

impl Plugin for Php {
    fn detect(repo: &Repo, settings: &Settings) -> Result<Verdict, Failure> {
        let mut verdict = Verdict::new("php");
        let project = Project::read(repo);
        let role = Role::of(&project);
        score::state(&project, role, &mut verdict);
        if verdict.score() == 0 {
            return Ok(verdict);
        }
        verdict.builder = Some("php".to_owned());
        verdict.attribute("role", role.as_str(), Place::NONE);
        version::state(&project, &mut verdict);
        if let Some(composer) = &project.composer {
            verdict.attribute("package-manager", "composer", composer.file.whole());
        }
        if !matches!(role, Role::Library | Role::Tooling) && project.has_weight() {
            assemble::state(&project, settings.era(), &mut verdict);
            needs::warn(&project, settings.era(), &mut verdict);
        }
        start::state(&project, role, settings.era(), &mut verdict);
        Ok(verdict)
    }
}

fieldmark_sdk::export!(Php);
