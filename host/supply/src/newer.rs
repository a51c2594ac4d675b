//! Which tag of a repository is newer than another.

/// A version of three numbers: `1.2.3`, with or without a `v` before it. What is meant to be tried only (`1.2.3-rc1`) and
/// tags that move (`1.2`, `latest`) are none.
fn version(tag: &str) -> Option<(u64, u64, u64)> {
    let mut places = tag.strip_prefix('v').unwrap_or(tag).split('.').map(|place| {
        let is_number = !place.is_empty() && place.bytes().all(|c| c.is_ascii_digit());
        if is_number { place.parse().ok() } else { None }
    });
    let version = (places.next()??, places.next()??, places.next()??);
    places.next().is_none().then_some(version)
}

/// The tag with the highest version, if the tag in force is a version and a lower one.
pub(crate) fn newest(tags: &[String], installed: &str) -> Option<String> {
    let installed = version(installed)?;
    let versions = tags.iter().filter_map(|tag| Some((version(tag)?, tag)));
    let (_, newest) = versions.filter(|(version, _)| *version > installed).max()?;
    Some(newest.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn among(tags: &[&str], installed: &str) -> Option<String> {
        newest(&tags.iter().map(|tag| (*tag).to_owned()).collect::<Vec<_>>(), installed)
    }

    #[test]
    fn highest_version_is_the_newest() {
        let tags = ["1.9.0", "1.10.0", "latest", "2.0.0-rc1", "1.10", "sha256-abc.sig", "1.2.3.4"];
        assert_eq!(among(&tags, "1.2.0").as_deref(), Some("1.10.0"));
        assert_eq!(among(&tags, "v1.10.0"), None);
    }

    #[test]
    fn tag_that_moves_has_nothing_newer() {
        assert_eq!(among(&["1.0.0"], "latest"), None);
        assert_eq!(among(&["1.0.0"], "0.9"), None);
    }
}
