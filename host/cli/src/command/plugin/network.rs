//! The means to reach registries and web servers.

use crate::args::NetworkArguments;
use crate::interrupt::Interrupt;
use crate::places;
use crate::report::Problem;
use fieldmark_supply::{Access, Credentials, Limits, Proxies, SupplyError, certificates};
use std::sync::Arc;

/// Access as the user wants it. What the system trusts is read only if something is to be fetched.
pub(crate) fn access(arguments: &NetworkArguments) -> Result<Access, Problem> {
    let mut roots = Vec::new();
    if !arguments.offline {
        // A system without certificates is no fault: the registry may need none, or --ca-file has them.
        roots = rustls_native_certs::load_native_certs().certs;
    }
    if let Some(path) = &arguments.ca_file {
        roots.extend(certificates(path)?);
    }
    let credentials = match &arguments.auth_file {
        // Files that are looked for may be missing; one that is named must be there.
        Some(path) if !path.exists() => {
            return Err(SupplyError::Credentials { path: path.clone(), problem: "no such file".to_owned() }.into());
        }
        Some(path) => vec![path.clone()],
        None => places::registry_credentials(),
    };
    let (https, except) = places::proxies();
    Ok(Access {
        proxies: Proxies { https, except },
        offline: arguments.offline,
        roots,
        plain_http: arguments.plain_http,
        credentials: Credentials::new(credentials),
        limits: Limits::default(),
        cancelled: Arc::clone(Interrupt::listen().flag()),
    })
}
