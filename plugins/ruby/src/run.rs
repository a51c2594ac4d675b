//! What the builder's own `run` starts: the rows of builders.md 3.2, the first that applies counts.

use crate::project::Project;
use fieldmark_sdk::script::PORT;
use fieldmark_sdk::{Era, Place, Verdict, environment, range};

/// Servers that rackup finds by itself.
pub const HANDLERS: [&str; 3] = ["puma", "falcon", "webrick"];

/// Variables that have to be whole numbers, whatever is started.
const NUMBERS: [&str; 3] = ["PUMA_WORKERS", "PUMA_MIN_THREADS", "PUMA_MAX_THREADS"];

/// The check before the rows: the script ends with status 1 if one of these is no number. The first that is none.
pub fn refused<'r>(project: &Project<'r>) -> Option<environment::Variable<'r>> {
    let is_number = |text: &str| text.bytes().all(|c| c.is_ascii_digit());
    NUMBERS.iter().find_map(|name| environment::filled(project.repo, name).filter(|found| !is_number(found.value)))
}

/// What the builder's own run script would start, or what would become of it.
pub fn builder(project: &Project<'_>, era: Era, verdict: &mut Verdict) -> Result<(String, Place), &'static str> {
    if project.gemfile.is_none_or(|file| file.name() != "Gemfile") {
        return Err("without a Gemfile the builder installs no gems; list puma in one");
    }
    if let Some(at) = project.lock.as_ref().and_then(|lock| lock.puma) {
        if project.is_left_out("puma") {
            let note = "the builder runs puma, since Gemfile.lock names it, but does not install its group: \
                        take puma out of that group";
            verdict.warn("ruby.puma-left-out", at, note);
            return Err("the builder would run puma, which it does not install");
        }
        let command = "bundle exec puma --config ../etc/puma.cfg".to_owned();
        return project.rackup.map(|_| (command, at)).ok_or("the builder would run puma, which finds no config.ru");
    }
    let Some(at) = rackup(project) else {
        return Err(
            "the builder finds neither puma in Gemfile.lock nor rackup, prints an error and ends with status 0",
        );
    };
    if project.rackup.is_none() {
        return Err("the builder would run rackup, which finds no config.ru");
    }
    if !has_handler(project, era, verdict) {
        return Err("the builder would run rackup, which finds no server; add puma to the Gemfile and lock it");
    }
    let environment = project.environment();
    let command = format!("bundle exec rackup -E {environment} -P /tmp/rack.pid --host 0.0.0.0 --port {PORT}");
    Ok((command, at))
}

/// Where it stands that `bundle exec rackup` works: rack had the command up to version 2, the gem rackup has it since.
pub fn rackup(project: &Project<'_>) -> Option<Place> {
    // Without a lock file the newest gems are installed: these bring rackup along.
    const BRING_IT: [&str; 4] = ["rackup", "rails", "railties", "passenger"];
    if let Some(lock) = &project.lock {
        let old = lock.spec("rack").filter(|rack| rack.major().is_some_and(|major| major < 3));
        return lock.spec("rackup").or(old).map(|spec| spec.at);
    }
    let old = || {
        let limits = [("rack", "<3"), ("sinatra", "<4"), ("thin", "<2")];
        limits.iter().find_map(|(name, old)| {
            let gem = project.gem(name)?;
            let asked = range::gem::requirement(&gem.requirement)?;
            let newer = old.replace('<', ">=");
            (!range::overlap(&asked, &newer)).then_some(gem.at)
        })
    };
    BRING_IT.iter().find_map(|name| project.gem(name).map(|gem| gem.at)).or_else(old)
}

/// Whether rackup finds a server. Ruby itself brought WEBrick along up to 2.7.
fn has_handler(project: &Project<'_>, era: Era, verdict: &Verdict) -> bool {
    era == Era::OpenShift35
        || is_before_3(verdict)
        || HANDLERS.iter().any(|name| project.bundled(name).is_some())
        || names_thin(project)
}

pub fn is_before_3(verdict: &Verdict) -> bool {
    verdict.builder_version.as_deref().is_some_and(|range| !range::overlap(range, ">=3"))
}

/// Whether the first line of `config.ru` hands options to rackup, as rack before version 3 allowed, and names thin.
fn names_thin(project: &Project<'_>) -> bool {
    let options = project.rackup.and_then(|file| file.lines().next()).filter(|line| line.text.starts_with("#\\"));
    options.is_some_and(|line| line.text.contains("thin"))
        && project.bundled("thin").is_some()
        && project.bundled("rackup").is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    const PUMA: (&str, &str) = ("Gemfile.lock", "GEM\n  specs:\n    puma (6.4.2)\n    rack (3.0.9)\n");
    const RACKUP: (&str, &str) = ("Gemfile.lock", "GEM\n  specs:\n    rackup (2.1.0)\n    webrick (1.8.1)\n");
    const GEMFILE: (&str, &str) = ("Gemfile", "gem 'rack'\n");
    const CONFIG: (&str, &str) = ("config.ru", "run App\n");

    fn run(files: &[(&str, &str)], era: Era) -> String {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        let project = Project::read(&repo);
        if let Some(refused) = refused(&project) {
            return format!("refuses {}", refused.name);
        }
        match builder(&project, era, &mut Verdict::new("ruby")) {
            Ok((command, _)) => {
                command.split(" -P").next().unwrap().trim_end_matches("../etc/puma.cfg").trim().to_owned()
            }
            Err(problem) => format!("fails: {problem}"),
        }
    }

    #[test]
    fn rows_of_run() {
        // builders.md 3.2; without a Gemfile nothing of the bundle is there, so that row 3 has no rackup to run.
        let puma = "bundle exec puma --config";
        let rackup = "bundle exec rackup -E production";
        let env = |text| (".s2i/environment", text);
        let unlocked = ("Gemfile", "gem 'rackup'\ngem 'puma'\n");
        for (files, today, then) in [
            (&[GEMFILE, PUMA, CONFIG][..], puma, puma),
            (&[GEMFILE, RACKUP, CONFIG], rackup, rackup),
            (&[unlocked, CONFIG], rackup, rackup),
            (&[GEMFILE, PUMA, CONFIG, env("PUMA_WORKERS=two\n")], "refuses PUMA_WORKERS", "refuses PUMA_WORKERS"),
            (
                &[GEMFILE, RACKUP, CONFIG, env("PUMA_MIN_THREADS=1.5\n")],
                "refuses PUMA_MIN_THREADS",
                "refuses PUMA_MIN_THREADS",
            ),
            (
                &[GEMFILE, PUMA, CONFIG, env("PUMA_MAX_THREADS=-1\n")],
                "refuses PUMA_MAX_THREADS",
                "refuses PUMA_MAX_THREADS",
            ),
            (&[GEMFILE, PUMA, CONFIG, env("PUMA_WORKERS=2\nPUMA_MAX_THREADS=\n")], puma, puma),
            (
                &[GEMFILE, RACKUP, CONFIG, env("RACK_ENV=staging\n")],
                "bundle exec rackup -E staging",
                "bundle exec rackup -E staging",
            ),
            (
                &[GEMFILE, RACKUP, CONFIG, env("RACK_ENV=a\nRAILS_ENV=b\n")],
                "bundle exec rackup -E b",
                "bundle exec rackup -E b",
            ),
        ] {
            assert_eq!(run(files, Era::Today), today, "{files:?}");
            assert_eq!(run(files, Era::OpenShift35), then, "{files:?}");
        }
    }

    #[test]
    fn rows_that_start_nothing() {
        let no_handler = ("Gemfile.lock", "GEM\n  specs:\n    rackup (2.1.0)\n");
        for (files, expected) in [
            (&[GEMFILE, PUMA][..], "no config.ru"),
            (&[GEMFILE, RACKUP], "no config.ru"),
            (&[GEMFILE, no_handler, CONFIG], "finds no server"),
            (&[GEMFILE, CONFIG], "ends with status 0"),
            (&[("gems.rb", "gem 'puma'\n"), CONFIG], "without a Gemfile"),
            (&[CONFIG], "without a Gemfile"),
        ] {
            let found = run(files, Era::Today);
            assert!(found.starts_with("fails: ") && found.contains(expected), "{files:?}: {found}");
        }
    }
}
