//! Every row of `assemble`, image by image.

use super::*;
use crate::root_build;
use fieldmark_sdk::testing::MemorySource;

const POM: (&str, &str) = ("pom.xml", "<project><artifactId>a</artifactId></project>");
const GRADLE: (&str, &str) = ("build.gradle", "plugins { id 'java' }");
const PROFILE: (&str, &str) =
    ("pom.xml", "<project>\n<profiles>\n<profile>\n<id>openshift</id>\n</profile>\n</profiles>\n</project>");

fn assembled(image: Image, files: &[(&str, &str)], variables: &str) -> String {
    let all = files.iter().copied().chain([(".s2i/environment", variables)]);
    let repo = MemorySource::new(all).into_repo();
    let root = root_build(&repo);
    let Some(assembled) = builder(&repo, image, root.as_ref()) else { return "not known".to_owned() };
    let refusals = assembled.refusals.iter().map(|refusal| refusal.code.replace("java.", "!"));
    let row = assembled.code.trim_start_matches("java.assemble-").to_owned();
    std::iter::once(row).chain(refusals).collect::<Vec<_>>().join(" ")
}

#[test]
fn openjdk_builds_with_maven_and_copies_everything_else() {
    let module = ("web/pom.xml", "<project/>");
    for (files, variables, expected) in [
        (&[POM][..], "", "maven"),
        (&[POM, ("Dockerfile", ""), GRADLE, ("deployments/a.jar", "")], "", "maven"),
        (&[GRADLE, ("Dockerfile", "")], "", "plugin-output"),
        (&[GRADLE, ("deployments/a.jar", "")], "", "deployments"),
        (&[GRADLE], "", "copy"),
        (&[POM, module], "MAVEN_S2I_ARTIFACT_DIRS=web/target", "maven"),
        (&[POM, module], "MAVEN_S2I_ARTIFACT_DIRS=web/target,api/target", "maven !artifact-directory-missing"),
        (&[POM], "MAVEN_S2I_ARTIFACT_DIRS=/tmp/src/target", "maven !absolute-artifact-directory"),
        (&[POM], "MAVEN_S2I_GOALS=verify -Pfast", "maven"),
        (&[POM], "MAVEN_S2I_GOALS=clean test", "maven !goals-without-archive"),
        (&[POM], "MAVEN_ARGS=-e test", "maven"),
        (&[POM], "MAVEN_ARGS_APPEND=-pl web", "maven"),
    ] {
        assert_eq!(assembled(Image::OpenJdk, files, variables), expected, "{files:?} {variables}");
    }
}

#[test]
fn fabric8_builds_with_gradle_too() {
    let wrapper = [("gradlew", ""), ("gradle/wrapper/gradle-wrapper.jar", "")];
    for (files, variables, expected) in [
        (vec![POM, GRADLE], "", "maven"),
        (vec![GRADLE, wrapper[0], wrapper[1]], "", "gradle"),
        (vec![GRADLE, wrapper[0]], "", "gradle !no-gradle-wrapper"),
        (vec![GRADLE, wrapper[0], wrapper[1], ("Dockerfile", "")], "", "plugin-output"),
        (vec![("deployments/a.jar", "")], "", "deployments"),
        (vec![("a.jar", "")], "", "copy"),
        (vec![POM], "MAVEN_ARGS_APPEND=-pl web", "maven !module-without-directory"),
        (vec![POM, ("web/pom.xml", "")], "MAVEN_ARGS_APPEND=-pl web\nARTIFACT_DIR=web/target", "maven"),
        (vec![POM], "ARTIFACT_DIR=/x", "maven !absolute-artifact-directory"),
        (vec![POM], "MAVEN_ARGS=clean", "maven !goals-without-archive"),
        (vec![POM], "MAVEN_S2I_GOALS=clean", "maven"),
    ] {
        assert_eq!(assembled(Image::Fabric8, &files, variables), expected, "{files:?} {variables}");
    }
}

#[test]
fn wildfly_of_both_eras_deploys_archives() {
    for (image, files, variables, expected) in [
        (Image::WildFly, &[POM][..], "", "maven"),
        (Image::WildFly, &[POM], "MAVEN_S2I_ARTIFACT_DIRS=/x", "maven !absolute-artifact-directory"),
        (Image::WildFly, &[("shop.war", "")], "", "server-home !no-server-home"),
        (Image::WildFly, &[("deployments/shop.war", "")], "", "server-home !no-server-home"),
        (
            Image::WildFly,
            &[("shop.war", "")],
            "GALLEON_PROVISION_FEATURE_PACKS=a:b\nGALLEON_PROVISION_LAYERS=jaxrs",
            "provisioned",
        ),
        (Image::WildFly, &[("shop.war", "")], "GALLEON_PROVISION_LAYERS=jaxrs", "server-home !no-server-home"),
        (Image::OldWildFly, &[POM], "", "maven"),
        (Image::OldWildFly, &[POM], "ARTIFACT_DIR=ear/target", "maven !artifact-directory-missing"),
        (Image::OldWildFly, &[("deployments/shop.war", "")], "", "deployments"),
        (Image::OldWildFly, &[("shop.war", "")], "", "archives"),
        (Image::OldWildFly, &[GRADLE, ("Dockerfile", "")], "", "archives"),
        (Image::OpenLiberty, &[POM], "", "not known"),
    ] {
        assert_eq!(assembled(image, files, variables), expected, "{image:?} {files:?} {variables}");
    }
}

#[test]
fn profile_is_asked_for_unless_the_arguments_are_the_users() {
    let place = |image, variables: &str| {
        let repo = MemorySource::new([PROFILE, (".s2i/environment", variables)]).into_repo();
        let assembled = builder(&repo, image, None).unwrap();
        (assembled.at.line, assembled.note.contains("openshift"))
    };
    assert_eq!(place(Image::OpenJdk, ""), (Some(4), true));
    assert_eq!(place(Image::OldWildFly, ""), (Some(4), true));
    assert_eq!(place(Image::Fabric8, ""), (None, false));
    assert_eq!(place(Image::OpenJdk, "MAVEN_ARGS=-DskipTests"), (Some(1), false));
}

#[test]
fn image_follows_stream_era_and_setting() {
    let image = |stream, settings: &str| Image::of(&Settings::parse(settings), stream);
    assert_eq!(image("java", ""), Image::OpenJdk);
    assert_eq!(image("java", "builder=fabric8"), Image::Fabric8);
    assert_eq!(image("wildfly", ""), Image::WildFly);
    assert_eq!(image("wildfly", "era=3.5"), Image::OldWildFly);
    assert_eq!(image("openliberty", "builder=fabric8"), Image::OpenLiberty);
}
