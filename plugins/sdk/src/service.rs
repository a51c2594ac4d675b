//! Services that applications need beside themselves: their products, and the images and addresses that stand for them.

/// A product, under the name that verdicts use.
struct Product {
    name: &'static str,
    /// Last parts of the names of images that hold it.
    images: &'static [&'static str],
    /// Schemes of addresses that lead to it.
    schemes: &'static [&'static str],
}

const fn product(name: &'static str, images: &'static [&'static str], schemes: &'static [&'static str]) -> Product {
    Product { name, images, schemes }
}

/// What is known. SQLite and mail are no servers of their own, but an application wants them configured all the same.
const PRODUCTS: &[Product] = &[
    product(
        "postgresql",
        &["postgres", "postgresql", "postgis", "timescaledb", "timescaledb-ha", "pgvector", "heroku-postgresql"],
        &["postgres", "postgresql", "postgis", "pgsql", "pg"],
    ),
    product(
        "mysql",
        &["mysql", "mysql-server", "percona", "percona-server", "cleardb", "jawsdb"],
        &["mysql", "mysql2"],
    ),
    product("mariadb", &["mariadb", "jawsdb-maria"], &["mariadb"]),
    product("sqlserver", &["server", "azure-sql-edge", "mssql-server-linux", "mssql"], &["sqlserver", "mssql"]),
    product("oracle", &["oracle-xe", "oracle-free", "oracle-database", "express", "free"], &["oracle"]),
    product(
        "mongodb",
        &["mongo", "mongodb", "mongodb-community-server", "mongodb-atlas-local", "mongolab"],
        &["mongodb", "mongodb+srv"],
    ),
    product(
        "redis",
        &["redis", "redis-stack", "redis-stack-server", "heroku-redis", "rediscloud"],
        &["redis", "rediss"],
    ),
    product("valkey", &["valkey", "valkey-bundle"], &["valkey", "valkeys"]),
    product("memcached", &["memcached", "memcachier", "memcachedcloud"], &["memcached", "memcache"]),
    product("rabbitmq", &["rabbitmq", "cloudamqp"], &["amqp", "amqps"]),
    product("kafka", &["kafka", "cp-kafka", "redpanda", "heroku-kafka", "kafka-native"], &["kafka"]),
    product("nats", &["nats", "nats-streaming"], &["nats"]),
    product("activemq", &["activemq", "activemq-classic", "activemq-artemis", "artemis"], &["activemq"]),
    product("elasticsearch", &["elasticsearch", "bonsai", "foundelasticsearch"], &["elasticsearch"]),
    product("opensearch", &["opensearch"], &["opensearch"]),
    product("cassandra", &["cassandra", "scylla"], &["cassandra"]),
    product("neo4j", &["neo4j", "graphenedb"], &["neo4j", "neo4j+s", "bolt", "bolt+s"]),
    product("clickhouse", &["clickhouse", "clickhouse-server"], &["clickhouse", "clickhousedb"]),
    product("influxdb", &["influxdb"], &["influxdb"]),
    product("cockroachdb", &["cockroach", "cockroachdb"], &["cockroachdb"]),
    product("couchdb", &["couchdb"], &["couchdb"]),
    product("dynamodb", &["dynamodb-local"], &["dynamodb"]),
    product("mqtt", &["eclipse-mosquitto", "emqx", "hivemq4", "cloudmqtt"], &["mqtt", "mqtts"]),
    product("meilisearch", &["meilisearch"], &["meilisearch"]),
    product("typesense", &["typesense"], &["typesense"]),
    product("solr", &["solr"], &["solr"]),
    product("zookeeper", &["zookeeper", "cp-zookeeper"], &["zookeeper"]),
    product("keycloak", &["keycloak"], &[]),
    product("vault", &["vault"], &[]),
    product("s3", &["minio", "bucketeer"], &["s3", "s3a"]),
    product(
        "smtp",
        &["mailhog", "mailpit", "maildev", "mailcatcher", "sendgrid", "mailgun", "postmark"],
        &["smtp", "smtps"],
    ),
    product("sqlite", &[], &["sqlite", "sqlite3"]),
];

/// Products that serve the clients of another one.
const STAND_INS: &[(&str, &str)] =
    &[("mariadb", "mysql"), ("valkey", "redis"), ("opensearch", "elasticsearch"), ("cockroachdb", "postgresql")];

/// The product whose clients a product serves as well.
#[must_use]
pub fn stands_for(name: &str) -> Option<&'static str> {
    STAND_INS.iter().find(|(product, _)| *product == name).map(|(_, other)| *other)
}

/// Last parts of names of images that say nothing by themselves, with the part that must stand before them.
const QUALIFIED: &[(&str, &str)] = &[("server", "mssql"), ("express", "database"), ("free", "database")];

/// A service, with the version that is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// Its product.
    pub name: &'static str,
    /// The version, as far as it is a number.
    pub version: Option<String>,
}

impl Service {
    /// The value of the attribute `service`.
    #[must_use]
    pub fn value(&self) -> String {
        self.version.as_ref().map_or_else(|| self.name.to_owned(), |version| format!("{} {version}", self.name))
    }
}

