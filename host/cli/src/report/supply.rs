//! What goes wrong with plugins of others: fetching, installing, trusting.

use super::Problem;
use crate::exit::Exit;
use fieldmark_supply::SupplyError;

impl From<SupplyError> for Problem {
    fn from(error: SupplyError) -> Self {
        let exit = match error {
            SupplyError::Cancelled => Exit::Interrupted,
            SupplyError::NoClient { .. } => Exit::Internal,
            _ => Exit::Usage,
        };
        Self { code: error.code(), message: error.to_string(), hint: hint(&error), exit }
    }
}

fn hint(error: &SupplyError) -> Option<String> {
    let hint = match error {
        SupplyError::Reference { .. } => {
            "`registry.example/acme/pony:1.2.0`, `https://files.example/pony.wasm#sha256=…` and `./pony.wasm` are references"
        }
        SupplyError::Offline { .. } => {
            "leave --offline out, or bring it with `fieldmark plugin save` and `plugin load`"
        }
        SupplyError::Unreachable { .. } => {
            "check the name and the network; a registry without TLS is spoken to with --plain-http"
        }
        SupplyError::Untrusted { .. } => "name the authority that made the certificate with --ca-file",
        SupplyError::Unauthorised { .. } => {
            "log in with `podman login` or `docker login`, or name a file with credentials with --auth-file"
        }
        SupplyError::NotFound { .. } => {
            "check the name and the tag; some registries say this of what one may not see, too"
        }
        SupplyError::TimedOut { .. } | SupplyError::Broken { .. } => "nothing was changed; try it again",
        SupplyError::Malformed { .. } => "this may be no registry, or a login page in between",
        SupplyError::Digest { .. } => "it was changed after it was named, or on the way: ask whoever publishes it",
        SupplyError::NotAPlugin { .. } => "`wkg oci push` puts a component into a registry in the form that is read",
        SupplyError::IdTaken { .. } => "--replace takes the place of an installed plugin; bundled ones keep their ids",
        SupplyError::NotInstalled { nearest: Some(nearest), .. } => return Some(format!("did you mean `{nearest}`?")),
        SupplyError::NotInstalled { .. } => "`fieldmark plugin list` lists the plugins that are asked",
        SupplyError::Busy { .. } => "wait for the other `fieldmark plugin` to end",
        SupplyError::Damaged { .. } => "install it again",
        SupplyError::Unverified { .. } => "`fieldmark plugin trust` adds to the policy whom you trust",
        _ => return None,
    };
    Some(hint.to_owned())
}
