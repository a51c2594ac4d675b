//! Packages of languages that are compiled to machine code.

/// Modules of Go; what a longer path begins with counts.
pub const GO: &[(&str, &str)] = &[
    ("github.com/lib/pq", "postgresql"),
    ("github.com/jackc/pgx", "postgresql"),
    ("gorm.io/driver/postgres", "postgresql"),
    ("github.com/go-pg/pg", "postgresql"),
    ("github.com/go-sql-driver/mysql", "mysql"),
    ("gorm.io/driver/mysql", "mysql"),
    ("github.com/denisenkom/go-mssqldb", "sqlserver"),
    ("github.com/microsoft/go-mssqldb", "sqlserver"),
    ("gorm.io/driver/sqlserver", "sqlserver"),
    ("github.com/godror/godror", "oracle"),
    ("github.com/sijms/go-ora", "oracle"),
    ("go.mongodb.org/mongo-driver", "mongodb"),
    ("github.com/redis/go-redis", "redis"),
    ("github.com/go-redis/redis", "redis"),
    ("github.com/gomodule/redigo", "redis"),
    ("github.com/valkey-io/valkey-go", "valkey"),
    ("github.com/bradfitz/gomemcache", "memcached"),
    ("github.com/rabbitmq/amqp091-go", "rabbitmq"),
    ("github.com/streadway/amqp", "rabbitmq"),
    ("github.com/segmentio/kafka-go", "kafka"),
    ("github.com/IBM/sarama", "kafka"),
    ("github.com/Shopify/sarama", "kafka"),
    ("github.com/confluentinc/confluent-kafka-go", "kafka"),
    ("github.com/twmb/franz-go", "kafka"),
    ("github.com/nats-io/nats.go", "nats"),
    ("github.com/go-stomp/stomp", "activemq"),
    ("github.com/elastic/go-elasticsearch", "elasticsearch"),
    ("github.com/olivere/elastic", "elasticsearch"),
    ("github.com/opensearch-project/opensearch-go", "opensearch"),
    ("github.com/gocql/gocql", "cassandra"),
    ("github.com/neo4j/neo4j-go-driver", "neo4j"),
    ("github.com/ClickHouse/clickhouse-go", "clickhouse"),
    ("github.com/influxdata/influxdb-client-go", "influxdb"),
    ("github.com/mattn/go-sqlite3", "sqlite"),
    ("modernc.org/sqlite", "sqlite"),
    ("gorm.io/driver/sqlite", "sqlite"),
    ("github.com/aws/aws-sdk-go-v2/service/s3", "s3"),
    ("github.com/minio/minio-go", "s3"),
    ("gopkg.in/gomail.v2", "smtp"),
    ("github.com/eclipse/paho.mqtt.golang", "mqtt"),
    ("github.com/meilisearch/meilisearch-go", "meilisearch"),
];

/// Crates.
pub const CRATES: &[(&str, &str)] = &[
    ("postgres", "postgresql"),
    ("tokio-postgres", "postgresql"),
    ("deadpool-postgres", "postgresql"),
    ("mysql", "mysql"),
    ("mysql_async", "mysql"),
    ("tiberius", "sqlserver"),
    ("mongodb", "mongodb"),
    ("redis", "redis"),
    ("deadpool-redis", "redis"),
    ("fred", "redis"),
    ("memcache", "memcached"),
    ("lapin", "rabbitmq"),
    ("rdkafka", "kafka"),
    ("async-nats", "nats"),
    ("elasticsearch", "elasticsearch"),
    ("opensearch", "opensearch"),
    ("scylla", "cassandra"),
    ("cdrs-tokio", "cassandra"),
    ("neo4rs", "neo4j"),
    ("clickhouse", "clickhouse"),
    ("influxdb", "influxdb"),
    ("rusqlite", "sqlite"),
    ("aws-sdk-s3", "s3"),
    ("rust-s3", "s3"),
    ("lettre", "smtp"),
    ("rumqttc", "mqtt"),
    ("meilisearch-sdk", "meilisearch"),
];

