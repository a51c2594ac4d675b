//! Templates of an environment: `.env.example` and alike.

use crate::demand::{Demands, Scope};
use fieldmark_sdk::{File, service};

/// Last parts of names of variables that choose a kind of service by its value.
const CHOICES: [&str; 8] = [
    "DB_CONNECTION",
    "DB_CLIENT",
    "DB_DIALECT",
    "DB_TYPE",
    "DATABASE_CLIENT",
    "QUEUE_CONNECTION",
    "CACHE_STORE",
    "CACHE_DRIVER",
];

/// What names of variables with an address begin with, where the address itself tells nothing (`http`, a list of hosts).
const NAMES: [(&str, &str); 13] = [
    ("ELASTICSEARCH", "elasticsearch"),
    ("ELASTIC", "elasticsearch"),
    ("OPENSEARCH", "opensearch"),
    ("REDIS", "redis"),
    ("MONGO", "mongodb"),
    ("MONGODB", "mongodb"),
    ("RABBITMQ", "rabbitmq"),
    ("KAFKA", "kafka"),
    ("NATS", "nats"),
    ("CLICKHOUSE", "clickhouse"),
    ("INFLUXDB", "influxdb"),
    ("NEO4J", "neo4j"),
    ("SMTP", "smtp"),
];

/// How such names go on.
const ENDS: [&str; 6] = ["_URL", "_URI", "_BROKERS", "_BROKER", "_BOOTSTRAP_SERVERS", "_SERVERS"];

/// Reads the variables of one file, if it is such a template.
pub fn read(file: File<'_>, demands: &mut Demands) {
    let is_template = file.name().starts_with(".env") || matches!(file.name(), "env.example" | "example.env");
    if !is_template {
        return;
    }
    for line in file.lines() {
        let Some((name, value)) = line.code().split_once('=') else { continue };
        let name = name.trim_start_matches("export ").trim();
        let value = value.trim().trim_matches(['"', '\'']);
        if let Some(service) = asked(name, value) {
            demands.add(service, Scope::Run, line.at);
        }
    }
}

fn asked(name: &str, value: &str) -> Option<&'static str> {
    if value.is_empty() {
        return None;
    }
    if let Some(service) = service::of_address(value) {
        return Some(service);
    }
    if CHOICES.iter().any(|choice| name.ends_with(choice)) {
        return service::of_scheme(value).or_else(|| service::of_name(value));
    }
    if name.ends_with("S3_BUCKET") || name.ends_with("S3_ENDPOINT") {
        return Some("s3");
    }
    let named = NAMES.iter().find(|(begin, _)| {
        name.strip_prefix(begin).is_some_and(|end| ENDS.contains(&end) || (*begin == "SMTP" && end == "_HOST"))
    });
    named.map(|(_, service)| *service)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_choices_tell_the_service() {
        for (name, value, expected) in [
            ("DATABASE_URL", "postgres://u@db/x", Some("postgresql")),
            ("DB_CONNECTION", "mysql", Some("mysql")),
            ("DB_CLIENT", "pg", Some("postgresql")),
            ("ELASTICSEARCH_URL", "http://localhost:9200", Some("elasticsearch")),
            ("KAFKA_BROKERS", "a:9092,b:9092", Some("kafka")),
            ("S3_BUCKET", "files", Some("s3")),
            ("SMTP_HOST", "mail.example", Some("smtp")),
            ("REDIS_URL", "", None),
            ("REDIS_HOST", "127.0.0.1", None),
            ("QUEUE_CONNECTION", "sync", None),
            ("HOMEPAGE_URL", "https://redis.example", None),
        ] {
            assert_eq!(asked(name, value), expected, "{name}={value}");
        }
    }
}
