use super::*;
use std::os::unix::fs::symlink;

fn tree() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    let root = place.path().join("src");
    fs::create_dir_all(root.join("a/b")).unwrap();
    fs::create_dir_all(root.join(".git")).unwrap();
    fs::write(root.join("a/b/file"), "text").unwrap();
    fs::write(root.join("tool"), "#!").unwrap();
    fs::create_dir(root.join("dist")).unwrap();
    fs::write(root.join("dist/out"), "1").unwrap();
    fs::write(root.join(".gitignore"), "dist").unwrap();
    fs::set_permissions(root.join("tool"), fs::Permissions::from_mode(0o750)).unwrap();
    fs::write(place.path().join("secret"), "secret").unwrap();
    symlink("a/b/file", root.join("inside")).unwrap();
    symlink("../secret", root.join("outside")).unwrap();
    symlink("nowhere", root.join("broken")).unwrap();
    symlink("..", root.join("a/up")).unwrap();
    place
}

fn copied(place: &Path, links: Links, limits: CopyLimits) -> Result<(PathBuf, Vec<String>), S2iError> {
    let target = place.join("out");
    fs::create_dir(&target).unwrap();
    let none = BTreeSet::new();
    let findings = Copy::new(&place.join("src"), links, links == Links::Followed, &none, limits)?.into(&target)?;
    Ok((target, findings.into_iter().map(|finding| finding.code).collect()))
}

#[test]
fn followed_links_never_lead_out() {
    let place = tree();
    let (out, codes) = copied(place.path(), Links::Followed, CopyLimits::default()).unwrap();
    assert_eq!(fs::read_to_string(out.join("inside")).unwrap(), "text");
    assert!(!out.join("inside").symlink_metadata().unwrap().is_symlink());
    for link in ["outside", "broken", "a/up"] {
        assert!(out.join(link).symlink_metadata().unwrap().is_symlink(), "{link}");
    }
    assert_eq!(codes, ["copy.link-to-parent", "copy.link-outside"]);
    assert!(!out.join(".git").exists());
    // What version control leaves out is copied all the same (s2i.md 6).
    assert!(out.join("dist/out").exists() && out.join(".gitignore").exists());
    assert_eq!(out.join("tool").metadata().unwrap().permissions().mode() & 0o777, 0o750);
}

#[test]
fn kept_links_stay_links() {
    let place = tree();
    let (out, codes) = copied(place.path(), Links::Kept, CopyLimits::default()).unwrap();
    for link in ["inside", "outside", "broken", "a/up"] {
        assert!(out.join(link).symlink_metadata().unwrap().is_symlink(), "{link}");
    }
    assert!(codes.is_empty() && out.join(".git").is_dir());
}

#[test]
fn caps_cut_visibly() {
    let place = tree();
    let bytes = copied(place.path(), Links::Followed, CopyLimits { bytes: 9, entries: 100 }).unwrap_err();
    assert_eq!((bytes.code(), bytes.to_string().as_str()), ("s2i.too-large", "the sources have more than 9 bytes"));
    fs::remove_dir_all(place.path().join("out")).unwrap();
    let entries = copied(place.path(), Links::Followed, CopyLimits { bytes: 100, entries: 3 }).unwrap_err();
    assert_eq!(entries.to_string(), "the sources have more than 3 files and directories");
}

#[test]
fn farm_of_links_is_cut() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path().join("src");
    fs::create_dir_all(root.join("l0")).unwrap();
    fs::write(root.join("l0/f"), "x").unwrap();
    // Each level leads to the one below twice: 2^24 files for 50 links.
    for level in 1..25 {
        fs::create_dir(root.join(format!("l{level}"))).unwrap();
        for name in ["a", "b"] {
            symlink(format!("../l{}", level - 1), root.join(format!("l{level}/{name}"))).unwrap();
        }
    }
    let error = copied(place.path(), Links::Followed, CopyLimits { bytes: 1000, entries: 1000 }).unwrap_err();
    assert_eq!(error.code(), "s2i.too-large");
}

#[test]
fn pipe_is_left_out() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path().join("src");
    fs::create_dir(&root).unwrap();
    // A socket is as special as a pipe and needs no program to make it.
    let _socket = std::os::unix::net::UnixListener::bind(root.join("socket")).unwrap();
    let (out, codes) = copied(place.path(), Links::Followed, CopyLimits::default()).unwrap();
    assert_eq!(codes, ["copy.special-file"]);
    assert_eq!(fs::read_dir(out).unwrap().count(), 0);
}
