use super::*;
use std::os::unix::fs::{PermissionsExt, symlink};

fn place(files: &[(&str, &str)]) -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let whole = place.path().join("src").join(path);
        fs::create_dir_all(whole.parent().unwrap()).unwrap();
        fs::write(whole, text).unwrap();
    }
    place
}

fn tree(place: &tempfile::TempDir, taking: Taking) -> SourceTree {
    SourceTree { directory: place.path().join("src"), taking, excluded: None, limits: CopyLimits::default() }
}

fn output(place: &tempfile::TempDir, path: &str) -> Output {
    Output::new(&place.path().join(path))
}

const COPY: Taking = Taking::Copy(Links::Followed);

fn entries(directory: &Path) -> Vec<String> {
    let mut files = Vec::new();
    list(directory, "", &mut files).unwrap();
    files
}

#[test]
fn context_holds_sources_without_the_scripts_and_what_is_ignored() {
    let place = place(&[
        ("app.py", ""),
        ("notes.md", ""),
        (".s2iignore", "*.md\n"),
        (".s2i/bin/run", "#!/bin/sh\nexec a\n"),
        (".s2i/bin/usage", ""),
        (".git/config", ""),
    ]);
    write(&Request::new("python"), Some(&tree(&place, COPY)), &output(&place, "a/b/"), false).unwrap();
    let out = place.path().join("a/b");
    let expected =
        ["Dockerfile", "upload/scripts/run", "upload/src/.s2i/bin/usage", "upload/src/.s2iignore", "upload/src/app.py"];
    assert_eq!(entries(&out), expected);
    let mode = |path: &str| fs::metadata(out.join(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("Dockerfile"), mode("upload/scripts/run"), mode("upload/src")), (0o700, 0o755, 0o755));
    assert!(out.join("downloads/defaultScripts").is_dir());
}

#[test]
fn what_is_left_out_of_a_copy_is_not_there_except_as_upstream_leaves_it() {
    let files = [
        ("app.py", "1"),
        ("notes.md", "1"),
        ("docs/a", "1"),
        (".s2i/bin/run", "#!/bin/sh\nexec a\n"),
        (".s2iignore", ".s2i*\ndocs\n"),
    ];
    for (compat, expected) in [
        (false, &["Dockerfile", "upload/scripts/run", "upload/src/app.py"][..]),
        (true, &["Dockerfile", "upload/src/.s2iignore", "upload/src/app.py", "upload/src/notes.md"]),
    ] {
        let place = place(&files);
        let source = SourceTree { excluded: Some(Exclusion::new(r"\.md$").unwrap()), ..tree(&place, COPY) };
        let request = Request { compat, ..Request::new("python") };
        write(&request, Some(&source), &output(&place, "out/"), false).unwrap();
        assert_eq!(entries(&place.path().join("out")), expected);
        let notes = fs::metadata(place.path().join("out/upload/src/notes.md"));
        assert_eq!(notes.ok().map(|notes| notes.len()), compat.then_some(0));
    }
}

#[test]
fn checkout_brings_git_along_unless_there_is_a_context_directory() {
    let place = place(&[(".git/HEAD", "x"), ("service/app.py", "")]);
    let source = tree(&place, Taking::Checkout);
    write(&Request::new("python"), Some(&source), &output(&place, "one/"), false).unwrap();
    assert!(place.path().join("one/upload/src/.git/HEAD").is_file());
    let request = Request { context_directory: Some("service".to_owned()), ..Request::new("python") };
    write(&request, Some(&source), &output(&place, "two/"), false).unwrap();
    assert_eq!(entries(&place.path().join("two/upload/src")), ["app.py"]);
}

#[test]
fn failure_leaves_nothing_behind() {
    let place = place(&[("app.py", "12345")]);
    let mut source = tree(&place, COPY);
    source.limits.bytes = 1;
    let error = write(&Request::new("python"), Some(&source), &output(&place, "out/Dockerfile"), false).unwrap_err();
    assert_eq!(error.code(), "s2i.too-large");
    assert_eq!(entries(place.path()), ["src/app.py"]);
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
}

