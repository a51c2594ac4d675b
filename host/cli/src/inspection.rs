//! What plugins say of themselves, for whoever installs them.

use fieldmark::{Detector, Manifest, PluginComponent, bundled_detectors, bundled_plugins};
use fieldmark_supply::{Form, Inspector};

/// Looks at plugins as the engine would.
pub(crate) struct Inspection;

impl Inspector for Inspection {
    fn inspect(&self, form: Form, bytes: &[u8]) -> Result<Manifest, String> {
        match form {
            Form::Component => {
                let component = PluginComponent::inspect(bytes.to_vec()).map_err(|error| error.to_string())?;
                Ok(component.manifest().clone())
            }
            Form::Detector => Ok(Detector::parse(bytes).map_err(|error| error.to_string())?.manifest()),
        }
    }

    fn is_taken(&self, id: &str) -> bool {
        let plugins = bundled_plugins().into_iter().map(|bundled| bundled.manifest);
        plugins.chain(bundled_detectors()).any(|manifest| manifest.plugin.id == id)
    }
}
