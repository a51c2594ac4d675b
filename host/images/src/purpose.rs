//! What a term is searched for, and where that is looked for.

/// What a term is to be used for. It decides where the term is looked up, and what counts first (new-app.md 6.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// An argument of the command line.
    Component,
    /// What a container file begins with.
    BaseImage,
    /// A language that was detected.
    Language,
    /// An image stream that was named as one, for source code.
    ImageStream,
    /// An image that was named as one.
    Image,
}

/// Where a term is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Searched {
    /// Image streams, by name.
    Streams,
    /// Tags of image streams, by the annotation `supports`.
    Annotations,
    /// Images in registries.
    Images,
    /// Images that need not exist yet.
    Missing,
}

impl Searched {
    /// What it is, in the plural.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Streams => "images in image streams",
            Self::Annotations => "image stream images with a 'supports' annotation",
            Self::Images => "images in registries",
            Self::Missing => "images that need not exist",
        }
    }
}

impl Purpose {
    /// Where a term for this purpose is looked up, with the weights, the lowest first (new-app.md 6.1).
    #[must_use]
    pub const fn searches(self) -> &'static [(Searched, u32)] {
        match self {
            Self::Component => &[(Searched::Streams, 0), (Searched::Images, 2), (Searched::Missing, 100)],
            Self::BaseImage => &[(Searched::Streams, 0), (Searched::Images, 1), (Searched::Missing, 100)],
            Self::Language => &[(Searched::Streams, 0), (Searched::Annotations, 1), (Searched::Images, 2)],
            Self::ImageStream => &[(Searched::Annotations, 0), (Searched::Streams, 1), (Searched::Images, 2)],
            Self::Image => &[(Searched::Images, 0), (Searched::Missing, 100)],
        }
    }
}

/// How to search.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SearchOptions {
    /// Whether an image that nobody knows is taken for what it is called.
    pub allow_missing_images: bool,
    /// Whether a tag that a stream does not have is taken as if it had.
    pub allow_missing_stream_tags: bool,
    /// Whether everything is as recorded of `oc new-app`. Without it hidden tags do not count by their annotations, and
    /// among tags of one stream that come equally near the best one is taken, with a reason (new-app.md 14).
    pub compat: bool,
}
