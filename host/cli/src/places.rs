//! Where the user's files are.

use etcetera::BaseStrategy;
use std::path::PathBuf;

/// The user's own configuration file, whether it is there or not.
pub(crate) fn user_config() -> Option<PathBuf> {
    Some(etcetera::choose_base_strategy().ok()?.config_dir().join("fieldmark/config.toml"))
}

/// The directory of the user's plugins.
pub(crate) fn user_plugins() -> Option<PathBuf> {
    Some(etcetera::choose_base_strategy().ok()?.data_dir().join("fieldmark/plugins"))
}

/// Where compiled plugins are kept.
pub(crate) fn cache() -> Option<PathBuf> {
    Some(etcetera::choose_base_strategy().ok()?.cache_dir().join("fieldmark/plugins"))
}
