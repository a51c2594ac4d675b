//! Whatever a plugin or a repository does, the worst that happens is one warning line.

mod answers;
mod bytes;
mod calls;
mod identity;
mod interruption;
mod manifests;
mod resources;
mod texts;
mod trees;
