//! Names of files: from a listing over the snapshot and the view of a root to the packed form that a plugin is given.
#![no_main]

use fieldmark_model::{Patterns, RepoView, pack_paths, unpack_paths};
use fieldmark_scan::{PatternSet, RootView, scan_listing};
use fieldmark_test_fuzz::NoContents;
use libfuzzer_sys::fuzz_target;
use std::sync::{Arc, LazyLock};

static SET: LazyLock<PatternSet> = LazyLock::new(|| {
    let list = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    let first = Patterns {
        markers: list(&["m", "*.x"]),
        files: list(&["f"]),
        extensions: list(&["E"]),
        globs: list(&["**/g/*", "a/?"]),
        beside: list(&["n", "**/n/o"]),
        ..Patterns::default()
    };
    let all = Patterns { globs: list(&["**"]), ..Patterns::default() };
    PatternSet::new([&first, &all]).expect("these are globs")
});

fuzz_target!(|paths: Vec<String>| {
    match pack_paths(&paths) {
        Ok(packed) => assert!(unpack_paths(&packed).eq(paths.iter().map(String::as_str))),
        Err(_) => assert!(paths.iter().any(|path| path.is_empty() || path.contains('\0'))),
    }
    let Ok(snapshot) = scan_listing(&paths, &SET, Box::new(NoContents)) else { return };
    let snapshot = Arc::new(snapshot);
    assert_eq!(snapshot.roots()[0], ".");
    for root in snapshot.roots() {
        assert_eq!(snapshot.plugins(root, &SET).len(), 2);
        let counts = snapshot.extension_counts(root);
        for (plugin, most) in [(0, 3), (0, 1 << 20), (1, 3), (1, 1 << 20)] {
            let seen = RootView::new(Arc::clone(&snapshot), root, plugin, most, &SET, Arc::clone(&counts));
            view(&seen, root, &paths);
        }
    }
});

/// What the contract promises of a view.
fn view(view: &RootView, root: &str, paths: &[String]) {
    let packed = pack_paths(view.paths()).expect("the paths of a scan can be packed");
    assert!(unpack_paths(&packed).eq(view.paths().iter().map(String::as_str)));
    assert!(view.paths().is_sorted_by(|a, b| a < b), "{:?}", view.paths());
    assert!(view.hits().is_sorted());
    assert!(view.hits().iter().all(|hit| (hit.path as usize) < view.paths().len()));
    assert!(view.total_hits() as usize >= view.hits().len());
    for (number, path) in (0u32..).zip(view.paths()) {
        let full = view.full_path(number).expect("every path has a full one");
        assert!(paths.iter().any(|given| given == full));
        assert!(if root == "." { full == path } else { full.strip_prefix(root) == Some(&format!("/{path}")) });
    }
    assert!(view.extension_counts().iter().all(|(_, count)| *count as usize <= paths.len()));
}
