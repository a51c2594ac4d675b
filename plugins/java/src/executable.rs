//! Whether the build makes something that starts, and what the builder's own run script would make of it.
//!
//! The OpenJDK builder copies `target/*` to `/deployments` and starts `quarkus-app/quarkus-run.jar`, or the only jar
//! that is not called `original-*`. With several jars it stops.

use crate::build::{Build, BuildPlugin, Packaging};
use fieldmark_sdk::Place;

/// A jar that starts.
pub struct Executable {
    /// Path below `/deployments`, as far as it can be told.
    pub path: Option<String>,
    /// The plugin that makes it, or what else says that it starts.
    pub by: String,
    /// Where that stands.
    pub at: Place,
    /// Why there are more jars beside it, if there are.
    pub crowd: Option<String>,
}

/// How a plugin names the jar that it makes.
struct Maker {
    plugins: &'static [&'static str],
    /// What follows the name of the archive; None for a jar with a fixed path.
    suffix: &'static str,
    /// Whether the plain jar stays beside it.
    crowd: bool,
}

const QUARKUS: &str = "quarkus-app/quarkus-run.jar";

/// Makers of executable jars, by the names of their plugins in Maven and Gradle.
const MAKERS: &[Maker] = &[
    Maker {
        plugins: &["org.wildfly.plugins:wildfly-jar-maven-plugin", "org.jboss.eap.plugins:wildfly-jar-maven-plugin"],
        suffix: "-bootable.jar",
        crowd: false,
    },
    Maker { plugins: &["io.thorntail:thorntail-maven-plugin", "thorntail"], suffix: "-thorntail.jar", crowd: true },
    Maker { plugins: &["org.wildfly.swarm:wildfly-swarm-plugin"], suffix: "-swarm.jar", crowd: true },
    Maker { plugins: &["org.springframework.boot:spring-boot-maven-plugin"], suffix: ".jar", crowd: false },
    Maker { plugins: &["org.springframework.boot"], suffix: ".jar", crowd: true },
    Maker { plugins: &["org.apache.maven.plugins:maven-shade-plugin"], suffix: ".jar", crowd: false },
    Maker {
        plugins: &["io.reactiverse:vertx-maven-plugin", "io.fabric8:vertx-maven-plugin"],
        suffix: ".jar",
        crowd: false,
    },
    Maker { plugins: &["io.vertx.vertx-plugin"], suffix: "-all.jar", crowd: true },
    Maker {
        plugins: &["com.github.johnrengelman.shadow", "com.gradleup.shadow", "io.ktor.plugin"],
        suffix: "-all.jar",
        crowd: true,
    },
    Maker {
        plugins: &["io.helidon.build-tools:helidon-maven-plugin", "io.helidon.build-tools:helidon-cli-maven-plugin"],
        suffix: ".jar",
        crowd: false,
    },
];

/// The jar that the build makes and that starts.
pub fn executable(build: &Build<'_>) -> Option<Executable> {
    if matches!(build.packaging, Packaging::Ear | Packaging::Container | Packaging::Other) {
        return None;
    }
    quarkus(build)
        .or_else(|| assembly(build))
        .or_else(|| made(build))
        .or_else(|| parent(build))
        .or_else(|| manifest(build))
}

fn quarkus(build: &Build<'_>) -> Option<Executable> {
    let plugin = build.plugins.iter().find(|plugin| {
        plugin.name.ends_with(":quarkus-maven-plugin") || plugin.name == "io.quarkus" || plugin.name == "quarkus"
    })?;
    Some(Executable { path: Some(QUARKUS.to_owned()), by: plugin.name.clone(), at: plugin.at, crowd: None })
}

/// `jar-with-dependencies` of the assembly plugin.
fn assembly(build: &Build<'_>) -> Option<Executable> {
    let plugin = build.plugin(&["org.apache.maven.plugins:maven-assembly-plugin"])?;
    let fat = |(text, _): &(&str, Place)| *text == "jar-with-dependencies";
    let (_, at) = plugin.setting("descriptorRef").filter(fat)?;
    let alone = plugin.setting("appendAssemblyId").is_some_and(|(text, _)| text == "false");
    let name = plugin.setting("finalName").map(|(text, _)| text.to_owned()).filter(|text| !text.contains("${"));
    let name = name.or_else(|| build.name.clone());
    let suffix = if alone { ".jar" } else { "-jar-with-dependencies.jar" };
    Some(Executable {
        path: name.map(|name| format!("{name}{suffix}")),
        by: plugin.name.clone(),
        at,
        crowd: (!alone).then(|| "the assembly plugin leaves the plain jar beside it".to_owned()),
    })
}

fn made(build: &Build<'_>) -> Option<Executable> {
    for maker in MAKERS {
        let Some(plugin) = build.plugin(maker.plugins) else { continue };
        if plugin.setting("skip").is_some_and(|(text, _)| text == "true") {
            continue;
        }
        let name = named_by(plugin, build);
        let extension = if build.packaging == Packaging::War && maker.suffix == ".jar" { ".war" } else { maker.suffix };
        return Some(Executable {
            path: name.map(|name| format!("{name}{extension}")),
            by: plugin.name.clone(),
            at: plugin.at,
            crowd: crowd(plugin, maker).or_else(|| attached(build)),
        });
    }
    None
}

/// Plugins may name the jar themselves.
fn named_by(plugin: &BuildPlugin, build: &Build<'_>) -> Option<String> {
    let own = plugin.setting_in("configuration", "finalName").map(|(text, _)| text.to_owned());
    let name = own.or_else(|| build.name.clone()).filter(|text| !text.contains("${"))?;
    Some(plugin.setting("classifier").map_or(name.clone(), |(classifier, _)| format!("{name}-{classifier}")))
}

fn crowd(plugin: &BuildPlugin, maker: &Maker) -> Option<String> {
    if maker.crowd {
        return Some(format!("{} leaves the plain jar beside it", plugin.name));
    }
    let attached = plugin.setting("shadedArtifactAttached").is_some_and(|(text, _)| text == "true");
    let classified = plugin.setting("classifier").is_some() && plugin.name.contains("spring-boot");
    (attached || classified).then(|| format!("{} is set to leave the plain jar beside it", plugin.name))
}

/// Plugins that put more jars into `target`.
fn attached(build: &Build<'_>) -> Option<String> {
    let names = ["org.apache.maven.plugins:maven-source-plugin", "org.apache.maven.plugins:maven-javadoc-plugin"];
    build.plugin(&names).map(|plugin| format!("{} makes another jar", plugin.name))
}

/// Parents outside the repository that bring such a plugin.
fn parent(build: &Build<'_>) -> Option<Executable> {
    let (name, at) =
        build.uses(&["io.helidon.applications:", "io.micronaut:micronaut-parent", "io.micronaut.platform:"])?;
    let path = build.name.as_ref().map(|name| format!("{name}.jar"));
    Some(Executable { path, by: name.to_owned(), at, crowd: attached(build) })
}

/// A main class in the manifest: it starts if its libraries come along.
fn manifest(build: &Build<'_>) -> Option<Executable> {
    let (class, at) = build.main_class.as_ref()?;
    let path = build.name.as_ref().map(|name| format!("{name}.jar"));
    Some(Executable { path, by: format!("the main class {class}"), at: *at, crowd: attached(build) })
}
