//! What the builder's `assemble` does here: the rows of builders.md 5.1 that apply.

use crate::composer::Composer;
use crate::project::Project;
use fieldmark_sdk::script::own;
use fieldmark_sdk::{Era, File, Verdict, environment};

/// What stands behind the two hyphens of the installer's option for a version.
const INSTALLER_VERSIONS: [&str; 3] = ["1", "2", "2.2"];

/// States the rows that apply, and what will fail or have no effect.
pub fn state(project: &Project<'_>, era: Era, verdict: &mut Verdict) {
    if let Some(file) = own(project.repo, "assemble") {
        let note = "the repository brings its own assemble script";
        verdict.point(0, "php.own-assemble-script", file.whole(), note);
        return;
    }
    if let Some(mirror) = environment::filled(project.repo, "NPM_MIRROR") {
        verdict.point(
            0,
            "php.assemble-npm-mirror",
            mirror.at,
            "NPM_MIRROR is set: packages of npm come from the mirror",
        );
    }
    if let Some(composer) = &project.composer {
        packages(project, composer, era, verdict);
    }
    clear_environment(project, era, verdict);
    hooks(project, "php-post-assemble", "sh", era, verdict);
    for file in files(project, "httpd-cfg", "conf") {
        let note = format!("assemble fills in {} and adds it to the settings of httpd", file.path());
        verdict.point(0, "php.assemble-configuration", file.whole(), note);
    }
    certificate(project, era, verdict);
    hooks(project, "php-pre-start", "sh", era, verdict);
}

/// Row 3: Composer.
fn packages(project: &Project<'_>, composer: &Composer<'_>, era: Era, verdict: &mut Verdict) {
    let set = |name| environment::filled(project.repo, name);
    let at = composer.file.whole();
    let arguments = set("COMPOSER_ARGS").filter(|_| era == Era::Today);
    let more = arguments.map_or(String::new(), |variable| format!(" {}", variable.value));
    let note = match era {
        Era::Today => format!("assemble downloads Composer and runs `composer install --optimize-autoloader{more}`"),
        Era::OpenShift35 => "assemble downloads Composer and runs `composer install`".to_owned(),
    };
    verdict.point(0, "php.assemble-composer", arguments.map_or(at, |variable| variable.at), note);
    if let Some(at) = composer.requires_for_development().filter(|_| !more.contains("--no-dev")) {
        let remedy = if era == Era::Today { ": `COMPOSER_ARGS=--no-dev` leaves them out" } else { "" };
        let note = format!("Composer installs packages for development, too{remedy}");
        verdict.point(0, "php.assemble-development", at, note);
    }
    for (name, code, what) in [
        ("COMPOSER_INSTALLER", "php.assemble-installer", "Composer is installed from there"),
        ("COMPOSER_MIRROR", "php.assemble-mirror", "packages come from the mirror"),
        ("COMPOSER_VERSION", "php.assemble-composer-version", "it chooses the version of Composer"),
    ] {
        if let Some(variable) = set(name) {
            verdict.point(0, code, variable.at, format!("{name} is set: {what}"));
        }
    }
    if project.repo.file("composer.lock").is_none() {
        let note = "without composer.lock every build may install other versions: commit it";
        verdict.warn("php.no-lock", at, note);
    }
    if let Some(variable) = set("COMPOSER_ARGS").filter(|_| era == Era::OpenShift35) {
        let note = "the builder of this era does not know COMPOSER_ARGS";
        verdict.warn("php.composer-args-without-effect", variable.at, note);
    }
    if let Some(variable) = set("COMPOSER_VERSION").filter(|found| !INSTALLER_VERSIONS.contains(&found.value)) {
        let note = format!(
            "COMPOSER_VERSION is `{}`, which becomes the option `--{}` of the installer: it knows {} only",
            variable.value,
            variable.value,
            INSTALLER_VERSIONS.join(", ")
        );
        verdict.warn("php.composer-version", variable.at, note);
    }
}

/// Row 4: only the literal `OFF` counts.
fn clear_environment(project: &Project<'_>, era: Era, verdict: &mut Verdict) {
    let Some(variable) = environment::filled(project.repo, "PHP_CLEAR_ENV").filter(|_| era == Era::Today) else {
        return;
    };
    match variable.value {
        "OFF" => {
            let note = "PHP_CLEAR_ENV is `OFF`: php-fpm hands the environment on";
            verdict.point(0, "php.assemble-environment", variable.at, note);
        }
        "ON" => {}
        other => {
            let note = format!("PHP_CLEAR_ENV is `{other}`, but only `OFF` makes php-fpm hand the environment on");
            verdict.warn("php.clear-env-without-effect", variable.at, note);
        }
    }
}

/// The files of a directory with an extension, by name.
fn files<'r>(project: &Project<'r>, directory: &'r str, extension: &'r str) -> impl Iterator<Item = File<'r>> {
    project.repo.files().filter(move |file| file.directory() == directory && file.extension() == Some(extension))
}

