//! Web frameworks, and crates that say what a package is for.

use crate::cargo::Package;
use fieldmark_sdk::{Verdict, points};

/// Crates that are web frameworks, those built on others first.
const FRAMEWORKS: &[&str] = &[
    "leptos",
    "loco-rs",
    "graphul",
    "actix-web",
    "axum",
    "rocket",
    "warp",
    "poem",
    "tide",
    "salvo",
    "gotham",
    "ntex",
    "viz",
    "trillium",
    "cot",
    "dropshot",
    "ohkami",
    "silent",
    "rama",
    "hyperlane",
    "thruster",
    "xitca-web",
    "may_minihttp",
    "rouille",
    "iron",
    "nickel",
];

/// Frameworks of programs that run in the browser.
const BROWSER: &[&str] = &["yew", "dioxus", "sycamore", "seed"];

/// Frameworks of programs with windows of their own: they run, and answer no requests.
const DESKTOP: &[&str] = &["tauri", "iced", "eframe", "slint", "gtk4", "relm4", "bevy", "macroquad"];

/// Crates that a server is made of.
const SERVERS: &[&str] = &["hyper", "tonic", "tiny_http", "async-graphql", "volo"];

/// Crates that put a framework for both sides on a server.
const SERVER_SIDES: &[&str] = &["leptos_axum", "leptos_actix", "axum", "actix-web"];

/// Crates that make the package an extension of another language.
const EXTENSIONS: &[&str] =
    &["pyo3", "cpython", "napi", "neon", "magnus", "rutie", "ext-php-rs", "rustler", "jni", "extendr-api"];

/// Whether what uses these crates answers requests.
pub fn serves(package: &Package) -> bool {
    let browser_only = |name: &str| name == "leptos" && !package.uses(SERVER_SIDES);
    package
        .dependencies()
        .any(|(name, _)| (FRAMEWORKS.contains(&name) && !browser_only(name)) || SERVERS.contains(&name))
}

/// States framework and role, as far as the dependencies tell it.
pub fn state(package: &Package, verdict: &mut Verdict) {
    let find = |names: &[&'static str]| {
        names.iter().find_map(|name| Some((*name, package.dependencies().find(|(own, _)| own == name)?.1.at)))
    };
    if let Some((name, at)) = find(FRAMEWORKS) {
        verdict.point(points::FRAMEWORK, format!("rust.framework-{name}"), at, format!("{name} is a dependency"));
        verdict.attribute("framework", name, at);
        let browser_only = name == "leptos" && !package.uses(SERVER_SIDES);
        verdict.attribute("role", if browser_only { "frontend" } else { "server" }, at);
    } else if let Some((name, at)) = find(BROWSER) {
        verdict.point(points::FRAMEWORK, format!("rust.framework-{name}"), at, format!("{name} is a dependency"));
        verdict.attribute("framework", name, at);
        verdict.attribute("role", "frontend", at);
    } else if let Some((name, at)) = find(DESKTOP) {
        verdict.point(points::FRAMEWORK, format!("rust.framework-{name}"), at, format!("{name} is a dependency"));
        verdict.attribute("framework", name, at);
        verdict.attribute("role", "application", at);
    } else if let Some((name, at)) = find(SERVERS) {
        verdict.point(points::SERVER, format!("rust.server-{name}"), at, format!("{name} is a dependency"));
        verdict.attribute("role", "server", at);
    } else if let Some((name, at)) = find(EXTENSIONS) {
        let note = format!("{name} makes it an extension of another language");
        verdict.point(points::TOOLING, "rust.extension", at, note);
        verdict.attribute("role", "library", at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn stated(dependencies: &str) -> (Option<String>, Option<String>, Option<u32>) {
        let repo = MemorySource::new([("Cargo.toml", format!("[dependencies]\n{dependencies}\n"))]).into_repo();
        let mut verdict = Verdict::new("rust");
        state(&Package::read(&repo.file("Cargo.toml").unwrap()).unwrap(), &mut verdict);
        let line = verdict.attributes.first().and_then(|attribute| attribute.at.line);
        (verdict.get("framework").map(str::to_owned), verdict.get("role").map(str::to_owned), line)
    }

    #[test]
    fn dependencies_tell_framework_and_role() {
        assert_eq!(
            stated("hyper = '1'\naxum = { version = '0.7' }"),
            (Some("axum".into()), Some("server".into()), Some(3))
        );
        assert_eq!(stated("web = { package = 'actix-web', version = '4' }").0, Some("actix-web".into()));
        assert_eq!(stated("leptos = '0.6'").1, Some("frontend".into()));
        assert_eq!(stated("leptos = '0.6'\nleptos_axum = '0.6'").1, Some("server".into()));
        assert_eq!(stated("tonic = '0.1'").1, Some("server".into()));
        assert_eq!(stated("tauri = '2'\nhyper = '1'").1, Some("application".into()));
        assert_eq!(stated("pyo3 = '0.20'").1, Some("library".into()));
        assert_eq!(stated("serde = '1'").1, None);
    }
}
