//! Facts of repositories that git itself has made, and of hostile ones.

use crate::testing::{Workshop, commit, git};
use crate::{Changes, Git, GitRemote, Unpushed, WorkTree};
use std::fs;
use std::path::Path;

fn facts(directory: &Path) -> WorkTree {
    WorkTree::of(directory, &Git::new()).unwrap().expect("a repository")
}

/// A clone of a repository with one commit.
fn cloned(workshop: &Workshop) -> std::path::PathBuf {
    workshop.repository("remote", &[("a.txt", "a"), ("api/b.txt", "b"), (".gitignore", "*.log\n")]);
    git(&workshop.path(""), &["clone", "-q", &workshop.url("remote"), "shop"]);
    workshop.path("shop")
}

#[test]
fn clean_clone_has_nothing_that_a_build_would_miss() {
    let workshop = Workshop::new();
    let shop = cloned(&workshop);
    let facts = facts(&shop);
    assert_eq!(facts.root, shop);
    assert_eq!(facts.context_directory, None);
    assert_eq!(facts.remote, Some(GitRemote { name: "origin".into(), uri: workshop.url("remote") }));
    assert_eq!(facts.branch.as_deref(), Some("main"));
    assert_eq!(facts.commit, Some(git(&shop, &["rev-parse", "HEAD"])));
    assert_eq!(facts.upstream.as_deref(), Some("origin/main"));
    assert_eq!((facts.changes, facts.unpushed, facts.is_bare), (Changes::default(), Unpushed::Nothing, false));
}

#[test]
fn sub_directory_is_the_context_directory() {
    let workshop = Workshop::new();
    let shop = cloned(&workshop);
    assert_eq!(facts(&shop.join("api")).context_directory.as_deref(), Some("api"));
    fs::create_dir_all(shop.join("api/deep/er")).unwrap();
    assert_eq!(facts(&shop.join("api/deep/er")).context_directory.as_deref(), Some("api/deep/er"));
}

#[test]
fn what_the_commit_does_not_hold_is_counted() {
    let workshop = Workshop::new();
    let shop = cloned(&workshop);
    fs::write(shop.join("a.txt"), "changed").unwrap();
    fs::write(shop.join("new.txt"), "new").unwrap();
    fs::write(shop.join("noise.log"), "ignored").unwrap();
    fs::write(shop.join("staged.txt"), "staged").unwrap();
    fs::write(shop.join(".git/info/exclude"), "secret.txt\n").unwrap();
    fs::write(shop.join("secret.txt"), "excluded").unwrap();
    git(&shop, &["add", "staged.txt"]);
    let facts = facts(&shop);
    assert_eq!(facts.changes, Changes { modified: 1, staged: 1, untracked: 1 });
    assert!(facts.changes.any());
}

#[test]
fn file_changed_right_after_the_commit_is_seen() {
    let workshop = Workshop::new();
    for round in 0..5 {
        let shop = workshop.repository(&format!("quick{round}"), &[("a.txt", "12345")]);
        // The same size, within the same tick of the clock.
        fs::write(shop.join("a.txt"), "54321").unwrap();
        assert_eq!(facts(&shop).changes.modified, 1, "round {round}");
    }
}

/// Git reads files again that are no older than the index; a copy from later would hide changes of the same moment.
#[test]
fn borrowed_index_is_as_old_as_the_repositorys_own() {
    let workshop = Workshop::new();
    let shop = workshop.repository("shop", &[("a.txt", "a")]);
    let index = shop.join(".git/index");
    let long_ago = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    fs::File::options().write(true).open(&index).unwrap().set_modified(long_ago).unwrap();
    let git = Git::new();
    let repository = super::repository::Repository::of(&shop).unwrap();
    let lent = super::lent::Lent::new(&git, &repository).unwrap();
    lent.furnish(&lent.config().unwrap()).unwrap();
    assert_eq!(lent.own().join("index").metadata().unwrap().modified().unwrap(), long_ago);
}

#[test]
fn unpushed_commits_and_branches_are_told_apart() {
    let workshop = Workshop::new();
    let shop = cloned(&workshop);
    commit(&shop, &[("c.txt", "c")], "second");
    commit(&shop, &[("c.txt", "d")], "third");
    assert_eq!(facts(&shop).unpushed, Unpushed::Commits(2));
    git(&shop, &["checkout", "-q", "-b", "feature/x"]);
    let on_branch = facts(&shop);
    assert_eq!((on_branch.branch.as_deref(), on_branch.unpushed), (Some("feature/x"), Unpushed::Branch));
    assert_eq!(on_branch.upstream, None);
    git(&shop, &["push", "-q", "origin", "feature/x"]);
    assert_eq!(facts(&shop).unpushed, Unpushed::Nothing);
    git(&shop, &["pack-refs", "--all"]);
    assert_eq!(facts(&shop).unpushed, Unpushed::Nothing, "packed refs");
    git(&shop, &["checkout", "-q", "--detach"]);
    let detached = facts(&shop);
    assert_eq!((detached.branch, detached.unpushed), (None, Unpushed::Unknown));
    assert!(detached.commit.is_some());
}

