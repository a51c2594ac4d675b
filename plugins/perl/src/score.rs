//! The reasons for the score.

use crate::framework::Framework;
use crate::project::Project;
use fieldmark_sdk::{Place, Verdict, points};

/// States what speaks for Perl.
pub fn state(project: &Project<'_>, verdict: &mut Verdict) {
    if let Some((file, _)) = &project.cpanfile {
        verdict.point(points::MANIFEST, "perl.cpanfile", file.whole(), "the modules are listed for cpanm");
    } else if let Some(file) = project.distribution.as_ref().and_then(|distribution| distribution.files.first()) {
        let note = format!("{} describes a CPAN distribution", file.name());
        verdict.point(points::MANIFEST, "perl.distribution", file.whole(), note);
    }
    if let Some(snapshot) = project.repo.file("cpanfile.snapshot") {
        verdict.point(points::COMPANION, "perl.snapshot", snapshot.whole(), "Carton locked the modules");
    }
    if let Some(framework) = Framework::of(project).filter(|_| project.has_weight()) {
        let note = format!("the application uses {}", framework.module);
        verdict.point(points::FRAMEWORK, format!("perl.framework-{}", framework.name), framework.at, note);
        verdict.attribute("framework", framework.name, framework.at);
    }
    if let Some(file) = project.application().filter(|_| project.has_weight()) {
        let note = format!("{} is an application", file.path());
        verdict.point(points::ENTRY_POINT, "perl.entry-point", file.whole(), note);
    }
    if let Some(file) = project.source.filter(|_| project.has_weight()) {
        verdict.point(points::SOURCES, "perl.sources", file.whole(), format!("{} is Perl", file.name()));
    }
    let share = project.share();
    // Sources that stand only further below are worth half.
    let near = project.has_manifest() || project.source.is_some() || project.application().is_some();
    let worth = if near { points::share(share) } else { points::share(share) / 2 };
    if worth > 0 {
        verdict.point(worth, "perl.share", Place::NONE, format!("{share} % of the sources are Perl"));
    }
}
