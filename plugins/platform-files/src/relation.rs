//! Services of Platform.sh and Upsun, which stand in a file of their own or beside the applications.

use crate::found;
use fieldmark_sdk::service::{self, Service};
use fieldmark_sdk::{Repo, Verdict};

/// Where services stand by their names, and the key of the whole that holds them.
const FILES: [(&str, &[&str]); 2] = [(".platform/services.yaml", &[]), (".upsun/config.yaml", &["services"])];

/// What the platform calls otherwise than others do (Platform.sh, "Add services", "MariaDB/MySQL": `mysql` is another name
/// of `mariadb`).
const OTHERWISE: [(&str, &str); 5] = [
    ("mysql", "mariadb"),
    ("oracle-mysql", "mysql"),
    ("redis-persistent", "redis"),
    ("valkey-persistent", "valkey"),
    ("mongodb-enterprise", "mongodb"),
];

pub fn state(repo: &Repo, verdict: &mut Verdict) {
    for (path, key) in FILES {
        let Some(file) = repo.file(path) else { continue };
        let Some(document) = file.yaml() else { continue };
        let mut told = false;
        for entry in document.entries(key) {
            let Some(kind) = entry.node.get(&["type"]) else { continue };
            let (name, version) = kind.scalar().unwrap_or_default().split_once(':').unwrap_or_default();
            let name = OTHERWISE.iter().find(|(own, _)| *own == name).map_or(name, |(_, other)| other);
            let Some(name) = service::of_name(name) else { continue };
            let version = Some(version).filter(|version| version.starts_with(|c: char| c.is_ascii_digit()));
            let service = Service { name, version: version.map(str::to_owned) };
            verdict.attribute("service", service.value(), kind.at);
            if let Some(other) = service::stands_for(name) {
                verdict.attribute("stands-for", other, kind.at);
            }
            told = true;
        }
        if told && path != ".upsun/config.yaml" {
            found(file, verdict);
        }
    }
}
