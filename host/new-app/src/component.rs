//! Components: the images that a request names, each perhaps with the source that it builds (new-app.md 2).

use crate::Refusal;
use fieldmark_images::{Match, Purpose};

/// One image that was named, and what became of it.
#[derive(Debug, Clone)]
pub(crate) struct Component {
    /// The image as it was written.
    pub(crate) term: String,
    /// Where it is looked up.
    pub(crate) purpose: Purpose,
    /// Place in the list of sources of the one that it builds.
    pub(crate) source: Option<usize>,
    /// Components with the same number share a pod.
    pub(crate) group: usize,
    /// What the term means; none for a build without an image.
    pub(crate) found: Option<Match>,
    /// Whether it builds.
    pub(crate) builds: bool,
}

/// An argument taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pair {
    /// The image.
    pub(crate) image: String,
    /// The source behind `~`.
    pub(crate) code: Option<String>,
}

/// Takes `image~code+image` apart. Only the first `~` of a part counts; nothing behind it is no source.
pub(crate) fn pairs(argument: &str) -> Result<Vec<Pair>, Refusal> {
    argument
        .split('+')
        .map(|part| {
            let (image, code) = part.split_once('~').map_or((part, ""), |(image, code)| (image, code));
            if image.is_empty() {
                return Err(Refusal::PairWithoutImage { argument: argument.to_owned() });
            }
            Ok(Pair { image: image.to_owned(), code: Some(code).filter(|code| !code.is_empty()).map(str::to_owned) })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_fall_into_pairs() {
        // new-app.md 2.
        type Pairs = &'static [(&'static str, Option<&'static str>)];
        let cases: [(&str, Pairs); 6] = [
            ("ruby", &[("ruby", None)]),
            ("ruby~https://host.example/r.git", &[("ruby", Some("https://host.example/r.git"))]),
            ("two+three", &[("two", None), ("three", None)]),
            ("mysql+ruby~git@host.example/repo.git", &[("mysql", None), ("ruby", Some("git@host.example/repo.git"))]),
            ("image~", &[("image", None)]),
            ("a~b~c", &[("a", Some("b~c"))]),
        ];
        for (argument, expected) in cases {
            let found = pairs(argument).unwrap();
            let found: Vec<_> = found.iter().map(|pair| (pair.image.as_str(), pair.code.as_deref())).collect();
            assert_eq!(found, expected, "{argument}");
        }
        assert_eq!(pairs("~repo").unwrap_err().code(), "new-app.pair-without-image");
    }
}