/// Row 5, and the hooks of `run`: scripts that the builder of 2017 does not look for.
fn hooks(project: &Project<'_>, directory: &'static str, extension: &'static str, era: Era, verdict: &mut Verdict) {
    for file in files(project, directory, extension) {
        if era == Era::OpenShift35 {
            let note = format!("the builder of this era does not look into {directory}/");
            verdict.warn("php.hook-without-effect", file.whole(), note);
            return;
        }
        let (code, when) = if directory == "php-pre-start" {
            ("php.run-hook", "run sources it before httpd starts")
        } else {
            ("php.assemble-hook", "assemble sources it")
        };
        verdict.point(0, code, file.whole(), format!("{}: {when}", file.path()));
    }
}

/// Row 7: a certificate needs its key.
fn certificate(project: &Project<'_>, era: Era, verdict: &mut Verdict) {
    let first = |directory| files(project, directory, "pem").next();
    let (certificate, key) = (first("httpd-ssl/certs"), first("httpd-ssl/private"));
    match (certificate, key) {
        (None, None) => {}
        (Some(file), _) | (_, Some(file)) if era == Era::OpenShift35 => {
            verdict.warn(
                "php.hook-without-effect",
                file.whole(),
                "the builder of this era does not look into httpd-ssl/",
            );
        }
        (Some(certificate), Some(key)) => {
            let note = format!("httpd serves port 8443 with {} and {}", certificate.path(), key.path());
            verdict.point(0, "php.assemble-certificate", certificate.whole(), note);
        }
        (Some(file), None) | (None, Some(file)) => {
            let note = "a certificate is used only with its key: httpd-ssl/certs/*.pem and httpd-ssl/private/*.pem";
            verdict.warn("php.certificate-without-key", file.whole(), note);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    const COMPOSER: (&str, &str) = ("composer.json", r#"{"require": {"slim/slim": "^4"}}"#);
    const LOCK: (&str, &str) = ("composer.lock", "{}");

    /// Codes of rows and warnings.
    fn rows(files: &[(&str, &str)], era: Era) -> String {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        let mut verdict = Verdict::new("php");
        state(&Project::read(&repo), era, &mut verdict);
        let rows =
            verdict.evidence.iter().map(|row| row.code.trim_start_matches("php.").trim_start_matches("assemble-"));
        let warnings = verdict.warnings.iter().map(|row| row.code.as_str());
        rows.chain(warnings).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn rows_of_today_and_2017() {
        // builders.md 5.1.
        let env = |text| (".s2i/environment", text);
        let development = ("composer.json", r#"{"require-dev": {"phpunit/phpunit": "*"}}"#);
        for (files, today, then) in [
            (&[COMPOSER, LOCK][..], "composer", "composer"),
            (&[COMPOSER], "composer php.no-lock", "composer php.no-lock"),
            (&[("index.php", "")], "", ""),
            (&[("index.php", ""), env("NPM_MIRROR=https://npm\n")], "npm-mirror", "npm-mirror"),
            (
                &[COMPOSER, LOCK, env("COMPOSER_MIRROR=https://m\nCOMPOSER_INSTALLER=https://i\n")],
                "composer installer mirror",
                "composer installer mirror",
            ),
            (&[COMPOSER, LOCK, env("COMPOSER_VERSION=2\n")], "composer composer-version", "composer composer-version"),
            (
                &[COMPOSER, LOCK, env("COMPOSER_VERSION=2.7.1\n")],
                "composer composer-version php.composer-version",
                "composer composer-version php.composer-version",
            ),
            (&[development, LOCK], "composer development", "composer development"),
            (
                &[development, LOCK, env("COMPOSER_ARGS=--no-dev\n")],
                "composer",
                "composer development php.composer-args-without-effect",
            ),
            (&[env("PHP_CLEAR_ENV=OFF\n")], "environment", ""),
            (&[env("PHP_CLEAR_ENV=ON\n")], "", ""),
            (&[env("PHP_CLEAR_ENV=no\n")], "php.clear-env-without-effect", ""),
            (
                &[("php-post-assemble/10.sh", ""), ("php-post-assemble/20.sh", "")],
                "hook hook",
                "php.hook-without-effect",
            ),
            (&[("php-pre-start/10.sh", ""), ("php-pre-start/x.txt", "")], "run-hook", "php.hook-without-effect"),
            (&[("httpd-cfg/a.conf", ""), ("httpd-cfg/b.txt", "")], "configuration", "configuration"),
            (
                &[("httpd-ssl/certs/a.pem", ""), ("httpd-ssl/private/k.pem", "")],
                "certificate",
                "php.hook-without-effect",
            ),
            (&[("httpd-ssl/certs/a.pem", "")], "php.certificate-without-key", "php.hook-without-effect"),
            (&[("httpd-ssl/private/k.pem", "")], "php.certificate-without-key", "php.hook-without-effect"),
            (&[COMPOSER, (".s2i/bin/assemble", "")], "own-assemble-script", "own-assemble-script"),
        ] {
            assert_eq!(rows(files, Era::Today), today, "today: {files:?}");
            assert_eq!(rows(files, Era::OpenShift35), then, "2017: {files:?}");
        }
    }
}
