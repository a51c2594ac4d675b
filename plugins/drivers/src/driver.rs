//! Drivers and clients, and the services that they talk to: data.

/// Packages of npm.
pub const NPM: &[(&str, &str)] = &[
    ("pg", "postgresql"),
    ("pg-promise", "postgresql"),
    ("postgres", "postgresql"),
    ("@neondatabase/serverless", "postgresql"),
    ("mysql", "mysql"),
    ("mysql2", "mysql"),
    ("mariadb", "mariadb"),
    ("mssql", "sqlserver"),
    ("tedious", "sqlserver"),
    ("oracledb", "oracle"),
    ("mongodb", "mongodb"),
    ("mongoose", "mongodb"),
    ("@nestjs/mongoose", "mongodb"),
    ("redis", "redis"),
    ("ioredis", "redis"),
    ("bull", "redis"),
    ("bullmq", "redis"),
    ("connect-redis", "redis"),
    ("iovalkey", "valkey"),
    ("@valkey/valkey-glide", "valkey"),
    ("memcached", "memcached"),
    ("memjs", "memcached"),
    ("amqplib", "rabbitmq"),
    ("amqp-connection-manager", "rabbitmq"),
    ("kafkajs", "kafka"),
    ("node-rdkafka", "kafka"),
    ("@confluentinc/kafka-javascript", "kafka"),
    ("nats", "nats"),
    ("stompit", "activemq"),
    ("@elastic/elasticsearch", "elasticsearch"),
    ("@opensearch-project/opensearch", "opensearch"),
    ("cassandra-driver", "cassandra"),
    ("neo4j-driver", "neo4j"),
    ("@clickhouse/client", "clickhouse"),
    ("@influxdata/influxdb-client", "influxdb"),
    ("influx", "influxdb"),
    ("sqlite3", "sqlite"),
    ("better-sqlite3", "sqlite"),
    ("@aws-sdk/client-s3", "s3"),
    ("multer-s3", "s3"),
    ("minio", "s3"),
    ("nodemailer", "smtp"),
    ("mqtt", "mqtt"),
    ("meilisearch", "meilisearch"),
];

/// Distributions of PyPI, in their normal form.
pub const PYPI: &[(&str, &str)] = &[
    ("psycopg", "postgresql"),
    ("psycopg2", "postgresql"),
    ("psycopg2-binary", "postgresql"),
    ("psycopg-binary", "postgresql"),
    ("asyncpg", "postgresql"),
    ("pg8000", "postgresql"),
    ("aiopg", "postgresql"),
    ("mysqlclient", "mysql"),
    ("pymysql", "mysql"),
    ("mysql-connector-python", "mysql"),
    ("aiomysql", "mysql"),
    ("asyncmy", "mysql"),
    ("flask-mysqldb", "mysql"),
    ("mariadb", "mariadb"),
    ("pymssql", "sqlserver"),
    ("mssql-django", "sqlserver"),
    ("cx-oracle", "oracle"),
    ("oracledb", "oracle"),
    ("pymongo", "mongodb"),
    ("motor", "mongodb"),
    ("mongoengine", "mongodb"),
    ("flask-pymongo", "mongodb"),
    ("beanie", "mongodb"),
    ("redis", "redis"),
    ("django-redis", "redis"),
    ("aioredis", "redis"),
    ("rq", "redis"),
    ("valkey", "valkey"),
    ("pymemcache", "memcached"),
    ("python-memcached", "memcached"),
    ("pylibmc", "memcached"),
    ("pika", "rabbitmq"),
    ("aio-pika", "rabbitmq"),
    ("kafka-python", "kafka"),
    ("confluent-kafka", "kafka"),
    ("aiokafka", "kafka"),
    ("nats-py", "nats"),
    ("stomp-py", "activemq"),
    ("elasticsearch", "elasticsearch"),
    ("elasticsearch-dsl", "elasticsearch"),
    ("opensearch-py", "opensearch"),
    ("cassandra-driver", "cassandra"),
    ("neo4j", "neo4j"),
    ("clickhouse-driver", "clickhouse"),
    ("clickhouse-connect", "clickhouse"),
    ("influxdb", "influxdb"),
    ("influxdb-client", "influxdb"),
    ("aiosqlite", "sqlite"),
    ("minio", "s3"),
    ("s3fs", "s3"),
    ("flask-mail", "smtp"),
    ("fastapi-mail", "smtp"),
    ("aiosmtplib", "smtp"),
    ("paho-mqtt", "mqtt"),
    ("meilisearch", "meilisearch"),
];

