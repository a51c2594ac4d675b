use super::*;
use crate::{BuilderImage, Commit, ScriptOrigin};
use std::fs;
use std::os::unix::fs::symlink;

fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let whole = place.path().join(path);
        fs::create_dir_all(whole.parent().unwrap()).unwrap();
        fs::write(whole, text).unwrap();
    }
    place
}

fn known() -> Request {
    Request { image: Some(BuilderImage::default()), ..Request::new("python") }
}

fn origins(plan: &Plan) -> Vec<(&str, ScriptOrigin, &str)> {
    plan.scripts.iter().map(|s| (s.script.as_str(), s.origin, s.path.as_str())).collect()
}

fn codes(plan: &Plan) -> Vec<&str> {
    plan.findings.iter().map(|finding| finding.code.as_str()).collect()
}

#[test]
fn run_of_the_source_alone_leaves_assemble_in_the_image() {
    // s2i.md 20, row 1.
    let place = tree(&[(".s2i/bin/run", "#!/bin/sh\nexec app\n")]);
    let plan = Plan::new(&known(), place.path()).unwrap();
    let expected = [
        ("assemble", ScriptOrigin::Image, "/usr/libexec/s2i/assemble"),
        ("run", ScriptOrigin::Source, "/tmp/scripts/run"),
        ("save-artifacts", ScriptOrigin::Image, "/usr/libexec/s2i/save-artifacts"),
    ];
    assert_eq!(origins(&plan), expected);
    assert!(plan.findings.is_empty(), "{:?}", plan.findings);
}

#[test]
fn scripts_url_wins_script_by_script() {
    // s2i.md 20, row 3.
    let place = tree(&[(".s2i/bin/run", "#!/bin/sh\nexec a\n"), (".s2i/bin/assemble", "#!/bin/sh\n")]);
    let scripts = tree(&[("assemble", "#!/bin/sh\n")]);
    let url = format!("file://{}", scripts.path().display());
    let plan = Plan::new(&Request { scripts_url: Some(url), ..known() }, place.path()).unwrap();
    let found: Vec<_> = plan.scripts.iter().map(|s| (s.origin, s.moved_from.as_deref())).collect();
    let expected =
        [(ScriptOrigin::Url, None), (ScriptOrigin::Source, Some(".s2i/bin/run")), (ScriptOrigin::Image, None)];
    assert_eq!(found, expected);
    let image = Request { scripts_url: Some("image:///opt/x".to_owned()), ..known() };
    let plan = Plan::new(&image, place.path()).unwrap();
    assert!(plan.scripts.iter().all(|s| s.origin == ScriptOrigin::Image && s.path.starts_with("/opt/x/")));
}

#[test]
fn override_gives_way_to_a_script_of_the_source() {
    let request = Request { overrides: BTreeMap::from([(Script::Run, "#!/bin/sh\nexec a\n".to_owned())]), ..known() };
    let with = tree(&[(".s2i/bin/run", "#!/bin/sh\nexec a\n")]);
    let without = tree(&[]);
    let origin =
        |place: &tempfile::TempDir| Plan::new(&request, place.path()).unwrap().script(Script::Run).unwrap().origin;
    assert_eq!(origin(&with), ScriptOrigin::Source);
    assert_eq!(origin(&without), ScriptOrigin::Override);
}

#[test]
fn odd_scripts_are_told() {
    let cases: [(&str, &str, &[&str]); 5] = [
        (".s2i/bin/run", "#!/bin/sh\napp\n", &["script.no-exec"]),
        (".s2i/bin/run", "exec app\n", &["script.no-interpreter"]),
        (".s2i/bin/assemble", "#!/bin/sh\r\nx\r\n", &["script.carriage-return"]),
        (".sti/bin/assemble", "#!/bin/sh\n", &["script.old-directory"]),
        (".s2i/bin/run/x", "", &["script.not-a-file"]),
    ];
    for (path, text, expected) in cases {
        let place = tree(&[(path, text)]);
        assert_eq!(codes(&Plan::new(&known(), place.path()).unwrap()), expected, "{path} {text:?}");
    }
}

#[test]
fn nothing_outside_of_the_tree_is_read() {
    let outside = tree(&[("bin/run", "#!/bin/sh\n"), ("environment", "SECRET=1\n"), ("ignore", "*\n")]);
    let place = tree(&[("a", "")]);
    symlink(outside.path(), place.path().join(".s2i")).unwrap();
    symlink(outside.path().join("ignore"), place.path().join(".s2iignore")).unwrap();
    let plan = Plan::new(&known(), place.path()).unwrap();
    assert!(plan.environment.is_empty() && plan.removed.is_empty());
    assert!(plan.scripts.iter().all(|script| script.origin == ScriptOrigin::Image));
    assert_eq!(codes(&plan), ["script.outside", "ignore.link-outside", "environment.outside"]);
}

#[test]
fn ignored_links_are_taken_out_but_not_followed() {
    let outside = tree(&[("file", "")]);
    let place = tree(&[(".s2iignore", "link\nother/*\n")]);
    symlink(outside.path(), place.path().join("link")).unwrap();
    symlink(outside.path(), place.path().join("other")).unwrap();
    assert_eq!(Plan::new(&known(), place.path()).unwrap().removed, ["link"]);
}

