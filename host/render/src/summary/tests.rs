use super::*;
use fieldmark::{Alternative, AskedVersion, Builder, DECISION_SCHEMA, Place, Skipped, Start};

fn decision() -> Decision {
    let reason = |points, path: &str, line, note: &str| Reason {
        code: "python.x".into(),
        points,
        path: Some(path.into()),
        line,
        note: note.into(),
    };
    let service = |name: &str, version: Option<&str>, development| Service {
        name: name.into(),
        version: version.map(str::to_owned),
        development,
        from: None,
        plugin: "drivers".into(),
    };
    let component = Component {
        path: "api".into(),
        language: "python".into(),
        score: 97,
        version: Some(AskedVersion {
            asked: Some(">=3.9".into()),
            range: Some(">=3.9".into()),
            resolved: Some("3.12".into()),
            from: Some(Place { path: "api/pyproject.toml".into(), line: Some(3) }),
        }),
        framework: Some("flask".into()),
        package_manager: None,
        languages: vec!["python".into()],
        strategy: Strategy::Source,
        builder: Some(Builder {
            stream: "python".into(),
            tag: "3.12-ubi9".into(),
            image: "registry/python".into(),
            catalogue: "openshift".into(),
            reason: ">=3.9 is asked for: newest supported that satisfies it".into(),
            end_of_life: None,
        }),
        start: Start {
            command: Some("gunicorn wsgi".into()),
            ports: vec![8080],
            origin: Origin::BuilderDefault,
            from: None,
            script: None,
            declared: vec![Declaration {
                command: "gunicorn\u{7} app".into(),
                from: Some(Place { path: "Procfile".into(), line: Some(1) }),
                plugin: "platform-files".into(),
            }],
        },
        services: vec![service("postgresql", Some("15"), false), service("sqlite", None, true)],
        scripts: vec![],
        evidence: vec![
            reason(25, "api/requirements.txt", Some(2), "gunicorn is a dependency"),
            reason(-5, "api/\u{1b}[2Jx", None, "odd"),
        ],
        alternatives: vec![Alternative {
            plugin: "node".into(),
            language: "node".into(),
            score: 40,
            strategy: Strategy::Source,
            reason: "40 points are fewer than 97".into(),
            decides: Some("node would be first without: gunicorn".into()),
        }],
        dockerfile: None,
        container_file: None,
        pipeline: None,
        warnings: vec![],
        plugin: "python".into(),
    };
    Decision {
        schema: DECISION_SCHEMA.into(),
        components: vec![component],
        truncated: false,
        skipped: Skipped { symbolic_links: 2, ..Skipped::default() },
        warnings: vec![],
        plugins: vec![],
    }
}

#[test]
fn report_holds_every_part_of_the_decision_and_no_escape_of_the_repository() {
    let expected = "\
python 3.12   score 97   in api
  builder     image stream python:3.12-ubi9   (>=3.9 is asked for: newest supported that satisfies it, api/pyproject.toml:3)
  strategy    source
  start       gunicorn wsgi on port 8080   (builder default; no override needed)
  declared    gunicorn\\u{7} app   (platform-files, Procfile:1)
  services    postgresql 15, sqlite (development)
  framework   flask
  because     api/requirements.txt:2  gunicorn is a dependency  +25
              api/\\u{1b}[2Jx          odd                       -5
  instead of  node 40 (40 points are fewer than 97)
              node would be first without: gunicorn
  not looked at: 2 symbolic links
";
    assert_eq!(summary(&decision(), Paint::PLAIN), expected);
}

#[test]
fn dockerfile_is_offered_where_no_image_stream_builds() {
    let mut decision = decision();
    let component = &mut decision.components[0];
    component.builder = None;
    component.start.origin = Origin::Unknown;
    let first = |decision: &Decision| summary(decision, Paint::PLAIN).lines().nth(1).unwrap().trim_start().to_owned();
    assert_eq!(first(&decision), "builder     none: no image stream builds python");
    decision.components[0].dockerfile = Some(fieldmark::DockerfileOffer {
        template: "python".into(),
        variant: "pip".into(),
        version: "3.12".into(),
        from: vec!["registry/python:3.12".into(), "registry/python:3.12-slim".into()],
        reason: String::new(),
        start: None,
        ports: vec![],
        program: None,
        output: None,
    });
    assert_eq!(
        first(&decision),
        "builder     none: no image stream builds python here; `fieldmark dockerfile` writes one from registry/python:3.12"
    );
    assert!(summary(&decision, Paint::PLAIN).contains("on port 8080   (as that Dockerfile says)"));
}

#[test]
fn colours_change_nothing_but_colours() {
    let coloured = summary(&decision(), Paint { color: true });
    let mut plain = String::new();
    let mut rest = coloured.as_str();
    while let Some(at) = rest.find('\u{1b}') {
        plain.push_str(&rest[..at]);
        rest = &rest[at + rest[at..].find('m').unwrap() + 1..];
    }
    plain.push_str(rest);
    assert_eq!(plain, summary(&decision(), Paint::PLAIN));
}

#[test]
fn nothing_recognised_is_said() {
    let decision = Decision { components: vec![], skipped: Skipped::default(), ..decision() };
    assert_eq!(summary(&decision, Paint::PLAIN), "nothing was recognised\n");
}
