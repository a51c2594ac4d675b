//! From a container build file to points and facts.

use crate::candidate::Standing;
use crate::stage::{self, BuildFile, Stage, Stated};
use fieldmark_sdk::{File, Place, Verdict, points, port_variable};

/// Most problems of one file that are shown: after the first few it is not worth reading on.
const MAX_PROBLEMS: usize = 3;

/// Most ports, volumes and names of stages that are stated, each: a file with more repeats itself, or is made to.
const MAX_STATED: usize = 64;

/// States what one file says.
pub fn state(file: &File<'_>, standing: Standing, verdict: &mut Verdict) {
    let Some(text) = file.text() else {
        verdict.point(points::COMPANION, "dockerfile.unreadable", file.whole(), "there is a container build file");
        verdict.attribute("container-file", file.path(), file.whole());
        return;
    };
    let parsed = stage::read(text);
    let shown = if standing.is_full() { MAX_PROBLEMS } else { 0 };
    for problem in parsed.problems.iter().take(shown) {
        verdict.warn("dockerfile.problem", file.line(problem.line), &problem.value);
    }
    match parsed.stages.last() {
        Some(image) => {
            buildable(file, standing, image, verdict);
            stages(file, &parsed, verdict);
            ports_of_last_stage(file, &parsed, image, verdict);
        }
        None if standing.is_full() => unbuildable(file, &parsed, verdict),
        None => {}
    }
}

fn unbuildable(file: &File<'_>, parsed: &BuildFile, verdict: &mut Verdict) {
    verdict.attribute("container-file", file.path(), file.whole());
    verdict.attribute("stages", "0", file.whole());
    let note = format!("{} is there, but it builds nothing", file.path());
    verdict.point(points::COMPANION / 2, "dockerfile.file", file.whole(), note);
    if parsed.is_empty {
        verdict.warn("dockerfile.empty", file.whole(), format!("{} is empty", file.path()));
    } else {
        verdict.warn("dockerfile.without-from", file.whole(), format!("{} has no FROM instruction", file.path()));
    }
}

fn buildable(file: &File<'_>, standing: Standing, image: &Stage, verdict: &mut Verdict) {
    let note = match standing {
        Standing::Asked => format!("{} was asked for", file.path()),
        Standing::Dockerfile | Standing::Containerfile => format!("{} stands in the root", file.name()),
        Standing::Misspelt => format!("{} is not a name that tools look for", file.name()),
        Standing::Named | Standing::Directory => format!("{} has to be named in a build", file.path()),
    };
    verdict.point(standing.points(), "dockerfile.file", file.whole(), note);
    let from = file.line(image.base.line);
    let built = if image.base.missing.is_empty() {
        format!("the image is built on {}", image.base.image)
    } else {
        "the image is built on another that only a build argument names".to_owned()
    };
    verdict.point(if standing.is_full() { points::ENTRY_POINT } else { 0 }, "dockerfile.from", from, built);
    verdict.attribute("container-file", file.path(), file.whole());
    verdict.attribute("base", &image.written, file.line(image.line));
    if image.base.missing.is_empty() {
        verdict.attribute("base-image", &image.base.image, from);
    } else {
        let note = format!("the base image depends on {}, which has no default", image.base.missing.join(", "));
        verdict.warn("dockerfile.base-unknown", from, note);
    }
    runtime(file, image, verdict);
}

/// The stages, and whether all of them are told.
fn stages(file: &File<'_>, parsed: &BuildFile, verdict: &mut Verdict) {
    verdict.attribute("stages", parsed.stages.len().to_string(), file.whole());
    let named = parsed.stages.iter().filter_map(|stage| Some((stage.name.as_deref()?, stage.line)));
    for (name, line) in named.take(MAX_STATED) {
        verdict.attribute("stage", name, file.line(line));
    }
    let image = parsed.stages.last().map_or(0, |image| image.ports.len().max(image.volumes.len()));
    if parsed.stages.len().max(image).max(parsed.ports_of_last_stage.len()) > MAX_STATED {
        let note = format!("of its stages, ports and volumes only the first {MAX_STATED} each are told");
        verdict.warn("dockerfile.capped", file.whole(), note);
    }
}

/// The ports that `oc new-app` sees, if it sees others.
fn ports_of_last_stage(file: &File<'_>, parsed: &BuildFile, image: &Stage, verdict: &mut Verdict) {
    let seen = &parsed.ports_of_last_stage;
    if seen.iter().map(|port| port.value).eq(image.ports.iter().map(|port| port.value)) {
        return;
    }
    if seen.is_empty() {
        verdict.attribute("port-of-last-stage", "none", file.line(image.line));
    }
    for Stated { value, line } in seen.iter().take(MAX_STATED) {
        let protocol = if value.udp { "udp" } else { "tcp" };
        verdict.attribute("port-of-last-stage", format!("{}/{protocol}", value.number), file.line(*line));
    }
}

