//! What the builder's `assemble` does here: the rows of builders.md 4.1 that apply.

use crate::framework::Framework;
use crate::project::Project;
use crate::psgi::Psgi;
use fieldmark_sdk::script::own;
use fieldmark_sdk::{Era, Place, Verdict, environment};

/// Where a PSGI application answers unless `PSGI_URI_PATH` says otherwise.
const LOCATION: &str = "/";

/// States the rows that apply, and what will be missing.
pub fn state(project: &Project<'_>, era: Era, verdict: &mut Verdict) {
    if let Some(file) = own(project.repo, "assemble") {
        let note = "the repository brings its own assemble script";
        verdict.point(0, "perl.own-assemble-script", file.whole(), note);
        return;
    }
    for file in project.repo.files().filter(|file| file.directory() == "cfg" && file.extension() == Some("conf")) {
        let note = format!("assemble adds {} to the settings of httpd", file.path());
        verdict.point(0, "perl.assemble-configuration", file.whole(), note);
    }
    settings(project, verdict);
    let psgi = project.psgi.chosen();
    if let Some((path, at)) = psgi {
        handler(project, path, at, era, verdict);
    }
    modules(project, psgi.is_some(), era, verdict);
}

/// Rows 3 to 5: how cpanm installs.
fn settings(project: &Project<'_>, verdict: &mut Verdict) {
    let set = |name| environment::filled(project.repo, name);
    if let Some(proxy) = set("HTTP_PROXY").filter(|_| set("http_proxy").is_none()) {
        verdict.point(0, "perl.assemble-proxy", proxy.at, "HTTP_PROXY is set: cpanm goes through the proxy");
    }
    if let Some(mirror) = set("CPAN_MIRROR") {
        verdict.point(0, "perl.assemble-mirror", mirror.at, "CPAN_MIRROR is set: modules come from the mirror");
    }
    if let Some(tests) = set("ENABLE_CPAN_TEST") {
        let note = if tests.value == "true" {
            "ENABLE_CPAN_TEST is `true`: cpanm tests all modules"
        } else {
            "ENABLE_CPAN_TEST is not `true`: cpanm tests no modules"
        };
        verdict.point(0, "perl.assemble-tests", tests.at, note);
    }
}

/// Row 6: the handler of the PSGI application, and where it answers.
fn handler(project: &Project<'_>, path: &str, at: Place, era: Era, verdict: &mut Verdict) {
    let how = match era {
        Era::Today => "by mod_fcgid as `plackup -s FCGI`",
        Era::OpenShift35 => "by mod_perl with Plack::Handler::Apache2",
    };
    let variable = environment::filled(project.repo, "PSGI_URI_PATH");
    let location = variable.map_or(LOCATION, |variable| variable.value);
    verdict.point(0, "perl.assemble-psgi", at, format!("assemble sets up {path} at {location}, {how}"));
    // Files of other names do not reach the plugin.
    if matches!(project.psgi, Psgi::Named(_, _, None)) && path.ends_with(".psgi") {
        verdict.warn("perl.psgi-file-missing", at, format!("PSGI_FILE names {path}, which is not there"));
    }
    if let Some(variable) = variable.filter(|variable| !variable.value.starts_with('/')) {
        let note = format!("PSGI_URI_PATH is `{}`, which no address begins with: let it begin with /", variable.value);
        verdict.warn("perl.psgi-uri-path", variable.at, note);
    }
    if let Some(page) = project.page.filter(|_| location == LOCATION) {
        let note = format!("{} is not reached: the PSGI application answers everywhere", page.name());
        verdict.point(0, "perl.page-hidden", page.whole(), note);
    }
    let (other, own) = match era {
        Era::Today => ("PERL_APACHE2_RELOAD", "PSGI_RELOAD"),
        Era::OpenShift35 => ("PSGI_RELOAD", "PERL_APACHE2_RELOAD"),
    };
    if let Some(variable) = environment::filled(project.repo, other) {
        let note = format!("the builder of this era does not know {other}: it reloads by {own}");
        verdict.warn("perl.reload-without-effect", variable.at, note);
    }
}

