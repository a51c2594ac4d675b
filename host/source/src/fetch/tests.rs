//! Fetching from repositories on this machine, and from servers that do not answer.

use crate::testing::{Workshop, commit, git};
use crate::{Access, Checkout, Git, Limits, Remote, SourceError};
use std::fs;
use std::io::Read;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

fn remote(text: &str) -> Remote {
    Remote::parse(text).unwrap().expect("a remote")
}

fn fetch(text: &str) -> Result<Checkout, SourceError> {
    Git::new().fetch(&remote(text), &Limits::default())
}

/// A repository with two commits on `main`, a branch, tags and a pull request.
fn shop(workshop: &Workshop) -> (String, String) {
    let path = workshop.repository("shop", &[("a.txt", "one")]);
    let first = git(&path, &["rev-parse", "HEAD"]);
    git(&path, &["tag", "v1"]);
    git(&path, &["tag", "-a", "v1-annotated", "-m", "x"]);
    git(&path, &["checkout", "-q", "-b", "feature/x"]);
    commit(&path, &[("a.txt", "feature")], "feature");
    git(&path, &["checkout", "-q", "main"]);
    let second = commit(&path, &[("a.txt", "two")], "second");
    git(&path, &["checkout", "-q", "--detach"]);
    let pull = commit(&path, &[("a.txt", "pull")], "pull");
    git(&path, &["update-ref", "refs/pull/7/head", &pull]);
    git(&path, &["checkout", "-q", "main"]);
    (first, second)
}

#[test]
fn every_kind_of_ref_is_found_and_shallow_where_that_is_enough() {
    let workshop = Workshop::new();
    let (first, second) = shop(&workshop);
    let begin = &first[..10];
    for (reference, text, branch, is_shallow) in [
        (None, "two", Some("main"), true),
        (Some("main"), "two", Some("main"), true),
        (Some("feature/x"), "feature", Some("feature/x"), true),
        (Some("v1"), "one", None, true),
        (Some("v1-annotated"), "one", None, true),
        (Some("refs/pull/7/head"), "pull", None, true),
        (Some("pull/7/head"), "pull", None, true),
        (Some(first.as_str()), "one", None, true),
        (Some(second.as_str()), "two", None, true),
        (Some(begin), "one", None, false),
        (Some("origin/feature/x"), "feature", None, false),
    ] {
        let url = workshop.url("shop") + &reference.map_or_else(String::new, |reference| format!("#{reference}"));
        let checkout = fetch(&url).unwrap_or_else(|error| panic!("{reference:?}: {error}"));
        assert_eq!(fs::read_to_string(checkout.directory().join("a.txt")).unwrap(), text, "{reference:?}");
        assert_eq!((checkout.branch(), checkout.is_shallow()), (branch, is_shallow), "{reference:?}");
        assert_eq!(checkout.commit().unwrap(), git(checkout.directory(), &["rev-parse", "HEAD"]), "{reference:?}");
        assert!(!checkout.directory().join(".git/FETCH_HEAD").exists());
    }
}

#[test]
fn missing_ref_is_named_and_nothing_stays_behind() {
    let workshop = Workshop::new();
    shop(&workshop);
    for reference in ["nosuch", "refs/heads/nosuch", "deadbeef", &"0".repeat(40)] {
        match fetch(&format!("{}#{reference}", workshop.url("shop"))).unwrap_err() {
            SourceError::ReferenceMissing { reference: named, location } => {
                assert_eq!((named.as_str(), location), (reference, workshop.url("shop")));
            }
            other => panic!("{reference}: {other:?}"),
        }
    }
    for reference in ["--upload-pack=touch x", "a..b", "a b"] {
        let error = fetch(&format!("{}#{reference}", workshop.url("shop"))).unwrap_err();
        assert_eq!(error.code(), "source.reference-invalid", "{reference}");
    }
}

#[test]
fn checkout_is_removed_with_its_owner() {
    let workshop = Workshop::new();
    shop(&workshop);
    let checkout = fetch(&workshop.url("shop")).unwrap();
    let directory = checkout.directory().to_owned();
    assert!(directory.is_dir());
    drop(checkout);
    assert!(!directory.exists());
}

