//! What a build is not to be handed over.

use crate::Template;

/// What no build of any language needs.
const ALWAYS: [&str; 8] =
    [".git", ".gitignore", ".github", ".dockerignore", "Dockerfile", "Containerfile", ".env", ".env.*"];

/// The text of a `.dockerignore` for a template.
#[must_use]
pub fn ignore_file(template: &Template) -> String {
    let own = template.ignore.iter().map(String::as_str);
    ALWAYS.into_iter().chain(own).fold(String::new(), |text, line| text + line + "\n")
}
