//! Archives as people make them, and as nobody makes them for a good reason.

use crate::{Limits, Skipped, SourceError, Unpacked, unpack};
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// One entry of a tar archive, with a name that no library would write.
struct Entry<'e> {
    name: &'e [u8],
    kind: u8,
    mode: u32,
    contents: &'e [u8],
    link: &'e [u8],
}

const FILE: u8 = b'0';
const DIRECTORY: u8 = b'5';

fn entry<'e>(name: &'e str, contents: &'e str) -> Entry<'e> {
    Entry { name: name.as_bytes(), kind: FILE, mode: 0o644, contents: contents.as_bytes(), link: b"" }
}

fn header(entry: &Entry<'_>, size: u64) -> [u8; 512] {
    let mut block = [0; 512];
    let mut put = |at: usize, bytes: &[u8]| block[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, entry.name);
    put(100, format!("{:07o}\0", entry.mode).as_bytes());
    put(108, b"0000000\x000000000\0");
    put(124, format!("{size:011o}\0").as_bytes());
    put(136, b"00000000000\0        ");
    put(156, &[entry.kind]);
    put(157, entry.link);
    put(257, b"ustar\x0000");
    let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
    block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    block
}

fn tar(entries: &[Entry<'_>]) -> Vec<u8> {
    let mut out = Vec::new();
    for entry in entries {
        out.extend(header(entry, entry.contents.len() as u64));
        out.extend(entry.contents);
        out.resize(out.len().next_multiple_of(512), 0);
    }
    out.extend([0; 1024]);
    out
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zip(entries: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, contents) in entries {
        if name.ends_with('/') {
            writer.add_directory(*name, SimpleFileOptions::default()).unwrap();
            continue;
        }
        writer.start_file(*name, SimpleFileOptions::default().unix_permissions(0o4755)).unwrap();
        writer.write_all(contents.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn unpacked_within(bytes: &[u8], limits: &Limits) -> Result<Unpacked, SourceError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("archive");
    fs::write(&path, bytes).unwrap();
    unpack(&path, limits, &AtomicBool::new(false))
}

fn unpacked(bytes: &[u8]) -> Result<Unpacked, SourceError> {
    unpacked_within(bytes, &Limits::default())
}

/// Every file below a directory with its text, sorted.
fn files(root: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open = vec![root.to_owned()];
    while let Some(directory) = open.pop() {
        for entry in fs::read_dir(&directory).unwrap() {
            let path = entry.unwrap().path();
            assert!(!path.is_symlink(), "{}", path.display());
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().display().to_string();
                found.push((name, fs::read_to_string(path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

fn problem(bytes: &[u8]) -> String {
    match unpacked(bytes).unwrap_err() {
        SourceError::Archive { problem, .. } => problem,
        other => panic!("{other:?}"),
    }
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

#[test]
fn all_forms_are_unpacked_whatever_they_are_called() {
    let tar = tar(&[entry("a.txt", "A"), entry("b/c.txt", "C")]);
    for (form, bytes) in [
        ("tar", tar.clone()),
        ("tar.gz", gzip(&tar)),
        ("two members", [gzip(&tar[..700]), gzip(&tar[700..])].concat()),
        ("zip", zip(&[("a.txt", "A"), ("b/", ""), ("b/c.txt", "C")])),
    ] {
        let unpacked = unpacked(&bytes).unwrap_or_else(|error| panic!("{form}: {error}"));
        assert_eq!(files(unpacked.root()), pairs(&[("a.txt", "A"), ("b/c.txt", "C")]), "{form}");
        assert_eq!(unpacked.skipped(), Skipped::default(), "{form}");
    }
}

#[test]
fn only_directory_at_the_top_is_the_root_and_it_goes_with_its_owner() {
    let mut global = entry("pax_global_header", "30 comment=0123456789abcdef01\n");
    global.kind = b'g';
    let bytes = gzip(&tar(&[global, entry("shop-1.0/a", "A"), entry("./shop-1.0/b/c", "C")]));
    let unpacked = unpacked(&bytes).unwrap();
    assert_eq!(files(unpacked.root()), pairs(&[("a", "A"), ("b/c", "C")]));
    let root = unpacked.root().to_owned();
    drop(unpacked);
    assert!(!root.exists() && !root.parent().unwrap().exists());
}

#[test]
fn entries_that_would_leave_the_target_refuse_the_archive() {
    for name in ["../x", "/x", "a/../../x", "C:/x", "C:x"] {
        assert!(problem(&tar(&[entry("a", "A"), entry(name, "x")])).contains(name), "tar {name}");
        assert!(problem(&zip(&[("a", "A"), (name, "x")])).contains(name), "zip {name}");
    }
    assert!(problem(&zip(&[("a\\..\\..\\x", "x")])).contains("backslash"));
}

#[cfg(unix)]
#[test]
fn links_and_special_files_are_left_out_and_lead_nowhere() {
    let outside = tempfile::tempdir().unwrap();
    let target = outside.path().to_str().unwrap().as_bytes();
    let link = |name: &'static [u8], kind: u8| Entry { name, kind, mode: 0o777, contents: b"", link: target };
    let bytes = tar(&[
        link(b"away", b'2'),
        entry("away/file", "x"),
        link(b"hard", b'1'),
        link(b"character", b'3'),
        link(b"block", b'4'),
        link(b"pipe", b'6'),
        link(b"\xff\xfe", FILE),
    ]);
    let unpacked = unpacked(&bytes).unwrap();
    assert_eq!(unpacked.skipped(), Skipped { links: 2, special: 3, names: 1 });
    // What lies behind the link is a file of a directory of that name.
    assert_eq!(files(unpacked.root().parent().unwrap()).len(), 1);
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0, "something was written through a link");

    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer.add_symlink("away", "/etc", SimpleFileOptions::default()).unwrap();
    writer.start_file("away/file", SimpleFileOptions::default()).unwrap();
    writer.start_file("b", SimpleFileOptions::default()).unwrap();
    let unpacked = self::unpacked(&writer.finish().unwrap().into_inner()).unwrap();
    assert_eq!(unpacked.skipped(), Skipped { links: 1, ..Skipped::default() });
    assert_eq!(files(unpacked.root()), pairs(&[("away/file", ""), ("b", "")]));
}

#[cfg(unix)]
#[test]
fn files_keep_whether_they_can_be_executed_and_nothing_else() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: PathBuf| path.metadata().unwrap().permissions().mode() & 0o7777;
    let mut run = entry("run", "#!/bin/sh\n");
    run.mode = 0o6777;
    let tar = unpacked(&tar(&[run, entry("plain", "")])).unwrap();
    let zip = unpacked(&zip(&[("run", ""), ("other", "")])).unwrap();
    for root in [tar.root(), zip.root()] {
        assert_eq!(mode(root.join("run")) & 0o7722, 0o700, "{}", root.display());
    }
    assert_eq!(mode(tar.root().join("plain")) & 0o7111, 0);
}

#[test]
fn later_file_takes_the_place_but_no_directory_becomes_a_file() {
    let bytes = tar(&[entry("a", "old"), entry("a", "new"), entry("b", "B")]);
    assert_eq!(files(unpacked(&bytes).unwrap().root()), pairs(&[("a", "new"), ("b", "B")]));
    for list in [[entry("a", "A"), entry("a/b", "B")], [entry("a/b", "B"), entry("a", "A")]] {
        assert_eq!(problem(&tar(&list)), "its entry `a` is a file and a directory");
    }
    let mut directory = entry("a/", "");
    directory.kind = DIRECTORY;
    assert_eq!(problem(&tar(&[entry("a", "A"), directory])), "its entry `a` is a file and a directory");
}

#[test]
fn whatever_is_cut_off_is_an_error() {
    let tar = tar(&[entry("a.txt", "A long enough text"), entry("b/c.txt", "C")]);
    let (zipped, packed) = (zip(&[("a.txt", "A"), ("b/c.txt", "C")]), gzip(&tar));
    for (form, bytes) in [("tar", &tar[..tar.len() - 512]), ("tar.gz", &packed[..]), ("zip", &zipped[..])] {
        for length in 0..bytes.len() - 1 {
            assert!(unpacked(&bytes[..length]).is_err(), "{form}, the first {length} of {} bytes", bytes.len());
        }
    }
}

#[test]
fn what_is_no_archive_is_told() {
    for (bytes, text) in [
        (&b""[..], "it is empty"),
        (b"plain text", "it is no archive, or a damaged one"),
        (b"\xfd7zXZ\0 and so on", "it is packed with xz"),
        (b"\x28\xb5\x2f\xfd and so on", "it is packed with zstd"),
    ] {
        assert!(problem(bytes).starts_with(text), "{bytes:?}: {}", problem(bytes));
    }
    assert!(problem(&gzip(b"plain text")).starts_with("it is no archive"));
    let folder = tempfile::tempdir().unwrap();
    let unpack = |path: &Path| unpack(path, &Limits::default(), &AtomicBool::new(false)).unwrap_err();
    assert_eq!(unpack(&folder.path().join("gone.tar")).code(), "source.io");
    assert_eq!(unpack(folder.path()).code(), "source.archive");
}

#[test]
fn limits_hold() {
    let two = tar(&[entry("a", "12345"), entry("b", "67890")]);
    let zipped = zip(&[("a", "12345"), ("b", "67890")]);
    for bytes in [&two, &zipped] {
        let code =
            |limits: &Limits| unpacked_within(bytes, limits).err().map(|error| (error.code(), error.to_string()));
        assert_eq!(code(&Limits { max_bytes: 10, max_entries: 2, max_file_bytes: 5, ..Limits::default() }), None);
        for (limits, unit) in [
            (Limits { max_bytes: 9, ..Limits::default() }, "9 bytes"),
            (Limits { max_entries: 1, ..Limits::default() }, "1 entries"),
            (Limits { max_file_bytes: 4, ..Limits::default() }, "4 bytes in one file"),
        ] {
            let (code, text) = code(&limits).unwrap();
            assert!(code == "source.too-large" && text.ends_with(unit), "{code} {text}");
        }
    }
    let deep = tar(&[entry("a/b/c", "")]);
    assert!(unpacked_within(&deep, &Limits { max_depth: 3, ..Limits::default() }).is_ok());
    let error = unpacked_within(&deep, &Limits { max_depth: 2, ..Limits::default() }).unwrap_err();
    assert_eq!(error.code(), "source.archive");
}

/// A gzipped tar archive of one file of zero bytes, made without holding it.
fn bomb(size: u64, kind: u8) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    let mut head = entry("zeros", "");
    head.kind = kind;
    encoder.write_all(&header(&head, size)).unwrap();
    let zeros = vec![0; 1 << 20];
    for _ in 0..size >> 20 {
        encoder.write_all(&zeros).unwrap();
    }
    encoder.write_all(&[0; 1024]).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn bombs_are_refused_while_they_are_small() {
    let limits = Limits { max_ratio: 20, free_bytes: 1 << 20, ..Limits::default() };
    for kind in [FILE, b'2', b'7', b'Z'] {
        let error = unpacked_within(&bomb(4 << 20, kind), &limits).unwrap_err();
        assert!(matches!(error, SourceError::TooLarge { limit: 20, .. }), "kind {}: {error:?}", char::from(kind));
    }
    // Headers are held in memory: a long name, and an extended header.
    for kind in [b'L', b'x'] {
        let text = problem(&bomb(2 << 20, kind));
        assert_eq!(text, "it has headers of more than 1 MiB", "kind {}", char::from(kind));
    }
}

#[test]
fn sparse_file_counts_with_its_holes() {
    let mut block = header(&Entry { kind: b'S', ..entry("sparse", "") }, 0);
    // The old form of GNU: no stored part, a real size of 8 GiB.
    block[257..265].copy_from_slice(b"ustar  \0");
    block[386..410].copy_from_slice(b"00000000000\x0000000000000\0");
    block[483..495].copy_from_slice(b"100000000000"[..12].as_ref());
    block[148..156].copy_from_slice(b"        ");
    let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
    block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    let mut bytes = block.to_vec();
    bytes.extend([0; 1024]);
    assert!(unpacked(&bytes).is_err());
}

#[test]
fn caller_who_cancels_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.tar");
    fs::write(&path, tar(&[entry("a", "A")])).unwrap();
    let error = unpack(&path, &Limits::default(), &AtomicBool::new(true)).unwrap_err();
    assert_eq!(error.code(), "source.cancelled");
}

/// Names made of what names go wrong by.
fn names() -> impl Strategy<Value = Vec<(String, u8)>> {
    let name = "(\\.\\./|\\./|/|[ab]/?|\\\\|C:|\\.){1,6}";
    let kind = prop::sample::select(vec![FILE, DIRECTORY, b'1', b'2', b'6', b'7', b'L', b'g']);
    prop::collection::vec((name, kind), 1..6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn nothing_is_ever_written_outside_of_the_target(names in names()) {
        let outside = tempfile::tempdir().unwrap();
        let link = outside.path().to_str().unwrap().as_bytes();
        let entries: Vec<Entry<'_>> = names
            .iter()
            .map(|(name, kind)| Entry { name: name.as_bytes(), kind: *kind, mode: 0o777, contents: b"", link })
            .collect();
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("1/2/3/4/5/6/7/8");
        fs::create_dir_all(&inner).unwrap();
        let bytes = tar(&entries);
        let limits = Limits::default();
        let cancelled = AtomicBool::new(false);
        let mut target = super::target::Target::new(&inner, &limits, bytes.len() as u64, &cancelled);
        let outcome = super::tarball::unpack(bytes.as_slice(), false, &mut target);
        prop_assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
        let mut above = inner.as_path();
        while above != folder.path() {
            let parent = above.parent().unwrap();
            prop_assert_eq!(fs::read_dir(parent).unwrap().count(), 1, "{:?} wrote above", outcome);
            above = parent;
        }
    }

    #[test]
    fn damaged_archives_end_in_a_result(at in 0usize..4096, byte in any::<u8>(), form in 0usize..3) {
        let tar = tar(&[entry("a.txt", "A text that is long enough"), entry("b/c.txt", "C")]);
        let mut bytes = vec![tar.clone(), gzip(&tar), zip(&[("a.txt", "A"), ("b/c.txt", "C")])].swap_remove(form);
        let at = at % bytes.len();
        bytes[at] = byte;
        // No panic and nothing half: whatever it says, it says it.
        if let Err(error) = unpacked(&bytes) {
            prop_assert!(error.code().starts_with("source."));
        }
    }
}
