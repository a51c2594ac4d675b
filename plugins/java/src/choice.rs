//! Which one of several applications is meant.
//!
//! Builders start one archive. Where a build makes several applications, the one that the user names counts: in the
//! directories of artifacts, or by the file to start. Else it is the only one that answers requests, since what a
//! platform keeps running is a server.

use crate::build::Build;
use crate::framework;
use fieldmark_sdk::environment::{Variable, filled};
use fieldmark_sdk::{Place, Repo, Verdict};

/// The applications without those that are clearly not meant.
pub fn narrowed<'b, 'r>(repo: &Repo, applications: Vec<&'b Build<'r>>, verdict: &mut Verdict) -> Vec<&'b Build<'r>> {
    if applications.len() < 2 {
        return applications;
    }
    let Some((one, at, why)) = named(repo, &applications).or_else(|| serving(&applications)) else {
        return applications;
    };
    let note =
        format!("{} is started and no other of {} applications: {why}", one.file.directory(), applications.len());
    verdict.point(0, "java.chosen-application", at, note);
    vec![one]
}

type Chosen<'b, 'r> = (&'b Build<'r>, Place, &'static str);

/// The one that a variable of the builder names.
fn named<'b, 'r>(repo: &Repo, applications: &[&'b Build<'r>]) -> Option<Chosen<'b, 'r>> {
    let directories = ["MAVEN_S2I_ARTIFACT_DIRS", "ARTIFACT_DIR"].iter().find_map(|name| filled(repo, name));
    if let Some(directories) = directories {
        let one = only(applications, |build| holds(directories, build.file.directory()))?;
        return Some((one, directories.at, "its directory is named"));
    }
    let jar = filled(repo, "JAVA_APP_JAR")?;
    let file = jar.value.rsplit('/').next().unwrap_or(jar.value);
    let makes = |build: &Build<'_>| {
        let rest = build.name.as_deref().and_then(|name| file.strip_prefix(name));
        rest.is_some_and(|rest| rest.starts_with(['-', '.']))
    };
    Some((only(applications, makes)?, jar.at, "JAVA_APP_JAR names its archive"))
}

/// Whether one of the directories lies in a module: `web/target`, `web/build/libs`.
fn holds(directories: Variable<'_>, module: &str) -> bool {
    directories.value.split(',').any(|path| {
        let path = path.trim().trim_start_matches("./");
        path.strip_prefix(module).is_some_and(|rest| rest.starts_with("/target") || rest.starts_with("/build"))
    })
}

/// The only one that answers requests.
fn serving<'b, 'r>(applications: &[&'b Build<'r>]) -> Option<Chosen<'b, 'r>> {
    let serves = |build: &Build<'_>| {
        let by_framework = framework::framework(build).is_some_and(|(framework, ..)| framework.server);
        build.is_archive() || by_framework || framework::listens(build).is_some()
    };
    let one = only(applications, serves)?;
    Some((one, one.file.whole(), "it alone answers requests"))
}

fn only<'b, 'r>(applications: &[&'b Build<'r>], is: impl Fn(&Build<'_>) -> bool) -> Option<&'b Build<'r>> {
    let mut fitting = applications.iter().filter(|build| is(build));
    fitting.next().filter(|_| fitting.next().is_none()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{maven, modules::Project};
    use fieldmark_sdk::testing::MemorySource;

    const ROOT: &str = "<project><artifactId>all</artifactId><packaging>pom</packaging><modules><module>batch</module>\
                        <module>web</module><module>admin</module></modules></project>";

    fn module(name: &str, dependency: &str) -> String {
        format!(
            "<project><artifactId>{name}</artifactId><version>1</version><dependencies><dependency>\
             <groupId>org.springframework.boot</groupId><artifactId>{dependency}</artifactId></dependency>\
             </dependencies><build><plugins><plugin><groupId>org.springframework.boot</groupId>\
             <artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build></project>"
        )
    }

    #[test]
    fn clear_application_is_chosen() {
        const WEB: &str = "spring-boot-starter-web";
        const PLAIN: &str = "spring-boot-starter";
        for (web, admin, environment, expected) in [
            (WEB, PLAIN, "", "web"),
            (WEB, WEB, "", "batch web admin"),
            (PLAIN, PLAIN, "", "batch web admin"),
            (WEB, WEB, "MAVEN_S2I_ARTIFACT_DIRS=admin/target\n", "admin"),
            (WEB, PLAIN, "MAVEN_S2I_ARTIFACT_DIRS=batch/target\n", "batch"),
            (WEB, WEB, "MAVEN_S2I_ARTIFACT_DIRS=web/target, ./admin/target\n", "batch web admin"),
            (WEB, WEB, "JAVA_APP_JAR=lib/admin-1.jar\n", "admin"),
            (WEB, WEB, "JAVA_APP_JAR=other.jar\n", "batch web admin"),
        ] {
            let texts = [module("batch", PLAIN), module("web", web), module("admin", admin)];
            let repo = MemorySource::new([
                ("pom.xml", ROOT),
                ("batch/pom.xml", texts[0].as_str()),
                ("web/pom.xml", texts[1].as_str()),
                ("admin/pom.xml", texts[2].as_str()),
                (".s2i/environment", environment),
            ])
            .into_repo();
            let project = Project::of(&repo, maven::read(&repo, repo.file("pom.xml").unwrap()));
            let left = narrowed(&repo, project.applications(), &mut Verdict::new("java"));
            let names: Vec<&str> = left.iter().map(|build| build.file.directory()).collect();
            assert_eq!(names.join(" "), expected, "{web} {admin} {environment}");
        }
    }
}