/// Features of crates for several databases: `sqlx`, `diesel`, `sea-orm`.
pub const CRATE_FEATURES: &[(&str, &str)] = &[
    ("postgres", "postgresql"),
    ("sqlx-postgres", "postgresql"),
    ("mysql", "mysql"),
    ("sqlx-mysql", "mysql"),
    ("sqlite", "sqlite"),
    ("sqlx-sqlite", "sqlite"),
];

/// Crates that have such features.
pub const CRATES_WITH_FEATURES: &[&str] = &["sqlx", "diesel", "diesel-async", "sea-orm"];

/// Packages of Swift, by the last part of their address.
pub const SWIFT: &[(&str, &str)] = &[
    ("fluent-postgres-driver", "postgresql"),
    ("postgres-nio", "postgresql"),
    ("postgres-kit", "postgresql"),
    ("fluent-mysql-driver", "mysql"),
    ("mysql-nio", "mysql"),
    ("mysql-kit", "mysql"),
    ("fluent-mongo-driver", "mongodb"),
    ("mongokitten", "mongodb"),
    ("MongoKitten", "mongodb"),
    ("mongo-swift-driver", "mongodb"),
    ("fluent-sqlite-driver", "sqlite"),
    ("sqlite-nio", "sqlite"),
    ("redis", "redis"),
    ("RediStack", "redis"),
    ("swift-kafka-client", "kafka"),
    ("mqtt-nio", "mqtt"),
];

/// Shards of Crystal.
pub const SHARDS: &[(&str, &str)] = &[
    ("pg", "postgresql"),
    ("mysql", "mysql"),
    ("sqlite3", "sqlite"),
    ("redis", "redis"),
    ("cryomongo", "mongodb"),
    ("amqp-client", "rabbitmq"),
    ("memcached", "memcached"),
];

/// Packages of pub.
pub const PUB: &[(&str, &str)] = &[
    ("postgres", "postgresql"),
    ("mysql1", "mysql"),
    ("mysql_client", "mysql"),
    ("mongo_dart", "mongodb"),
    ("redis", "redis"),
    ("dart_amqp", "rabbitmq"),
    ("sqlite3", "sqlite"),
    ("minio", "s3"),
    ("mailer", "smtp"),
    ("mqtt_client", "mqtt"),
];

/// Packages of Dub.
pub const DUB: &[(&str, &str)] = &[
    ("dpq2", "postgresql"),
    ("mysql-native", "mysql"),
    ("vibe-d:mongodb", "mongodb"),
    ("vibe-d:redis", "redis"),
    ("d2sqlite3", "sqlite"),
];

/// Packages of Nimble.
pub const NIMBLE: &[(&str, &str)] = &[
    ("redis", "redis"),
    ("ready", "redis"),
    ("anonimongo", "mongodb"),
    ("tiny_sqlite", "sqlite"),
    ("debby", "sqlite"),
];

/// Packages of Hackage.
pub const HACKAGE: &[(&str, &str)] = &[
    ("postgresql-simple", "postgresql"),
    ("persistent-postgresql", "postgresql"),
    ("beam-postgres", "postgresql"),
    ("hasql", "postgresql"),
    ("mysql-simple", "mysql"),
    ("persistent-mysql", "mysql"),
    ("sqlite-simple", "sqlite"),
    ("persistent-sqlite", "sqlite"),
    ("mongoDB", "mongodb"),
    ("persistent-mongoDB", "mongodb"),
    ("hedis", "redis"),
    ("hw-kafka-client", "kafka"),
    ("bloodhound", "elasticsearch"),
    ("minio-hs", "s3"),
    ("amazonka-s3", "s3"),
];

/// Packages and libraries of opam.
pub const OPAM: &[(&str, &str)] = &[
    ("caqti-driver-postgresql", "postgresql"),
    ("postgresql", "postgresql"),
    ("pgx", "postgresql"),
    ("caqti-driver-mariadb", "mariadb"),
    ("caqti-driver-sqlite3", "sqlite"),
    ("redis-lwt", "redis"),
    ("amqp-client", "rabbitmq"),
];
