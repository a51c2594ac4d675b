//! Applications that were published before they were committed: `*.dll` with `*.runtimeconfig.json`.

use fieldmark_sdk::{File, Node, Place, range};

/// What a `*.runtimeconfig.json` says.
#[derive(Debug, Default)]
pub struct RuntimeConfig {
    /// Version of the framework: major and minor.
    pub version: Option<(Vec<u32>, Place)>,
    /// Where it refers to ASP.NET Core.
    pub aspnet: Option<Place>,
    /// Where it says that the runtime was published with it.
    pub self_contained: Option<Place>,
}

/// Reads a `*.runtimeconfig.json`.
#[must_use]
pub fn read(file: File<'_>) -> RuntimeConfig {
    let mut config = RuntimeConfig::default();
    let Some(options) = file.json().and_then(|document| document.get(&["runtimeOptions"])) else { return config };
    let list = |key| options.get(&[key]).map_or(&[] as &[Node], Node::items);
    let included = list("includedFrameworks");
    config.self_contained = included.first().map(|first| first.at);
    let frameworks = options.get(&["framework"]).into_iter().chain(list("frameworks")).chain(included);
    for framework in frameworks {
        if framework.get(&["name"]).and_then(Node::text) == Some("Microsoft.AspNetCore.App") {
            config.aspnet = Some(framework.at);
        }
        let version = framework.get(&["version"]);
        let places = version.and_then(Node::text).and_then(range::places).filter(|places| places.len() >= 2);
        if let (None, Some(places), Some(version)) = (&config.version, places, version) {
            config.version = Some((places[..2].to_vec(), version.at));
        }
    }
    config
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn frameworks_are_read_in_all_three_places() {
        let cases = [
            (
                r#"{"runtimeOptions": {"framework": {"name": "Microsoft.NETCore.App", "version": "6.0.1"}}}"#,
                false,
                false,
            ),
            (
                r#"{"runtimeOptions": {"frameworks": [{"name": "Microsoft.AspNetCore.App", "version": "6.0.0"}]}}"#,
                true,
                false,
            ),
            (
                r#"{"runtimeOptions": {"includedFrameworks": [{"name": "Microsoft.AspNetCore.App", "version": "6.0.0"}]}}"#,
                true,
                true,
            ),
        ];
        for (text, aspnet, self_contained) in cases {
            let repo = MemorySource::new([("a.runtimeconfig.json", text)]).into_repo();
            let config = read(repo.file("a.runtimeconfig.json").unwrap());
            assert_eq!(config.version.unwrap().0, [6, 0], "{text}");
            assert_eq!((config.aspnet.is_some(), config.self_contained.is_some()), (aspnet, self_contained), "{text}");
        }
    }
}
