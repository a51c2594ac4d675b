//! A place that looks like a builder image from the inside, made of the machine it stands on.

use crate::builder::{SCRIPTS, common};
use crate::digest::Digest;
use crate::process::{Started, contained, run_to_end};
use crate::{Application, Builder, Cache, Sources};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// How long it may take to install what an application needs.
const ASSEMBLING: Duration = Duration::from_secs(300);

/// Lays out the directories of the image and gives up what root may do: `$1` becomes the root of the application (for
/// good if `$4` is `keep`), `$2` the image's scripts, `$3` what was uploaded; the rest is the command.
const ENTER: &str = r#"
set -e
ip link set lo up
mount -t tmpfs none /opt
mkdir -p /opt/app-root /opt/tmp /opt/kept /opt/changed /opt/work
if [ "$4" = keep ]; then
    chown -R 1001:0 "$1"
    mount --bind "$1" /opt/app-root
else
    mount --bind "$1" /opt/kept
    mount -t overlay none -o lowerdir=/opt/kept,upperdir=/opt/changed,workdir=/opt/work /opt/app-root
fi
cp -r "$3"/. /opt/tmp
mount -t tmpfs none /usr/libexec
cp -r "$2" /usr/libexec/s2i
cp -r "$2/../common" /usr/libexec/common
chown -R 1001:0 /opt/tmp
chmod 1777 /opt/tmp
mount --bind /opt/tmp /tmp
shift 4
cd /opt/app-root/src
exec setpriv --reuid 1001 --regid 0 --clear-groups --pdeathsig KILL -- "$@"
"#;

/// The place of one application.
#[derive(Debug)]
pub struct Sandbox<'a> {
    builder: Builder,
    sources: &'a Sources,
    app_root: PathBuf,
}

impl<'a> Sandbox<'a> {
    /// Assembles an application, or takes what an earlier run assembled.
    pub fn assemble(cache: &Cache, application: &Application, sources: &'a Sources) -> Self {
        let builder = application.builder;
        let digest =
            Digest::default().tree(sources.upload()).tree(&builder.scripts()).tree(&common()).word(ENTER).finish();
        let app_root = cache.directory(application.name, &digest, |new| {
            for directory in ["src", "etc", "bin"] {
                fs::create_dir(new.join(directory)).unwrap();
            }
            let run = |script: &str| {
                let mut command = enter(builder, new, sources, Stay::ForGood);
                command.envs(Builder::registry_variables());
                run_to_end(command.arg(script), ASSEMBLING);
            };
            run(&format!("{SCRIPTS}/prepare"));
            run(&sources.script("assemble"));
        });
        Self { builder, sources, app_root }
    }

    /// Starts something in it, without any network but a loopback of its own.
    pub fn start<const N: usize>(&self, command: [&str; N], variables: &[(&str, String)]) -> Started {
        let mut entered = enter(self.builder, &self.app_root, self.sources, Stay::ForNow);
        entered.args(command).envs(variables.iter().map(|(name, value)| (name, value)));
        Started::start(&mut entered)
    }
}

/// What becomes of changes to the root of the application.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stay {
    /// They stay; packages are fetched over the network meanwhile.
    ForGood,
    /// They are gone with the process; there is no network but a loopback.
    ForNow,
}

fn enter(builder: Builder, app_root: &Path, sources: &Sources, stay: Stay) -> Command {
    let mut command = contained(stay == Stay::ForGood);
    command.args(["sh", "-c", ENTER, "enter"]).arg(app_root).arg(builder.scripts()).arg(sources.upload());
    command.arg(if stay == Stay::ForGood { "keep" } else { "discard" });
    command.env_clear().envs(Builder::variables()).envs(sources.variables());
    command
}
