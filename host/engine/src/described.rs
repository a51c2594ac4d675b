//! What files that describe a build say of themselves: container files and pipeline definitions.
//!
//! A verdict states them as attributes, whichever plugin it is from; the strategy that is chosen in the end does not
//! matter, for a user may ask for another one.

use crate::judgement::{Candidate, Judgement};
use fieldmark_model::{Attribute, ContainerFile, ExposedPort, Pipeline, PipelineKind, Protocol, Stages, attribute};

/// The container file of a root.
pub(crate) fn container_file(judgement: &Judgement) -> Option<ContainerFile> {
    let (candidate, file) = stated(judgement, attribute::CONTAINER_FILE)?;
    Some(ContainerFile {
        path: path(judgement, candidate, file),
        base: value(candidate, attribute::BASE),
        base_image: value(candidate, attribute::BASE_IMAGE),
        stages: Stages {
            count: value(candidate, attribute::STAGES).and_then(|count| count.parse().ok()).unwrap_or_default(),
            names: values(candidate, attribute::STAGE),
        },
        ports: candidate.verdict.attributes.iter().filter_map(exposed).collect(),
        ports_of_last_stage: ports_of_last_stage(candidate),
        user: value(candidate, attribute::USER),
        volumes: values(candidate, attribute::VOLUME),
    })
}

/// The pipeline definition of a root.
pub(crate) fn pipeline(judgement: &Judgement) -> Option<Pipeline> {
    let (candidate, file) = stated(judgement, attribute::PIPELINE_FILE)?;
    Some(Pipeline {
        path: path(judgement, candidate, file),
        kind: match value(candidate, attribute::PIPELINE_KIND).as_deref() {
            Some("declarative") => Some(PipelineKind::Declarative),
            Some("scripted") => Some(PipelineKind::Scripted),
            _ => None,
        },
        agents: values(candidate, attribute::AGENT),
        images: values(candidate, attribute::AGENT_IMAGE),
        tools: values(candidate, attribute::TOOL),
    })
}

/// The first verdict about the root that states an attribute.
fn stated<'j>(judgement: &'j Judgement, name: &str) -> Option<(&'j Candidate, &'j Attribute)> {
    judgement.descriptions().find_map(|candidate| Some((candidate, candidate.verdict.first(name)?)))
}

/// The path of a file relative to the repository. A plugin that gives no place names it relative to the root.
fn path(judgement: &Judgement, candidate: &Candidate, file: &Attribute) -> String {
    candidate.path(file.path).unwrap_or_else(|| match judgement.path.as_str() {
        "." => file.value.clone(),
        root => format!("{root}/{}", file.value),
    })
}

fn value(candidate: &Candidate, name: &str) -> Option<String> {
    candidate.verdict.first(name).map(|attribute| attribute.value.clone())
}

fn values(candidate: &Candidate, name: &str) -> Vec<String> {
    candidate.verdict.all(name).map(|attribute| attribute.value.clone()).collect()
}

fn exposed(port: &Attribute) -> Option<ExposedPort> {
    let protocol = match port.name.as_str() {
        attribute::PORT => Protocol::Tcp,
        attribute::UDP_PORT => Protocol::Udp,
        _ => return None,
    };
    let number = port.value.parse().ok().filter(|number| *number != 0)?;
    Some(ExposedPort { number, protocol, line: port.line })
}

fn ports_of_last_stage(candidate: &Candidate) -> Option<Vec<ExposedPort>> {
    candidate.verdict.first(attribute::PORT_OF_LAST_STAGE)?;
    let read = |port: &Attribute| {
        let (number, protocol) = port.value.split_once('/')?;
        let protocol = match protocol {
            "tcp" => Protocol::Tcp,
            "udp" => Protocol::Udp,
            _ => return None,
        };
        Some(ExposedPort { number: number.parse().ok()?, protocol, line: port.line })
    };
    Some(candidate.verdict.all(attribute::PORT_OF_LAST_STAGE).filter_map(read).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_model::Strategy;

    fn judged(attributes: &[(&str, &str)]) -> Judgement {
        let mut candidate = Candidate::sample("boxes", 60, "");
        candidate.strategy = Strategy::Docker;
        candidate.verdict.attributes = attributes
            .iter()
            .zip(1..)
            .map(|((name, value), line)| Attribute {
                name: (*name).to_owned(),
                value: (*value).to_owned(),
                path: None,
                line: Some(line),
            })
            .collect();
        let languages = vec![Candidate::sample("words", 90, "server")];
        Judgement { languages, set_aside: vec![candidate], ..Judgement::new("api") }
    }

    #[test]
    fn container_file_is_told_even_if_its_strategy_is_not_tried() {
        let file = container_file(&judged(&[
            ("container-file", "build/File"),
            ("base", "x:${V}"),
            ("stages", "2"),
            ("stage", "a"),
            ("port", "80"),
            ("udp-port", "53"),
            ("port", "0"),
            ("port", "eighty"),
            ("volume", "/data"),
        ]))
        .unwrap();
        assert_eq!(
            (file.path.as_str(), file.base.as_deref(), file.base_image),
            ("api/build/File", Some("x:${V}"), None)
        );
        assert_eq!(file.stages, Stages { count: 2, names: vec!["a".to_owned()] });
        let port = |number, protocol, line| ExposedPort { number, protocol, line: Some(line) };
        assert_eq!(file.ports, [port(80, Protocol::Tcp, 5), port(53, Protocol::Udp, 6)]);
        assert_eq!((file.ports_of_last_stage, file.user, file.volumes), (None, None, vec!["/data".to_owned()]));
    }

    #[test]
    fn ports_of_the_last_stage_may_be_none_at_all() {
        let read = |ports: &[&str]| {
            let mut attributes = vec![("container-file", "File")];
            attributes.extend(ports.iter().map(|port| ("port-of-last-stage", *port)));
            let ports = container_file(&judged(&attributes)).unwrap().ports_of_last_stage;
            ports.map(|ports| ports.iter().map(|port| (port.number, port.protocol)).collect::<Vec<_>>())
        };
        assert_eq!(read(&[]), None);
        assert_eq!(read(&[attribute::NONE]), Some(vec![]));
        assert_eq!(read(&["0/tcp", "53/udp", "1/icmp"]), Some(vec![(0, Protocol::Tcp), (53, Protocol::Udp)]));
    }

    #[test]
    fn pipeline_is_told_with_what_it_names() {
        let judged = judged(&[
            ("pipeline-file", "Pipeline"),
            ("pipeline-kind", "scripted"),
            ("agent", "big"),
            ("agent-image", "tools:3"),
            ("tool", "jdk 21"),
        ]);
        let pipeline = pipeline(&judged).unwrap();
        assert_eq!((pipeline.path.as_str(), pipeline.kind), ("api/Pipeline", Some(PipelineKind::Scripted)));
        assert_eq!(
            (&*pipeline.agents, &*pipeline.images, &*pipeline.tools),
            (&["big".to_owned()][..], &["tools:3".to_owned()][..], &["jdk 21".to_owned()][..])
        );
        assert_eq!(container_file(&judged), None);
    }
}