#[test]
fn remotes_are_tried_in_the_order_of_new_app() {
    let workshop = Workshop::new();
    let shop = workshop.repository("shop", &[("a", "a")]);
    assert_eq!(facts(&shop).remote, None);
    assert_eq!(facts(&shop).unpushed, Unpushed::Unknown);
    for name in ["zeta", "alpha", "heroku", "openshift", "github", "upstream", "origin"] {
        let uri = format!("https://{name}.example/shop.git");
        git(&shop, &["remote", "add", name, &uri]);
        let expected = if name == "zeta" { "zeta" } else { name };
        assert_eq!(facts(&shop).remote, Some(GitRemote { name: expected.into(), uri }), "new-app.md 3.3");
    }
}

#[test]
fn repository_without_commits_has_a_branch_only() {
    let workshop = Workshop::new();
    let shop = workshop.path("shop");
    fs::create_dir(&shop).unwrap();
    git(&shop, &["init", "-q", "-b", "trunk"]);
    fs::write(shop.join("a"), "a").unwrap();
    let facts = facts(&shop);
    assert_eq!((facts.branch.as_deref(), facts.commit), (Some("trunk"), None));
    assert_eq!((facts.changes.untracked, facts.unpushed), (1, Unpushed::Unknown));
}

#[test]
fn linked_work_tree_submodule_and_bare_repository_are_repositories() {
    let workshop = Workshop::new();
    let shop = cloned(&workshop);
    git(&shop, &["worktree", "add", "-q", "-b", "side", "../side"]);
    let side = facts(&workshop.path("side"));
    assert_eq!((side.branch.as_deref(), side.root), (Some("side"), workshop.path("side")));
    assert_eq!(side.remote.map(|remote| remote.name).as_deref(), Some("origin"));
    assert_eq!(side.changes, Changes::default());

    workshop.repository("lib", &[("lib.txt", "l")]);
    git(&shop, &["submodule", "add", "-q", &workshop.url("lib"), "vendor/lib"]);
    let lib = facts(&shop.join("vendor/lib"));
    assert_eq!((lib.root, lib.remote.map(|remote| remote.uri)), (shop.join("vendor/lib"), Some(workshop.url("lib"))));
    assert_eq!(facts(&shop).changes, Changes { staged: 2, ..Changes::default() });

    git(&workshop.path(""), &["clone", "-q", "--bare", "remote", "bare.git"]);
    let bare = facts(&workshop.path("bare.git"));
    assert!(bare.is_bare && bare.commit.is_some() && bare.context_directory.is_none());
}

#[test]
fn repository_in_newer_formats_is_read() {
    let workshop = Workshop::new();
    for (name, option) in [("sha256", "--object-format=sha256"), ("tables", "--ref-format=reftable")] {
        let shop = workshop.path(name);
        fs::create_dir(&shop).unwrap();
        git(&shop, &["init", "-q", "-b", "main", option]);
        let id = commit(&shop, &[("a", "a")], "first");
        let facts = facts(&shop);
        assert_eq!((facts.branch.as_deref(), facts.commit), (Some("main"), Some(id)), "{name}");
        assert_eq!(facts.changes, Changes::default(), "{name}");
    }
}

#[test]
fn shallow_clone_counts_from_what_it_has() {
    let workshop = Workshop::new();
    let remote = workshop.repository("remote", &[("a", "a")]);
    commit(&remote, &[("a", "b")], "second");
    git(&workshop.path(""), &["clone", "-q", "--depth=1", &workshop.url("remote"), "shop"]);
    let shop = workshop.path("shop");
    commit(&shop, &[("a", "c")], "third");
    assert_eq!(facts(&shop).unpushed, Unpushed::Commits(1));
}

#[test]
fn directory_outside_of_repositories_has_no_facts() {
    let workshop = Workshop::new();
    fs::create_dir_all(workshop.path("plain/.git")).unwrap();
    assert_eq!(WorkTree::of(&workshop.path("plain"), &Git::new()).unwrap(), None);
    let error = WorkTree::of(&workshop.path("gone"), &Git::new()).unwrap_err();
    assert_eq!(error.code(), "source.io");
}

