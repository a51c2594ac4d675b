//! The endpoints of Open Liberty's `server.xml`.

use super::value::number;
use crate::build::below;
use fieldmark_sdk::{Element, Place, Repo};

/// Where Open Liberty listens unless told otherwise.
pub const DEFAULT: &str = "9080";

/// The ports of the first of these directories that configures the server.
pub fn configured(repo: &Repo, directories: &[&str]) -> Vec<(String, Place)> {
    let path = |directory: &&str| repo.file(&below(directory, "src/main/liberty/config/server.xml"));
    let Some(xml) = directories.iter().find_map(path).and_then(|file| file.xml()) else { return Vec::new() };
    let variables = || xml.root().children().filter(|element| element.name() == "variable");
    let fill = |text: &str| -> Option<String> {
        let name = text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
        let Some(name) = name else { return number(text) };
        let variable = variables().find(|variable| variable.attribute("name") == Some(name))?;
        number(variable.attribute("value").or_else(|| variable.attribute("defaultValue"))?)
    };
    let endpoints = xml.root().children().filter(|element| element.name() == "httpEndpoint");
    let ports = endpoints.flat_map(|endpoint: Element<'_, '_>| {
        ["httpPort", "httpsPort"].map(|name| endpoint.attribute(name).map(|text| (text.to_owned(), endpoint.at())))
    });
    ports.flatten().filter_map(|(text, at)| Some((fill(&text)?, at))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn liberty_endpoints_fill_variables() {
        let text = "<server><variable name=\"p\" defaultValue=\"9085\"/>\
                    <httpEndpoint id=\"a\" httpPort=\"${p}\" httpsPort=\"9443\"/></server>";
        let repo = MemorySource::new([("src/main/liberty/config/server.xml", text)]).into_repo();
        let ports: Vec<_> = configured(&repo, &[""]).into_iter().map(|(port, _)| port).collect();
        assert_eq!(ports, ["9085", "9443"]);
    }
}
