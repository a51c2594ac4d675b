//! Dockerfiles from upstream images are built step by step and run. The images themselves cannot be pulled here: systems
//! of what Debian has stand in under their names, so what is proved is the file, and not what is in those images.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test reports by panicking")]
#![allow(clippy::print_stdout, reason = "how long it took is read in the log")]

use fieldmark_test_e2e::process::{self, Page};
use fieldmark_test_e2e::{Cache, Offer, StandIn, Store, Upstream, requirement};
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

/// How long an application may take to answer, on a machine that is busy with other tests.
const ANSWERING: Duration = Duration::from_secs(60);

#[test]
fn program_of_cargo_runs() {
    runs(&Upstream {
        name: "tide-in-rust",
        images: [StandIn { tools: "gcc libc6-dev", setup: "true" }, StandIn::PLAIN],
        mounts: toolchain,
        page: "high water by cargo",
    });
}

#[test]
fn virtual_environment_runs() {
    let python = StandIn { tools: "", setup: "ln -s python3 /usr/bin/python" };
    runs(&Upstream {
        name: "flask-behind-gunicorn",
        images: [python; 2],
        mounts: Vec::new,
        page: "shelves by gunicorn",
    });
}

#[test]
fn pages_are_served() {
    let nginx =
        StandIn { tools: "nginx-light", setup: "rm -rf /usr/share/nginx/html && mv /nginx.conf /etc/nginx/nginx.conf" };
    runs(&Upstream { name: "pages", images: [StandIn::PLAIN, nginx], mounts: Vec::new, page: "high water in pages" });
}

/// This machine's own compiler, where the image has one.
fn toolchain() -> Vec<(PathBuf, &'static str)> {
    let mut ask = Command::new("rustc");
    let root = process::output_of(ask.args(["--print", "sysroot"]), ANSWERING);
    vec![(PathBuf::from(root.trim()), "/usr/local")]
}

fn runs(upstream: &Upstream) {
    if !requirement::can_build() {
        return;
    }
    let cache = Cache::open();
    let store = Store::of(&cache);
    let sources = upstream.sources();
    let folder = tempfile::tempdir().unwrap();
    let offer = Offer::write(&sources.tree(), folder.path());
    let began = Instant::now();
    for (image, stand_in) in offer.from().iter().zip(&upstream.images) {
        store.stand_in(&cache, image, *stand_in);
    }
    println!("{}: stand-ins after {:.1} s", upstream.name, began.elapsed().as_secs_f32());
    let began = Instant::now();
    let image = store.build_upstream(&cache, upstream, folder.path(), &sources.tree());
    println!("{}: built after {:.1} s", upstream.name, began.elapsed().as_secs_f32());

    let (settings, port) = (image.settings(), offer.port());
    assert!(settings["ExposedPorts"].get(format!("{port}/tcp")).is_some(), "{settings}");
    assert_eq!(settings["User"], "1001");
    let began = Instant::now();
    let mut container = image.run();
    let Page { status, body } = container.process().page(port, ANSWERING);
    assert!(status == 200 && body.contains(upstream.page), "{status} {body}\n{}", container.process().log());
    println!("{}: 200 on port {port} after {:.1} s", upstream.name, began.elapsed().as_secs_f32());
}
