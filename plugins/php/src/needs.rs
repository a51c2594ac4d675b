//! What frameworks need of the server and of the deployment, and do not get by themselves.

use crate::framework::Framework;
use crate::project::Project;
use fieldmark_sdk::{Era, Verdict, environment};

/// Frameworks whose settings come from the environment.
const BY_ENVIRONMENT: [&str; 5] = ["laravel", "lumen", "symfony", "craft", "wordpress"];

/// Frameworks that answer all addresses with one page.
const BY_ONE_PAGE: [&str; 10] =
    ["laravel", "lumen", "symfony", "slim", "mezzio", "laminas", "zend", "cakephp", "codeigniter", "yii"];

/// Warns of it.
pub fn warn(project: &Project<'_>, era: Era, verdict: &mut Verdict) {
    let Some(framework) = &project.framework else { return };
    environment_cleared(project, framework, era, verdict);
    application_key(project, framework, verdict);
    rewriting(project, framework, verdict);
}

/// php-fpm starts its processes without the environment unless it is told (builders.md 5.1, row 4). Only what composer
/// brings is meant: pages such as WordPress' are mostly written out.
fn environment_cleared(project: &Project<'_>, framework: &Framework, era: Era, verdict: &mut Verdict) {
    let told = environment::variable(project.repo, "PHP_CLEAR_ENV").is_some();
    if era == Era::OpenShift35 || told || project.composer.is_none() || !BY_ENVIRONMENT.contains(&framework.name) {
        return;
    }
    let note = format!(
        "{} takes its settings from the environment, which php-fpm clears: put `PHP_CLEAR_ENV=OFF` into .s2i/environment",
        framework.name
    );
    verdict.warn("php.environment-cleared", framework.at, note);
}

/// Laravel answers nothing without its key.
fn application_key(project: &Project<'_>, framework: &Framework, verdict: &mut Verdict) {
    let in_file = project.repo.file(".env").and_then(|file| {
        file.lines().find(|line| line.code().strip_prefix("APP_KEY=").is_some_and(|key| !key.trim().is_empty()))
    });
    let given = environment::filled(project.repo, "APP_KEY").is_some() || in_file.is_some();
    if framework.name == "laravel" && !given {
        let note = "Laravel answers with an error without a key: give the deployment APP_KEY";
        verdict.warn("php.app-key", framework.at, note);
    }
}

/// One page answers everything only if httpd is told so, mostly by `.htaccess`.
fn rewriting(project: &Project<'_>, framework: &Framework, verdict: &mut Verdict) {
    let root = &project.document_root;
    let Some((directory, page)) = root.own_page.filter(|_| BY_ONE_PAGE.contains(&framework.name)) else { return };
    let told = project.repo.file(&format!("{directory}/.htaccess")).is_some()
        || project.repo.files().any(|file| file.directory() == "httpd-cfg");
    if told || root.redirect.is_some() {
        return;
    }
    let note = format!(
        "httpd answers only addresses of files: there is neither {directory}/.htaccess nor a file in httpd-cfg/ that leads \
         all others to {}",
        page.name()
    );
    verdict.warn("php.no-rewriting", page.whole(), note);
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn codes(package: &str, files: &[(&str, &str)], era: Era) -> String {
        let composer = format!("{{\"require\": {{\"{package}\": \"*\"}}}}");
        let all = [files, &[("composer.json", &*composer), ("public/index.php", "<?php\n")]].concat();
        let repo = MemorySource::new(all).into_repo();
        let mut verdict = Verdict::new("php");
        warn(&Project::read(&repo), era, &mut verdict);
        let codes = verdict.warnings.iter().map(|warning| warning.code.trim_start_matches("php."));
        codes.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn frameworks_miss_what_nobody_gives_them() {
        let rules = ("public/.htaccess", "RewriteEngine On\n");
        let off = (".s2i/environment", "PHP_CLEAR_ENV=OFF\n");
        for (package, files, expected) in [
            ("laravel/framework", &[][..], "environment-cleared app-key no-rewriting"),
            ("laravel/framework", &[rules, off], "app-key"),
            ("laravel/framework", &[rules, (".s2i/environment", "PHP_CLEAR_ENV=OFF\nAPP_KEY=base64:x\n")], ""),
            ("laravel/framework", &[rules, off, (".env", "APP_KEY=\n")], "app-key"),
            ("laravel/framework", &[rules, off, (".env", "APP_KEY=base64:x\n")], ""),
            ("symfony/framework-bundle", &[off], "no-rewriting"),
            ("symfony/framework-bundle", &[off, ("httpd-cfg/rewrite.conf", "")], ""),
            ("slim/slim", &[], "no-rewriting"),
            ("monolog/monolog", &[], ""),
        ] {
            assert_eq!(codes(package, files, Era::Today), expected, "{package} {files:?}");
        }
        assert_eq!(codes("symfony/framework-bundle", &[], Era::OpenShift35), "no-rewriting");
    }
}