/// Everything by which a configuration can name a program or lead elsewhere.
fn hostile_configuration(trap: &str) -> String {
    format!(
        "[core]\n\tfsmonitor = {trap}\n\tsshCommand = {trap}\n\tpager = {trap}\n\teditor = {trap}\n\thooksPath = ../hooks\n\
         \tworktree = /\n\tattributesFile = /work-of-evil\n\texcludesFile = /work-of-evil\n\tgitProxy = {trap}\n\
         \talternateRefsCommand = {trap}\n\
         [filter \"evil\"]\n\tclean = {trap}\n\tsmudge = {trap}\n\tprocess = {trap}\n\trequired = true\n\
         [diff]\n\texternal = {trap}\n[diff \"evil\"]\n\ttextconv = {trap}\n\tcommand = {trap}\n\
         [merge \"evil\"]\n\tdriver = {trap}\n[credential]\n\thelper = !{trap}\n[gpg]\n\tprogram = {trap}\n\
         [alias]\n\tstatus = !{trap}\n\trev-parse = !{trap}\n\tsymbolic-ref = !{trap}\n\
         [include]\n\tpath = {{include}}\n[remote \"origin\"]\n\turl = https://host.example/shop.git\n\tuploadpack = {trap}\n\
         \tpromisor = true\n\tpartialclonefilter = blob:none\n[extensions]\n\tpartialClone = origin\n"
    )
}

#[cfg(unix)]
#[test]
fn nothing_that_the_configuration_names_is_run() {
    use std::os::unix::fs::PermissionsExt;
    let workshop = Workshop::new();
    let shop =
        workshop.repository("shop", &[("a.txt", "a"), (".gitattributes", "* filter=evil diff=evil merge=evil\n")]);
    let mark = workshop.path("mark");
    let trap = workshop.path("trap");
    fs::write(&trap, format!("#!/bin/sh\necho run >> {}\n", mark.display())).unwrap();
    fs::set_permissions(&trap, fs::Permissions::from_mode(0o755)).unwrap();
    fs::create_dir_all(shop.join("hooks")).unwrap();
    for hook in ["post-index-change", "post-checkout", "reference-transaction", "fsmonitor-watchman"] {
        fs::copy(&trap, shop.join("hooks").join(hook)).unwrap();
        fs::copy(&trap, shop.join(".git/hooks").join(hook)).unwrap();
    }
    let included = workshop.path("included");
    fs::write(&included, "[remote \"upstream\"]\n\turl = https://included.example/x.git\n[broken").unwrap();
    let configuration = hostile_configuration(&trap.display().to_string());
    fs::write(shop.join(".git/config"), configuration.replace("{include}", &included.display().to_string())).unwrap();
    fs::write(shop.join("a.txt"), "b").unwrap();

    let facts = facts(&shop);
    assert!(!mark.exists(), "a program was run");
    assert_eq!((facts.root, facts.branch.as_deref()), (shop.clone(), Some("main")));
    assert_eq!(facts.changes, Changes { modified: 1, staged: 0, untracked: 1 });
    assert_eq!(facts.remote.map(|remote| remote.uri).as_deref(), Some("https://host.example/shop.git"));

    // The trap works: git itself falls into it.
    fs::write(&included, "").unwrap();
    let status = std::process::Command::new("git").current_dir(&shop).arg("diff-files").output().unwrap();
    _ = std::process::Command::new("git").current_dir(&shop).args(["-c", "core.worktree=."]).arg("status").output();
    assert!(mark.exists(), "the trap is no trap: {status:?}");
}

#[test]
fn repository_that_names_itself_elsewhere_stays_where_it_is() {
    let workshop = Workshop::new();
    let shop = workshop.repository("shop", &[("a", "a")]);
    git(&shop, &["config", "core.worktree", "/"]);
    assert_eq!(facts(&shop).root, shop);
}

#[cfg(unix)]
#[test]
fn pipes_and_large_files_in_the_place_of_small_ones_do_not_stop_it() {
    let workshop = Workshop::new();
    let shop = workshop.repository("shop", &[("a", "a")]);
    for name in ["config", "info/exclude", "index"] {
        let path = shop.join(".git").join(name);
        fs::remove_file(&path).unwrap();
        let made = std::process::Command::new("mkfifo").arg(&path).status().unwrap();
        assert!(made.success());
    }
    assert_eq!(facts(&shop).branch.as_deref(), Some("main"));
    let config = shop.join(".git/config");
    fs::remove_file(&config).unwrap();
    fs::File::create(&config).unwrap().set_len(2 << 20).unwrap();
    assert_eq!(facts(&shop).remote, None, "a configuration that is too large is none");
}

#[cfg(unix)]
#[test]
fn repository_of_another_user_is_not_trusted() {
    let workshop = Workshop::new();
    let shop = workshop.repository("shop", &[("a", "a")]);
    let changed = std::process::Command::new("chown").args(["-R", "12345"]).arg(&shop).output().unwrap();
    if !changed.status.success() {
        eprintln!("skipped: only root can give files away");
        return;
    }
    let error = WorkTree::of(&shop, &Git::new()).unwrap_err();
    assert_eq!(error.code(), "source.other-owner", "{error}");
    let remote = crate::Remote::of_directory(&shop, None).unwrap();
    let error = Git::new().fetch(&remote, &crate::Limits::default()).unwrap_err();
    assert_eq!(error.code(), "source.other-owner", "{error}");
}
