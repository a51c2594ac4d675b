//! The JDKs that a release of Gradle runs on: a builder has one JDK, which runs Gradle, too.

use fieldmark_sdk::range;

/// The first release of Gradle that runs on a JDK, as its compatibility matrix states it.
const FIRST: [(u32, u32, u32); 18] = [
    (8, 2, 0),
    (9, 4, 3),
    (10, 4, 7),
    (11, 5, 0),
    (12, 5, 4),
    (13, 6, 0),
    (14, 6, 3),
    (15, 6, 7),
    (16, 7, 0),
    (17, 7, 3),
    (18, 7, 5),
    (19, 7, 6),
    (20, 8, 3),
    (21, 8, 5),
    (22, 8, 8),
    (23, 8, 10),
    (24, 8, 14),
    (25, 9, 1),
];

/// The range of JDKs; none for a release that is not known. The newest known one may run on newer JDKs.
pub fn jdks(gradle: &str) -> Option<String> {
    let places = range::places(gradle)?;
    let release = (places[0], places.get(1).copied().unwrap_or(0));
    let newest = FIRST.iter().rev().find(|(_, major, minor)| release >= (*major, *minor))?.0;
    let least = if release.0 >= 9 { 17 } else { 8 };
    Some(if newest == FIRST[FIRST.len() - 1].0 {
        format!(">={least}")
    } else {
        range::between(&[least], &[newest + 1])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_run_on_the_jdks_of_their_time() {
        for (gradle, expected) in [
            ("1.12", None),
            ("4.10.2", Some(">=8, <11")),
            ("6.8", Some(">=8, <16")),
            ("7.6.4", Some(">=8, <20")),
            ("8.10-rc-1", Some(">=8, <24")),
            ("9.0.0", Some(">=17, <25")),
            ("9.4", Some(">=17")),
            ("latest", None),
        ] {
            assert_eq!(jdks(gradle).as_deref(), expected, "{gradle}");
        }
    }
}