#[test]
fn what_cannot_be_read_is_told_with_the_words_of_git() {
    let workshop = Workshop::new();
    match fetch(&workshop.url("nosuch")).unwrap_err() {
        SourceError::Unreachable { location, detail } => {
            assert_eq!(location, workshop.url("nosuch"));
            assert!(detail.contains("does not appear to be a git repository"), "{detail}");
        }
        other => panic!("{other:?}"),
    }
    let mark = workshop.path("mark");
    for url in [format!("ext::touch {}", mark.display()), "git://host.example/x".into(), "ftp://host.example/x".into()]
    {
        assert_eq!(fetch(&url).unwrap_err().code(), "source.protocol", "{url}");
    }
    assert!(!mark.exists());
}

#[test]
fn empty_repository_has_no_commit_and_lost_head_is_told() {
    let workshop = Workshop::new();
    let path = workshop.path("empty");
    fs::create_dir(&path).unwrap();
    git(&path, &["init", "-q", "-b", "main"]);
    assert_eq!(fetch(&workshop.url("empty")).unwrap().commit(), None);
    workshop.repository("lost", &[("a", "a")]);
    git(&workshop.path("lost"), &["symbolic-ref", "HEAD", "refs/heads/gone"]);
    assert_eq!(fetch(&workshop.url("lost")).unwrap_err().code(), "source.reference-missing");
}

#[test]
fn submodules_come_along_and_a_missing_one_is_told() {
    let workshop = Workshop::new();
    workshop.repository("inner", &[("inner.txt", "i")]);
    let lib = workshop.repository("lib", &[("lib.txt", "l")]);
    git(&lib, &["submodule", "add", "-q", "../inner", "inner"]);
    git(&lib, &["commit", "-q", "-m", "inner"]);
    let shop = workshop.repository("shop", &[("a", "a")]);
    git(&shop, &["submodule", "add", "-q", &workshop.url("lib"), "vendor/lib"]);
    git(&shop, &["commit", "-q", "-m", "lib"]);
    let checkout = fetch(&workshop.url("shop")).unwrap();
    assert_eq!(checkout.submodule_problem(), None);
    for file in ["vendor/lib/lib.txt", "vendor/lib/inner/inner.txt"] {
        assert!(checkout.directory().join(file).is_file(), "{file}");
    }
    fs::rename(workshop.path("lib"), workshop.path("moved")).unwrap();
    let checkout = fetch(&workshop.url("shop")).unwrap();
    assert!(checkout.submodule_problem().is_some_and(|problem| problem.contains("vendor/lib")));
    assert!(checkout.directory().join("a").is_file(), "the rest is there");
}

#[cfg(unix)]
#[test]
fn submodule_cannot_name_a_program() {
    let workshop = Workshop::new();
    let mark = workshop.path("mark");
    for url in [format!("ext::touch {}", mark.display()), format!("--upload-pack=touch {}", mark.display())] {
        let name = format!("shop{}", url.len());
        let shop = workshop.repository(&name, &[("a", "a")]);
        let id = git(&shop, &["rev-parse", "HEAD"]);
        git(&shop, &["update-index", "--add", "--cacheinfo", &format!("160000,{id},sub")]);
        let text = format!("[submodule \"sub\"]\n\tpath = sub\n\turl = {url}\n\tupdate = !touch {}\n", mark.display());
        fs::write(shop.join(".gitmodules"), text).unwrap();
        git(&shop, &["add", ".gitmodules"]);
        git(&shop, &["commit", "-q", "-m", "sub"]);
        let checkout = fetch(&workshop.url(&name)).unwrap();
        assert!(checkout.submodule_problem().is_some(), "{url}");
        assert!(!mark.exists(), "{url}");
    }
}

