//! What a component needs beside itself.

use crate::Place;
use serde::{Deserialize, Serialize};

document! {
    /// A service that a component needs: a database, a queue, a cache, a store.
    pub struct Service {
        /// Its product: `postgresql`, `redis`, `kafka`.
        pub name: String,
        /// The version that the repository names; null when it names none.
        pub version: Option<String>,
        /// Whether only development or tests ask for it.
        pub development: bool,
        /// Where it is asked for.
        pub from: Option<Place>,
        /// The plugin that read it.
        pub plugin: String,
    }
}
