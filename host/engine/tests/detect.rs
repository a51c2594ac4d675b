//! Detection through the public API, with the bundled plugins.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test reports by panicking")]

use fieldmark::{Contents, Decision, Engine, Era, Origin, ReadError, ReadErrorCode, Request, Strategy};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Files in memory, on disk when need be.
struct Files(BTreeMap<String, String>);

impl Files {
    fn new(files: &[(&str, &str)]) -> Self {
        Self(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect())
    }

    fn write(&self, folder: &Path) {
        for (path, text) in &self.0 {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }
}

impl Contents for Files {
    fn size(&self, path: &str) -> Result<u64, ReadError> {
        self.read(path, 0, u64::MAX).map(|bytes| bytes.len() as u64)
    }

    fn read(&self, path: &str, offset: u64, max: u64) -> Result<Vec<u8>, ReadError> {
        let text = self.0.get(path).ok_or_else(|| ReadError::new(ReadErrorCode::NotFound, path))?;
        let length = usize::try_from(max).unwrap_or(usize::MAX);
        Ok(text.bytes().skip(offset as usize).take(length).collect())
    }
}

const DJANGO: &[(&str, &str)] = &[
    ("requirements.txt", "django==5.0\ngunicorn\n"),
    ("manage.py", "import django\n"),
    ("shop/wsgi.py", "application = object()\n"),
    (".python-version", "3.12\n"),
];
const EXPRESS: &[(&str, &str)] = &[
    ("package.json", r#"{"scripts":{"start":"node server.js"},"dependencies":{"express":"4"}}"#),
    ("server.js", "require('express')().listen(3000)\n"),
];

/// All files of several applications, each below its directory.
fn together(parts: &[(&str, &[(&'static str, &'static str)])]) -> Files {
    let mut files = BTreeMap::new();
    for (directory, part) in parts {
        for (path, text) in *part {
            let path = if directory.is_empty() { (*path).to_owned() } else { format!("{directory}/{path}") };
            files.insert(path, (*text).to_owned());
        }
    }
    Files(files)
}

fn detect(engine: &Engine, files: Files) -> Decision {
    let paths: Vec<String> = files.0.keys().cloned().collect();
    engine.detect_listing(paths, Box::new(files), &Request::default()).unwrap().decision
}

fn engine() -> Engine {
    Engine::builder().build().unwrap()
}

fn outline(decision: &Decision) -> Vec<(&str, &str)> {
    decision.components.iter().map(|c| (c.path.as_str(), c.language.as_str())).collect()
}

#[test]
fn listing_and_directory_lead_to_the_same_decision() {
    let folder = tempfile::tempdir().unwrap();
    Files::new(DJANGO).write(folder.path());
    let engine = engine();
    let decision = engine.detect(folder.path()).unwrap();
    assert_eq!(decision, detect(&engine, Files::new(DJANGO)));
    assert_eq!(outline(&decision), [(".", "python")]);
    let builder = decision.components[0].builder.as_ref().unwrap();
    assert_eq!((builder.stream.as_str(), builder.tag.as_str()), ("python", "3.12-ubi9"));
}

/// To ask a plugin costs more than all else about a small repository.
#[test]
fn files_that_every_language_knows_are_no_reason_to_ask() {
    let builder = [(".s2i/environment", "A=b\n"), (".s2i/bin/run", "#!/bin/sh\n"), (".tool-versions", "nodejs 22\n")];
    assert!(detect(&engine(), Files::new(&builder)).plugins.is_empty());
    let decision = detect(&engine(), Files::new(&[&builder[..], EXPRESS].concat()));
    let asked: Vec<&str> = decision.plugins.iter().map(|plugin| plugin.id.as_str()).collect();
    assert_eq!(asked, ["drivers", "node"]);
    let run = decision.components[0].evidence.iter().find(|evidence| evidence.path.as_deref() == Some(".s2i/bin/run"));
    assert!(run.is_some(), "the plugin that was asked saw it: {:?}", decision.components[0].evidence);
}

#[test]
fn threads_never_show() {
    let parts: &[(&str, &[(&str, &str)])] = &[("api", DJANGO), ("web", EXPRESS), ("more/web", EXPRESS)];
    let one = detect(&Engine::builder().threads(1).build().unwrap(), together(parts));
    assert_eq!(outline(&one), [("api", "python"), ("web", "node"), ("more/web", "node")]);
    for threads in [2, 5, 8] {
        assert_eq!(detect(&Engine::builder().threads(threads).build().unwrap(), together(parts)), one);
    }
}

#[test]
fn every_point_of_a_score_is_explained() {
    let decision = detect(&engine(), together(&[("", DJANGO), ("web", EXPRESS)]));
    for component in &decision.components {
        let sum: i32 = component.evidence.iter().map(|reason| reason.points).sum();
        assert_eq!(sum.clamp(0, 100).unsigned_abs(), component.score, "{}", component.path);
    }
}

#[test]
fn strategies_are_tried_in_the_order_given() {
    let files =
        || together(&[("", DJANGO), ("", &[("Dockerfile", "FROM a\nCMD [\"/b\"]\n"), ("Jenkinsfile", "node { }\n")])]);
    let with = |order: Vec<Strategy>| {
        let decision = detect(&Engine::builder().strategies(order).build().unwrap(), files());
        (decision.components[0].strategy, decision.components[0].language.clone())
    };
    let python = |strategy| (strategy, "python".to_owned());
    assert_eq!(detect(&engine(), files()).components[0].strategy, Strategy::JenkinsPipeline);
    assert_eq!(with(vec![Strategy::Docker, Strategy::JenkinsPipeline, Strategy::Source]), python(Strategy::Docker));
    assert_eq!(with(vec![Strategy::Source, Strategy::Docker]), python(Strategy::Source));
    assert_eq!(with(vec![Strategy::Source]), python(Strategy::Source));
}

#[test]
fn container_file_decides_the_start_of_what_it_builds() {
    let files = together(&[("", DJANGO), ("", &[("Dockerfile", "FROM a\nEXPOSE 9000\nCMD [\"/b\", \"c\"]\n")])]);
    let component = detect(&engine(), files).components.remove(0);
    assert_eq!((component.start.command.as_deref(), component.start.origin), (Some("/b c"), Origin::Declared));
    assert_eq!(component.start.ports, [9000]);
    assert!(component.builder.is_some(), "what building from source would take is told");
    assert_eq!(component.alternatives[0].strategy, Strategy::Source);
}

#[test]
fn era_changes_catalogue_and_conventions() {
    let decision = detect(&Engine::builder().era(Era::OpenShift35).build().unwrap(), Files::new(DJANGO));
    let component = &decision.components[0];
    assert_eq!(component.builder.as_ref().unwrap().catalogue, "era-3.5");
    assert!(
        component.warnings.iter().any(|warning| warning.code == "builder.version-unavailable"),
        "3.12 is asked for"
    );
}

#[test]
fn stream_that_the_catalogue_lacks_is_taken_from_another_and_told() {
    let war = [("pom.xml", "<project><artifactId>a</artifactId><packaging>war</packaging></project>")];
    let component = detect(&engine(), Files::new(&war)).components.remove(0);
    assert_eq!(component.builder.unwrap().catalogue, "community");
    assert!(component.warnings.iter().any(|warning| warning.code == "builder.other-catalogue"));
}

#[test]
fn own_catalogue_is_used_and_its_faults_are_told_with_their_place() {
    let text = "[catalogue]\nname='own'\ntitle='t'\nas-of='2026-01-01'\nsource='s'\n[[stream]]\nname='python'\n[[stream.tag]]\nname='mine'\nversion='3.12'\nimage='i'\n";
    let engine = Engine::builder().catalogue_document("own.toml", text).build().unwrap();
    let component = detect(&engine, Files::new(DJANGO)).components.remove(0);
    assert_eq!(component.builder.unwrap().image, "i");
    let wrong = Engine::builder().catalogue_document("own.toml", text.replace("image", "imago")).build();
    let message = wrong.err().unwrap().to_string();
    assert!(message.starts_with("own.toml: line 11, column 1:"), "{message}");
}

#[test]
fn disabled_plugin_is_not_asked() {
    let engine = Engine::builder().without_plugin("python").build().unwrap();
    let decision = detect(&engine, Files::new(DJANGO));
    assert!(decision.plugins.iter().all(|plugin| plugin.id != "python"));
    assert!(decision.components.iter().all(|component| component.language != "python"));
}

#[test]
fn unknown_plugins_and_forbidden_settings_are_refused() {
    let error = |builder: fieldmark::EngineBuilder| builder.build().err().unwrap().code();
    assert_eq!(error(Engine::builder().setting("pyton", "a", "b")), "plugin.unknown");
    assert_eq!(error(Engine::builder().setting("python", "era", "3.5")), "plugin.setting");
    assert_eq!(error(Engine::builder().setting("python", "a", "b\nera=3.5")), "plugin.setting");
    assert_eq!(error(Engine::builder().setting("python", "env.A", "b")), "plugin.setting");
    for (name, value) in [("", "b"), (" ", "b"), ("A\nera", "3.5"), ("A=B", "c"), ("A", "b\nera=3.5"), ("A", "\0")] {
        assert_eq!(error(Engine::builder().variable(name, value)), "builder.variable", "{name:?}={value:?}");
    }
    assert_eq!(error(Engine::builder().catalogue("okd")), "catalogue.unknown");
    assert_eq!(error(Engine::builder().as_of("01.02.2026")), "rules.value");
}

#[test]
fn variables_of_the_user_decide_what_the_builder_starts() {
    let files = [("requirements.txt", "flask\ngunicorn\n"), ("shop.py", "app = flask.Flask(__name__)\n")];
    let engine = Engine::builder().variable("APP_MODULE", "shop:app").build().unwrap();
    let start = detect(&engine, Files::new(&files)).components[0].start.clone();
    assert_eq!(start.command.as_deref(), Some("gunicorn shop:app --bind=0.0.0.0:8080 --access-logfile=-"));
}

#[test]
fn cancelled_request_ends_without_a_decision() {
    let request = Request { cancelled: Arc::new(AtomicBool::new(true)), ..Request::default() };
    let files = Files::new(DJANGO);
    let paths: Vec<String> = files.0.keys().cloned().collect();
    let error = engine().detect_listing(paths, Box::new(files), &request).unwrap_err();
    assert_eq!(error.code(), "detect.cancelled");
    request.cancelled.store(false, Ordering::Relaxed);
    assert!(engine().detect_listing(["a"], Box::new(Files::new(&[])), &request).is_ok());
}

#[test]
fn caps_are_told() {
    let folder = tempfile::tempdir().unwrap();
    Files::new(DJANGO).write(folder.path());
    let decision = Engine::builder().max_entries(2).build().unwrap().detect(folder.path()).unwrap();
    assert!(decision.truncated);
    assert_eq!(decision.warnings[0].code, "scan.truncated");
}

#[test]
fn container_file_and_pipeline_are_told_whatever_the_strategy() {
    let files = || {
        let mut files = together(&[("", DJANGO)]);
        files.0.insert("Dockerfile".into(), "ARG V=3.12\nFROM python:$V AS web\nEXPOSE 80\nFROM web\n".into());
        files.0.insert("Jenkinsfile".into(), "pipeline { agent any\n tools { maven 'M3' } }".into());
        files
    };
    for order in [vec![Strategy::Docker, Strategy::Source], vec![Strategy::Source, Strategy::Docker], vec![]] {
        let decision = detect(&Engine::builder().strategies(order.clone()).build().unwrap(), files());
        let component = &decision.components[0];
        let file = component.container_file.as_ref().unwrap();
        assert_eq!((file.path.as_str(), file.base.as_deref()), ("Dockerfile", Some("web")), "{order:?}");
        assert_eq!((file.base_image.as_deref(), file.stages.count), (Some("python:3.12"), 2));
        assert_eq!(file.ports.iter().map(|port| (port.number, port.line)).collect::<Vec<_>>(), [(80, Some(3))]);
        assert_eq!(file.ports_of_last_stage, Some(vec![]));
        let pipeline = component.pipeline.as_ref().unwrap();
        assert_eq!((pipeline.path.as_str(), &pipeline.tools[..]), ("Jenkinsfile", &["maven M3".to_owned()][..]));
    }
}

#[test]
fn container_file_that_builds_nothing_is_told_by_every_decision() {
    for (text, code) in [("", "dockerfile.empty"), ("RUN x\n", "dockerfile.without-from")] {
        let alone = detect(&engine(), Files::new(&[("Dockerfile", text)]));
        assert!(alone.components.is_empty());
        let found = alone.warnings.iter().find(|warning| warning.code == code).unwrap();
        assert_eq!(found.path.as_deref(), Some("Dockerfile"), "{code}");
        let mut files = together(&[("", DJANGO)]);
        files.0.insert("Dockerfile".into(), text.into());
        let beside = detect(&engine(), files);
        let component = &beside.components[0];
        assert!(component.language == "python" && component.warnings.iter().any(|warning| warning.code == code));
        assert_eq!(
            component.container_file.as_ref().map(|file| (file.stages.count, file.base.is_none())),
            Some((0, true))
        );
    }
}

#[test]
fn companions_add_ports_and_services_to_what_the_plugin_knows() {
    let compose = "services:\n  web:\n    build: .\n    ports: ['80:9000']\n    command: gunicorn other.wsgi\n  \
                   db:\n    image: postgres:15-alpine\n";
    let files = together(&[
        ("", DJANGO),
        ("", &[("compose.yaml", compose), ("requirements.txt", "django==5.0\ngunicorn\npsycopg2\npytest-redis\n")]),
    ]);
    let decision = detect(&engine(), files);
    let component = &decision.components[0];
    assert_eq!(component.start.ports, [8080, 9000]);
    assert_eq!(component.start.origin, Origin::BuilderDefault);
    let declared: Vec<_> = component.start.declared.iter().map(|d| (d.command.as_str(), d.plugin.as_str())).collect();
    assert_eq!(declared, [("gunicorn other.wsgi", "compose")]);
    let services: Vec<_> = component.services.iter().map(|s| (s.name.as_str(), s.version.as_deref())).collect();
    assert_eq!(services, [("postgresql", Some("15"))]);
    let reason = component.evidence.iter().find(|reason| reason.code == "compose.port").unwrap();
    assert_eq!((reason.points, reason.path.as_deref(), reason.line), (0, Some("compose.yaml"), Some(4)));
}

#[test]
fn declared_command_counts_where_nobody_knows_another() {
    let compose = ("compose.yaml", "services:\n  jobs:\n    build: .\n    command: [python, lib/jobs.py]\n");
    let files = together(&[("", &[("requirements.txt", "requests\n"), ("lib/jobs.py", "import requests\n"), compose])]);
    let start = detect(&engine(), files).components.remove(0).start;
    assert_eq!((start.command.as_deref(), start.origin), (Some("python lib/jobs.py"), Origin::Declared));
    assert_eq!(start.from.unwrap().line, Some(4));
}

#[test]
fn directories_that_a_compose_file_builds_are_looked_at() {
    let compose = "services:\n  web: {build: ./web, ports: ['3000']}\n  jobs: {build: jobs, expose: [9000]}\n  \
                   cache: {image: redis}\n";
    let jobs: &[(&str, &str)] = &[("main.py", "print(1)\n"), ("Dockerfile", "FROM scratch\nCMD [\"/jobs\"]\n")];
    let with = |extra: &[(&'static str, &'static str)]| {
        detect(&engine(), together(&[("web", EXPRESS), ("jobs", jobs), ("", extra)]))
    };
    assert_eq!(outline(&with(&[])), [("web", "node")]);
    let decision = with(&[("compose.yaml", compose)]);
    let paths: Vec<_> = decision.components.iter().map(|component| component.path.as_str()).collect();
    assert_eq!(paths, ["web", "jobs"]);
    assert!(decision.components[1].start.ports.contains(&9000));
    // What nobody refers to is told of the first component.
    assert_eq!(decision.components[0].services[0].name, "redis");
}

#[test]
fn companion_alone_makes_no_component() {
    let files = Files::new(&[("compose.yaml", "services:\n  db:\n    image: postgres\n"), (".env", "PORT=3000\n")]);
    assert!(detect(&engine(), files).components.is_empty());
}

#[test]
fn declared_start_is_followed_where_it_runs_as_it_stands() {
    let engine = Engine::builder().build().unwrap();
    let with = |application: &[(&'static str, &'static str)], file: &'static str, text: &'static str| {
        let mut files = together(&[("", application)]);
        files.0.insert(file.to_owned(), text.to_owned());
        detect(&engine, files).components.remove(0).start
    };
    let railway = r#"{"deploy":{"startCommand":"python manage.py migrate && gunicorn shop.wsgi"}}"#;
    let start = with(DJANGO, "railway.json", railway);
    assert_eq!(start.command.as_deref(), Some("python manage.py migrate && gunicorn shop.wsgi"));
    assert_eq!((start.origin, start.from.unwrap().path.as_str()), (Origin::Override, "railway.json"));
    let body = start.script.unwrap().body;
    assert!(body.ends_with("exec /bin/bash -c 'python manage.py migrate && gunicorn shop.wsgi'\n"), "{body}");
    assert_eq!(start.declared, []);
    let findings = |files: Vec<(&'static str, &'static str)>| {
        let component = detect(&engine, Files::new(&files)).components.remove(0);
        component.warnings.into_iter().map(|finding| finding.code).collect::<Vec<_>>()
    };
    let runserver = "python.runserver".to_owned();
    assert!(findings(DJANGO.to_vec()).contains(&runserver));
    assert!(!findings([DJANGO, &[("railway.json", railway)]].concat()).contains(&runserver));
    // Node.js reads the version of app.yaml, and not its entry point.
    let start = with(EXPRESS, "app.yaml", "runtime: nodejs22\nentrypoint: node harbour.js\n");
    assert_eq!((start.command.as_deref(), start.origin), (Some("node harbour.js"), Origin::Override));
    // The plugin has seen the Procfile and knows that the builder starts the same.
    let start = with(EXPRESS, "Procfile", "web: npm start\n");
    assert_eq!((start.origin, start.script), (Origin::BuilderDefault, None));
    // Nothing is compiled to where a Go author's command would look for it.
    let start =
        with(&[("go.mod", "module x\n"), ("main.go", "package main\nfunc main() {}\n")], "railway.json", railway);
    assert_eq!((start.origin, start.declared.len()), (Origin::BuilderDefault, 1));
}

#[test]
fn what_is_said_to_source_to_image_goes_before_declared_starts() {
    let engine = |module: Option<&str>| {
        let builder = Engine::builder();
        module.map_or_else(Engine::builder, |module| builder.variable("APP_MODULE", module)).build().unwrap()
    };
    let start = |engine: &Engine, more: &[(&'static str, &'static str)]| {
        let mut files = together(&[("", DJANGO), ("", more)]);
        files.0.insert("railway.json".to_owned(), r#"{"deploy":{"startCommand":"echo && false"}}"#.to_owned());
        detect(engine, files).components.remove(0).start
    };
    let plain = engine(None);
    assert_eq!(start(&plain, &[]).command.as_deref(), Some("echo && false"));
    for (engine, more) in
        [(&plain, &[(".s2i/environment", "APP_MODULE=shop.wsgi\n")][..]), (&engine(Some("shop.wsgi")), &[])]
    {
        let start = start(engine, more);
        assert_ne!(start.command.as_deref(), Some("echo && false"), "{more:?}");
        assert_eq!(start.declared[0].command, "echo && false", "{more:?}");
    }
    // A script of the repository's own is what is started.
    let mut files = together(&[("", EXPRESS)]);
    files.0.insert("railway.json".to_owned(), r#"{"deploy":{"startCommand":"echo && false"}}"#.to_owned());
    files.0.insert(".s2i/bin/run".to_owned(), "#!/bin/bash\nexec node server.js\n".to_owned());
    let start = detect(&plain, files).components.remove(0).start;
    assert_eq!((start.command.as_deref(), start.origin), (Some(".s2i/bin/run"), Origin::Declared));
}

const GIN: &[(&str, &str)] = &[(
    "main.go",
    "package main\nimport \"github.com/gin-gonic/gin\"\nfunc main() { r := gin.Default()\n r.Run(\":8080\")\n}\n",
)];

#[test]
fn directories_of_sources_are_found_where_nothing_describes_itself() {
    let engine = engine();
    let bare = detect(&engine, together(&[("close", GIN), ("notify", GIN), ("docs", GIN)]));
    assert_eq!(outline(&bare), [("close", "go"), ("notify", "go")]);
    let described = detect(&engine, together(&[("close", GIN), ("web", EXPRESS)]));
    assert_eq!(outline(&described), [("web", "node")]);
}

#[test]
fn who_gives_way_is_what_the_rules_say() {
    const FRONT: &[(&str, &str)] =
        &[("package.json", r#"{"scripts":{"build":"vite build"},"devDependencies":{"vite":"5","vue":"3"}}"#)];
    const TOOLS: &[(&str, &str)] = &[("package.json", r#"{"devDependencies":{"prettier":"3"}}"#)];
    const PAGES: &[(&str, &str)] = &[("index.html", "<html></html>\n")];
    for (back, beside, winner, loser) in
        [(DJANGO, FRONT, "python", "node"), (DJANGO, TOOLS, "python", "node"), (EXPRESS, PAGES, "node", "static")]
    {
        let files = together(&[("", back), ("", beside)]);
        let paths: Vec<String> = files.0.keys().cloned().collect();
        let explanation = engine().detect_listing(paths, Box::new(files), &Request::default()).unwrap();
        assert_eq!(outline(&explanation.decision), [(".", winner)]);
        // By a rule, and not only by the scores that these files happen to have.
        let lost = explanation.roots[0].plugins.iter().find(|plugin| plugin.plugin == loser).unwrap().lost.as_deref();
        assert!(lost.unwrap().starts_with(&format!("gives way to {winner}: ")), "{lost:?}");
    }
}

#[test]
fn platforms_of_one_application_are_no_components() {
    const APP: &[(&str, &str)] = &[
        ("pubspec.yaml", "name: tides\ndependencies:\n  flutter:\n    sdk: flutter\n"),
        ("lib/main.dart", "void main() {}\n"),
        ("linux/CMakeLists.txt", "project(runner)\nadd_executable(runner main.cc)\n"),
        ("linux/main.cc", "int main() {}\n"),
    ];
    assert_eq!(outline(&detect(&engine(), together(&[("", APP)]))), [(".", "dart")]);
}

#[test]
fn script_among_many_other_files_says_nothing() {
    let mut files = together(&[("config/fix", &[("settings.py", "rules = []\n")])]);
    let settings = (0..30).map(|number| (format!("home/{number}.conf"), String::new()));
    assert_eq!(outline(&detect(&engine(), Files(files.0.clone()))), [("config/fix", "python")]);
    files.0.extend(settings);
    assert_eq!(outline(&detect(&engine(), files)), []);
    let documented = Files::new(&[("README.md", "# Tides\n"), ("docs/snippets/tide.py", "print(1)\n")]);
    assert_eq!(outline(&detect(&engine(), documented)), []);
    let only = Files::new(&[("README.md", "# Tides\n"), ("website/index.html", "<html></html>\n")]);
    assert_eq!(outline(&detect(&engine(), only)), [(".", "static")]);
    let package = Files::new(&[("main/java/com/example/demo/Tide.java", "package com.example.demo;\nclass Tide {}\n")]);
    assert_eq!(outline(&detect(&engine(), package)), [(".", "java")]);
}

#[test]
fn build_of_hundreds_of_modules_is_judged_within_the_budget() {
    let settings: String = (0..60)
        .map(|number| {
            format!(
                "<plugin><artifactId>p{number}</artifactId><configuration><a>1</a><b>2</b></configuration></plugin>\n"
            )
        })
        .collect();
    let modules: String = (0..150).map(|number| format!("<module>m{number}</module>\n")).collect();
    let parent = format!(
        "<project><groupId>g</groupId><artifactId>all</artifactId><version>1</version><packaging>pom</packaging>\n<modules>\n{modules}</modules><build><plugins>\n{settings}</plugins></build></project>"
    );
    let mut files = Files::new(&[("pom.xml", &parent)]);
    for number in 0..150 {
        let module = format!(
            "<project><parent><groupId>g</groupId><artifactId>all</artifactId><version>1</version></parent><artifactId>m{number}</artifactId></project>"
        );
        files.0.insert(format!("m{number}/pom.xml"), module);
    }
    assert_eq!(outline(&detect(&engine(), files)), [(".", "java")]);
}

/// A program in one language with a build of its own making.
const FILED: &[(&str, &str)] = &[
    ("configure", "#!/bin/sh\n"),
    ("src/core/main.c", ""),
    ("src/core/list.c", ""),
    ("src/core/list.h", ""),
    ("src/core/map.c", ""),
    ("src/core/map.h", ""),
    ("src/event/poll.c", ""),
    ("src/event/wait.c", ""),
    ("src/http/parse.c", ""),
    ("src/http/parse.h", ""),
    ("src/http/head.c", ""),
    ("src/http/body.c", ""),
    ("src/os/socket.c", ""),
    ("src/os/time.c", ""),
    ("src/mail/head.c", ""),
    ("src/mail/body.c", ""),
    ("src/mail/body.h", ""),
    ("src/misc/hash.c", ""),
    ("src/stream/pipe.c", ""),
    ("src/stream/pipe.h", ""),
    ("src/stream/split.c", ""),
    ("README.md", ""),
];

#[test]
fn small_part_far_down_does_not_name_a_repository_of_something_else() {
    let part: &[(&str, &str)] = &[("Makefile.PL", "WriteMakefile(NAME => 'tern');\n"), ("tern.pm", "package tern;\n")];
    let engine = engine();
    let whole = detect(&engine, together(&[("", FILED), ("src/http/modules/tern", part)]));
    assert_eq!(outline(&whole), [(".", "c")]);
    assert!(whole.components[0].score < 40, "nothing describes it: {}", whole.components[0].score);
    // A part that is something by itself is told behind it.
    let served = detect(&engine, together(&[("", FILED), ("src/http/console", EXPRESS)]));
    assert_eq!(outline(&served), [(".", "c"), ("src/http/console", "node")]);
    // Where it is no small part, or the rest is not in one language, it is the answer.
    let half = detect(&engine, together(&[("", &FILED[..7]), ("src/http/modules/tern", part)]));
    assert_eq!(outline(&half), [("src/http/modules/tern", "perl")]);
    let mixed: Vec<(&str, &str)> =
        FILED.iter().copied().chain([("a/x.rb", ""), ("a/y.lua", ""), ("b/z.py", "")]).collect();
    assert_eq!(
        outline(&detect(&engine, together(&[("", &mixed), ("modules/tern", part)]))),
        [("modules/tern", "perl")]
    );
}

#[test]
fn collection_in_one_language_is_told_and_scripts_among_documents_are_not() {
    let named = |files: &[(&str, &str)]| {
        let decision = detect(&engine(), Files::new(files));
        decision.components.iter().map(|c| (c.path.clone(), c.language.clone(), c.score < 40)).collect::<Vec<_>>()
    };
    let filed = |extension: &str, subjects: &[&str], per: usize| -> Vec<(String, String)> {
        let subject = |subject: &&str| {
            (0..per).map(|n| (format!("{subject}/f{n}.{extension}"), String::new())).collect::<Vec<_>>()
        };
        subjects.iter().flat_map(subject).collect()
    };
    let told = |files: &[(String, String)]| {
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        named(&files)
    };
    let subjects = ["graphs", "searches", "sorting"];
    for (extension, language) in [("r", "r"), ("jl", "julia"), ("lua", "lua"), ("hs", "haskell"), ("c", "c")] {
        let expected = vec![(".".to_owned(), language.to_owned(), true)];
        assert_eq!(told(&filed(extension, &subjects, 3)), expected, "{extension}");
    }
    let documents = filed("md", &["notes", "essays"], 10);
    assert!(told(&[documents.clone(), filed("r", &["figures", "plots"], 1)].concat()).is_empty());
    assert!(told(&[documents, filed("r", &subjects, 3)].concat()).is_empty());
    let two = [filed("r", &subjects, 2), filed("jl", &["waves", "tides"], 2)].concat();
    assert!(told(&two).is_empty());
}

#[test]
fn container_file_without_a_command_starts_as_the_procfile_says() {
    let procfile = [("Procfile", "web: tern --port 4000\n")];
    let start = |lines: &'static str| {
        let decision = detect(&engine(), Files::new(&[&procfile[..], &[("Dockerfile", lines)]].concat()));
        let start = decision.components[0].start.clone();
        (start.command, start.origin, start.declared.len())
    };
    let silent = start("FROM debian:12\nCOPY . /app\n");
    assert_eq!(silent, (Some("tern --port 4000".to_owned()), Origin::Declared, 0));
    let speaking = start("FROM debian:12\nCOPY . /app\nCMD [\"tide\"]\n");
    assert_eq!(speaking, (Some("tide".to_owned()), Origin::Declared, 1));
}