/// Gems.
pub const GEMS: &[(&str, &str)] = &[
    ("pg", "postgresql"),
    ("mysql2", "mysql"),
    ("trilogy", "mysql"),
    ("tiny_tds", "sqlserver"),
    ("activerecord-sqlserver-adapter", "sqlserver"),
    ("ruby-oci8", "oracle"),
    ("mongo", "mongodb"),
    ("mongoid", "mongodb"),
    ("redis", "redis"),
    ("redis-rails", "redis"),
    ("sidekiq", "redis"),
    ("resque", "redis"),
    ("dalli", "memcached"),
    ("bunny", "rabbitmq"),
    ("sneakers", "rabbitmq"),
    ("ruby-kafka", "kafka"),
    ("rdkafka", "kafka"),
    ("karafka", "kafka"),
    ("racecar", "kafka"),
    ("stomp", "activemq"),
    ("elasticsearch", "elasticsearch"),
    ("elasticsearch-rails", "elasticsearch"),
    ("searchkick", "elasticsearch"),
    ("opensearch-ruby", "opensearch"),
    ("cassandra-driver", "cassandra"),
    ("neo4j-ruby-driver", "neo4j"),
    ("influxdb", "influxdb"),
    ("influxdb-client", "influxdb"),
    ("sqlite3", "sqlite"),
    ("aws-sdk-s3", "s3"),
    ("fog-aws", "s3"),
    ("meilisearch", "meilisearch"),
];

/// Packages of Composer, and extensions of PHP.
pub const COMPOSER: &[(&str, &str)] = &[
    ("ext-pgsql", "postgresql"),
    ("ext-pdo_pgsql", "postgresql"),
    ("ext-mysqli", "mysql"),
    ("ext-pdo_mysql", "mysql"),
    ("ext-sqlsrv", "sqlserver"),
    ("ext-pdo_sqlsrv", "sqlserver"),
    ("ext-oci8", "oracle"),
    ("ext-mongodb", "mongodb"),
    ("mongodb/mongodb", "mongodb"),
    ("mongodb/laravel-mongodb", "mongodb"),
    ("doctrine/mongodb-odm", "mongodb"),
    ("ext-redis", "redis"),
    ("predis/predis", "redis"),
    ("laravel/horizon", "redis"),
    ("ext-memcached", "memcached"),
    ("ext-amqp", "rabbitmq"),
    ("php-amqplib/php-amqplib", "rabbitmq"),
    ("symfony/amqp-messenger", "rabbitmq"),
    ("ext-rdkafka", "kafka"),
    ("longlang/phpkafka", "kafka"),
    ("elasticsearch/elasticsearch", "elasticsearch"),
    ("opensearch-project/opensearch-php", "opensearch"),
    ("laudis/neo4j-php-client", "neo4j"),
    ("smi2/phpclickhouse", "clickhouse"),
    ("ext-sqlite3", "sqlite"),
    ("ext-pdo_sqlite", "sqlite"),
    ("league/flysystem-aws-s3-v3", "s3"),
    ("phpmailer/phpmailer", "smtp"),
];

