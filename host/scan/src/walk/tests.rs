use super::*;
use crate::RootView;
use fieldmark_model::{Patterns, RepoView};
use std::fs;
use std::path::PathBuf;

struct Tree(tempfile::TempDir);

impl Tree {
    fn new(files: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let tree = Self(folder);
        for file in files {
            tree.write(file, "");
        }
        tree
    }

    fn path(&self, relative: &str) -> PathBuf {
        self.0.path().join(relative)
    }

    fn write(&self, relative: &str, text: &str) {
        let path = self.path(relative);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Paths that match `*.py`, and how the walk went.
    fn scan(&self, root: &str, options: &ScanOptions) -> (Vec<String>, Walked) {
        let patterns = Patterns { extensions: vec!["py".into()], ..Patterns::default() };
        let set = PatternSet::new([&patterns]).unwrap();
        let snapshot = Arc::new(scan(&self.path(root), &set, options).unwrap());
        let view = RootView::new(Arc::clone(&snapshot), ".", 0, u64::MAX, &set, snapshot.extension_counts("."));
        (view.paths().to_vec(), snapshot.walked().clone())
    }
}

#[test]
fn paths_are_sorted_and_hidden_files_count() {
    let tree = Tree::new(&["b/z.py", "a.py", ".hidden/h.py", "b/a.py", "b-x/y.py", "n.txt"]);
    let (paths, walked) = tree.scan(".", &ScanOptions::default());
    assert_eq!(paths, [".hidden/h.py", "a.py", "b-x/y.py", "b/a.py", "b/z.py"]);
    assert_eq!((walked.entries, walked.truncated), (9, false));
}

#[test]
fn result_is_the_same_for_any_number_of_threads() {
    let mut files: Vec<String> = (0..2 * FEW).map(|i| format!("d{}/e{}/f{i}.py", i % 7, i % 13)).collect();
    files.sort();
    let tree = Tree::new(&files.iter().map(String::as_str).collect::<Vec<_>>());
    for threads in [1, 2, 3, 8] {
        let (paths, walked) = tree.scan(".", &ScanOptions { threads, ..ScanOptions::default() });
        assert_eq!(paths, files, "{threads}");
        assert_eq!((walked.entries, walked.truncated), (2 * FEW + 7 + 7 * 13, false), "{threads}");
    }
    let part: Vec<&str> = files.iter().filter_map(|file| file.strip_prefix("d3/")).collect();
    assert!((part.len() as u64) < FEW);
    assert_eq!(tree.scan("d3", &ScanOptions::default()).0, part);
}

#[test]
fn cap_on_entries_is_visible_and_always_keeps_the_same_files() {
    let files: Vec<String> = (0..300).map(|i| format!("d{}/f{i:03}.py", i % 10)).collect();
    let tree = Tree::new(&files.iter().map(String::as_str).collect::<Vec<_>>());
    let options = |threads| ScanOptions { threads, max_entries: 50, ..ScanOptions::default() };
    let (paths, walked) = tree.scan(".", &options(1));
    assert!(walked.truncated);
    assert!(paths.len() >= 40 && paths.len() < 50, "{}", paths.len());
    for _ in 0..5 {
        assert_eq!(tree.scan(".", &options(4)).0, paths);
    }
}

#[test]
fn own_gitignore_counts_and_the_machines_do_not() {
    let tree = Tree::new(&["outer/repo/kept.py", "outer/repo/own.py", "outer/repo/sub/deep.py", "outer/repo/local.py"]);
    tree.write("outer/.gitignore", "kept.py\n");
    tree.write("outer/.git/HEAD", "ref: refs/heads/main\n");
    tree.write("outer/repo/.gitignore", "own.py\n");
    tree.write("outer/repo/sub/.gitignore", "deep.py\n");
    tree.write("outer/repo/.ignore", "kept.py\n");
    tree.write("outer/repo/.git/info/exclude", "local.py\n");
    assert_eq!(tree.scan("outer/repo", &ScanOptions::default()).0, ["kept.py", "local.py"]);
    let all = ScanOptions { git_ignore: false, ..ScanOptions::default() };
    assert_eq!(tree.scan("outer/repo", &all).0.len(), 4);
}

#[test]
fn vendored_directories_are_not_entered() {
    let tree = Tree::new(&["node_modules/x.py", "a/node_modules/y.py", "a/vendor/bundle/z.py", "a/vendor/w.py"]);
    let rules = "[[directories]]\nwhy='x'\nnames=['node_modules']\npaths=['vendor/bundle']";
    let vendored = Arc::new(Vendored::parse(rules).unwrap());
    let (paths, walked) = tree.scan(".", &ScanOptions { vendored, ..ScanOptions::default() });
    assert_eq!(paths, ["a/vendor/w.py"]);
    assert_eq!(walked.skipped, Skipped::default());
}

#[cfg(unix)]
#[test]
fn links_pipes_and_strange_names_are_counted_and_left_alone() {
    use std::os::unix::ffi::OsStrExt;
    let tree = Tree::new(&["real/a.py"]);
    std::os::unix::fs::symlink(tree.path("real"), tree.path("loop")).unwrap();
    std::os::unix::fs::symlink("a.py", tree.path("real/b.py")).unwrap();
    let pipe = tree.path("p.py");
    rustix::fs::mknodat(rustix::fs::CWD, pipe, rustix::fs::FileType::Fifo, rustix::fs::Mode::RUSR, 0).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(tree.path("s.py")).unwrap();
    fs::write(tree.path("real").join(std::ffi::OsStr::from_bytes(b"\xff.py")), "").unwrap();
    fs::create_dir(tree.path("real").join(std::ffi::OsStr::from_bytes(b"\xfe"))).unwrap();
    let (paths, walked) = tree.scan(".", &ScanOptions::default());
    assert_eq!(paths, ["real/a.py"]);
    let expected = Skipped { symbolic_links: 2, special_files: 2, non_utf8_names: 2, unreadable: 0 };
    assert_eq!(walked.skipped, expected);
}

#[test]
fn cancelled_walk_is_an_error() {
    let tree = Tree::new(&["a.py"]);
    let options = ScanOptions { cancelled: Arc::new(AtomicBool::new(true)), ..ScanOptions::default() };
    let set = PatternSet::default();
    assert!(matches!(scan(tree.0.path(), &set, &options), Err(ScanError::Cancelled)));
}

#[test]
fn progress_is_told_on_long_walks() {
    let tree = Tree::new(&[]);
    for i in 0..PROGRESS_STEP {
        fs::write(tree.path(&format!("{i}.py")), "").unwrap();
    }
    let told = Arc::new(AtomicU64::new(0));
    let sink = Arc::clone(&told);
    let progress: Arc<dyn Fn(u64) + Send + Sync> = Arc::new(move |entries| sink.store(entries, Ordering::Relaxed));
    tree.scan(".", &ScanOptions { progress: Some(progress), ..ScanOptions::default() });
    assert_eq!(told.load(Ordering::Relaxed), PROGRESS_STEP);
}

#[test]
fn what_is_excluded_is_not_walked() {
    let tree = Tree::new(&["a.py", "old/a.py", "old/deep/b.py", "b/old.py", "b/c.py"]);
    let excluded = Arc::new(Excluded::new(&["/old", "b/old.py"]).unwrap());
    let (paths, walked) = tree.scan(".", &ScanOptions { excluded, ..ScanOptions::default() });
    assert_eq!(paths, ["a.py", "b/c.py"]);
    // Excluded directories cost nothing; an excluded file was seen.
    assert_eq!(walked.entries, 4);
}