/// Row 7: the modules. The handler of a PSGI application makes a `cpanfile` of its own where there is none.
fn modules(project: &Project<'_>, has_handler: bool, era: Era, verdict: &mut Verdict) {
    if let Some((file, _)) = &project.cpanfile {
        let first = if era == Era::OpenShift35 { "Module::CoreList and " } else { "" };
        let note = format!("assemble installs {first}what cpanfile lists into extlib/");
        verdict.point(0, "perl.assemble-modules", file.whole(), note);
        return;
    }
    if has_handler {
        verdict.point(
            0,
            "perl.assemble-modules",
            Place::NONE,
            "assemble installs Plack for the handler, and nothing else",
        );
    }
    let framework = Framework::of(project).filter(|framework| framework.name != "plack" || !has_handler);
    if project.distribution.is_some() {
        let note = "the builder installs modules only if there is a cpanfile: those of the distribution are missing";
        verdict.warn("perl.no-cpanfile", Place::NONE, note);
    } else if let Some(framework) = framework {
        let note = format!("the builder installs modules only if there is a cpanfile: {} is missing", framework.module);
        verdict.warn("perl.no-cpanfile", framework.at, note);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    const CPANFILE: (&str, &str) = ("cpanfile", "requires 'Dancer2';\n");
    const APP: (&str, &str) = ("app.psgi", "use Dancer2;\n");

    /// Codes of rows and warnings.
    fn rows(files: &[(&str, &str)], era: Era) -> String {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        let mut verdict = Verdict::new("perl");
        state(&Project::read(&repo), era, &mut verdict);
        let rows = verdict.evidence.iter().map(|row| row.code.trim_start_matches("perl.assemble-"));
        let warnings = verdict.warnings.iter().map(|row| row.code.as_str());
        rows.chain(warnings).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn rows_of_both_eras() {
        // builders.md 4.1.
        let env = |text| (".s2i/environment", text);
        for (files, expected) in [
            (&[CPANFILE, APP][..], "psgi modules"),
            (
                &[CPANFILE, APP, ("cfg/a.conf", ""), ("cfg/b.conf", ""), ("cfg/c.txt", "")],
                "configuration configuration psgi modules",
            ),
            (&[CPANFILE, env("HTTP_PROXY=h\n")], "proxy modules"),
            (&[CPANFILE, env("HTTP_PROXY=h\nhttp_proxy=h\n")], "modules"),
            (&[CPANFILE, env("CPAN_MIRROR=https://cpan\nENABLE_CPAN_TEST=true\n")], "mirror tests modules"),
            (&[CPANFILE, APP, env("PSGI_FILE=\n")], "modules"),
            (&[CPANFILE, APP, ("b.psgi", "")], "modules"),
            (&[CPANFILE, APP, ("b.psgi", ""), env("PSGI_FILE=./b.psgi\n")], "psgi modules"),
            (&[CPANFILE, APP, env("PSGI_URI_PATH=/api\n"), ("index.pl", "use CGI;\n")], "psgi modules"),
            (&[CPANFILE, APP, ("index.pl", "use CGI;\n")], "psgi perl.page-hidden modules"),
            (&[CPANFILE, APP, env("PSGI_URI_PATH=api\n")], "psgi modules perl.psgi-uri-path"),
            (&[CPANFILE, env("PSGI_FILE=lost.psgi\n")], "psgi modules perl.psgi-file-missing"),
            (&[CPANFILE, env("PSGI_FILE=lib/app.pl\n")], "psgi modules"),
            (&[APP], "psgi modules perl.no-cpanfile"),
            (&[("app.psgi", "use Plack::Builder;\n")], "psgi modules"),
            (&[("Makefile.PL", "")], "perl.no-cpanfile"),
            (&[("index.pl", "use CGI;\n")], ""),
            (&[CPANFILE, (".s2i/bin/assemble", "")], "perl.own-assemble-script"),
        ] {
            assert_eq!(rows(files, Era::Today), expected, "{files:?}");
            assert_eq!(rows(files, Era::OpenShift35), expected, "{files:?}");
        }
    }

    #[test]
    fn each_era_reloads_by_its_own_variable() {
        let set = |text| [CPANFILE, APP, (".s2i/environment", text)];
        let reported = "psgi modules perl.reload-without-effect";
        assert_eq!(rows(&set("PSGI_RELOAD=1\n"), Era::Today), "psgi modules");
        assert_eq!(rows(&set("PERL_APACHE2_RELOAD=true\n"), Era::Today), reported);
        assert_eq!(rows(&set("PSGI_RELOAD=1\n"), Era::OpenShift35), reported);
        assert_eq!(rows(&set("PERL_APACHE2_RELOAD=true\n"), Era::OpenShift35), "psgi modules");
    }
}
