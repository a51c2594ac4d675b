//! Which release of the build tool builds.
//!
//! The wrapper's, since it is what builders run and what people run; else that of mise, `.tool-versions`, `.sdkmanrc`;
//! else the one that Maven Enforcer accepts. A place that names another one is told.

use crate::build::{Build, Tool};
use fieldmark_sdk::jdk::key_value;
use fieldmark_sdk::{Place, Repo, Verdict, range, tool_versions};

/// The release that the wrapper of a tool downloads.
pub fn wrapper(repo: &Repo, tool: Tool) -> Option<(String, Place)> {
    let (path, prefix) = match tool {
        Tool::Maven => (".mvn/wrapper/maven-wrapper.properties", "apache-maven-"),
        Tool::Gradle => ("gradle/wrapper/gradle-wrapper.properties", "gradle-"),
    };
    let (url, at) = key_value(repo, path, "distributionUrl")?;
    let archive = url.rsplit('/').next()?.strip_prefix(prefix)?;
    let version = archive.strip_suffix(".zip").unwrap_or(archive);
    let version = ["-bin", "-all", "-src"].iter().find_map(|kind| version.strip_suffix(kind)).unwrap_or(version);
    Some((version.to_owned(), at))
}

/// States the release and the places that disagree.
pub fn state(repo: &Repo, verdict: &mut Verdict, build: &Build<'_>) {
    let tool = build.tool.name();
    let managed = tool_versions::tool_version(repo, &[tool]).map(|(text, at)| (text.to_owned(), at));
    let found = [
        (wrapper(repo, build.tool), "the wrapper"),
        (managed, "the version manager's file"),
        (key_value(repo, ".sdkmanrc", tool), ".sdkmanrc"),
    ];
    let mut named = found.into_iter().filter_map(|(found, by)| Some((found?, by)));
    let first = named.next();
    if let Some(((version, at), by)) = &first {
        verdict.attribute("package-manager-version", version.as_str(), *at);
        for ((other, place), other_by) in named.filter(|((other, _), _)| !agree(other, version)) {
            let note = format!("{other_by} names {tool} {other}, but {by} {version}, which counts");
            verdict.warn("java.build-tool-contradiction", place, note);
        }
    }
    let enforcer = build.plugin(&["org.apache.maven.plugins:maven-enforcer-plugin"]);
    let Some((accepted, at)) = enforcer.and_then(|plugin| plugin.setting_in("requireMavenVersion", "version")) else {
        return;
    };
    match first {
        None => verdict.attribute("package-manager-version", accepted, at),
        Some(((version, _), by)) => {
            let own = range::places(&version).map(|places| range::series(&places));
            let refused =
                own.zip(range::maven::range(accepted)).is_some_and(|(own, wanted)| !range::overlap(&own, &wanted));
            if refused {
                let note = format!("the build accepts Maven {accepted}, but {by} names {version}");
                verdict.warn("java.build-tool-contradiction", at, note);
            }
        }
    }
}

/// Whether two versions are the same as far as both go.
fn agree(one: &str, other: &str) -> bool {
    let (Some(one), Some(other)) = (range::places(one), range::places(other)) else { return true };
    one.iter().zip(&other).all(|(a, b)| a == b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn wrappers_name_the_release_in_the_address() {
        for (tool, path, url, expected) in [
            (Tool::Gradle, "gradle/wrapper/gradle-wrapper.properties", "https\\://a/d/gradle-8.5-bin.zip", Some("8.5")),
            (
                Tool::Gradle,
                "gradle/wrapper/gradle-wrapper.properties",
                "../gradle-8.11-rc-1-all.zip",
                Some("8.11-rc-1"),
            ),
            (
                Tool::Maven,
                ".mvn/wrapper/maven-wrapper.properties",
                "https://a/apache-maven/3.9.6/apache-maven-3.9.6-bin.zip",
                Some("3.9.6"),
            ),
            (Tool::Maven, ".mvn/wrapper/maven-wrapper.properties", "https://a/mvnd.zip", None),
        ] {
            let text = format!("distributionUrl={url}\n");
            let repo = MemorySource::new([(path, text.as_str())]).into_repo();
            assert_eq!(wrapper(&repo, tool).map(|(version, _)| version).as_deref(), expected, "{url}");
        }
    }
}
