//! Frameworks, by the plugins and dependencies that a build uses.

use crate::build::Build;
use fieldmark_sdk::Place;

/// A framework: its name, whether using it makes a server, and the beginnings of the names that prove it.
pub struct Framework {
    /// Its slug.
    pub name: &'static str,
    /// Whether what uses it answers requests.
    pub server: bool,
    prefixes: &'static [&'static str],
}

const fn server(name: &'static str, prefixes: &'static [&'static str]) -> Framework {
    Framework { name, server: true, prefixes }
}

/// The more telling first: most of them bring Vert.x, Netty or Jakarta interfaces along.
const FRAMEWORKS: &[Framework] = &[
    server("quarkus", &["io.quarkus"]),
    server("grails", &["org.grails:", "org.grails.grails-web", "grails-app"]),
    server("micronaut", &["io.micronaut"]),
    server("helidon", &["io.helidon"]),
    server("thorntail", &["io.thorntail:", "org.wildfly.swarm:"]),
    Framework {
        name: "spring",
        server: false,
        prefixes: &["org.springframework.boot", "org.springframework.cloud:", "org.springframework:"],
    },
    server("dropwizard", &["io.dropwizard:", "com.yammer.dropwizard:"]),
    server("ktor", &["io.ktor:ktor-server", "io.ktor.plugin"]),
    server("http4k", &["org.http4k:http4k-server", "org.http4k:http4k-core"]),
    server("javalin", &["io.javalin:"]),
    server("spark", &["com.sparkjava:"]),
    server("jooby", &["io.jooby:", "org.jooby:"]),
    server("ratpack", &["io.ratpack"]),
    server("play", &["com.typesafe.play:play", "org.playframework:play", "org.playframework.play"]),
    server("vertx", &["io.vertx:vertx-", "io.reactiverse:vertx"]),
    server("activej", &["io.activej:"]),
    server("blade", &["com.hellokaton:blade", "com.bladejava:"]),
    server("light-4j", &["com.networknt:server"]),
    server("restheart", &["org.restheart:"]),
    server("jfinal", &["com.jfinal:jfinal"]),
    server("hexagon", &["com.hexagonkt:"]),
    server("armeria", &["com.linecorp.armeria:"]),
    server("pekko-http", &["org.apache.pekko:pekko-http"]),
    server("akka-http", &["com.typesafe.akka:akka-http"]),
    server("struts", &["org.apache.struts:struts2", "org.apache.struts:struts-core", "struts:struts"]),
    server("vaadin", &["com.vaadin:vaadin", "com.vaadin:flow"]),
    server("open-liberty", &["io.openliberty", "net.wasdev.wlp"]),
    server("weblogic", &["com.oracle.weblogic:"]),
    server(
        "jboss-eap",
        &[
            "org.jboss.eap",
            "com.redhat.ecosystem:jboss-eap",
            "org.jboss.bom.eap:",
            "org.jboss.bom:eap",
            "org.jboss.bom:jboss-eap",
        ],
    ),
    server("wildfly", &["org.wildfly", "org.jboss.bom.wfk:"]),
    server("payara", &["fish.payara."]),
    server("tomee", &["org.apache.tomee"]),
    server("tomcat", &["org.apache.tomcat", "org.eclipse.jetty.ee", "com.google.cloud.tools:appengine"]),
    server("jakartaee", &["jakarta.platform:", "org.eclipse.microprofile:microprofile"]),
    server("javaee", &["javax:javaee", "org.jboss.spec:jboss-javaee", "org.jboss.spec.javax"]),
];

/// Editions of a framework with programs and settings of their own: framework, edition, dependencies that show it.
const EDITIONS: [(&str, &str, &[&str]); 2] = [
    ("helidon", "mp", &["io.helidon.microprofile", "io.helidon.applications:helidon-mp"]),
    ("helidon", "se", &["io.helidon.webserver", "io.helidon.applications:helidon-se", "io.helidon.config:"]),
];

/// The edition of the framework that a build uses.
pub fn edition(build: &Build<'_>, framework: &Framework) -> Option<(&'static str, Place)> {
    let own = EDITIONS.iter().filter(|(name, ..)| *name == framework.name);
    own.filter_map(|(_, edition, names)| Some((*edition, build.uses(names)?.1))).next()
}

/// Libraries that listen on a port without being a framework.
const SERVERS: [&str; 10] = [
    "org.eclipse.jetty:jetty-server",
    "org.eclipse.jetty:jetty-servlet",
    "io.undertow:undertow-core",
    "io.undertow:undertow-servlet",
    "org.glassfish.grizzly:grizzly-http-server",
    "org.glassfish.jersey.containers:",
    "org.apache.tomcat.embed:",
    "io.netty:netty-codec-http",
    "org.nanohttpd:",
    "io.grpc:grpc-netty",
];

/// Parts of Spring that answer requests.
const SPRING_SERVERS: [&str; 14] = [
    "org.springframework.boot:spring-boot-starter-web",
    "org.springframework.boot:spring-boot-starter-jersey",
    "org.springframework.boot:spring-boot-starter-undertow",
    "org.springframework.boot:spring-boot-starter-jetty",
    "org.springframework.boot:spring-boot-starter-tomcat",
    "org.springframework.boot:spring-boot-starter-thymeleaf",
    "org.springframework.boot:spring-boot-starter-data-rest",
    "org.springframework.boot:spring-boot-starter-graphql",
    "org.springframework.boot:spring-boot-starter-hateoas",
    "org.springframework.boot:spring-boot-starter-rsocket",
    "org.springframework.cloud:spring-cloud-starter-gateway",
    "org.springframework.cloud:spring-cloud-config-server",
    "org.springframework.cloud:spring-cloud-starter-netflix-eureka-server",
    "org.springframework:spring-web",
];

/// The framework of a build, with the name that proves it.
pub fn framework<'b>(build: &'b Build<'_>) -> Option<(&'static Framework, &'b str, Place)> {
    FRAMEWORKS.iter().find_map(|framework| {
        let (name, at) = build.uses(framework.prefixes)?;
        Some((framework, name, at))
    })
}

/// A library or part of a framework that listens on a port.
pub fn listens<'b>(build: &'b Build<'_>) -> Option<(&'b str, Place)> {
    build.uses(&SPRING_SERVERS).or_else(|| build.uses(&SERVERS))
}

/// Plugins that build for a telephone.
pub fn android<'b>(build: &'b Build<'_>) -> Option<(&'b str, Place)> {
    let plugin = build.plugins.iter().find(|plugin| plugin.name.starts_with("com.android."))?;
    Some((&plugin.name, plugin.at))
}
