//! What one plugin may use up in one call.

use serde::{Deserialize, Serialize};

/// One cap of a [`Budget`]: its configuration key, what it caps, its default and the most a manifest may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BudgetField {
    /// The key in configuration files, manifests and error messages.
    pub key: &'static str,
    /// What is counted, with its unit.
    pub meaning: &'static str,
    /// In force unless the manifest or the configuration says otherwise.
    pub default: u64,
    /// The most that a plugin's manifest may ask for by itself; a user's configuration may go beyond.
    pub ceiling: u64,
}

/// Defines every cap exactly once: the struct, its defaults, the table for documents and errors, the access by key.
macro_rules! budget {
    ($($(#[doc = $doc:literal])* $field:ident, $key:literal, $default:expr, $ceiling:expr, $meaning:literal;)*) => {
        /// Caps on what a plugin may use up in one call. All are plain counts, so that running out of one does not
        /// depend on the speed of the machine.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
        pub struct Budget {
            $($(#[doc = $doc])* #[doc = $meaning] pub $field: u64,)*
        }

        /// What a manifest, or a user's configuration, asks for; absent keys keep what is in force.
        #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
        pub struct BudgetRequest {
            $(#[doc = $meaning] #[serde(skip_serializing_if = "Option::is_none")] pub $field: Option<u64>,)*
        }

        impl BudgetRequest {
            /// These wishes, and for absent keys those of `other`.
            #[must_use]
            pub fn or(&self, other: &Self) -> Self {
                Self { $($field: self.$field.or(other.$field),)* }
            }
        }

        impl Default for Budget {
            fn default() -> Self {
                Self { $($field: $default,)* }
            }
        }

        impl Budget {
            /// Every cap, in the order of the documentation.
            pub const FIELDS: &[BudgetField] = &[
                $(BudgetField { key: $key, meaning: $meaning, default: $default, ceiling: $ceiling },)*
            ];

            /// The value of the cap with this configuration key.
            #[must_use]
            pub fn get(&self, key: &str) -> Option<u64> {
                match key {
                    $($key => Some(self.$field),)*
                    _ => None,
                }
            }

            /// This budget with a manifest's wishes, each granted up to its ceiling (or up to what is in force
            /// already, when that is more).
            #[must_use]
            pub fn granted(&self, request: &BudgetRequest) -> Self {
                Self { $($field: request.$field.map_or(self.$field, |asked| asked.min(self.$field.max($ceiling))),)* }
            }

            /// This budget with the user's values, which have no ceiling.
            #[must_use]
            pub fn overridden(&self, request: &BudgetRequest) -> Self {
                Self { $($field: request.$field.unwrap_or(self.$field),)* }
            }
        }
    };
}

const KIB: u64 = 1 << 10;
const MIB: u64 = 1 << 20;

budget! {
    fuel, "fuel", 200_000_000, 10_000_000_000, "instructions of the guest, as wasmtime counts fuel";
    memory_bytes, "memory-bytes", 64 * MIB, 256 * MIB, "linear memory of the guest, in bytes";
    table_elements, "table-elements", 20_000, 100_000, "elements of all tables of the guest";
    instances, "instances", 64, 128, "core instances inside the component";
    host_call_bytes, "host-call-bytes", 4 * MIB, 32 * MIB, "bytes a guest hands over in one call to the host or in its answer";
    file_bytes, "file-bytes", MIB, 8 * MIB, "size of one file that is read whole, and of one partial read, in bytes";
    reads, "reads", 256, 4_096, "reads of files";
    read_bytes, "read-bytes", 16 * MIB, 64 * MIB, "bytes read from all files";
    hits, "hits", 8_192, 65_536, "hits handed to the plugin";
    log_bytes, "log-bytes", 64 * KIB, MIB, "bytes of log lines kept";
    verdict_bytes, "verdict-bytes", 256 * KIB, MIB, "bytes of all text in a verdict";
}

/// What a call really used of its [`Budget`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Usage {
    /// Instructions of the guest.
    pub fuel: u64,
    /// Peak of linear memory, in bytes.
    pub memory_bytes: u64,
    /// Reads of files.
    pub reads: u64,
    /// Bytes read from all files.
    pub read_bytes: u64,
    /// Bytes of log lines that were emitted, the dropped ones included.
    pub log_bytes: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn manifest_is_granted_up_to_the_ceiling() {
        let request = BudgetRequest { fuel: Some(u64::MAX), reads: Some(10), ..BudgetRequest::default() };
        let granted = Budget::default().granted(&request);
        assert_eq!(granted.fuel, 10_000_000_000);
        assert_eq!(granted.reads, 10);
        assert_eq!(granted.memory_bytes, Budget::default().memory_bytes);
    }

    #[test]
    fn user_is_not_bound_by_the_ceiling() {
        let request = BudgetRequest { fuel: Some(u64::MAX), ..BudgetRequest::default() };
        assert_eq!(Budget::default().overridden(&request).fuel, u64::MAX);
    }

    #[test]
    fn every_field_is_found_by_its_key_and_within_its_ceiling() {
        for field in Budget::FIELDS {
            assert_eq!(Budget::default().get(field.key), Some(field.default), "{}", field.key);
            assert!(field.default <= field.ceiling, "{}", field.key);
        }
    }
}
