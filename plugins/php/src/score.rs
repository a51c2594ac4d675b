//! The reasons for the score.

use crate::project::Project;
use crate::role::Role;
use fieldmark_sdk::{Place, Verdict, points};

/// Share of PHP below which sources alone are strays.
const STRAY: u32 = 30;

/// States what speaks for PHP.
pub fn state(project: &Project<'_>, role: Role, verdict: &mut Verdict) {
    if let Some(composer) = &project.composer {
        let at = composer.file.whole();
        verdict.point(points::MANIFEST, "php.composer", at, "composer.json describes a Composer project");
        if role == Role::Tooling {
            verdict.point(
                points::TOOLING,
                "php.tools-only",
                at,
                "it requires nothing that runs, and hardly anything is PHP",
            );
            return;
        }
        if let Some(lock) = project.repo.file("composer.lock") {
            verdict.point(points::COMPANION, "php.lock", lock.whole(), "Composer locked the packages");
        }
    }
    if let Some(lock) = project.lock_alone() {
        let note = "Composer locked packages, and no composer.json asks for them";
        verdict.point(points::COMPANION, "php.lock", lock.whole(), note);
    }
    if let Some(framework) = &project.framework {
        let note = format!("the application is written with {}", framework.name);
        verdict.point(points::FRAMEWORK, format!("php.framework-{}", framework.name), framework.at, note);
        verdict.attribute("framework", framework.name, framework.at);
    }
    if let Some(page) = project.document_root.page().filter(|_| role == Role::Server) {
        let note = format!("{} answers requests", page.path());
        verdict.point(points::ENTRY_POINT, "php.front-page", page.whole(), note);
    }
    if let Some(file) = project.source() {
        verdict.point(points::SOURCES, "php.sources", file.whole(), format!("{} is PHP", file.name()));
    }
    let share = project.share();
    let proven = project.composer.is_some() || project.framework.is_some();
    // Sources that stand only further below are worth half.
    let near = proven || project.source().is_some() || project.document_root.page().is_some();
    let worth = if near { points::share(share) } else { points::share(share) / 2 };
    if (proven || share >= STRAY) && worth > 0 {
        verdict.point(worth, "php.share", Place::NONE, format!("{share} % of the sources are PHP"));
    }
}
