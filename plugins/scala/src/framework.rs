//! Web frameworks, by the plugins and libraries that the definition names.

use crate::definition::Definition;
use fieldmark_sdk::Place;

/// Frameworks and what proves them in a line of the definition, the more telling first.
const FRAMEWORKS: [(&str, &[&str]); 11] = [
    (
        "play",
        &["PlayScala", "PlayJava", "\"com.typesafe.play\" % \"sbt-plugin\"", "\"org.playframework\" % \"sbt-plugin\""],
    ),
    ("lagom", &["LagomScala", "lagom-sbt-plugin"]),
    ("http4s", &["http4s-ember-server", "http4s-blaze-server", "http4s-server", "\"org.http4s\""]),
    ("zio-http", &["zio-http", "\"zhttp\""]),
    ("akka-http", &["akka-http"]),
    ("pekko-http", &["pekko-http"]),
    ("finatra", &["finatra"]),
    ("finagle", &["finagle-http"]),
    ("scalatra", &["scalatra"]),
    ("cask", &["com.lihaoyi::cask", "\"cask\""]),
    ("tapir", &["tapir-netty-server", "tapir-jdkhttp-server"]),
];

/// The framework with the line that proves it.
pub fn framework(definition: &Definition<'_>) -> Option<(&'static str, Place)> {
    FRAMEWORKS.iter().find_map(|(name, proofs)| {
        let (_, at) = definition.lines().find(|(line, _)| {
            !line.contains("% Test") && !line.contains("testkit") && proofs.iter().any(|proof| line.contains(proof))
        })?;
        Some((*name, at))
    })
}