#[test]
fn environment_is_read_after_ignored_paths_have_gone() {
    let place =
        tree(&[(".s2i/environment", "A=1\n"), (".s2i/bin/run", "#!/bin/sh\nexec a\n"), (".s2iignore", ".s2i\n")]);
    let plan = Plan::new(&known(), place.path()).unwrap();
    assert!(plan.environment.is_empty());
    assert_eq!(plan.script(Script::Run).unwrap().origin, ScriptOrigin::Source);
    assert_eq!(codes(&plan), ["ignore.environment"]);
}

#[test]
fn names_that_break_a_dockerfile_are_mended_unless_upstream_is_asked_for() {
    let place = tree(&[(".s2i/environment", "export A=1\n #x=1\nB=2\n")]);
    let names = |compat| -> Vec<String> {
        let plan = Plan::new(&Request { compat, ..known() }, place.path()).unwrap();
        plan.environment.into_iter().map(|variable| variable.name).collect()
    };
    assert_eq!(names(false), ["A", "B"]);
    assert_eq!(names(true), ["export A", "#x", "B"]);
}

#[test]
fn what_cannot_be_built_is_refused() {
    let place = tree(&[]);
    let some = |text: &str| Some(text.to_owned());
    let cases = [
        (Request::new("Bad Name"), "s2i.image-name"),
        (Request { incremental: true, ..known() }, "s2i.no-previous-image"),
        (Request { incremental: true, tag: some("a\nRUN x"), ..known() }, "s2i.image-name"),
        (Request { assemble_user: some("a b"), ..known() }, "s2i.user"),
        (Request { assemble_user: some("root"), allowed_users: some("1-"), ..known() }, "s2i.user-not-allowed"),
        (Request { scripts_url: some("https://host.example/x"), compat: true, ..known() }, "s2i.scripts-url-remote"),
        (Request { scripts_url: some("file:///nonexistent"), ..known() }, "s2i.scripts-url-empty"),
        (Request { image_scripts_url: some("https://host.example/x"), ..known() }, "s2i.scripts-url"),
        (Request { tag: some("App"), ..known() }, "s2i.image-name"),
        (Request { tag: some("App"), compat: true, ..known() }, "s2i.image-name"),
        (Request { destination: some("relative"), ..known() }, "s2i.text"),
        (Request { environment: vec![Variable { name: "A".into(), value: "x\nRUN y".into() }], ..known() }, "s2i.text"),
    ];
    for (request, code) in cases {
        assert_eq!(Plan::new(&request, place.path()).unwrap_err().code(), code, "{request:?}");
    }
}

#[test]
fn upstream_takes_what_does_not_build() {
    let place = tree(&[(".sti/environment", "A=1\n")]);
    let some = |text: &str| Some(text.to_owned());
    let request = Request {
        destination: some("./opt/"),
        assemble_user: some("1000:0"),
        scripts_url: some(""),
        image_scripts_url: some("image://x"),
        allowed_users: some(""),
        compat: true,
        ..Request::new("python")
    };
    let plan = Plan::new(&request, place.path()).unwrap();
    assert_eq!((plan.destination.as_str(), plan.user.as_str()), ("opt", "1000:0"));
    assert_eq!(plan.script(Script::Run).unwrap().path, "x/run");
    assert_eq!(plan.environment, []);
    assert_eq!(Plan::new(&Request::new("python"), place.path()).unwrap().environment.len(), 1);
}

#[test]
fn directory_in_place_of_the_images_scripts_counts_last() {
    let scripts = tree(&[("run", ""), ("assemble", "")]);
    let place = tree(&[(".s2i/bin/run", "#!/bin/sh\nexec a\n")]);
    let url = Some(format!("file://{}", scripts.path().display()));
    let request = Request { image_scripts_url: url.clone(), ..Request::new("python") };
    let origins = |request: &Request| {
        let plan = Plan::new(request, place.path()).unwrap();
        [Script::Assemble, Script::Run, Script::SaveArtifacts].map(|script| plan.script(script).unwrap().origin)
    };
    assert_eq!(origins(&request), [ScriptOrigin::Url, ScriptOrigin::Source, ScriptOrigin::Image]);
    let known = Request { image_scripts_url: url, ..known() };
    assert_eq!(origins(&known), [ScriptOrigin::Image, ScriptOrigin::Source, ScriptOrigin::Image]);
}

#[test]
fn plan_is_a_value_with_a_stable_form() {
    let place = tree(&[(".s2i/environment", "A=1\n")]);
    let request = Request { commit: Some(Commit::default()), ..Request::new("python:3") };
    let plan = Plan::new(&request, place.path()).unwrap();
    assert_eq!(codes(&plan), ["image.unknown"]);
    let text = serde_json::to_string(&plan).unwrap();
    assert!(
        text.starts_with(r#"{"strategy":"dockerfile","builder":"docker.io/library/python:3","previous":null"#),
        "{text}"
    );
    assert_eq!(serde_json::from_str::<Plan>(&text).unwrap(), plan);
}

#[test]
fn triggers_of_the_builder_image_are_told() {
    let place = tree(&[]);
    let image = BuilderImage { on_build: vec!["COPY . /usr/src/app".to_owned()], ..BuilderImage::default() };
    let plan = Plan::new(&Request { image: Some(image), ..known() }, place.path()).unwrap();
    assert_eq!(plan.strategy, BuildStrategy::OnBuild);
    assert_eq!(codes(&plan), ["image.on-build"]);
}