/// The service that an image holds: `postgres:15-alpine`, `quay.io/sclorg/mysql-80-c9s`.
#[must_use]
pub fn of_image(reference: &str) -> Option<Service> {
    let reference = reference.trim().split('@').next().unwrap_or_default();
    let slash = reference.rfind('/').map_or(0, |slash| slash + 1);
    let (name, tag) = reference[slash..].split_once(':').unwrap_or((&reference[slash..], ""));
    let before = reference[..slash].trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    if QUALIFIED.iter().any(|(last, qualifier)| name == *last && before != *qualifier) {
        return None;
    }
    if let Some(product) = product_of(name) {
        return Some(Service { name: product, version: version(tag) });
    }
    // Images of builders name the version in the name: `postgresql-15`, `mariadb-105-c9s`.
    let (name, rest) = name.split_once('-')?;
    let product = product_of(name)?;
    let digits =
        rest.split('-').next().filter(|digits| digits.bytes().all(|c| c.is_ascii_digit()) && !digits.is_empty())?;
    let (major, minor) = digits.split_at(digits.len() - 1);
    let is_whole = major.is_empty() || product == "postgresql";
    Some(Service {
        name: product,
        version: Some(if is_whole { digits.to_owned() } else { format!("{major}.{minor}") }),
    })
}

/// The service by the last part of the name of an image, or the name of an add-on.
#[must_use]
pub fn of_name(name: &str) -> Option<&'static str> {
    product_of(name).filter(|_| QUALIFIED.iter().all(|(last, _)| name != *last))
}

fn product_of(name: &str) -> Option<&'static str> {
    let found = PRODUCTS.iter().find(|product| product.name == name || product.images.contains(&name));
    found.map(|product| product.name)
}

/// The service that an address leads to: `postgres://db/x`, `jdbc:mysql://db`, `mysql+pymysql://db`,
/// `sqlite:///x.db`.
#[must_use]
pub fn of_address(address: &str) -> Option<&'static str> {
    let address = address.trim().trim_start_matches(['"', '\'']);
    let address = address.strip_prefix("jdbc:").or_else(|| address.strip_prefix("r2dbc:")).unwrap_or(address);
    let (scheme, rest) = address.split_once(':')?;
    // `NAME: value` is no address; of databases in files only the scheme has no slashes behind it.
    if !rest.starts_with("//") && !matches!(scheme, "sqlite" | "sqlserver" | "oracle" | "sqlite3") {
        return None;
    }
    of_scheme(scheme)
}

/// The service by the scheme of its addresses, or the name of a driver: `postgresql`, `mysql+pymysql`.
#[must_use]
pub fn of_scheme(scheme: &str) -> Option<&'static str> {
    let scheme = scheme.to_ascii_lowercase();
    let plain = scheme.split('+').next().unwrap_or_default();
    let find = |scheme: &str| PRODUCTS.iter().find(|product| product.schemes.contains(&scheme));
    find(&scheme).or_else(|| find(plain)).map(|product| product.name)
}

/// The number that a tag begins with: `15` of `15-alpine`, `16` of `pg16`.
fn version(tag: &str) -> Option<String> {
    let tag = tag.strip_prefix("pg").or_else(|| tag.strip_prefix(['v', 'V'])).unwrap_or(tag);
    let end = tag.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(tag.len());
    let number = tag[..end].trim_end_matches('.');
    (number.starts_with(|c: char| c.is_ascii_digit())).then(|| number.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_are_known_by_the_last_part_of_their_names() {
        for (image, expected) in [
            ("postgres", Some("postgresql")),
            ("postgres:15-alpine", Some("postgresql 15")),
            ("docker.io/library/redis:7.2.4-bookworm@sha256:00", Some("redis 7.2.4")),
            ("localhost:5000/bitnami/mongodb:latest", Some("mongodb")),
            ("pgvector/pgvector:pg16", Some("postgresql 16")),
            ("mcr.microsoft.com/mssql/server:2022-latest", Some("sqlserver 2022")),
            ("quay.io/sclorg/postgresql-15-c9s:latest", Some("postgresql 15")),
            ("registry/rhel9/mysql-80", Some("mysql 8.0")),
            ("mariadb-105", Some("mariadb 10.5")),
            ("acme/server:1", None),
            ("acme/postgres-exporter:1", None),
            ("nginx:1.27", None),
            ("", None),
        ] {
            assert_eq!(of_image(image).map(|service| service.value()).as_deref(), expected, "{image}");
        }
    }

    #[test]
    fn addresses_are_known_by_their_schemes() {
        for (address, expected) in [
            ("postgres://u:p@db:5432/x", Some("postgresql")),
            ("\"mysql+pymysql://db/x\"", Some("mysql")),
            ("jdbc:oracle:thin:@db:1521", Some("oracle")),
            ("jdbc:sqlserver://db;databaseName=x", Some("sqlserver")),
            ("sqlite:///x.db", Some("sqlite")),
            ("mongodb+srv://db", Some("mongodb")),
            ("https://redis.example", None),
            ("redis: the cache", None),
            ("postgres", None),
        ] {
            assert_eq!(of_address(address), expected, "{address}");
        }
    }
}
