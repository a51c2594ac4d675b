//! Which template builds a component, and with which version.

use crate::bundled::template_of;
use crate::placeholder::{filled, names};
use crate::quoting::shell_word;
use crate::{Template, UpstreamError, Variant};
use fieldmark_model::{DockerfileOffer, Version, VersionRange};
use std::cmp::Reverse;

/// What is known of a component.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts<'f> {
    /// Canonical name of its language.
    pub language: &'f str,
    /// Tool that installs its dependencies.
    pub package_manager: Option<&'f str>,
    /// Framework it is written with.
    pub framework: Option<&'f str>,
    /// Versions of the language that will do.
    pub range: Option<&'f VersionRange>,
    /// The command that starts it where it stands.
    pub start: Option<&'f str>,
    /// Ports it listens on.
    pub ports: &'f [u16],
    /// Name of the program that its build makes.
    pub program: Option<&'f str>,
    /// Directory that its build fills, relative to the component.
    pub output: Option<&'f str>,
}

/// A Dockerfile that can be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What the decision says of it.
    pub dockerfile: DockerfileOffer,
    /// Findings about the choice: code and note.
    pub findings: Vec<(&'static str, String)>,
}

/// Finds the template for a component, the first of its variants that fits, and the version: the template's default if it
/// satisfies the range, else the newest that does, else the nearest one, with a finding.
///
/// # Errors
/// An embedded template is wrong; a test makes sure that none is.
pub fn offer(facts: &Facts<'_>) -> Result<Option<Offer>, UpstreamError> {
    let Some(name) = template_of(facts.language)? else { return Ok(None) };
    let Some(template) = Template::bundled(&name)? else { return Ok(None) };
    // What cannot stand in a Dockerfile is as good as unknown.
    let usable = |text: Option<&str>| text.filter(|text| shell_word("the name", text).is_ok()).map(str::to_owned);
    let program = usable(facts.program);
    let Some(variant) = template.variants.iter().find(|variant| fits(variant, facts, program.as_deref())) else {
        return Ok(None);
    };
    let is_started = variant.start.as_ref().is_some_and(|start| names(start, "program"));
    let program = program.or_else(|| usable(facts.start.filter(|_| is_started).and_then(program_of)));
    let (version, reason, finding) = choose(&template, variant, facts.range);
    let output = usable(facts.output.filter(|output| is_inside(output))).or_else(|| variant.output.clone());
    let ports = match (variant.listens, facts.ports) {
        (Some(port), _) => vec![port],
        (None, []) => template.port.into_iter().collect(),
        (None, ports) => ports.to_vec(),
    };
    let image = |text: &str| text.replace("{version}", &version.to_string());
    let dockerfile = DockerfileOffer {
        start: start(variant, facts, program.as_deref(), &ports),
        variant: variant.name.clone(),
        from: vec![image(&variant.build.image), image(&variant.run.image)],
        version: version.to_string(),
        template: name,
        reason,
        ports,
        program,
        output,
    };
    Ok(Some(Offer { dockerfile, findings: finding.into_iter().collect() }))
}

/// Whether a variant is for a component, and everything is known that its steps need.
fn fits(variant: &Variant, facts: &Facts<'_>, program: Option<&str>) -> bool {
    let has = |list: &[String], value: Option<&str>| value.is_some_and(|value| list.iter().any(|known| known == value));
    let manager = variant.package_managers.is_empty() || has(&variant.package_managers, facts.package_manager);
    let kind =
        variant.kinds.is_empty() || has(&variant.kinds, facts.framework) || has(&variant.kinds, Some(facts.language));
    manager && kind && (program.is_some() || !variant.needs("program"))
}

/// The program of a start that is a path to one below the sources. Images put it elsewhere, without an ending.
fn program_of(start: &str) -> Option<&str> {
    let name = start.split_whitespace().next()?.strip_prefix("./")?.rsplit('/').next()?;
    let name = name.strip_suffix(".exe").unwrap_or(name);
    (!name.is_empty() && !name.contains(['"', '\'', '$', '*'])).then_some(name)
}

/// A directory below the sources.
fn is_inside(path: &str) -> bool {
    !path.starts_with('/') && !path.starts_with('-') && path.split('/').all(|part| part != "..")
}

fn start(variant: &Variant, facts: &Facts<'_>, program: Option<&str>, ports: &[u16]) -> Option<String> {
    let value = |name: &str| match name {
        "program" => shell_word("the program", program?).ok(),
        "port" => ports.first().map(u16::to_string),
        _ => None,
    };
    let is_kept = |start: &&str| variant.accepts.iter().any(|beginning| start.starts_with(beginning.as_str()));
    if let Some(kept) = facts.start.filter(is_kept) {
        return Some(kept.to_owned());
    }
    let own = variant.start.as_deref().and_then(|text| filled(text, value));
    own.or_else(|| facts.start.map(str::to_owned))
}