#[test]
fn other_content_is_kept_and_an_earlier_output_is_replaced() {
    let place = place(&[("app.py", "")]);
    let source = tree(&place, COPY);
    let out = output(&place, "out/Dockerfile");
    write(&Request::new("python:1"), Some(&source), &out, false).unwrap();
    write(&Request::new("python:2"), Some(&source), &out, false).unwrap();
    let text = || fs::read_to_string(place.path().join("out/Dockerfile")).unwrap();
    assert!(text().starts_with("FROM docker.io/library/python:2\n"));
    fs::write(place.path().join("out/mine"), "").unwrap();
    let error = write(&Request::new("python:3"), Some(&source), &out, false).unwrap_err();
    assert_eq!(error.code(), "s2i.output-occupied");
    assert!(text().starts_with("FROM docker.io/library/python:2\n"));
    write(&Request::new("python:3"), Some(&source), &out, true).unwrap();
    assert!(text().starts_with("FROM docker.io/library/python:3\n") && place.path().join("out/mine").is_file());
    assert_eq!(fs::read_dir(place.path().join("out")).unwrap().count(), 4);
}

#[test]
fn own_dockerfile_of_people_is_not_taken_for_an_output() {
    let place = place(&[("app.py", "")]);
    fs::create_dir(place.path().join("out")).unwrap();
    fs::write(place.path().join("out/Dockerfile"), "FROM mine\n").unwrap();
    let result = write(&Request::new("python"), Some(&tree(&place, COPY)), &output(&place, "out/Dockerfile"), false);
    assert_eq!(result.unwrap_err().code(), "s2i.output-occupied");
}

#[test]
fn places_that_cannot_be_are_refused() {
    let place = place(&[("app.py", ""), ("file", "")]);
    symlink("..", place.path().join("src/up")).unwrap();
    let source = tree(&place, COPY);
    let context = |path: &str| Request { context_directory: Some(path.to_owned()), ..Request::new("python") };
    let cases = [
        (Request::new("python"), "src/out/Dockerfile", "s2i.output-in-source"),
        (Request::new("python"), "src/", "s2i.output-in-source"),
        (context("missing"), "out/", "s2i.source-missing"),
        (context("../.."), "out/", "s2i.context-directory"),
        (context("up"), "out/", "s2i.context-directory"),
        (context("file"), "out/", "s2i.not-a-directory"),
        (Request::new("python"), "missing/../out/Dockerfile", "s2i.source-missing"),
    ];
    for (request, path, code) in cases {
        let error = write(&request, Some(&source), &output(&place, path), true).unwrap_err();
        assert_eq!(error.code(), code, "{path}");
    }
}

#[test]
fn injections_stay_in_the_context() {
    let place = place(&[("app.py", "")]);
    let secret = place.path().join("secret");
    fs::create_dir_all(secret.join("d")).unwrap();
    fs::write(secret.join("d/key"), "k").unwrap();
    let up = format!("{}/src/../secret", place.path().display());
    for path in [secret.display().to_string(), up] {
        let injections = Injection::parse(&format!("{path}:etc")).unwrap();
        let request = Request { injections, ..Request::new("python") };
        write(&request, Some(&tree(&place, COPY)), &output(&place, "out/"), false).unwrap();
        let copied = place.path().join("out/upload/injections").join(secret.strip_prefix("/").unwrap());
        assert_eq!(entries(&copied), ["d/key"]);
        let text = fs::read_to_string(place.path().join("out/Dockerfile")).unwrap();
        assert!(text.contains("RUN rm /opt/app-root/src/etc/d/key\n"), "{text}");
    }
    let file = Injection::parse(&format!("{}/d/key", secret.display())).unwrap();
    let request = Request { injections: file, ..Request::new("python") };
    let error = write(&request, None, &output(&place, "other/"), false).unwrap_err();
    assert_eq!(error.code(), "s2i.not-a-directory");
}

#[test]
fn everything_can_be_ignored() {
    let place = place(&[("app.py", ""), (".s2iignore", ".\n")]);
    write(&Request::new("python"), Some(&tree(&place, COPY)), &output(&place, "out/"), false).unwrap();
    assert!(place.path().join("out/upload/src").is_dir());
    assert_eq!(entries(&place.path().join("out/upload")), Vec::<String>::new());
}
