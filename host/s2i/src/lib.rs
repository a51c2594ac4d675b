//! Source-to-image: what a build does with a source tree and a builder image.
