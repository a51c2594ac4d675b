//! The reasons for the score.

use crate::command::web_process;
use crate::entry;
use crate::framework::Framework;
use crate::project::Project;
use crate::role::Role;
use fieldmark_sdk::{Place, Verdict, points};

/// Servers that a Rack application runs in.
const SERVERS: [&str; 6] = ["puma", "unicorn", "thin", "passenger", "falcon", "iodine"];

/// Share of Ruby below which sources alone are strays.
const STRAY: u32 = 30;

/// States what speaks for Ruby, and for this being an application.
pub fn state(project: &Project<'_>, role: Role, verdict: &mut Verdict) {
    let has_manifest = state_manifest(project, role, verdict);
    if let (Some(framework), true) = (Framework::of(project), has_manifest) {
        let note = format!("the application is written with {}", framework.name);
        verdict.point(points::FRAMEWORK, format!("ruby.framework-{}", framework.name), framework.at, note);
        verdict.attribute("framework", framework.name, framework.at);
        if let Some(pages) = framework.pages.filter(|_| role == Role::Site) {
            verdict.attribute("output", pages, framework.at);
        }
    }
    if role == Role::Tooling {
        verdict.point(points::TOOLING, "ruby.tools-only", Place::NONE, "the Gemfile lists nothing but tools");
        return;
    }
    if role == Role::Site {
        verdict.point(points::TOOLING, "ruby.site-generator", Place::NONE, "the gems only make static pages");
    }
    if let Some(lock) = &project.lock {
        verdict.point(points::COMPANION, "ruby.lock", lock.file.whole(), "Bundler locked the gems");
    }
    if let Some((name, at)) = SERVERS.iter().find_map(|name| Some((*name, project.bundled(name)?))) {
        verdict.point(points::SERVER, format!("ruby.server-{name}"), at, format!("{name} serves Rack applications"));
    }
    state_entry_point(project, verdict);
    state_sources(project, has_manifest, verdict);
}

/// Whether something here is a manifest.
fn state_manifest(project: &Project<'_>, role: Role, verdict: &mut Verdict) -> bool {
    if let Some(gemfile) = project.gemfile {
        verdict.point(points::MANIFEST, "ruby.gemfile", gemfile.whole(), "the gems are listed for Bundler");
    } else if let Some(gemspec) = project.gemspec {
        verdict.point(points::MANIFEST, "ruby.gemspec", gemspec.whole(), "it describes a gem");
    } else if let Some(framework) = Framework::of(project).filter(|framework| framework.pages.is_some()) {
        let note = format!("it holds settings of {}", framework.name);
        verdict.point(points::ENTRY_POINT, "ruby.settings", framework.at, note);
    } else {
        return project.rackup.is_some();
    }
    if role == Role::Library && project.gemfile.is_some() {
        let at = project.gemspec.map_or(Place::NONE, |file| file.whole());
        verdict.point(0, "ruby.library", at, "a gemspec describes the root: it is a library");
    }
    true
}

fn state_entry_point(project: &Project<'_>, verdict: &mut Verdict) {
    if let Some(rackup) = project.rackup {
        verdict.point(points::ENTRY_POINT, "ruby.config-ru", rackup.whole(), "config.ru starts a Rack application");
    } else if let Some(entry) = entry::find(project) {
        let note = format!("{} is a script to start", entry.file.name());
        verdict.point(points::ENTRY_POINT, "ruby.entry-script", entry.file.whole(), note);
    } else if let Some((_, at)) = web_process(project.repo) {
        verdict.point(points::ENTRY_POINT, "ruby.procfile", at, "the Procfile starts Ruby");
    }
}

fn state_sources(project: &Project<'_>, has_manifest: bool, verdict: &mut Verdict) {
    let share = project.share();
    let source = project.sources().find(|file| file.extension() != Some("ru"));
    if let Some(file) = source {
        verdict.point(points::SOURCES, "ruby.sources", file.whole(), format!("{} is Ruby", file.name()));
    }
    // Sources that stand only further below are worth half.
    let worth = if has_manifest || source.is_some() { points::share(share) } else { points::share(share) / 2 };
    if (has_manifest || share >= STRAY) && worth > 0 {
        verdict.point(worth, "ruby.share", Place::NONE, format!("{share} % of the sources are Ruby"));
    }
}
