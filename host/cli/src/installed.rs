//! Plugins of others on their way to the engine: who vouches for them, and those that are installed.

use fieldmark::{Detector, EngineBuilder, PluginComponent};
use fieldmark_supply::{Form, Installed, Policy, Standing, SupplyError};
use std::path::Path;

/// Adds the plugins that are installed. One that is damaged, or that the policy does not take, is left out and told.
pub(crate) fn add(
    mut builder: EngineBuilder,
    installed: Result<Vec<Installed>, SupplyError>,
    policy: &Policy,
) -> EngineBuilder {
    let installed = match installed {
        Ok(installed) => installed,
        Err(error) => return builder.left_out("what is installed", "plugin.damaged", error.to_string()),
    };
    for Installed { locked, parcel } in installed {
        builder = match parcel {
            Ok(parcel) => {
                let standing = policy.judge(&parcel);
                admit(builder, locked.name(), locked.form, parcel.bytes, &standing, policy)
            }
            Err(error) => builder.left_out(locked.name(), "plugin.damaged", error.to_string()),
        };
    }
    builder
}

/// Adds a plugin that was read from somewhere, as what it stands for.
pub(crate) fn admit(
    builder: EngineBuilder,
    name: String,
    form: Form,
    bytes: Vec<u8>,
    standing: &Standing,
    policy: &Policy,
) -> EngineBuilder {
    match (form, standing) {
        (_, Standing::Unverified { because }) if policy.only_verified() => builder.left_out(
            name,
            "plugin.unverified",
            format!("the policy takes verified plugins only, and {because}"),
        ),
        (Form::Component, Standing::Verified { .. }) => builder.verified_plugin(name, bytes),
        (Form::Component, Standing::Unverified { .. }) => builder.plugin(name, bytes),
        (Form::Detector, Standing::Verified { .. }) => builder.verified_detector(name, &bytes),
        (Form::Detector, Standing::Unverified { .. }) => builder.detector(name, &bytes),
    }
}

/// What the policy says of a plugin file. One that cannot be used is nobody's: the engine tells why.
pub(crate) fn standing(policy: &Policy, path: &Path, form: Form, bytes: &[u8]) -> Result<Standing, SupplyError> {
    let nobody = Standing::Unverified { because: "no rule of the policy is about it".to_owned() };
    if policy.is_empty() {
        return Ok(nobody);
    }
    let id = match form {
        Form::Component => {
            PluginComponent::inspect(bytes.to_vec()).ok().map(|component| component.manifest().plugin.id.clone())
        }
        Form::Detector => Detector::parse(bytes).ok().map(|detector| detector.manifest().plugin.id),
    };
    id.map_or(Ok(nobody), |id| policy.judge_file(path, &id, bytes))
}