#[cfg(unix)]
#[test]
fn no_filter_of_the_users_is_run_over_a_strangers_files() {
    use std::os::unix::fs::PermissionsExt;
    let workshop = Workshop::new();
    let mark = workshop.path("mark");
    let trap = workshop.path("trap");
    fs::write(&trap, format!("#!/bin/sh\ntouch {}\ncat\n", mark.display())).unwrap();
    fs::set_permissions(&trap, fs::Permissions::from_mode(0o755)).unwrap();
    for format in ["sha1", "sha256"] {
        let shop = workshop.path(format);
        fs::create_dir(&shop).unwrap();
        git(&shop, &["init", "-q", "-b", "main", &format!("--object-format={format}")]);
        commit(&shop, &[("a.txt", "plain"), (".gitattributes", "*.txt filter=shout\n")], "first");
        let checkout = fetch(&workshop.url(format)).unwrap();
        // What the checkout did, done once more with such a filter in force.
        let again = |attributes: bool| {
            fs::remove_file(checkout.directory().join("a.txt")).unwrap();
            let mut command = Git::command(checkout.directory(), "");
            if format == "sha256" {
                command.args(crate::git::NO_ATTRIBUTES_SHA256);
            }
            if attributes {
                command.args(["-c", "attr.tree=HEAD"]);
            }
            command.args([
                "-c",
                &format!("filter.shout.smudge={}", trap.display()),
                "checkout",
                "-q",
                "-f",
                "HEAD",
                "--",
            ]);
            assert!(command.status().unwrap().success());
        };
        again(false);
        assert!(!mark.exists(), "{format}: the filter was run");
        assert_eq!(fs::read_to_string(checkout.directory().join("a.txt")).unwrap(), "plain");
        again(true);
        assert!(mark.exists(), "{format}: the trap is no trap");
        fs::remove_file(&mark).unwrap();
    }
}

#[test]
fn limits_end_a_fetch() {
    let workshop = Workshop::new();
    let path = workshop.repository("shop", &[]);
    for number in 0..50 {
        fs::write(path.join(format!("f{number}")), "x".repeat(10_000)).unwrap();
    }
    commit(&path, &[], "many");
    let fetch = |limits: &Limits| Git::new().fetch(&remote(&workshop.url("shop")), limits);
    // On disk they are next to nothing until they are checked out.
    let error = fetch(&Limits::default().with_max_bytes(400_000)).unwrap_err();
    assert!(matches!(error, SourceError::TooLarge { limit: 400_000, unit: "bytes", .. }), "{error:?}");
    let error = fetch(&Limits { max_entries: 49, ..Limits::default() }).unwrap_err();
    assert!(matches!(error, SourceError::TooLarge { limit: 49, unit: "entries", .. }), "{error:?}");
    assert!(fetch(&Limits { max_entries: 50, ..Limits::default() }).is_ok());
}

/// A tree of a few objects that stands for a thousand million files.
#[test]
fn tree_that_unfolds_without_end_is_refused_before_it_does() {
    let workshop = Workshop::new();
    let path = workshop.repository("bomb", &[("f", "boom")]);
    let mut tree = git(&path, &["rev-parse", "HEAD^{tree}"]);
    for _ in 0..9 {
        let list: String = (0..10).map(|name| format!("040000 tree {tree}\td{name}\n")).collect();
        fs::write(path.join("list"), list).unwrap();
        let made = std::process::Command::new("git")
            .current_dir(&path)
            .arg("mktree")
            .stdin(fs::File::open(path.join("list")).unwrap())
            .output()
            .unwrap();
        tree = String::from_utf8(made.stdout).unwrap().trim().to_owned();
    }
    let bomb = git(&path, &["commit-tree", "-m", "bomb", &tree]);
    git(&path, &["update-ref", "refs/heads/main", &bomb]);
    let started = Instant::now();
    let limits = Limits { max_entries: 100_000, ..Limits::default() };
    let error = Git::new().fetch(&remote(&workshop.url("bomb")), &limits).unwrap_err();
    assert!(matches!(error, SourceError::TooLarge { unit: "entries", .. }), "{error:?}");
    assert!(started.elapsed() < Duration::from_secs(30));
}

/// A server on loopback that takes connections and never says a word.
fn silent_server() -> (String, Arc<AtomicBool>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://ann:hush-hush@{}/shop.git", listener.local_addr().unwrap());
    let is_gone = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&is_gone);
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut buffer = [0; 1024];
        while stream.read(&mut buffer).is_ok_and(|length| length > 0) {}
        flag.store(true, Ordering::SeqCst);
    });
    (url, is_gone)
}

