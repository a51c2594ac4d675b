//! Requests for builds out of what the user says (build-config.md 8 and 12).

use fieldmark_objects::{
    BuildRequest, DockerOptions, EnvironmentVariable, GitRevision, Metadata, Person, Reference, Revision,
    SourceOptions, TriggerCause,
};
use serde_json::{Value, json};

/// What one build has that others of its configuration have not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BuildOverrides {
    /// Variables, in order.
    pub env: Vec<EnvironmentVariable>,
    /// Values of `ARG`, in order.
    pub build_args: Vec<EnvironmentVariable>,
    /// How much the build writes, from 0 to 10 (today) or 5 (3.5).
    pub log_level: Option<u8>,
    /// Whether artefacts of the previous build are used.
    pub incremental: Option<bool>,
    /// Whether no layer is taken from the cache.
    pub no_cache: Option<bool>,
    /// The commit that is built.
    pub commit: Option<String>,
}

impl BuildOverrides {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The request for a build of a build configuration, field by field what `oc start-build` sends (recorded): the log
    /// level is the last of the variables, and both options are always there.
    #[must_use]
    pub fn request(&self, name: &str) -> BuildRequest {
        let mut env = self.env.clone();
        env.extend(self.log_level.map(|level| EnvironmentVariable {
            name: "BUILD_LOGLEVEL".to_owned(),
            value: level.to_string(),
            value_from: None,
        }));
        BuildRequest {
            metadata: Metadata::named(name),
            revision: self.commit.as_deref().map(revision),
            from: None,
            env,
            triggered_by: vec![TriggerCause { message: "Manually triggered".to_owned() }],
            docker_strategy_options: Some(DockerOptions {
                build_args: self.build_args.clone(),
                no_cache: self.no_cache,
            }),
            source_strategy_options: Some(SourceOptions { incremental: self.incremental }),
        }
    }

    /// The request to repeat a build.
    #[must_use]
    pub fn repetition(&self, build: &str) -> BuildRequest {
        BuildRequest { revision: None, from: None, ..self.request(build) }
    }

    /// What the hook of a build configuration is told.
    #[must_use]
    pub fn hook_event(&self) -> Value {
        let mut event = json!({});
        if let Some(commit) = &self.commit {
            event["git"] = json!({ "commit": commit });
        }
        if !self.env.is_empty() {
            event["env"] = json!(self.env);
        }
        if !self.build_args.is_empty() || self.no_cache.is_some() {
            event["dockerStrategyOptions"] =
                json!(DockerOptions { build_args: self.build_args.clone(), no_cache: self.no_cache });
        }
        event
    }
}

/// A commit of which nothing else is known. `oc` leaves the type empty and the people in it, empty too (recorded).
fn revision(commit: &str) -> Revision {
    let nobody = || Some(Person::default());
    let git = GitRevision { commit: commit.to_owned(), author: nobody(), committer: nobody(), message: String::new() };
    Revision { kind: String::new(), git: Some(git) }
}

/// A hook of a build configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hook {
    /// `github`, `gitlab`, `bitbucket` or `generic`.
    pub kind: &'static str,
    /// Path of its address; `<secret>` stands for a secret that is kept elsewhere.
    pub path: String,
}

/// The hooks of a build configuration in a project, in the order of its triggers.
#[must_use]
pub fn hooks(config: &Value, namespace: &str) -> Vec<Hook> {
    let name = config["metadata"]["name"].as_str().unwrap_or_default();
    let triggers = config["spec"]["triggers"].as_array().into_iter().flatten();
    let hook = |trigger: &Value| {
        // Old configurations spell the type with a small first letter (build-config.md 4).
        let kind = ["github", "gitlab", "bitbucket", "generic"]
            .into_iter()
            .find(|kind| trigger["type"].as_str().is_some_and(|written| written.eq_ignore_ascii_case(kind)))?;
        let secret = trigger[kind]["secret"].as_str().filter(|secret| !secret.is_empty()).unwrap_or("<secret>");
        let path =
            format!("/apis/build.openshift.io/v1/namespaces/{namespace}/buildconfigs/{name}/webhooks/{secret}/{kind}");
        Some(Hook { kind, path })
    };
    triggers.filter_map(hook).collect()
}

/// Name of the next build of a configuration (build-config.md 1).
#[must_use]
pub fn next_build(config: &Value) -> String {
    let name = config["metadata"]["name"].as_str().unwrap_or_default();
    let last = config["status"]["lastVersion"].as_u64().unwrap_or_default();
    format!("{name}-{}", last.saturating_add(1))
}

/// A reference to an image, as builds have it: read where it is one.
pub(crate) fn reference(value: &Value) -> Option<Reference> {
    serde_json::from_value(value.clone()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_objects::Object;

    fn variable(name: &str, value: &str) -> EnvironmentVariable {
        EnvironmentVariable { name: name.to_owned(), value: value.to_owned(), ..EnvironmentVariable::default() }
    }

    /// build-config.md 8; the shape is the one that was recorded of `oc start-build`.
    #[test]
    fn request_says_what_is_different_this_time() {
        let plain = Object::from(BuildOverrides::default().request("till")).to_value();
        assert_eq!(
            plain,
            json!({
                "apiVersion": "build.openshift.io/v1", "kind": "BuildRequest", "metadata": { "name": "till" },
                "triggeredBy": [{ "message": "Manually triggered" }],
                "dockerStrategyOptions": {}, "sourceStrategyOptions": {},
            })
        );
        let overrides = BuildOverrides {
            env: vec![variable("Z", "1"), variable("A", "2")],
            build_args: vec![variable("CHANNEL", "beta")],
            log_level: Some(5),
            incremental: Some(true),
            no_cache: Some(false),
            commit: Some("abc".to_owned()),
        };
        let full = Object::from(overrides.request("till")).to_value();
        let names: Vec<&str> = full["env"].as_array().unwrap().iter().filter_map(|one| one["name"].as_str()).collect();
        assert_eq!(names, ["Z", "A", "BUILD_LOGLEVEL"], "as given, the log level last");
        assert_eq!(full["revision"], json!({ "type": "", "git": { "commit": "abc", "author": {}, "committer": {} } }));
        assert_eq!(full["dockerStrategyOptions"]["noCache"], false);
        assert_eq!(full["sourceStrategyOptions"]["incremental"], true);
        assert_eq!(overrides.repetition("till-4").revision, None, "a repeated build keeps its commit");
        assert_eq!(overrides.hook_event()["git"]["commit"], "abc");
    }

    #[test]
    fn hooks_are_listed_with_their_secrets() {
        let config = json!({
            "metadata": { "name": "till" },
            "spec": { "triggers": [
                { "type": "GitHub", "github": { "secret": "s1" } },
                { "type": "ConfigChange" },
                { "type": "generic", "generic": { "secretReference": { "name": "hook" } } },
            ] },
            "status": { "lastVersion": 4 },
        });
        let listed: Vec<(&str, String)> =
            hooks(&config, "demo").into_iter().map(|hook| (hook.kind, hook.path)).collect();
        let base = "/apis/build.openshift.io/v1/namespaces/demo/buildconfigs/till/webhooks";
        assert_eq!(listed, [("github", format!("{base}/s1/github")), ("generic", format!("{base}/<secret>/generic"))]);
        assert_eq!(next_build(&config), "till-5");
    }
}
