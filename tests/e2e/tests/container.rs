//! Applications are built into images by what the program writes, and run as containers.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test reports by panicking")]
#![allow(clippy::print_stdout, reason = "how long it took is read in the log")]

use fieldmark_test_e2e::process::{self, Page};
use fieldmark_test_e2e::{APPLICATIONS, Application, Cache, Decision, Sources, Store, requirement};
use std::collections::BTreeSet;
use std::process::Command;
use std::time::{Duration, Instant};

/// How long an application may take to answer, on a machine that is busy with other tests.
const ANSWERING: Duration = Duration::from_secs(60);

macro_rules! applications {
    ($($test:ident: $name:literal,)*) => {
        $(#[test] fn $test() { runs($name); })*

        #[test]
        fn every_application_for_an_image_only_is_built() {
            let tested = BTreeSet::from([$($name),*]);
            let left_out = |application: &&Application| application.in_image_only && !tested.contains(application.name);
            assert_eq!(APPLICATIONS.iter().filter(left_out).map(|application| application.name).next(), None);
        }
    };
}

applications! {
    flask_behind_gunicorn_runs: "flask-behind-gunicorn",
    fastapi_runs_under_the_builder_of_python: "fastapi-without-gunicorn",
    django_runs_with_its_static_files: "django-named-by-app-module",
    express_runs: "express-with-start-script",
    main_file_runs_without_a_start_script: "main-without-start-script",
    yarn_installs_where_the_manifest_demands_it: "yarn-demanded-by-the-manifest",
    pnpm_installs_and_starts_what_it_locked: "locked-by-pnpm",
    bun_is_brought_where_it_runs_the_application: "run-by-bun",
    typescript_is_built_and_runs: "typescript-built-before-the-start",
    rack_runs_behind_the_puma_of_its_bundle: "rack-behind-puma",
    rack_without_a_server_is_given_one: "rack-without-a-server",
    sinatra_without_rackup_file_serves_itself: "sinatra-without-rackup-file",
    pages_of_php_are_served_from_their_directory: "pages-in-public",
    pages_are_served_by_nginx: "pages-by-nginx",
    program_of_go_is_found_below_the_root: "program-below-cmd",
    jar_of_maven_runs: "jar-built-by-maven",
    gradle_builds_where_the_image_knows_maven_only: "jar-built-by-gradle",
}

fn runs(name: &str) {
    let application = Application::named(name);
    if !requirement::can_build() {
        return;
    }
    let cache = Cache::open();
    let store = Store::of(&cache);
    let began = Instant::now();
    let builder = store.builder_image(&cache, application.builder);
    println!("{name}: builder image after {:.1} s", began.elapsed().as_secs_f32());

    let sources = Sources::of(application);
    let decision = Decision::of(&sources.tree());
    assert_eq!(decision.stream(), application.builder.stream());
    assert!(decision.is_started_by(application.origin), "{decision:?}");
    let folder = tempfile::tempdir().unwrap();
    let context = folder.path().join("context");
    let mut dockerfile = Command::new(process::program("fieldmark"));
    dockerfile.args(["dockerfile", "--tag", name, "--output"]).arg(&context).arg(sources.tree());
    process::run_to_end(&mut dockerfile, ANSWERING);
    let began = Instant::now();
    let image = store.build(&cache, name, &context, &builder);
    println!("{name}: built after {:.1} s", began.elapsed().as_secs_f32());

    let port = decision.port();
    let settings = image.settings();
    assert!(settings["ExposedPorts"].get(format!("{port}/tcp")).is_some(), "{settings}");
    assert_eq!(settings["User"], application.builder.user());
    assert_eq!(settings["Labels"]["io.k8s.display-name"], name);
    let began = Instant::now();
    let mut container = image.run();
    let Page { status, body } = container.process().page(port, ANSWERING);
    assert!(status == 200 && body.contains(application.page), "{status} {body}\n{}", container.process().log());
    println!("{name}: 200 on port {port} after {:.1} s", began.elapsed().as_secs_f32());
}
