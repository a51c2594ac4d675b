//! An `assemble` script that adds what a Rack application lacks: a server, and the `config.ru` that names it.

use crate::entry;
use crate::override_script::{config_ru, has_server};
use crate::project::Project;
use crate::role::Role;
use fieldmark_sdk::script::{Script, own};
use fieldmark_sdk::{Era, Place};

/// What the builder starts once the bundle has puma.
pub const COMMAND: &str = "bundle exec puma --config ../etc/puma.cfg";

/// The script, its reason, and where the application stands. Bundler has had `bundle add` since 1.15, after the builder
/// of 2017; it resolves from the source that `bundle install` reads.
pub fn find(project: &Project<'_>, role: Role, era: Era) -> Option<(String, String, Place)> {
    let gemfile = project.gemfile.filter(|file| file.name() == "Gemfile")?;
    let possible = era == Era::Today && role != Role::Site && !has_server(project) && !project.is_left_out("puma");
    if !possible || own(project.repo, "assemble").is_some() {
        return None;
    }
    let object = entry::object(project).filter(|_| project.rackup.is_none());
    let at = project.rackup.map(|file| file.whole()).or_else(|| object.map(|(file, _)| file.whole()))?;
    let mut script = Script::assemble();
    if let Some((file, object)) = object {
        script = script.line(&config_ru(file.name(), object, "/tmp/src/config.ru"));
    }
    let body = script
        .line("[ -z \"$RUBYGEM_MIRROR\" ] || bundle config set mirror.https://rubygems.org \"$RUBYGEM_MIRROR\"")
        .line("(cd /tmp/src && bundle add puma --skip-install)")
        .exec_image("assemble");
    let why = format!("{} lists no server that a Rack application runs in", gemfile.name());
    Some((body, why, at))
}
