//! The .NET version.
//!
//! The builder image fixes the framework (`dotnet publish -f net8.0` in the image of 8.0), so the target framework of
//! the project decides: `=8.0`, alternatives when there are several. Only when there is none counts the SDK of
//! `global.json`. An SDK of another version beside a target framework is a contradiction: it is not in the image.

use fieldmark_sdk::{Place, Repo, Verdict, range};

/// The version of `global.json`, as asked.
fn sdk(repo: &Repo) -> Option<(String, Place)> {
    let (version, at) = repo.file("global.json")?.json()?.text(&["sdk", "version"])?;
    Some((version.to_owned(), at))
}

/// States the version: the targets', else that of `global.json`.
pub fn state(repo: &Repo, verdict: &mut Verdict, targets: &[(Vec<u32>, Place)]) {
    let sdk = sdk(repo);
    if let Some((_, at)) = targets.first() {
        let texts: Vec<String> = targets.iter().map(|(places, _)| range::dotted(places)).collect();
        verdict.attribute("version", texts.join(" || "), *at);
        let series: Vec<String> = targets.iter().map(|(places, _)| range::series(places)).collect();
        verdict.builder_version = Some(series.join(" || "));
        if let Some((text, at)) = sdk {
            contradict(verdict, targets, &text, at);
        }
        return;
    }
    let Some((text, at)) = sdk else { return };
    verdict.attribute("version", text.as_str(), at);
    match range::places(&text) {
        Some(places) if places.len() >= 2 => verdict.builder_version = Some(range::series(&places[..2])),
        _ => verdict.warn("dotnet.version-not-understood", at, format!("SDK version \"{text}\" is not understood")),
    }
}

/// SDKs before 3.0 were not numbered like the framework they build.
fn contradict(verdict: &mut Verdict, targets: &[(Vec<u32>, Place)], text: &str, at: Place) {
    let Some(places) = range::places(text).filter(|places| places.len() >= 2 && places[0] >= 3) else { return };
    if targets.iter().all(|(target, _)| places[..2] != target[..]) {
        let asked = range::dotted(&targets[0].0);
        verdict.warn(
            "dotnet.version-contradiction",
            at,
            format!(
                "global.json asks for SDK {text}, but the project targets {asked}: the builder of {asked} lacks it"
            ),
        );
    }
}
