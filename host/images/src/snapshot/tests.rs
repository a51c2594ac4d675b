#![allow(clippy::unwrap_used, reason = "a test reports by panicking")]

use super::*;
