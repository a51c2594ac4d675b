//! A place that looks like a builder image from the inside, made of the machine it stands on.

use crate::builder::SCRIPTS;
use crate::digest::Digest;
use crate::process::{Started, contained, run_to_end};
use crate::{Application, Builder, Cache, Sources};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;

/// How long it may take to install what an application needs.
const ASSEMBLING: Duration = Duration::from_secs(300);

/// Lays out the directories of the image and gives up what root may do: `$1` becomes the root of the application,
/// `$2` the image's scripts, `$3` what was uploaded; the rest is the command.
const ENTER: &str = r#"
set -e
ip link set lo up
mount -t tmpfs none /opt
mkdir -p /opt/app-root /opt/tmp
mount --bind "$1" /opt/app-root
cp -r "$3"/. /opt/tmp
mount -t tmpfs none /usr/libexec
cp -r "$2" /usr/libexec/s2i
chown -R 1001:0 /opt/app-root /opt/tmp
chmod 1777 /opt/tmp
mount --bind /opt/tmp /tmp
shift 3
cd /opt/app-root/src
exec setpriv --reuid 1001 --regid 0 --clear-groups --pdeathsig KILL -- "$@"
"#;

/// The place of one application.
#[derive(Debug)]
pub struct Sandbox<'a> {
    builder: Builder,
    sources: &'a Sources,
    app_root: TempDir,
}

impl<'a> Sandbox<'a> {
    /// Assembles an application, or takes what an earlier run assembled.
    pub fn assemble(cache: &Cache, application: &Application, sources: &'a Sources) -> Self {
        let builder = application.builder;
        let digest = Digest::default().tree(sources.upload()).tree(&builder.scripts()).word(ENTER).finish();
        let assembled = cache.directory(application.name, &digest, |new| {
            for directory in ["src", "etc", "bin"] {
                fs::create_dir(new.join(directory)).unwrap();
            }
            let run = |script: &str| {
                let mut command = enter(builder, new, sources, true);
                command.envs(Builder::registry_variables());
                run_to_end(command.arg(script), ASSEMBLING);
            };
            run(&format!("{SCRIPTS}/prepare"));
            run(&sources.script("assemble"));
        });
        let app_root = tempfile::tempdir().unwrap();
        run_to_end(Command::new("cp").arg("-a").arg(assembled.join(".")).arg(app_root.path()), ASSEMBLING);
        Self { builder, sources, app_root }
    }

    /// Starts something in it, without any network but a loopback of its own.
    pub fn start<const N: usize>(&self, command: [&str; N], variables: &[(&str, String)]) -> Started {
        let mut entered = enter(self.builder, self.app_root.path(), self.sources, false);
        entered.args(command).envs(variables.iter().map(|(name, value)| (name, value)));
        Started::start(&mut entered)
    }
}

fn enter(builder: Builder, app_root: &Path, sources: &Sources, network: bool) -> Command {
    let mut command = contained(network);
    command.args(["sh", "-c", ENTER, "enter"]).arg(app_root).arg(builder.scripts()).arg(sources.upload());
    command.env_clear().envs(Builder::variables()).envs(sources.variables());
    command
}
