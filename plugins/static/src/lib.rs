//! Static web sites: pages that a web server hands out as they are.
//!
//! The plugin is the modest one. An `index.html` in the root, or in a directory that web servers are commonly pointed
//! at, is a site; settings of a web server beside it make it a sure one. Any sign of a program (a manifest, an entry
//! point, more program sources than pages) takes the points off again, because then the pages belong to the program.
//!
//! Builder: `nginx` when the repository brings settings that only nginx reads (`nginx.conf`, `nginx-cfg/`,
//! `nginx-default-cfg/`, `nginx-start/`, `nginx-perl/`, or a `Staticfile`, whose buildpack is nginx) or when its own
//! OpenShift template names it; else `httpd`, which serves a bare directory and honours `.htaccess`. Both serve the whole
//! repository on port 8080, so a site in a sub-directory is reported with `document-root`, a warning that tells what to do,
//! and an assemble script where the directory is surely meant. What the builders do with their own files is in
//! `assemble.rs` and `port.rs`, what else is handed out or never built in `served.rs`.

mod application;
mod assemble;
mod directive;
mod page;
mod port;
mod served;
mod server;

use fieldmark_sdk::{Failure, Plugin, Repo, Settings, Verdict, points};
use page::Standing;

/// Below this, the pages are stray ones, and facts about them would only be noise.
const WORTH_FACTS: u32 = 15;

/// The plugin.
pub struct Static;

impl Plugin for Static {
    fn detect(repo: &Repo, _settings: &Settings) -> Result<Verdict, Failure> {
        let mut verdict = Verdict::new("static");
        let declared = server::declared_root(repo);
        let Some(site) = page::find(repo, declared.map(|(directory, _)| directory)) else {
            server::without_pages(repo, &mut verdict);
            return Ok(verdict);
        };
        page::judge(&site, &mut verdict);
        let program = application::proof(repo);
        let server = server::choose(repo, program.is_some(), &mut verdict);
        let served = declared.is_some() || (site.standing == Standing::Root);
        if served {
            verdict.point(points::START, "static.served", site.at, "the web server hands the pages out as they are");
        }
        application::yield_to(repo, program, site.standing, &mut verdict);
        if verdict.score() >= WORTH_FACTS {
            server::state(repo, server, &site, &mut verdict);
            page::state_generator(repo, &site, &mut verdict);
        }
        Ok(verdict)
    }
}

fieldmark_sdk::export!(Static);