/// What is known of a container that runs the image.
fn runtime(file: &File<'_>, image: &Stage, verdict: &mut Verdict) {
    let told = told(image);
    let role = if image.ports.is_empty() && told.is_empty() { "application" } else { "server" };
    let first = image.ports.first().map(|port| port.line).or_else(|| told.first().map(|port| port.line));
    let role_at = first.map_or(file.whole(), |line| file.line(line));
    verdict.attribute("role", role, role_at);
    for port in image.ports.iter().take(MAX_STATED) {
        let name = if port.value.udp { "udp-port" } else { "port" };
        verdict.attribute(name, port.value.number.to_string(), file.line(port.line));
    }
    for port in told.iter().take(MAX_STATED) {
        verdict.attribute("environment-port", port.value.to_string(), file.line(port.line));
    }
    if let Some(user) = &image.user {
        verdict.attribute("user", &user.value, file.line(user.line));
    }
    for volume in image.volumes.iter().take(MAX_STATED) {
        verdict.attribute("volume", &volume.value, file.line(volume.line));
    }
    match image.start() {
        Some(start) => {
            verdict.attribute("start", start.value, file.line(start.line));
            verdict.attribute("start-origin", "declared", file.line(start.line));
        }
        // The command of the base image, which is not known here.
        None => verdict.attribute("start-origin", "unknown", Place::NONE),
    }
}

/// Ports that the environment of the image tells the application.
fn told(image: &Stage) -> Vec<Stated<u16>> {
    let of = |name: &Stated<String>| {
        let line = name.line;
        let ports = port_variable::ports(&name.value, image.variable(&name.value));
        ports.into_iter().map(move |value| Stated { value, line })
    };
    image.environment.iter().flat_map(of).collect()
}

#[cfg(test)]
mod tests {
    use crate::Dockerfile;
    use fieldmark_sdk::{Plugin, Settings, Verdict, testing::MemorySource};

    fn verdict(path: &str, text: &str) -> Verdict {
        let repo = MemorySource::new([(path, text)]).into_repo();
        Dockerfile::detect(&repo, &Settings::default()).unwrap()
    }

    #[test]
    fn file_in_the_root_is_a_full_answer_and_others_are_not() {
        assert_eq!(verdict("Dockerfile", "FROM x").score(), 60);
        assert_eq!(verdict("Containerfile", "FROM x").score(), 60);
        assert_eq!(verdict("Dockerfile.prod", "FROM x").score(), 10);
        assert_eq!(verdict("docker/Dockerfile", "FROM x\nEXPOSE 80").score(), 10);
        assert_eq!(verdict("test/Dockerfile", "FROM x").score(), 0);
    }

    #[test]
    fn empty_file_and_one_without_from_are_warnings() {
        let empty = verdict("Dockerfile", "");
        assert_eq!((empty.score(), empty.warnings[0].code.as_str()), (5, "dockerfile.empty"));
        let without = verdict("Dockerfile", "RUN x");
        assert!(without.warnings.iter().any(|warning| warning.code == "dockerfile.without-from"));
    }

    #[test]
    fn file_that_is_asked_for_is_a_full_answer() {
        let repo = MemorySource::new([("Dockerfile", "FROM x"), ("build/Dockerfile", "FROM y\nEXPOSE 80")]).into_repo();
        let asked = |path: &str| Dockerfile::detect(&repo, &Settings::parse(&format!("path={path}"))).unwrap();
        let build = asked("build/Dockerfile");
        assert_eq!(
            (build.score(), build.get("container-file"), build.get("base")),
            (60, Some("build/Dockerfile"), Some("y"))
        );
        assert_eq!(asked("other/Dockerfile").score(), 0);
    }

    #[test]
    fn as_many_facts_are_stated_as_a_verdict_can_hold() {
        let text: String = (1..=600).map(|n| format!("FROM x AS s{n}\nEXPOSE {n}\nVOLUME /v{n}\n")).collect();
        let all = verdict("Dockerfile", &format!("{text}EXPOSE 1000-2000 {}", "7 ".repeat(9)));
        assert!(all.attributes.len() < 512 && all.warnings.iter().any(|w| w.code == "dockerfile.capped"));
    }

    #[test]
    fn environment_of_the_image_tells_ports() {
        let told = |text: &str| {
            let all = verdict("Dockerfile", text).attributes;
            let ports = all.into_iter().filter(|fact| fact.name == "environment-port");
            ports.map(|fact| (fact.value, fact.at.line.unwrap())).collect::<Vec<_>>()
        };
        assert_eq!(told("FROM x\nENV P=81\nENV PORT=$P DB_PORT=5432\n"), [("81".to_owned(), 3)]);
        assert_eq!(told("FROM a AS b\nENV PORT 80\nFROM b\nENV PORT=82\n"), [("82".to_owned(), 4)]);
        assert!(told("FROM a AS b\nENV PORT=80\nFROM c\n").is_empty());
    }

    #[test]
    fn unknown_base_is_a_warning_and_no_fact() {
        let unknown = verdict("Dockerfile", "ARG TAG\nFROM registry/x:$TAG\n");
        assert_eq!((unknown.get("base-image"), unknown.score()), (None, 60));
        assert_eq!(
            (unknown.warnings[0].code.as_str(), unknown.warnings[0].at.line),
            ("dockerfile.base-unknown", Some(2))
        );
    }
}
