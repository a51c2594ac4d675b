//! Plugins of third parties: where they come from, what is installed, and whom they are trusted by.
//!
//! ```
//! use fieldmark_supply::Reference;
//!
//! let reference: Reference = "registry.example/acme/pony:1.2.0".parse()?;
//! assert_eq!(reference.to_string(), "oci://registry.example/acme/pony:1.2.0");
//! # Ok::<(), fieldmark_supply::SupplyError>(())
//! ```
//!
//! A [`Supply`] fetches plugins and puts them into a [`Store`]; it is the only thing here that uses the network, and only
//! when it is told to install, to update, or to say what is outdated. A [`Policy`] says of each plugin whether it is
//! verified: anew every time, from the plugin, its signatures and the policy alone.
//!
//! Nothing here runs a plugin, prints, or reads the environment. What a plugin says of itself is told by an [`Inspector`].

mod archive;
mod artifact;
mod authority;
mod bundle;
mod challenge;
mod connector;
mod credential_helper;
mod credentials;
mod digest;
mod durable;
mod error;
mod failure;
mod fetch;
mod form;
mod guard;
mod inspector;
mod key;
mod limits;
mod lock_file;
mod newer;
mod parcel;
mod policy;
mod reference;
mod registry;
mod registry_signatures;
mod secret;
mod signature;
mod store;
mod supply;
mod transport;
mod trusting;

pub use archive::{load, save};
pub use authority::certificates;
pub use connector::Proxies;
pub use credentials::Credentials;
pub use digest::Digest;
pub use error::SupplyError;
pub use fetch::Access;
pub use form::Form;
pub use inspector::Inspector;
pub use key::PublicKey;
pub use limits::Limits;
pub use lock_file::{Lock, Locked};
pub use parcel::Parcel;
pub use policy::{Policy, Standing};
pub use reference::{Reference, RegistryReference};
pub use rustls::pki_types::CertificateDer;
pub use signature::Signature;
pub use store::{Change, Installed, Store};
pub use supply::{Newer, State, Supply};
pub use trusting::Trusting;
