//! Ports of settings files: `Rocket.toml`, loco's `config/production.yaml`, leptos' metadata in `Cargo.toml`.

use crate::cargo::Package;
use fieldmark_sdk::{Place, Repo};

/// The ports that they set.
pub fn ports(repo: &Repo, package: &Package) -> Vec<(u16, Place)> {
    [rocket(repo, package), loco(repo, package), leptos(package)].into_iter().flatten().collect()
}

/// The profile of a release build goes before the default, and `global` before both.
fn rocket(repo: &Repo, package: &Package) -> Option<(u16, Place)> {
    let document = repo.file(&package.path("Rocket.toml"))?.toml()?;
    ["global", "release", "default"].iter().find_map(|profile| {
        let node = document.get(&[profile, "port"])?;
        Some((node.scalar()?.parse().ok()?, node.at))
    })
}

/// The file is a template, which is no YAML everywhere: `port: {{ get_env(name="PORT", default="5150") }}`.
fn loco(repo: &Repo, package: &Package) -> Option<(u16, Place)> {
    if !package.uses(&["loco-rs"]) {
        return None;
    }
    let file = repo.file(&package.path("config/production.yaml"))?;
    let mut lines = file.lines().skip_while(|line| !line.text.starts_with("server:")).skip(1);
    let line = lines.find(|line| line.code().starts_with("port:"))?;
    let value = line.code().strip_prefix("port:")?;
    let value = value.split("default=").last()?.trim_matches(|c: char| !c.is_ascii_digit());
    Some((value.parse().ok()?, line.at))
}

fn leptos(package: &Package) -> Option<(u16, Place)> {
    let (address, at) = package.manifest.text(&["package", "metadata", "leptos", "site-addr"])?;
    Some((address.rsplit(':').next()?.parse().ok()?, at))
}
