//! One build configuration for each strategy, made from the types and compared with a file that was written by hand from
//! build-config.md 5; and the same read back.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test reports by panicking")]

use fieldmark_objects::{
    BuildConfig, BuildConfigSpec, BuildOutput, BuildSource, BuildStrategy, BuildTrigger, CustomStrategy,
    DockerStrategy, EnvironmentVariable, GitSource, ImageChange, List, Metadata, NamedObject, Object, PipelineStrategy,
    PostCommit, Reference, SecretInput, SecretMount, SourceStrategy, WebHook, check,
};
use serde_json::Value;

fn named(name: &str) -> NamedObject {
    NamedObject { name: name.to_owned() }
}

fn variable(name: &str, value: &str) -> EnvironmentVariable {
    EnvironmentVariable { name: name.to_owned(), value: value.to_owned(), ..EnvironmentVariable::default() }
}

fn git(uri: &str, reference: Option<&str>) -> BuildSource {
    let git = GitSource { uri: uri.to_owned(), reference: reference.map(str::to_owned) };
    BuildSource { kind: "Git".to_owned(), git: Some(git), ..BuildSource::default() }
}

fn github(secret: &str) -> BuildTrigger {
    BuildTrigger::GitHub { github: WebHook { secret: None, secret_reference: Some(named(secret)) } }
}

fn output(to: Reference) -> BuildOutput {
    BuildOutput { to: Some(to), push_secret: None }
}

fn source() -> BuildConfig {
    let strategy = SourceStrategy {
        from: Reference::tag(Some("openshift".to_owned()), "python", "3.12-ubi9"),
        env: vec![variable("APP_MODULE", "till:app")],
        scripts: None,
        incremental: Some(false),
        force_pull: false,
        pull_secret: None,
    };
    let image_change = BuildTrigger::ImageChange { image_change: ImageChange::default() };
    BuildConfig {
        metadata: Metadata { labels: [("app".to_owned(), "till".to_owned())].into(), ..Metadata::named("till") },
        spec: BuildConfigSpec {
            triggers: vec![github("till-hook"), BuildTrigger::ConfigChange, image_change],
            run_policy: Some("Serial".to_owned()),
            source: BuildSource {
                context_dir: Some("server".to_owned()),
                source_secret: Some(named("till-git")),
                ..git("https://git.example/market/till.git", Some("main"))
            },
            strategy: BuildStrategy::Source { source_strategy: strategy },
            output: output(Reference::tag(None, "till", "latest")),
            post_commit: Some(PostCommit { script: "python -m compileall -q .".to_owned(), ..PostCommit::default() }),
        },
    }
}

fn docker() -> BuildConfig {
    let base = Reference::tag(None, "ground", "stable");
    let strategy = DockerStrategy {
        from: Some(base.clone()),
        dockerfile_path: Some("image/Containerfile".to_owned()),
        no_cache: true,
        build_args: vec![variable("CHANNEL", "stable")],
        ..DockerStrategy::default()
    };
    let secret = SecretInput { secret: named("repository-token"), destination_dir: Some(".secrets".to_owned()) };
    let to = output(Reference::image("registry.example/market/gate:1"));
    BuildConfig {
        metadata: Metadata::named("gate"),
        spec: BuildConfigSpec {
            triggers: vec![BuildTrigger::ImageChange { image_change: ImageChange { from: Some(base) } }],
            source: BuildSource { secrets: vec![secret], ..git("https://git.example/market/gate.git", None) },
            strategy: BuildStrategy::Docker { docker_strategy: strategy },
            output: BuildOutput { push_secret: Some(named("registry-push")), ..to },
            ..BuildConfigSpec::default()
        },
    }
}

fn pipeline() -> BuildConfig {
    let strategy = PipelineStrategy {
        jenkinsfile_path: Some("ci/Jenkinsfile".to_owned()),
        env: vec![variable("STAGE", "test")],
        ..PipelineStrategy::default()
    };
    BuildConfig {
        metadata: Metadata::named("ship"),
        spec: BuildConfigSpec {
            triggers: vec![github("ship-hook")],
            source: git("https://git.example/market/ship.git", Some("main")),
            strategy: BuildStrategy::JenkinsPipeline { jenkins_pipeline_strategy: strategy },
            ..BuildConfigSpec::default()
        },
    }
}

fn custom() -> BuildConfig {
    let secret = SecretMount { secret_source: named("signing-key"), mount_path: "/var/run/signing".to_owned() };
    let strategy = CustomStrategy {
        from: Reference::image("registry.example/tools/packer:3"),
        expose_docker_socket: false,
        env: vec![variable("MOCK_CONFIG", "epel-9")],
        force_pull: false,
        secrets: vec![secret],
        build_api_version: Some("v1".to_owned()),
    };
    BuildConfig {
        metadata: Metadata::named("crate"),
        spec: BuildConfigSpec {
            source: git("https://git.example/market/crate.git", None),
            strategy: BuildStrategy::Custom { custom_strategy: strategy },
            output: output(Reference::tag(None, "crate", "latest")),
            ..BuildConfigSpec::default()
        },
    }
}

#[test]
fn build_configs_of_all_strategies_are_as_written_by_hand() {
    let cases = [
        (source(), include_str!("golden/source.yaml")),
        (docker(), include_str!("golden/docker.yaml")),
        (pipeline(), include_str!("golden/pipeline.yaml")),
        (custom(), include_str!("golden/custom.yaml")),
    ];
    for (made, file) in cases {
        let written: Value = serde_saphyr::from_str(file).unwrap();
        let object = Object::from(made.clone());
        assert_eq!(object.to_value(), written, "{}", made.metadata.name);
        let yaml: Value = serde_saphyr::from_str(&object.to_yaml().unwrap()).unwrap();
        assert_eq!(yaml, written, "{} through YAML", made.metadata.name);
        let read: BuildConfig = serde_json::from_value(written).unwrap();
        assert_eq!(read, made, "read back");
        assert_eq!(check(&List { items: vec![object] }), Ok(()));
    }
}
