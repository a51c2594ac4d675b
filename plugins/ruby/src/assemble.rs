//! What the builder's `assemble` does here: the rows of builders.md 3.1 that apply.

use crate::agreement;
use crate::framework::Framework;
use crate::project::Project;
use crate::rails;
use crate::run;
use fieldmark_sdk::script::own;
use fieldmark_sdk::{Era, Place, Repo, Verdict, environment};

/// Variables that say which environment it is.
const ENVIRONMENTS: [&str; 2] = ["RAILS_ENV", "RACK_ENV"];

/// Gems that bring the task `assets:precompile`.
const ASSETS: [&str; 5] = ["sprockets-rails", "propshaft", "sprockets", "jsbundling-rails", "shakapacker"];

/// The groups that are not installed: `BUNDLE_WITHOUT`, or what follows from the environment.
pub fn left_out_groups<'r>(repo: &'r Repo<'_>) -> Vec<&'r str> {
    if let Some(without) = environment::filled(repo, "BUNDLE_WITHOUT") {
        return without.value.split([':', ' ']).filter(|group| !group.is_empty()).collect();
    }
    if is_environment(repo, "development") {
        vec!["test"]
    } else if is_environment(repo, "test") {
        vec!["development"]
    } else {
        vec!["development", "test"]
    }
}

/// Whether one of the two variables says this. `RACK_ENV` is `production` unless it is set.
fn is_environment(repo: &Repo<'_>, name: &str) -> bool {
    let value = |variable| environment::filled(repo, variable).map(|found| found.value);
    value("RAILS_ENV") == Some(name) || value("RACK_ENV").unwrap_or("production") == name
}

/// States the rows that apply, and what will fail.
pub fn state(project: &Project<'_>, era: Era, verdict: &mut Verdict) {
    if let Some(file) = own(project.repo, "assemble") {
        let note = "the repository brings its own assemble script";
        verdict.point(0, "ruby.own-assemble-script", file.whole(), note);
        return;
    }
    settings(project, verdict);
    let Some(gemfile) = project.gemfile.filter(|file| file.name() == "Gemfile") else { return };
    let without = left_out_groups(project.repo).join(", ");
    let how =
        if project.lock.is_some() { "exactly what Gemfile.lock says" } else { "the newest that the Gemfile allows" };
    let note = format!("assemble installs {how}, without the groups {without}");
    verdict.point(0, "ruby.assemble-bundle", gemfile.whole(), note);
    if project.lock.is_none() {
        let note = "without Gemfile.lock every build may install other versions, and the builder never starts puma";
        verdict.warn("ruby.no-lock", gemfile.whole(), note);
    }
    agreement::warn(project, verdict);
    if run::rackup(project).is_none() {
        let note = "assemble warns that rackup does not work: rack has not brought it along since version 3";
        verdict.point(0, "ruby.assemble-no-rackup", gemfile.whole(), note);
    }
    let precompiles = assets(project, era, verdict);
    rails::warn(project, precompiles, verdict);
}

/// Rows 1 to 3: variables that change how gems and packages are installed.
fn settings(project: &Project<'_>, verdict: &mut Verdict) {
    for name in ENVIRONMENTS {
        if let Some(variable) = environment::filled(project.repo, name) {
            let note = format!("{name} makes the environment `{}`", variable.value);
            verdict.point(0, "ruby.assemble-environment", variable.at, note);
        }
    }
    if let Some(variable) = environment::filled(project.repo, "BUNDLE_WITHOUT") {
        let note = format!("BUNDLE_WITHOUT leaves the groups `{}` out", variable.value);
        verdict.point(0, "ruby.assemble-without", variable.at, note);
    }
    for (name, code) in [("RUBYGEM_MIRROR", "ruby.assemble-mirror"), ("NPM_MIRROR", "ruby.assemble-npm-mirror")] {
        if let Some(variable) = environment::filled(project.repo, name) {
            verdict.point(0, code, variable.at, format!("{name} is set: packages come from the mirror"));
        }
    }
}