/// Artifacts of Maven, without their group.
pub const MAVEN: &[(&str, &str)] = &[
    ("postgresql", "postgresql"),
    ("r2dbc-postgresql", "postgresql"),
    ("quarkus-jdbc-postgresql", "postgresql"),
    ("quarkus-reactive-pg-client", "postgresql"),
    ("vertx-pg-client", "postgresql"),
    ("mysql-connector-java", "mysql"),
    ("mysql-connector-j", "mysql"),
    ("quarkus-jdbc-mysql", "mysql"),
    ("quarkus-reactive-mysql-client", "mysql"),
    ("vertx-mysql-client", "mysql"),
    ("mariadb-java-client", "mariadb"),
    ("quarkus-jdbc-mariadb", "mariadb"),
    ("mssql-jdbc", "sqlserver"),
    ("quarkus-jdbc-mssql", "sqlserver"),
    ("ojdbc8", "oracle"),
    ("ojdbc11", "oracle"),
    ("ojdbc17", "oracle"),
    ("quarkus-jdbc-oracle", "oracle"),
    ("mongodb-driver-sync", "mongodb"),
    ("mongo-java-driver", "mongodb"),
    ("spring-boot-starter-data-mongodb", "mongodb"),
    ("spring-boot-starter-data-mongodb-reactive", "mongodb"),
    ("quarkus-mongodb-client", "mongodb"),
    ("quarkus-mongodb-panache", "mongodb"),
    ("jedis", "redis"),
    ("lettuce-core", "redis"),
    ("redisson", "redis"),
    ("spring-boot-starter-data-redis", "redis"),
    ("spring-boot-starter-data-redis-reactive", "redis"),
    ("quarkus-redis-client", "redis"),
    ("spymemcached", "memcached"),
    ("amqp-client", "rabbitmq"),
    ("spring-boot-starter-amqp", "rabbitmq"),
    ("quarkus-messaging-rabbitmq", "rabbitmq"),
    ("quarkus-smallrye-reactive-messaging-rabbitmq", "rabbitmq"),
    ("kafka-clients", "kafka"),
    ("kafka-streams", "kafka"),
    ("spring-kafka", "kafka"),
    ("quarkus-kafka-client", "kafka"),
    ("quarkus-messaging-kafka", "kafka"),
    ("quarkus-smallrye-reactive-messaging-kafka", "kafka"),
    ("jnats", "nats"),
    ("activemq-client", "activemq"),
    ("spring-boot-starter-activemq", "activemq"),
    ("spring-boot-starter-artemis", "activemq"),
    ("artemis-jms-client", "activemq"),
    ("elasticsearch-java", "elasticsearch"),
    ("elasticsearch-rest-high-level-client", "elasticsearch"),
    ("spring-boot-starter-data-elasticsearch", "elasticsearch"),
    ("opensearch-java", "opensearch"),
    ("opensearch-rest-client", "opensearch"),
    ("java-driver-core", "cassandra"),
    ("cassandra-driver-core", "cassandra"),
    ("spring-boot-starter-data-cassandra", "cassandra"),
    ("neo4j-java-driver", "neo4j"),
    ("spring-boot-starter-data-neo4j", "neo4j"),
    ("clickhouse-jdbc", "clickhouse"),
    ("influxdb-client-java", "influxdb"),
    ("sqlite-jdbc", "sqlite"),
    ("minio", "s3"),
    ("spring-cloud-aws-starter-s3", "s3"),
    ("quarkus-amazon-s3", "s3"),
    ("spring-boot-starter-mail", "smtp"),
    ("quarkus-mailer", "smtp"),
];

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

/// Packages of NuGet, in lower case.
pub const NUGET: &[(&str, &str)] = &[
    ("npgsql", "postgresql"),
    ("npgsql.entityframeworkcore.postgresql", "postgresql"),
    ("mysql.data", "mysql"),
    ("mysqlconnector", "mysql"),
    ("pomelo.entityframeworkcore.mysql", "mysql"),
    ("mysql.entityframeworkcore", "mysql"),
    ("microsoft.data.sqlclient", "sqlserver"),
    ("system.data.sqlclient", "sqlserver"),
    ("microsoft.entityframeworkcore.sqlserver", "sqlserver"),
    ("oracle.manageddataaccess.core", "oracle"),
    ("oracle.entityframeworkcore", "oracle"),
    ("mongodb.driver", "mongodb"),
    ("stackexchange.redis", "redis"),
    ("microsoft.extensions.caching.stackexchangeredis", "redis"),
    ("enyimmemcachedcore", "memcached"),
    ("rabbitmq.client", "rabbitmq"),
    ("masstransit.rabbitmq", "rabbitmq"),
    ("confluent.kafka", "kafka"),
    ("nats.client", "nats"),
    ("nats.net", "nats"),
    ("apache.nms.activemq", "activemq"),
    ("elastic.clients.elasticsearch", "elasticsearch"),
    ("nest", "elasticsearch"),
    ("opensearch.client", "opensearch"),
    ("cassandracsharpdriver", "cassandra"),
    ("neo4j.driver", "neo4j"),
    ("clickhouse.client", "clickhouse"),
    ("influxdb.client", "influxdb"),
    ("microsoft.data.sqlite", "sqlite"),
    ("microsoft.entityframeworkcore.sqlite", "sqlite"),
    ("awssdk.s3", "s3"),
    ("minio", "s3"),
    ("mailkit", "smtp"),
    ("mqttnet", "mqtt"),
];

