//! Who looks at a plugin.

use crate::Form;
use fieldmark_model::Manifest;

/// Looks at plugins without running them. What can run a component is not known here.
pub trait Inspector {
    /// What the plugin says of itself.
    ///
    /// # Errors
    /// Says in one line why it cannot be used.
    fn inspect(&self, form: Form, bytes: &[u8]) -> Result<Manifest, String>;

    /// Whether a plugin that comes with the program has this id.
    fn is_taken(&self, id: &str) -> bool;
}