/// Row 6: whether assets are compiled. Where a Rails application misses it, the reason is stated.
fn assets(project: &Project<'_>, era: Era, verdict: &mut Verdict) -> bool {
    let switch = environment::filled(project.repo, "DISABLE_ASSET_COMPILATION").filter(|found| found.value == "true");
    let lock = |text: &str| project.lock.as_ref().and_then(|lock| lock.line_with(text));
    let rakefile = project.repo.file("Rakefile");
    let reason = if let Some(switch) = switch {
        Some((switch.at, "DISABLE_ASSET_COMPILATION is `true`"))
    } else if !is_environment(project.repo, "production") {
        Some((Place::NONE, "the environment is not production"))
    } else if rakefile.is_none() {
        Some((Place::NONE, "there is no Rakefile"))
    } else if era == Era::Today && lock(" rake ").is_none() {
        Some((Place::NONE, "Gemfile.lock does not name rake"))
    } else if era == Era::OpenShift35 && (lock(" rails ").is_none() || lock(" execjs ").is_none()) {
        Some((Place::NONE, "Gemfile.lock does not name both rails and execjs"))
    } else if era == Era::Today && ASSETS.iter().all(|gem| project.bundled(gem).is_none()) {
        Some((Place::NONE, "no gem brings the task assets:precompile"))
    } else {
        None
    };
    let is_rails = Framework::of(project).is_some_and(|framework| framework.name == "rails");
    match reason {
        None => {
            let at = rakefile.map_or(Place::NONE, |file| file.whole());
            verdict.point(0, "ruby.assemble-assets", at, "assemble compiles the assets");
        }
        Some((at, reason)) if is_rails => {
            verdict.point(0, "ruby.assemble-no-assets", at, format!("assemble compiles no assets: {reason}"));
        }
        Some(_) => {}
    }
    reason.is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    const GEMFILE: (&str, &str) = ("Gemfile", "gem 'rails'\n");
    const RAKEFILE: (&str, &str) = ("Rakefile", "");
    const LOCK: (&str, &str) = (
        "Gemfile.lock",
        "GEM\n  specs:\n    rackup (2.1.0)\n    rails (7.1.3)\n    rake (13.1.0)\n    propshaft (0.8.0)\n    execjs (2.9.1)\n",
    );

    fn rows(files: &[(&str, &str)], era: Era) -> String {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        let mut verdict = Verdict::new("ruby");
        state(&Project::read(&repo), era, &mut verdict);
        let rows = verdict.evidence.iter().filter(|row| row.code.contains("assemble"));
        let codes = rows.map(|row| row.code.trim_start_matches("ruby.assemble-"));
        codes.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn rows_of_today() {
        // builders.md 3.1.
        let env = |text| (".s2i/environment", text);
        for (files, expected) in [
            (&[GEMFILE, RAKEFILE, LOCK][..], "bundle assets"),
            (
                &[GEMFILE, RAKEFILE, LOCK, env("RUBYGEM_MIRROR=https://gems\nNPM_MIRROR=https://npm\n")],
                "mirror npm-mirror bundle assets",
            ),
            (&[GEMFILE, RAKEFILE, LOCK, env("DISABLE_ASSET_COMPILATION=true\n")], "bundle no-assets"),
            (&[GEMFILE, RAKEFILE, LOCK, env("DISABLE_ASSET_COMPILATION=1\n")], "bundle assets"),
            (&[GEMFILE, RAKEFILE, LOCK, env("RACK_ENV=development\n")], "environment bundle no-assets"),
            // RACK_ENV stays production: the row asks for one of the two.
            (&[GEMFILE, RAKEFILE, LOCK, env("RAILS_ENV=development\n")], "environment bundle assets"),
            (&[GEMFILE, RAKEFILE, LOCK, env("BUNDLE_WITHOUT=ci\n")], "without bundle assets"),
            (&[GEMFILE, LOCK], "bundle no-assets"),
            (&[GEMFILE, RAKEFILE], "bundle no-assets"),
            (&[("Gemfile", "gem 'rack'\n"), ("Gemfile.lock", "GEM\n  specs:\n    rack (3.0.9)\n")], "bundle no-rackup"),
            (&[RAKEFILE, LOCK], ""),
            (&[GEMFILE, LOCK, (".s2i/bin/assemble", "")], "ruby.own-assemble-script"),
        ] {
            assert_eq!(rows(files, Era::Today), expected, "{files:?}");
        }
    }

    #[test]
    fn assets_of_2017_need_rails_and_execjs() {
        assert_eq!(rows(&[GEMFILE, RAKEFILE, LOCK], Era::OpenShift35), "bundle assets");
        let without = ("Gemfile.lock", "GEM\n  specs:\n    rack (2.0.1)\n    rails (5.0.1)\n    rake (12.0.0)\n");
        assert_eq!(rows(&[GEMFILE, RAKEFILE, without], Era::OpenShift35), "bundle no-assets");
    }

    #[test]
    fn groups_follow_from_the_environment() {
        // builders.md 3.1, the second table.
        for (environment, expected) in [
            ("", "development test"),
            ("RACK_ENV=development\n", "test"),
            ("RAILS_ENV=development\n", "test"),
            ("RAILS_ENV=test\n", "development"),
            ("RAILS_ENV=test\nRACK_ENV=development\n", "test"),
            ("RACK_ENV=staging\n", "development test"),
            ("BUNDLE_WITHOUT=ci:tools\n", "ci tools"),
            ("BUNDLE_WITHOUT=\n", "development test"),
        ] {
            let repo = MemorySource::new([(".s2i/environment", environment)]).into_repo();
            assert_eq!(left_out_groups(&repo).join(" "), expected, "{environment}");
        }
    }
}
