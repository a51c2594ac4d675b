//! What demands another manager than npm: the form of the manifest, protocols that npm does not know, hooks, engines.

use crate::demand::OTHERS;
use crate::package::Package;
use fieldmark_sdk::Place;

/// Protocols of other managers; npm ends with `EUNSUPPORTEDPROTOCOL`.
const PROTOCOLS: [&str; 5] = ["workspace:", "catalog:", "portal:", "patch:", "link:"];

/// What demands another manager: its place, the same in words, and whether npm fails.
pub(crate) type Found = (Place, String, bool);

/// npm reads no other form of the manifest.
pub(crate) fn by_form(package: Package<'_>) -> Option<Found> {
    let name = package.file.name();
    (name != "package.json").then(|| (package.file.whole(), format!("npm does not read {name}"), true))
}

/// Dependencies by a protocol of another manager.
pub(crate) fn by_protocol(package: Package<'_>) -> Option<Found> {
    let known = |version: &str| PROTOCOLS.iter().find(|protocol| version.starts_with(**protocol)).copied();
    let found = package.dependencies().find_map(|found| Some((found, known(found.version)?)))?;
    let (dependency, protocol) = found;
    Some((dependency.at, format!("{} is asked for by `{protocol}`, which npm does not know", dependency.name), true))
}

/// `only-allow` in the script `preinstall`.
pub(crate) fn by_hook(package: Package<'_>) -> Option<Found> {
    let (text, at) = package.script("preinstall").filter(|(text, _)| text.contains("only-allow"))?;
    Some((at, format!("`{text}` turns other managers away"), true))
}

/// Where `devEngines` demands another manager and lets npm fail: `npm run` does then, as `npm install` does.
pub(crate) fn turns_npm_away(package: Package<'_>) -> Option<Place> {
    by_engines(package).filter(|(.., npm_fails)| *npm_fails).map(|(at, ..)| at)
}

/// npm obeys `devEngines` since 10.9, and fails unless told otherwise.
pub(crate) fn by_engines(package: Package<'_>) -> Option<Found> {
    let (name, _, at) = package.dev_engine("packageManager", &OTHERS)?;
    if package.dev_engine("packageManager", &["npm"]).is_some() {
        return None;
    }
    let on_fail = package.text(&["devEngines", "packageManager", "onFail"]).map_or("error", |(text, _)| text);
    Some((at, format!("devEngines demands {name}"), matches!(on_fail, "error" | "download")))
}

/// The field `packageManager`.
pub(crate) fn by_field(package: Package<'_>) -> Option<Found> {
    let (text, at) = package.text(&["packageManager"])?;
    let name = text.split('@').next().unwrap_or(text);
    Some((at, format!("packageManager demands {name}"), false))
}