/// Packages of Hex.
pub const HEX: &[(&str, &str)] = &[
    ("postgrex", "postgresql"),
    ("myxql", "mysql"),
    ("tds", "sqlserver"),
    ("mongodb_driver", "mongodb"),
    ("redix", "redis"),
    ("memcachex", "memcached"),
    ("amqp", "rabbitmq"),
    ("broadway_rabbitmq", "rabbitmq"),
    ("brod", "kafka"),
    ("broadway_kafka", "kafka"),
    ("gnat", "nats"),
    ("elasticsearch", "elasticsearch"),
    ("xandra", "cassandra"),
    ("bolt_sips", "neo4j"),
    ("ch", "clickhouse"),
    ("ecto_sqlite3", "sqlite"),
    ("ex_aws_s3", "s3"),
    ("gen_smtp", "smtp"),
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

/// Packages of Gleam.
pub const GLEAM: &[(&str, &str)] = &[
    ("pog", "postgresql"),
    ("gleam_pgo", "postgresql"),
    ("sqlight", "sqlite"),
    ("radish", "redis"),
    ("mungo", "mongodb"),
];

/// Packages of Julia.
pub const JULIA: &[(&str, &str)] =
    &[("LibPQ", "postgresql"), ("MySQL", "mysql"), ("SQLite", "sqlite"), ("Mongoc", "mongodb"), ("Redis", "redis")];

/// Packages of Dub.
pub const DUB: &[(&str, &str)] = &[
    ("dpq2", "postgresql"),
    ("mysql-native", "mysql"),
    ("vibe-d:mongodb", "mongodb"),
    ("vibe-d:redis", "redis"),
    ("d2sqlite3", "sqlite"),
];

/// Modules of CPAN.
pub const CPAN: &[(&str, &str)] = &[
    ("DBD::Pg", "postgresql"),
    ("Mojo::Pg", "postgresql"),
    ("DBD::mysql", "mysql"),
    ("Mojo::mysql", "mysql"),
    ("DBD::MariaDB", "mariadb"),
    ("DBD::Oracle", "oracle"),
    ("DBD::SQLite", "sqlite"),
    ("Mojo::SQLite", "sqlite"),
    ("MongoDB", "mongodb"),
    ("Redis", "redis"),
    ("Redis::Fast", "redis"),
    ("Mojo::Redis", "redis"),
    ("Cache::Memcached", "memcached"),
    ("Net::AMQP::RabbitMQ", "rabbitmq"),
    ("Search::Elasticsearch", "elasticsearch"),
];

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

/// Packages of Nimble.
pub const NIMBLE: &[(&str, &str)] = &[
    ("redis", "redis"),
    ("ready", "redis"),
    ("anonimongo", "mongodb"),
    ("tiny_sqlite", "sqlite"),
    ("debby", "sqlite"),
];

/// Artifacts that projects of Clojure name.
pub const CLOJARS: &[(&str, &str)] = &[
    ("org.postgresql/postgresql", "postgresql"),
    ("mysql/mysql-connector-java", "mysql"),
    ("com.mysql/mysql-connector-j", "mysql"),
    ("org.mariadb.jdbc/mariadb-java-client", "mariadb"),
    ("com.microsoft.sqlserver/mssql-jdbc", "sqlserver"),
    ("org.xerial/sqlite-jdbc", "sqlite"),
    ("com.novemberain/monger", "mongodb"),
    ("com.taoensso/carmine", "redis"),
    ("com.novemberain/langohr", "rabbitmq"),
    ("fundingcircle/jackdaw", "kafka"),
    ("cc.qbits/spandex", "elasticsearch"),
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

/// Packages of CRAN.
pub const CRAN: &[(&str, &str)] = &[
    ("RPostgres", "postgresql"),
    ("RPostgreSQL", "postgresql"),
    ("RMariaDB", "mariadb"),
    ("RMySQL", "mysql"),
    ("RSQLite", "sqlite"),
    ("mongolite", "mongodb"),
    ("redux", "redis"),
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

/// Dependencies that Rebar3 fetches.
pub const REBAR: &[(&str, &str)] = &[
    ("epgsql", "postgresql"),
    ("pgo", "postgresql"),
    ("eredis", "redis"),
    ("amqp_client", "rabbitmq"),
    ("brod", "kafka"),
    ("erlcloud", "s3"),
];

/// The service that a package of one of these tables talks to.
pub fn of(table: &[(&str, &'static str)], package: &str) -> Option<&'static str> {
    table.iter().find(|(name, _)| *name == package).map(|(_, service)| *service)
}

/// The service of a Go module: its path, with a suffix for its version or a package in it.
pub fn of_module(path: &str) -> Option<&'static str> {
    let begins = |name: &str| path.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    GO.iter().find(|(name, _)| begins(name)).map(|(_, service)| *service)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_are_known_with_their_version() {
        assert_eq!(of_module("github.com/jackc/pgx/v5"), Some("postgresql"));
        assert_eq!(of_module("github.com/lib/pqx"), None);
    }

    #[test]
    fn no_package_stands_in_a_table_twice() {
        for table in [
            NPM, PYPI, GEMS, COMPOSER, MAVEN, GO, CRATES, NUGET, HEX, SHARDS, PUB, GLEAM, JULIA, DUB, CPAN, SWIFT,
            NIMBLE, CLOJARS, HACKAGE, CRAN, OPAM, REBAR,
        ] {
            let mut names: Vec<_> = table.iter().map(|(name, _)| name).collect();
            names.sort_unstable();
            let all = names.len();
            names.dedup();
            assert_eq!(names.len(), all);
        }
    }
}
