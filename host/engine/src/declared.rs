//! How a component starts, where it listens and what it needs, when what companions declare is counted in.
//!
//! What the verdict says that names or builds the component goes first. A declared command takes its place only where
//! nobody knows how it starts; else it is told beside it. Declared ports are added.

use crate::companion::Fact;
use crate::component::{origin, place, scripts};
use crate::judgement::{Candidate, Judgement};
use fieldmark_model::{Attribute, Declaration, Origin, Place, Reason, Service, Start, Strategy, attribute};

/// A port with where it is declared.
struct DeclaredPort<'d> {
    number: u16,
    plugin: &'d str,
    from: Option<Place>,
}

/// How the component starts, and the reasons for what was added to it.
///
/// The verdict that says how it is built knows: a container file that names no command leaves that to its base image or to
/// what a platform is told, whatever a builder would do. Platforms run what a Procfile says in place of an image's own
/// command (Dokku's "Dockerfile Deployment", heroku.yml). Ports are the application's own either way.
pub(crate) fn start(
    judgement: &Judgement,
    primary: &Candidate,
    facts: &[Fact<'_>],
    starts_images: &[String],
) -> (Start, Vec<Reason>) {
    let chosen = judgement.strategy().unwrap_or(primary);
    let command = chosen.verdict.first(attribute::START);
    let script = scripts(chosen).into_iter().find(|script| script.name == "run");
    let mut ports = own_ports(chosen);
    if ports.is_empty() {
        ports = own_ports(primary);
    }
    let mut declared = named_ports(primary);
    declared.extend(declared_ports(judgement, chosen, facts));
    let reasons = add(&mut ports, &declared);
    let mut start = Start {
        command: command.map(|command| command.value.clone()),
        ports,
        origin: origin(chosen, script.is_some()),
        from: command.and_then(|command| place(chosen, command)),
        script,
        declared: declarations(facts),
    };
    let is_open = start.command.is_none() || start.origin == Origin::Unknown;
    let counts = |declaration: &Declaration| match chosen.strategy {
        Strategy::Source => true,
        Strategy::Docker => starts_images.contains(&declaration.plugin),
        _ => false,
    };
    if is_open
        && start.script.is_none()
        && let Some(index) = start.declared.iter().position(counts)
    {
        let taken = start.declared.remove(index);
        start.command = Some(taken.command);
        start.from = taken.from;
        start.origin = Origin::Declared;
    }
    start.declared.retain(|declaration| Some(&declaration.command) != start.command.as_ref());
    (start, reasons)
}

fn declarations(facts: &[Fact<'_>]) -> Vec<Declaration> {
    let mut all: Vec<Declaration> = Vec::new();
    for fact in facts.iter().filter(|fact| fact.attribute.name == attribute::START) {
        if all.iter().all(|earlier| earlier.command != fact.attribute.value) {
            let (command, from) = (fact.attribute.value.clone(), fact.place());
            all.push(Declaration { command, from, plugin: fact.plugin.to_owned() });
        }
    }
    all
}

fn number(port: &Attribute) -> Option<u16> {
    let is_port = matches!(port.name.as_str(), attribute::PORT | attribute::ENVIRONMENT_PORT);
    port.value.parse().ok().filter(|number| is_port && *number != 0)
}

/// The ports of one verdict, each once.
fn own_ports(candidate: &Candidate) -> Vec<u16> {
    let mut ports = Vec::new();
    for port in candidate.verdict.attributes.iter().filter_map(number) {
        if !ports.contains(&port) {
            ports.push(port);
        }
    }
    ports
}

/// The ports that the application's own plugin found declared for something else than the builder.
fn named_ports(primary: &Candidate) -> Vec<DeclaredPort<'_>> {
    let named = primary.verdict.all(attribute::DECLARED_PORT).filter_map(|port| {
        let number = port.value.parse().ok().filter(|number| *number != 0)?;
        Some(DeclaredPort { number, plugin: &primary.plugin, from: place(primary, port) })
    });
    named.collect()
}

/// The ports that companions declare, and those of container files that the component is not built by.
fn declared_ports<'d>(judgement: &'d Judgement, chosen: &Candidate, facts: &[Fact<'d>]) -> Vec<DeclaredPort<'d>> {
    let of_companions = facts.iter().filter_map(|fact| {
        Some(DeclaredPort { number: number(fact.attribute)?, plugin: fact.plugin, from: fact.place() })
    });
    let others = judgement.descriptions().filter(|candidate| candidate.plugin != chosen.plugin);
    let of_files = others.flat_map(|candidate| {
        candidate.verdict.attributes.iter().filter_map(|port| {
            Some(DeclaredPort { number: number(port)?, plugin: &candidate.plugin, from: place(candidate, port) })
        })
    });
    of_companions.chain(of_files).collect()
}

/// Adds the ports that are new, each with a reason.
fn add(ports: &mut Vec<u16>, declared: &[DeclaredPort<'_>]) -> Vec<Reason> {
    let mut reasons = Vec::new();
    for port in declared {
        if ports.contains(&port.number) {
            continue;
        }
        ports.push(port.number);
        let (path, line) = port.from.clone().map_or((None, None), |from| (Some(from.path), from.line));
        let note = format!("port {} is declared here", port.number);
        reasons.push(Reason { code: format!("{}.port", port.plugin), points: 0, path, line, note });
    }
    reasons
}

/// The services of a component: each once, with the first place that asks for it and the first version that is named.
/// One that another companion's stands for is not asked for beside it.
pub(crate) fn services(facts: &[Fact<'_>]) -> Vec<Service> {
    let mut services: Vec<Service> = Vec::new();
    let is_served = |plugin: &str, name: &str| {
        facts.iter().any(|fact| {
            fact.attribute.name == attribute::STANDS_FOR && fact.attribute.value == name && fact.plugin != plugin
        })
    };
    for fact in facts {
        let development = match fact.attribute.name.as_str() {
            attribute::SERVICE => false,
            attribute::DEVELOPMENT_SERVICE => true,
            _ => continue,
        };
        let (name, version) = match fact.attribute.value.split_once(' ') {
            Some((name, version)) => (name, Some(version.to_owned())),
            None => (fact.attribute.value.as_str(), None),
        };
        if is_served(fact.plugin, name) {
            continue;
        }
        let service =
            Service { name: name.to_owned(), version, development, from: fact.place(), plugin: fact.plugin.to_owned() };
        match services.iter_mut().find(|known| known.name == name) {
            // What it needs to run outweighs what its development needs.
            Some(known) if known.development && !development => {
                let version = service.version.clone().or_else(|| known.version.clone());
                *known = Service { version, ..service };
            }
            Some(known) => known.version = known.version.take().or(service.version),
            None => services.push(service),
        }
    }
    services.sort_by_key(|service| service.development);
    services
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::companion::{self, Companion};

    fn stated(plugin: &str, priority: u8, attributes: &[(&str, &str)]) -> Companion {
        let mut candidate = candidate(plugin, 0, attributes);
        candidate.priority = priority;
        Companion { root: ".".to_owned(), candidate }
    }

    fn candidate(plugin: &str, score: u32, attributes: &[(&str, &str)]) -> Candidate {
        let mut candidate = Candidate::sample(plugin, score, "");
        let fact = |(name, value): &(&str, &str)| Attribute {
            name: (*name).to_owned(),
            value: (*value).to_owned(),
            path: None,
            line: None,
        };
        candidate.verdict.attributes = attributes.iter().map(fact).collect();
        candidate
    }

    fn started(own: &[(&str, &str)], companions: &[Companion], strategy: Option<Candidate>) -> Start {
        let judgement = Judgement {
            languages: vec![candidate("words", 80, own)],
            strategies: strategy.into_iter().collect(),
            ..Judgement::new(".")
        };
        let facts = companion::facts(companions, ".", &["."]);
        start(&judgement, judgement.primary().unwrap(), &facts, &["a".to_owned()]).0
    }

    fn told(start: &Start) -> (Option<&str>, Origin, Vec<&str>) {
        let declared = start.declared.iter().map(|declaration| declaration.command.as_str()).collect();
        (start.command.as_deref(), start.origin, declared)
    }

    #[test]
    fn declared_command_counts_only_where_nobody_knows_another() {
        let companions = [stated("b", 60, &[("start", "one")]), stated("a", 50, &[("start", "two"), ("start", "one")])];
        let with = |own: &[(&str, &str)]| started(own, &companions, None);
        assert_eq!(told(&with(&[])), (Some("one"), Origin::Declared, vec!["two"]));
        let unknown = with(&[("start", "guess"), ("start-origin", "unknown")]);
        assert_eq!(told(&unknown), (Some("one"), Origin::Declared, vec!["two"]));
        let builder = with(&[("start", "run"), ("start-origin", "builder-default")]);
        assert_eq!(told(&builder), (Some("run"), Origin::BuilderDefault, vec!["one", "two"]));
        let same = with(&[("start", "two"), ("start-origin", "declared")]);
        assert_eq!(told(&same), (Some("two"), Origin::Declared, vec!["one"]));
    }

    #[test]
    fn image_is_started_by_what_others_declare_where_it_states_nothing_itself() {
        let image = |attributes: &[(&str, &str)]| {
            let mut image = candidate("boxes", 60, attributes);
            image.strategy = Strategy::Docker;
            let companions = [stated("b", 60, &[("start", "two")]), stated("a", 50, &[("start", "one")])];
            let start = started(&[("start", "run")], &companions, Some(image));
            let (command, origin, declared) = told(&start);
            (command.map(str::to_owned), origin, declared.len())
        };
        let silent = image(&[("container-file", "File"), ("start-origin", "unknown")]);
        assert_eq!(silent, (Some("one".to_owned()), Origin::Declared, 1));
        let own = image(&[("container-file", "File"), ("start", "own"), ("start-origin", "declared")]);
        assert_eq!(own, (Some("own".to_owned()), Origin::Declared, 2));
    }

    #[test]
    fn ports_of_the_application_come_first_and_declared_ones_are_added_once() {
        let companions = [stated("a", 50, &[("port", "80"), ("port", "9000"), ("port", "0"), ("port", "x")])];
        let own = [("port", "8080"), ("port", "80"), ("declared-port", "7000")];
        assert_eq!(started(&own, &companions, None).ports, [8080, 80, 7000, 9000]);
        let mut image = candidate("boxes", 60, &[("environment-port", "81"), ("port", "82"), ("udp-port", "53")]);
        image.strategy = Strategy::Docker;
        assert_eq!(started(&own, &[], Some(image)).ports, [81, 82, 7000]);
    }

    #[test]
    fn ports_of_a_file_that_builds_something_else_are_declared_ones() {
        let mut image = candidate("boxes", 10, &[("port", "81")]);
        image.strategy = Strategy::Docker;
        assert_eq!(started(&[("port", "8080")], &[], Some(image)).ports, [8080, 81]);
    }

    #[test]
    fn services_are_told_once_those_to_run_first() {
        let companions = [
            stated("a", 50, &[("service", "mariadb 11"), ("stands-for", "mysql"), ("service", "kafka")]),
            stated(
                "b",
                45,
                &[("development-service", "sqlite"), ("development-service", "kafka"), ("service", "mysql")],
            ),
            stated("c", 40, &[("service", "kafka 3.7"), ("service", "redis"), ("port", "80")]),
        ];
        let facts = companion::facts(&companions, ".", &["."]);
        let services = services(&facts);
        let told: Vec<_> = services
            .iter()
            .map(|s| (s.name.as_str(), s.version.as_deref(), s.development, s.plugin.as_str()))
            .collect();
        let expected = [
            ("mariadb", Some("11"), false, "a"),
            ("kafka", Some("3.7"), false, "a"),
            ("redis", None, false, "c"),
            ("sqlite", None, true, "b"),
        ];
        assert_eq!(told, expected);
    }
}