type Chosen<'t> = (&'t Version, String, Option<(&'static str, String)>);

fn choose<'t>(template: &'t Template, variant: &'t Variant, range: Option<&VersionRange>) -> Chosen<'t> {
    let (versions, default) = match &variant.versions {
        Some(versions) => (versions, &variant.default),
        None => (&template.versions, &template.default),
    };
    let default = default.as_ref().unwrap_or(&versions[0]);
    let Some(range) = range.filter(|range| !range.as_str().is_empty()) else {
        return (default, "no version asked: the usual one".to_owned(), None);
    };
    if let Some(version) = std::iter::once(default).chain(versions).find(|version| range.accepts(version)) {
        let which = if version == default { "the usual one satisfies it" } else { "the newest that satisfies it" };
        return (version, format!("{range} is asked for: {which}"), None);
    }
    let nearest = versions.iter().min_by_key(|version| (range.distance(version), Reverse(*version)));
    let version = nearest.unwrap_or(default);
    let note = format!("{} {range} is asked for, and of its upstream images {version} is the nearest", template.title);
    (version, format!("{range} is asked for: the nearest"), Some(("dockerfile.version-unavailable", note)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offered(facts: Facts<'_>) -> Option<Offer> {
        offer(&facts).unwrap()
    }

    #[test]
    fn version_is_the_usual_one_the_newest_that_fits_or_the_nearest() {
        let cases = [
            ("node", None, "24", false),
            ("node", Some(""), "24", false),
            ("node", Some(">=18"), "24", false),
            ("node", Some(">=18, <23"), "22", false),
            ("node", Some(">=25"), "26", false),
            ("node", Some("=12"), "18", true),
            ("rust", Some(">=1.85"), "1.98", false),
            ("rust", Some("=1.80.1"), "1.80", false),
            ("kotlin", Some("=17"), "17", false),
        ];
        for (language, range, version, warned) in cases {
            let range = range.map(|range| range.parse().unwrap());
            let manager = (language == "kotlin").then_some("gradle");
            let facts = Facts { language, package_manager: manager, range: range.as_ref(), ..Facts::default() };
            let offer = offered(facts).unwrap();
            assert_eq!((offer.dockerfile.version.as_str(), !offer.findings.is_empty()), (version, warned), "{range:?}");
            assert!(offer.dockerfile.from[0].contains(version), "{:?}", offer.dockerfile.from);
        }
    }

    #[test]
    fn variant_follows_package_manager_and_kind() {
        let variant = |language, manager, framework| {
            let facts = Facts { language, package_manager: manager, framework, ..Facts::default() };
            offered(facts).map(|offer| format!("{} {}", offer.dockerfile.template, offer.dockerfile.variant))
        };
        assert_eq!(variant("node", Some("pnpm"), None).as_deref(), Some("node pnpm"));
        assert_eq!(variant("node", Some("pnpm"), Some("vite")).as_deref(), Some("node site"));
        assert_eq!(variant("python", Some("uv"), Some("flask")).as_deref(), Some("python uv"));
        assert_eq!(variant("python", None, None).as_deref(), Some("python pip"));
        assert_eq!(variant("clojure", Some("leiningen"), None).as_deref(), Some("java leiningen"));
        assert_eq!(variant("hugo", None, None).as_deref(), Some("static hugo"));
        assert_eq!(variant("scala", Some("mill"), None), None, "nothing runs it");
        assert_eq!(variant("nonesuch", None, None), None);
    }

    #[test]
    fn start_is_that_of_the_template_if_all_is_known() {
        let start = |language, program, start| {
            let facts = Facts { language, program, start, ports: &[3000], ..Facts::default() };
            offered(facts).unwrap().dockerfile.start
        };
        assert_eq!(start("rust", Some("tide"), Some("./target/release/tide")).as_deref(), Some("./bin/tide"));
        assert_eq!(start("rust", Some("a b"), None).as_deref(), Some("./bin/'a b'"));
        assert_eq!(start("rust", Some("a\nb"), None), None, "a line would end in it");
        assert_eq!(start("rust", None, None), None);
        assert_eq!(start("ocaml", None, Some("./_build/default/bin/main.exe")).as_deref(), Some("./bin/main"));
        assert_eq!(start("cobol", None, Some("./tide")).as_deref(), Some("./tide"), "it lies there as well");
        assert_eq!(start("zig", Some("tide"), Some("./zig-out/bin/tide")).as_deref(), Some("./zig-out/bin/tide"));
        assert_eq!(start("shell", None, Some("./serve.sh")).as_deref(), Some("./serve.sh"));
        assert_eq!(start("dart", None, Some("./bin/server.exe --x")).as_deref(), Some("./bin/server.exe --x"));
        assert_eq!(start("python", None, Some("gunicorn app:app")).as_deref(), Some("gunicorn app:app"));
    }

    #[test]
    fn directory_outside_of_the_sources_is_not_taken() {
        let output =
            |output| offered(Facts { language: "hugo", output, ..Facts::default() }).unwrap().dockerfile.output;
        assert_eq!(output(Some("docs/site")).as_deref(), Some("docs/site"));
        for text in ["../x", "/etc", "-R", "a\nb", "a/../.."] {
            assert_eq!(output(Some(text)).as_deref(), Some("public"), "{text:?}");
        }
    }
}
