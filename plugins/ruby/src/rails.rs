//! What Rails asks for in production, and nobody gives.

use crate::framework::Framework;
use crate::project::Project;
use fieldmark_sdk::{Verdict, environment};

/// Warns of it. `precompiles` is whether `assemble` compiles the assets.
pub fn warn(project: &Project<'_>, precompiles: bool, verdict: &mut Verdict) {
    let Some(framework) = Framework::of(project).filter(|framework| framework.name == "rails") else { return };
    if project.environment() != "production" {
        return;
    }
    if environment::filled(project.repo, "RAILS_ENV").is_none() {
        let note = "RAILS_ENV is not set: Rails takes RACK_ENV, which the builder makes production";
        verdict.point(0, "ruby.rails-environment", framework.at, note);
    }
    secret(project, &framework, precompiles, verdict);
    static_files(project, verdict);
}

/// `secret_key_base`, which Rails wants in production: a variable, encrypted credentials with their key, or (up to 5.1)
/// a file of secrets.
fn secret(project: &Project<'_>, framework: &Framework, precompiles: bool, verdict: &mut Verdict) {
    let set = |name| environment::filled(project.repo, name).is_some();
    let version = project.lock.as_ref().and_then(|lock| lock.spec("rails")).and_then(|spec| {
        let mut places = spec.version.split('.').map_while(|place| place.parse::<u32>().ok());
        Some((places.next()?, places.next().unwrap_or(0)))
    });
    let credentials = project.repo.first(&["config/credentials.yml.enc", "config/credentials/production.yml.enc"]);
    let key = ["config/master.key", "config/credentials/production.key"];
    let opened = credentials.is_some() && (set("RAILS_MASTER_KEY") || project.repo.first(&key).is_some());
    let secrets = project.repo.file("config/secrets.yml").and_then(|file| file.line_with("SECRET_KEY_BASE"));
    let by_file = project.repo.file("config/secrets.yml").is_some() && secrets.is_none();
    if set("SECRET_KEY_BASE") || opened || by_file || version.is_some_and(|version| version < (4, 1)) {
        return;
    }
    let dummy = version.is_some_and(|version| version >= (7, 1));
    let build = match (precompiles && !set("SECRET_KEY_BASE_DUMMY"), dummy) {
        (true, true) => {
            "; the build needs one for the assets, for which `SECRET_KEY_BASE_DUMMY=1` in .s2i/environment will do"
        }
        (true, false) => "; the build needs one for the assets, too",
        (false, _) => "",
    };
    let what = if credentials.is_some() { "RAILS_MASTER_KEY" } else { "SECRET_KEY_BASE" };
    let note = format!("Rails does not start in production without a secret: give the deployment {what}{build}");
    verdict.warn("ruby.secret-key-base", credentials.map_or(framework.at, |file| file.whole()), note);
}

/// Up to 7.0 the settings that Rails writes serve the compiled assets only if they are told.
fn static_files(project: &Project<'_>, verdict: &mut Verdict) {
    const SWITCH: &str = "RAILS_SERVE_STATIC_FILES";
    let line = project.repo.file("config/environments/production.rb").and_then(|file| {
        file.lines().find(|line| line.code().contains("public_file_server.enabled") && line.code().contains(SWITCH))
    });
    let set = environment::filled(project.repo, SWITCH).is_some();
    if let Some(line) = line.filter(|_| !set) {
        let note = "nothing serves the assets: put `RAILS_SERVE_STATIC_FILES=1` into .s2i/environment";
        verdict.warn("ruby.static-files-not-served", line.at, note);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn codes(version: &str, files: &[(&str, &str)], precompiles: bool) -> Vec<String> {
        let lock = format!("GEM\n  specs:\n    rails ({version})\n");
        let all = [files, &[("Gemfile", "gem 'rails'\n"), ("Gemfile.lock", &lock)]].concat();
        let repo = MemorySource::new(all).into_repo();
        let mut verdict = Verdict::new("ruby");
        warn(&Project::read(&repo), precompiles, &mut verdict);
        verdict.warnings.into_iter().map(|warning| format!("{}: {}", warning.code, warning.note)).collect()
    }

    #[test]
    fn secret_is_asked_for_where_none_is_given() {
        let env = |text| (".s2i/environment", text);
        let encrypted = ("config/credentials.yml.enc", "x");
        for (version, files, expected) in [
            ("7.0.8", &[][..], 1),
            ("7.0.8", &[env("SECRET_KEY_BASE=abc\n")], 0),
            ("7.0.8", &[encrypted], 1),
            ("7.0.8", &[encrypted, ("config/master.key", "k")], 0),
            ("7.0.8", &[encrypted, env("RAILS_MASTER_KEY=k\n")], 0),
            ("7.0.8", &[env("RAILS_ENV=development\n")], 0),
            (
                "5.0.1",
                &[("config/secrets.yml", "production:\n  secret_key_base: <%= ENV[\"SECRET_KEY_BASE\"] %>\n")],
                1,
            ),
            ("5.0.1", &[("config/secrets.yml", "production:\n  secret_key_base: 0123\n")], 0),
            ("3.2.22", &[], 0),
        ] {
            assert_eq!(codes(version, files, false).len(), expected, "{version} {files:?}");
        }
        assert!(codes("7.1.0", &[], true)[0].contains("SECRET_KEY_BASE_DUMMY"));
        assert!(!codes("7.0.0", &[], true)[0].contains("DUMMY"));
        assert!(codes("7.1.0", &[encrypted], false)[0].contains("RAILS_MASTER_KEY"));
    }

    #[test]
    fn static_files_are_served_only_when_told() {
        let settings = "  config.public_file_server.enabled = ENV['RAILS_SERVE_STATIC_FILES'].present?\n";
        let file = ("config/environments/production.rb", settings);
        let given = |text| [file, (".s2i/environment", text)];
        assert_eq!(codes("7.0.8", &given("SECRET_KEY_BASE=a\n"), true).len(), 1);
        assert!(codes("7.0.8", &given("SECRET_KEY_BASE=a\nRAILS_SERVE_STATIC_FILES=1\n"), true).is_empty());
    }
}
