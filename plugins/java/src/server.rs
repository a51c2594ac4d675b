//! Archives for an application server.
//!
//! The builder is `wildfly` for wars and ears, `openliberty` for those that are made for Open Liberty. The WildFly
//! builder of today wants the build to provision the server (WildFly Maven plugin) or to be told in its environment
//! what to provision; that of the 3.5 era deployed the archive on a server of its own. All of them build with Maven only:
//! a Gradle build gets an assemble script where the image has a server to deploy its archive on. Today's tags of both builders are
//! told apart by their JDK, so `builder-version` stays the range of the JDK.

use crate::build::{Build, Tool, below};
use crate::modules::Project;
use crate::{framework, port, scripts};
use fieldmark_sdk::{Era, Place, Repo, Settings, Verdict, environment, points};

/// Plugins that provision a server while the archive is built.
const PROVISIONERS: [&str; 4] = [
    "org.wildfly.plugins:wildfly-maven-plugin",
    "org.jboss.eap.plugins:eap-maven-plugin",
    "org.jboss.galleon:galleon-maven-plugin",
    "org.wildfly.galleon-plugins:wildfly-galleon-maven-plugin",
];

/// Whether the root itself provisions a server.
pub fn provisioned_alone(project: &Project<'_>) -> bool {
    project.root.plugin(&PROVISIONERS).is_some()
}

/// States builder, start and ports of archives for a server.
pub fn state(repo: &Repo, settings: &Settings, verdict: &mut Verdict, project: &Project<'_>, archives: &[&Build<'_>]) {
    let liberty =
        project.all().filter_map(framework::framework).any(|(framework, ..)| framework.name == "open-liberty");
    let at = archives.first().map_or(Place::NONE, |build| build.file.whole());
    verdict.builder = Some(if liberty { "openliberty" } else { "wildfly" }.to_owned());
    verdict.point(points::START, "java.server", at, "the builder deploys the archive on its server");
    let start = match (liberty, settings.era()) {
        (true, _) => "/opt/ol/wlp/bin/server run defaultServer",
        (false, Era::Today) => "/opt/server/bin/standalone.sh -b 0.0.0.0",
        (false, Era::OpenShift35) => "/wildfly/bin/standalone.sh -b 0.0.0.0",
    };
    if !liberty && settings.era() == Era::OpenShift35 {
        // The tags of that time are versions of WildFly, which say nothing of the JDK.
        verdict.builder_version = None;
    }
    verdict.attribute("start", start, at);
    let maven = project.root.tool == Tool::Maven;
    let wanting = !liberty && settings.era() == Era::Today && !is_provisioned(repo, project);
    let built = maven || (!liberty && !wanting && scripts::gradle_for_server(repo, verdict, archives));
    verdict.attribute("start-origin", if wanting || !built { "unknown" } else { "builder-default" }, at);
    state_ports(repo, verdict, liberty, archives);
    if maven {
        warn_of_directories(repo, verdict, project, archives);
    }
    if maven && wanting {
        warn_of_server(verdict, at);
    }
}

fn state_ports(repo: &Repo, verdict: &mut Verdict, liberty: bool, archives: &[&Build<'_>]) {
    let directories: Vec<&str> = archives.iter().map(|build| build.file.directory()).collect();
    let mut ports = if liberty { port::liberty::configured(repo, &directories) } else { Vec::new() };
    if ports.is_empty() {
        let default = if liberty { port::liberty::DEFAULT } else { port::DEFAULT };
        ports.push((default.to_owned(), Place::NONE));
    }
    for (port, at) in ports {
        verdict.attribute("port", port, at);
    }
}

/// The builder looks for archives in `target` of the root only.
fn warn_of_directories(repo: &Repo, verdict: &mut Verdict, project: &Project<'_>, archives: &[&Build<'_>]) {
    let named = ["MAVEN_S2I_ARTIFACT_DIRS", "ARTIFACT_DIR"].iter().any(|n| environment::filled(repo, n).is_some());
    let mut builds: Vec<&Build<'_>> = archives.to_vec();
    // The module that provisions the server, where there is one, has the archives inside it.
    let server = project.modules.iter().find(|build| build.plugin(&PROVISIONERS).is_some());
    if let Some(server) = server {
        builds = vec![server];
    }
    if named || builds.iter().any(|build| build.file.directory().is_empty()) {
        return;
    }
    let targets: Vec<String> = builds.iter().map(|build| below(build.file.directory(), "target")).take(16).collect();
    let targets = targets.join(",");
    let note = format!("the archive is built in a module: the builder needs MAVEN_S2I_ARTIFACT_DIRS={targets}");
    verdict.warn("java.artifact-directory", project.root.file.whole(), note);
    scripts::artifact_directories(repo, verdict, &targets);
}

/// Whether the build, or the builder by its variables, puts a server together.
fn is_provisioned(repo: &Repo, project: &Project<'_>) -> bool {
    let told = |name: &&str| environment::filled(repo, name).is_some();
    project.all().any(|build| build.plugin(&PROVISIONERS).is_some())
        || ["GALLEON_PROVISION_LAYERS", "GALLEON_PROVISION_FEATURE_PACKS"].iter().all(told)
}

fn warn_of_server(verdict: &mut Verdict, at: Place) {
    let note = "today's WildFly builder wants a provisioned server: add the wildfly-maven-plugin, or set \
                GALLEON_PROVISION_FEATURE_PACKS and GALLEON_PROVISION_LAYERS in .s2i/environment, or build a plain \
                servlet application with a jboss-webserver image, which brings its server";
    verdict.warn("java.server-not-provisioned", at, note);
}
