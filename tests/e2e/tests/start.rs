//! Applications start as decided, without a container.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test reports by panicking")]
#![allow(clippy::print_stdout, reason = "how long it took is read in the log")]

use fieldmark_test_e2e::process::{self, Page, Started};
use fieldmark_test_e2e::{APPLICATIONS, Application, Cache, Decision, Origin, Sandbox, Sources, requirement};
use std::collections::BTreeSet;
use std::fs;
use std::time::{Duration, Instant};

/// How long an application may take to answer, on a machine that is busy with other tests.
const ANSWERING: Duration = Duration::from_secs(60);

macro_rules! applications {
    ($($test:ident: $name:literal,)*) => {
        $(#[test] fn $test() { starts($name); })*

        #[test]
        fn every_application_is_started() {
            let tested = BTreeSet::from([$($name),*]);
            let folders = concat!(env!("CARGO_MANIFEST_DIR"), "/applications");
            let folders: BTreeSet<String> =
                fs::read_dir(folders).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
            assert_eq!(folders, APPLICATIONS.iter().map(|application| application.name.to_owned()).collect());
            let startable = APPLICATIONS.iter().filter(|application| !application.in_image_only);
            assert_eq!(tested, startable.map(|application| application.name).collect());
        }
    };
}

applications! {
    flask_is_served_by_gunicorn: "flask-behind-gunicorn",
    django_is_served_by_gunicorn_where_app_module_names_it: "django-named-by-app-module",
    django_is_served_by_its_manager_without_gunicorn: "django-by-its-manager",
    program_app_py_is_run: "program-in-app-py",
    fastapi_is_served_by_uvicorn: "fastapi-without-gunicorn",
    fastapi_in_a_package_is_served_by_uvicorn: "fastapi-in-a-package",
    program_that_nobody_would_reach_is_served_by_gunicorn: "flask-on-the-loopback",
    procfile_is_followed: "flask-named-by-procfile",
    declared_start_in_shell_is_followed: "flask-declared-in-shell",
    start_script_of_node_is_run: "express-with-start-script",
    server_js_is_run_without_a_start_script: "server-without-start-script",
    typescript_is_built_and_run: "typescript-built-before-the-start",
    main_file_of_node_is_run: "main-without-start-script",
    yarn_installs_where_the_manifest_demands_it: "yarn-demanded-by-the-manifest",
    pnpm_installs_and_starts_what_it_locked: "locked-by-pnpm",
    bun_is_brought_where_it_runs_the_application: "run-by-bun",
    rack_is_served_by_puma: "rack-behind-puma",
    rack_is_served_by_rackup: "rack-by-rackup",
    sinatra_serves_itself: "sinatra-without-rackup-file",
    rack_is_served_by_a_puma_that_was_added: "rack-without-a-server",
    declared_start_finds_the_gems: "rack-declared-for-a-platform",
    pages_of_php_are_served_from_the_root: "pages-in-the-root",
    pages_of_php_are_served_from_public: "pages-in-public",
    psgi_application_is_served: "psgi-application",
    pages_are_served_by_httpd: "leaflet-of-pages",
}

/// Detects the application, assembles it, and starts it in every way the decision stands for.
fn starts(name: &str) {
    let application = Application::named(name);
    if !requirement::can_start(application.builder) {
        return;
    }
    let sources = Sources::of(application);
    let decision = Decision::of(&sources.tree());
    assert_eq!(decision.stream(), application.builder.stream());
    assert!(decision.is_started_by(application.origin), "{decision:?}");
    sources.install(&decision);

    let began = Instant::now();
    let sandbox = Sandbox::assemble(&Cache::open(), application, &sources);
    println!("{name}: assembled after {:.1} s", began.elapsed().as_secs_f32());

    // The image's own `run`, or the script in place of it.
    let run = sources.script("run");
    answers(application, decision.port(), sandbox.start([&run], &[]));
    if application.origin == Origin::BuilderDefault {
        // What the decision says that the image's own `run` comes down to.
        let command = format!("exec {}", decision.command());
        answers(application, decision.port(), sandbox.start(["bash", "-c", &command], &[]));
    }
    if let Some(port) = application.other_port {
        answers(application, port, sandbox.start([&run], &[("PORT", port.to_string())]));
    }
}

fn answers(application: &Application, port: u16, mut started: Started) {
    let began = Instant::now();
    let Page { status, body } = started.page(port, ANSWERING);
    assert!(status == 200 && body.contains(application.page), "{status} {body}\n{}", started.log());
    println!("{}: 200 on port {port} after {:.1} s", application.name, began.elapsed().as_secs_f32());
}

#[test]
fn nothing_survives_a_test_that_fails() {
    if !requirement::can_start(fieldmark_test_e2e::Builder::Python) {
        return;
    }
    // A name for the processes that nothing else on the machine has.
    let mark = format!("fieldmark-e2e-{}", std::process::id());
    let marked = || {
        let processes =
            fs::read_dir("/proc").unwrap().filter_map(|entry| fs::read(entry.ok()?.path().join("cmdline")).ok());
        processes.filter(|line| String::from_utf8_lossy(line).contains(&mark)).count()
    };
    let failure = std::panic::catch_unwind(|| {
        // Two that leave their session and give up being root; the shell that started them is a third.
        let leaves = "setpriv --reuid 1001 --regid 0 --clear-groups setsid bash -c 'exec -a \"$0\" sleep 300'";
        let mut command = process::contained(false);
        command.args(["sh", "-c", &format!("{leaves} {mark} & {leaves} {mark} & wait")]);
        let _started = Started::start(&mut command);
        let end = Instant::now() + ANSWERING;
        while marked() < 3 && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("{}", marked());
    });
    let at_work = failure.unwrap_err().downcast::<String>().unwrap();
    assert!(at_work.parse::<usize>().unwrap() >= 3, "{at_work}");
    assert_eq!(marked(), 0);
}
