//! Perl.
//!
//! **What proves it.** `cpanfile`, or the files of a CPAN distribution (`Makefile.PL`, `Build.PL`, `dist.ini`), in the
//! root; a `*.psgi` application; an index page for CGI. Perl is also the language of helper scripts in repositories of
//! everything else: `scripts/*.pl` alone is worth next to nothing, and `*.pl` may be Prolog.
//!
//! **Which version.** `.perl-version`, `.tool-versions` and mise, then what the distribution requires: `perl` in
//! cpanfile, `MIN_PERL_VERSION` in Makefile.PL, `perl` in dist.ini and META.json, `use v5.36` in the application. The
//! second kind is enforced by Perl or cpanm and overrules the first.
//!
//! **How it starts.** The builder always runs httpd on port 8080. Exactly one `*.psgi` in the root, or the one that
//! `PSGI_FILE` names, is run as FastCGI process (by mod_perl in the era of OpenShift 3.5). Several are not run at all:
//! then, and without any, pages such as `index.pl` answer as plain CGI. An application that the builder does not find
//! by itself (`bin/app.psgi`, a Dancer, Mojolicious or Catalyst script) gets a script.
//!
//! **What `assemble` does** is stated row by row in `assemble`.

mod assemble;
mod cpanfile;
mod distribution;
mod framework;
mod httpd;
mod number;
mod override_script;
mod project;
mod psgi;
mod role;
mod score;
mod start;
mod version;

use fieldmark_sdk::{Failure, Place, Plugin, Repo, Settings, Verdict};
use project::Project;
use role::Role;

/// The plugin.
pub struct Perl;

impl Plugin for Perl {
    fn detect(repo: &Repo, settings: &Settings) -> Result<Verdict, Failure> {
        let mut verdict = Verdict::new("perl");
        let project = Project::read(repo);
        let role = Role::of(&project);
        score::state(&project, &mut verdict);
        if verdict.score() == 0 {
            return Ok(verdict);
        }
        verdict.builder = Some("perl".to_owned());
        verdict.attribute("role", role.as_str(), Place::NONE);
        version::state(&project, &mut verdict);
        project.state_package_manager(&mut verdict);
        start::state(&project, role, settings.era(), &mut verdict);
        Ok(verdict)
    }
}

fieldmark_sdk::export!(Perl);
