//! Web frameworks, by the plugins and libraries that the definition names.

use crate::definition::Definition;
use fieldmark_sdk::Place;

/// A framework.
pub struct Framework {
    /// Its slug.
    pub name: &'static str,
    /// What it is for: most answer requests.
    pub role: &'static str,
    /// Where it listens unless it is told otherwise; empty where it does not listen.
    pub port: &'static str,
    /// What proves it in a line of the definition.
    proofs: &'static [&'static str],
}

const fn server(name: &'static str, port: &'static str, proofs: &'static [&'static str]) -> Framework {
    Framework { name, role: "server", port, proofs }
}

/// The more telling first.
const FRAMEWORKS: &[Framework] = &[
    server(
        "play",
        "9000",
        &[
            "PlayScala",
            "PlayJava",
            "PlayService",
            "\"com.typesafe.play\" % \"sbt-plugin\"",
            "\"org.playframework\" % \"sbt-plugin\"",
        ],
    ),
    server("lagom", "9000", &["LagomScala", "lagom-sbt-plugin"]),
    server("http4s", "8080", &["http4s-ember-server", "http4s-blaze-server", "http4s-server", "\"org.http4s\""]),
    server("zio-http", "8080", &["zio-http", "\"zhttp\""]),
    server("akka-http", "8080", &["akka-http"]),
    server("pekko-http", "8080", &["pekko-http"]),
    server("finatra", "8888", &["finatra"]),
    server("finagle", "8080", &["finagle-http"]),
    server("scalatra", "8080", &["scalatra"]),
    server("cask", "8080", &["com.lihaoyi::cask", "\"cask\""]),
    server("tapir", "8080", &["tapir-netty-server", "tapir-jdkhttp-server", "tapir-vertx-server"]),
    server("vertx", "8080", &["vertx-web", "vertx-lang-scala"]),
    server("akka-grpc", "8080", &["AkkaGrpcPlugin"]),
    server("pekko-grpc", "8080", &["PekkoGrpcPlugin"]),
    Framework { name: "spark", role: "application", port: "", proofs: &["\"org.apache.spark\""] },
    Framework { name: "flink", role: "application", port: "", proofs: &["\"org.apache.flink\""] },
    Framework { name: "scala-js", role: "frontend", port: "", proofs: &["ScalaJSPlugin"] },
];

/// The framework with the line that proves it.
pub fn framework(definition: &Definition<'_>) -> Option<(&'static Framework, Place)> {
    FRAMEWORKS.iter().find_map(|framework| {
        let (_, at) = definition.lines().find(|(line, _)| {
            !line.contains("% Test")
                && !line.contains("testkit")
                && framework.proofs.iter().any(|proof| line.contains(proof))
        })?;
        Some((framework, at))
    })
}
