//! Builder images and what is built with them, by buildah without a daemon.

use crate::builder::{AUTHORITIES, builders, common};
use crate::digest::Digest;
use crate::process::{Started, contained, output_of, run_to_end};
use crate::upstream::folder;
use crate::{Builder, Cache, StandIn, Upstream};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// How long one step may take on a busy machine, a bootstrapped system and the JDK being the longest.
const STEP: Duration = Duration::from_secs(900);
/// The distribution's packages in the image, beside the smallest system.
const PACKAGES: &str = "ca-certificates,python3-venv,nodejs";
/// The distribution's npm is some hundred packages; the registry has it in one.
const NPM: &str = "npm@10.9.2";
/// Makes the system: `$1` the directory, `$2` packages, `$3` npm, `$4` what the machine trusts.
const BOOTSTRAP: &str = r#"
set -e
. /etc/os-release
mirror=$(cat /etc/apt/sources.list.d/*.sources /etc/apt/sources.list 2>/dev/null |
    sed -n -e 's/^URIs: *//p' -e 's/^deb \(\[[^]]*\] \)\?//p' | grep -m 1 -o '^[^ ]*/debian\b' || true)
debootstrap --variant=minbase --include="$2" "$VERSION_CODENAME" "$1" $mirror
cp "$4" "$1/etc/ssl/certs/"
cd "$1"
rm -rf var/cache/apt/* var/lib/apt/lists/* usr/share/doc usr/share/man usr/share/locale usr/share/info
mkdir -p usr/local/lib/node_modules/npm
package=$(npm pack --silent --pack-destination . "$3")
tar -xzf "$package" -C usr/local/lib/node_modules/npm --strip-components 1
rm "$package"
ln -s ../lib/node_modules/npm/bin/npm-cli.js usr/local/bin/npm
"#;

/// Images and containers, kept in the cache.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    driver: &'static str,
}

impl Store {
    /// The one of a cache. Layers are mounted over each other where the system can do that for root, which takes
    /// seconds where copying them takes a minute.
    pub fn of(cache: &Cache) -> Self {
        let path = cache.directory("containers", "1", |_| {});
        let mount = "cd \"$1\" && mkdir -p try/a try/b try/c try/d && \
                     mount -t overlay none -o lowerdir=try/a,upperdir=try/b,workdir=try/c try/d";
        let mut attempt = contained(true);
        attempt.args(["sh", "-c", mount, "try"]).arg(&path).stdout(Stdio::null()).stderr(Stdio::null());
        let mounts = attempt.status().is_ok_and(|status| status.success());
        Self { path, driver: if mounts { "overlay" } else { "vfs" } }
    }

    /// The bootstrapped system, and the digest of its recipe.
    fn system(cache: &Cache) -> (PathBuf, String) {
        let recipe = Digest::default().word(BOOTSTRAP).word(PACKAGES).word(NPM).tree(Path::new(AUTHORITIES)).finish();
        let system = cache.directory("system", &recipe, |new| {
            let mut command = contained(true);
            command.args(["bash", "-c", BOOTSTRAP, "bootstrap"]).arg(new).args([PACKAGES, NPM, AUTHORITIES]);
            run_to_end(&mut command, STEP);
        });
        (system, recipe)
    }

    /// Puts a stand-in to the name of an image that cannot be pulled, unless it is there.
    pub fn stand_in(&self, cache: &Cache, image: &str, stand_in: StandIn) {
        let (system, recipe) = Self::system(cache);
        let digest = Digest::default().word(&recipe).tree(&folder().join("Containerfile"));
        let digest = digest.tree(&folder().join("nginx.conf")).word(stand_in.tools).word(stand_in.setup);
        let digest = digest.word(self.driver).word(image).finish();
        let name: String = image.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        cache.directory(&format!("stand-in-{name}"), &digest, |_| {
            let mut build = self.buildah(true, &["build", "--isolation", "chroot", "--layers=false"]);
            build.arg(format!("--build-arg=TOOLS={}", stand_in.tools));
            build.arg(format!("--build-arg=SETUP={}", stand_in.setup));
            build.arg(format!("--build-context=rootfs={}", system.display()));
            run_to_end(build.args(["--tag", image]).arg(folder()), STEP);
        });
    }

    /// The image of a Dockerfile in a directory, which builds the sources. Nothing is pulled.
    pub fn build_upstream(&self, cache: &Cache, upstream: &Upstream, directory: &Path, sources: &Path) -> Image<'_> {
        let stand_ins = format!("{:?}", upstream.images);
        let digest = Digest::default().tree(directory).tree(sources).word(&stand_ins).word(self.driver).finish();
        let repository = format!("localhost/fieldmark-test/upstream/{}", upstream.name);
        let image = Image { store: self, name: format!("{repository}:{digest}") };
        let kept = format!("upstream-{}", upstream.name);
        cache.directory(&kept, &digest, |_| {
            self.forget(cache, &kept, &repository);
            let mut build = self.buildah(true, &["build", "--isolation", "chroot", "--layers=false", "--pull=never"]);
            for (place, mount) in (upstream.mounts)() {
                build.arg(format!("--volume={}:{mount}:ro", place.display()));
            }
            build.arg("--ignorefile").arg(directory.join(".dockerignore"));
            build.args(["--tag", &image.name, "--file"]).arg(directory.join("Dockerfile")).arg(sources);
            run_to_end(&mut build, STEP);
        });
        image
    }

    /// The bootstrapped system as an image by name, built if it is not there yet.
    fn system_image(&self, cache: &Cache) -> String {
        let (system, recipe) = Self::system(cache);
        let folder = builders().join("system");
        let digest = Digest::default().word(&recipe).tree(&folder).word(self.driver).finish();
        let name = format!("localhost/fieldmark-test/system:{digest}");
        cache.directory("image-system", &digest, |_| {
            self.forget(cache, "image-system", "localhost/fieldmark-test/system");
            let mut build = self.buildah(true, &["build", "--isolation", "chroot", "--layers=false"]);
            build.arg(format!("--build-context=rootfs={}", system.display()));
            run_to_end(build.args(["--tag", &name]).arg(folder), STEP);
        });
        name
    }

    /// A builder image by name, built if it is not there yet.
    pub fn builder_image(&self, cache: &Cache, builder: Builder) -> String {
        let system = self.system_image(cache);
        let own = Digest::default().word(&system).tree(&builder.recipe()).tree(&builder.scripts()).tree(&common());
        let digest = own.word(builder.packages()).word(self.driver).finish();
        let repository = format!("localhost/fieldmark-test/{}", builder.name());
        let name = format!("{repository}:{digest}");
        let kept = format!("image-{}", builder.name());
        cache.directory(&kept, &digest, |_| {
            self.forget(cache, &kept, &repository);
            let mut build = self.buildah(true, &["build", "--isolation", "chroot", "--layers=false"]);
            build.arg(format!("--build-arg=FAMILY={}", builder.name()));
            build.arg(format!("--build-arg=PACKAGES={}", builder.packages()));
            build.arg(format!("--build-arg=SYSTEM={system}")).arg("--pull=never");
            run_to_end(build.args(["--tag", &name, "--file"]).arg(builder.recipe()).arg(builders()), STEP);
        });
        name
    }

    /// The image that a context's Dockerfile makes of a builder image, which stands in for the one that it names. It
    /// is built if context or builder image are new.
    pub fn build(&self, cache: &Cache, name: &str, context: &Path, builder: &str) -> Image<'_> {
        let digest = Digest::default().tree(context).word(builder).word(self.driver).finish();
        let repository = format!("localhost/fieldmark-test/application/{name}");
        let image = Image { store: self, name: format!("{repository}:{digest}") };
        let kept = format!("application-{name}");
        cache.directory(&kept, &digest, |_| {
            self.forget(cache, &kept, &repository);
            let mut build = self.buildah(true, &["build", "--isolation", "chroot", "--layers=false"]);
            build
                .args(["--from", builder, "--tag", &image.name, "--file"])
                .arg(context.join("Dockerfile"))
                .arg(context);
            run_to_end(&mut build, STEP);
        });
        image
    }

    /// Deletes earlier images of a repository, and what the cache knows of them. One that another run has in use stays.
    fn forget(&self, cache: &Cache, kept: &str, repository: &str) {
        cache.forget(kept);
        let filter = format!("reference={repository}");
        let earlier = output_of(&mut self.buildah(true, &["images", "--quiet", "--filter", &filter]), STEP);
        for id in earlier.lines() {
            let _ = self.buildah(true, &["rmi", id]).output();
        }
    }

    fn buildah(&self, network: bool, arguments: &[&str]) -> Command {
        let mut command = contained(network);
        if !network {
            command.args(["sh", "-c", "ip link set lo up && exec \"$@\"", "with-loopback"]);
        }
        command.args(["buildah", "--storage-driver", self.driver, "--root"]).arg(self.path.join("root"));
        command.arg("--runroot").arg(self.path.join("run")).args(arguments);
        command
    }
}

/// An image of an application.
#[derive(Debug)]
pub struct Image<'a> {
    store: &'a Store,
    name: String,
}

impl Image<'_> {
    /// What the image says of itself: `Entrypoint`, `Cmd`, `ExposedPorts`, `User`, `Labels`, `Env`.
    pub fn settings(&self) -> Value {
        let mut inspect = self.store.buildah(true, &["inspect", "--type", "image", &self.name]);
        let mut all: Value = serde_json::from_str(&output_of(&mut inspect, STEP)).unwrap();
        all["OCIv1"]["config"].take()
    }

    /// Starts a container as the image says, as some user of group 0, as OpenShift does.
    pub fn run(&self) -> Container<'_> {
        let container = format!("{}-{}", self.name.replace(['/', ':'], "-"), std::process::id());
        run_to_end(&mut self.store.buildah(true, &["from", "--name", &container, &self.name]), STEP);
        let settings = self.settings();
        let mut run =
            self.store.buildah(false, &["run", "--isolation", "chroot", "--user", ANY_USER, &container, "--"]);
        for word in ["Entrypoint", "Cmd"].iter().filter_map(|list| settings[list].as_array()).flatten() {
            run.arg(word.as_str().expect("words are text"));
        }
        Container { started: Some(Started::start(&mut run)), store: self.store, name: container }
    }
}

/// A user that no image knows.
const ANY_USER: &str = "1000660000:0";

/// A container at work; dropping it ends it and deletes it.
#[derive(Debug)]
pub struct Container<'a> {
    started: Option<Started>,
    store: &'a Store,
    name: String,
}

impl Container<'_> {
    /// Its process.
    pub fn process(&mut self) -> &mut Started {
        self.started.as_mut().expect("it is there until it is dropped")
    }
}

impl Drop for Container<'_> {
    fn drop(&mut self) {
        drop(self.started.take());
        let _ = self.store.buildah(true, &["rm", &self.name]).output();
    }
}