fn assert_gone(is_gone: &AtomicBool) {
    let since = Instant::now();
    while !is_gone.load(Ordering::SeqCst) {
        assert!(since.elapsed() < Duration::from_secs(5), "a program that git started is still connected");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn server_that_never_answers_is_given_up_with_all_that_git_started() {
    let (url, is_gone) = silent_server();
    let limits = Limits::default().with_max_time(Duration::from_millis(1500));
    let error = Git::new().fetch(&remote(&url), &limits).unwrap_err();
    assert!(matches!(&error, SourceError::TooSlow { seconds: 1, .. }), "{error:?}");
    assert!(!error.to_string().contains("hush") && error.to_string().contains("***@127.0.0.1"), "{error}");
    assert_gone(&is_gone);

    let (url, is_gone) = silent_server();
    let git = Git::new().with_probe_time(Duration::from_millis(1000));
    match git.probe(&remote(&url)).unwrap() {
        Access::Unreachable { detail } => assert_eq!(detail, "no answer within 1 seconds"),
        other => panic!("{other:?}"),
    }
    assert_gone(&is_gone);
}

/// A server on loopback that wants to know who asks, and then has nothing; it hands on every `Authorization` it is given.
fn guarded_server() -> (String, std::sync::mpsc::Receiver<String>) {
    use std::io::Write;
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let host = listener.local_addr().unwrap().to_string();
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = Vec::new();
            let mut byte = [0];
            while !request.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|length| length > 0) {
                request.push(byte[0]);
            }
            let request = String::from_utf8_lossy(&request).into_owned();
            let status = match request.lines().find_map(|line| line.strip_prefix("Authorization: ")) {
                Some(authorization) => {
                    _ = sender.send(authorization.to_owned());
                    "404 Not Found"
                }
                None => "401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"",
            };
            _ = write!(stream, "HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        }
    });
    (host, receiver)
}

#[test]
fn credentials_of_the_url_are_given_to_its_server_and_the_probe_has_none() {
    let (host, given) = guarded_server();
    let limits = Limits::default().with_max_time(Duration::from_secs(30));
    let error = Git::new().fetch(&remote(&format!("http://ann:hush-hush@{host}/x.git")), &limits).unwrap_err();
    assert_eq!(error.code(), "source.unreachable", "{error}");
    assert_eq!(given.recv_timeout(Duration::from_secs(5)).unwrap(), "Basic YW5uOmh1c2gtaHVzaA==");
    let error = Git::new().fetch(&remote(&format!("http://{host}/x.git")), &limits).unwrap_err();
    assert_eq!(error.code(), "source.needs-credentials", "{error}");
    while given.try_recv().is_ok() {}
    let access = Git::new().probe(&remote(&format!("http://ann:hush-hush@{host}/x.git"))).unwrap();
    assert!(matches!(access, Access::NeedsCredentials { .. }), "{access:?}");
    let tried: Vec<String> = given.try_iter().collect();
    assert!(!tried.contains(&"Basic YW5uOmh1c2gtaHVzaA==".to_owned()), "{tried:?}");
}

#[test]
fn caller_who_cancels_does_not_wait() {
    let (url, is_gone) = silent_server();
    let flag = Arc::new(AtomicBool::new(false));
    let setter = Arc::clone(&flag);
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(700));
        setter.store(true, Ordering::SeqCst);
    });
    let started = Instant::now();
    let error = Git::new().cancelled_by(flag).fetch(&remote(&url), &Limits::default()).unwrap_err();
    assert_eq!(error.code(), "source.cancelled");
    assert!(started.elapsed() < Duration::from_secs(5));
    assert_gone(&is_gone);
}

#[test]
fn probe_tells_readable_from_unreachable() {
    let workshop = Workshop::new();
    workshop.repository("shop", &[("a", "a")]);
    let probe = |text: &str| Git::new().probe(&remote(text)).unwrap();
    assert_eq!(probe(&workshop.url("shop")), Access::Anonymous);
    assert!(matches!(probe(&workshop.url("nosuch")), Access::Unreachable { .. }));
    assert!(matches!(probe("http://127.0.0.1:1/x.git"), Access::Unreachable { .. }));
    assert_eq!(Git::new().probe(&remote("git://host.example/x")).unwrap_err().code(), "source.protocol");
}
