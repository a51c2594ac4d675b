//! PHP.
//!
//! **What proves it.** `composer.json` in the root, or pages: an `index.php` in the root or in one of the directories
//! that people publish (`public/`, `web/`, `webroot/`, `htdocs/`, …), as far as PHP makes up the repository. WordPress
//! is known by its own files. A `composer.json` that installs checkers only is a tool of another project.
//!
//! **Which version.** In Symfony's order, which `version` states place by place. Composer refuses a PHP that `require` does
//! not allow, so `require.php` overrules the others.
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
mod lock;
mod needs;
mod project;
mod role;
mod score;
mod settings;
mod start;
mod version;

use fieldmark_sdk::{Failure, Place, Plugin, Repo, Settings, Verdict, environment, tool_versions};
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
        package_manager(&project, &mut verdict);
        published_part(&project, &mut verdict);
        if !matches!(role, Role::Library | Role::Tooling) && project.has_weight() {
            assemble::state(&project, settings.era(), &mut verdict);
            needs::warn(&project, settings.era(), &mut verdict);
        }
        start::state(&project, role, settings.era(), &mut verdict);
        Ok(verdict)
    }
}

/// States Composer, and its version: as it is asked for, or as it has locked.
fn package_manager(project: &Project<'_>, verdict: &mut Verdict) {
    let Some(composer) = &project.composer else {
        let lock = project.lock_alone();
        return lock.into_iter().for_each(|lock| verdict.attribute("package-manager", "composer", lock.whole()));
    };
    verdict.attribute("package-manager", "composer", composer.file.whole());
    let variable = environment::filled(project.repo, "COMPOSER_VERSION").map(|variable| (variable.value, variable.at));
    let asked = variable.or_else(|| tool_versions::tool_version(project.repo, &["composer"]));
    let lock = project.repo.file("composer.lock");
    let asked = asked.map(|(version, at)| (version.to_owned(), at));
    if let Some((version, at)) = asked.or_else(|| lock::written_by(lock?)) {
        verdict.attribute("package-manager-version", version, at);
    }
    if let Some(lock) = lock {
        lock::warn(composer, lock, verdict);
    }
}

/// WordPress in the directory that an application of Composer publishes is a part of that application.
fn published_part(project: &Project<'_>, verdict: &mut Verdict) {
    let Some((directory, page)) = project.document_root.own_page.filter(|_| project.composer.is_some()) else { return };
    let settings = ["wp-config.php", "wp-config-sample.php"].map(|name| format!("{directory}/{name}"));
    if settings.iter().any(|path| project.repo.file(path).is_some()) {
        verdict.attribute("member", directory, page.whole());
    }
}

fieldmark_sdk::export!(Php);
