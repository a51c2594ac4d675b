//! What a builder's `assemble` does with the repository, by the rules of the image that builds it (builders.md 10.1, 11
//! and 12).

use crate::build::{Build, Tool, below};
use fieldmark_sdk::environment::{Variable, filled};
use fieldmark_sdk::{Era, File, Place, Repo, Settings, Verdict, script};

/// A family of images with one way of building.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Image {
    /// The OpenJDK images, today's and those of the product in 2017.
    OpenJdk,
    /// fabric8's Java images. The catalogues have no stream of them; users name them with the setting `builder`.
    Fabric8,
    /// Today's WildFly builder, which wants a server from the build.
    WildFly,
    /// WildFly builders of the 3.5 era, which bring a server.
    OldWildFly,
    /// Open Liberty, whose scripts were not read.
    OpenLiberty,
}

impl Image {
    /// The image that builds what goes to this stream.
    #[must_use]
    pub fn of(settings: &Settings, stream: &str) -> Self {
        match (stream, settings.era()) {
            ("openliberty", _) => Self::OpenLiberty,
            ("wildfly", Era::Today) => Self::WildFly,
            ("wildfly", Era::OpenShift35) => Self::OldWildFly,
            _ if settings.get("builder") == Some("fabric8") => Self::Fabric8,
            _ => Self::OpenJdk,
        }
    }

    /// The variables that say where a build leaves its archives; the first is the one that counts.
    const fn artifact_variables(self) -> &'static [&'static str] {
        match self {
            Self::OpenJdk | Self::WildFly => &["MAVEN_S2I_ARTIFACT_DIRS", "ARTIFACT_DIR"],
            Self::Fabric8 | Self::OldWildFly | Self::OpenLiberty => &["ARTIFACT_DIR"],
        }
    }
}

/// What `assemble` does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assembled {
    /// Stable name of the row.
    pub code: &'static str,
    /// What makes it apply.
    pub at: Place,
    /// The same in words.
    pub note: String,
    /// Where the builder stops, if it does.
    pub refusals: Vec<Refusal>,
}

/// A reason for the build to stop, or to end without an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Stable name.
    pub code: &'static str,
    /// Where it stands.
    pub at: Place,
    /// The same in words.
    pub note: String,
}

/// States the row that applies. Says whether the builder comes to its end.
pub fn state(repo: &Repo, image: Image, root: Option<&Build<'_>>, verdict: &mut Verdict) -> bool {
    if let Some(own) = script::own(repo, "assemble") {
        verdict.point(0, "java.own-assemble-script", own.whole(), "the repository brings its own assemble script");
        return true;
    }
    let Some(assembled) = builder(repo, image, root) else { return true };
    verdict.point(0, assembled.code, assembled.at, assembled.note);
    for refusal in &assembled.refusals {
        verdict.warn(refusal.code, refusal.at, refusal.note.as_str());
    }
    assembled.refusals.is_empty()
}

/// The first row that applies; none where the scripts of the image were not read.
#[must_use]
pub fn builder(repo: &Repo, image: Image, root: Option<&Build<'_>>) -> Option<Assembled> {
    if image == Image::OpenLiberty {
        return None;
    }
    if let Some(pom) = repo.file("pom.xml") {
        return Some(maven(repo, image, pom));
    }
    let binary = |code, at: Place, note: &str| Assembled { code, at, note: note.to_owned(), refusals: Vec::new() };
    if matches!(image, Image::OpenJdk | Image::Fabric8)
        && let Some(file) = repo.file("Dockerfile")
    {
        let note = "with a Dockerfile and no pom.xml the builder takes the repository for the output of a Maven plugin";
        return Some(binary("java.assemble-plugin-output", file.whole(), note));
    }
    if image == Image::Fabric8
        && let Some(root) = root.filter(|root| root.tool == Tool::Gradle)
    {
        return Some(gradle(repo, root));
    }
    let archives = repo.files().find(|file| file.directory() == "deployments");
    if let Some(file) = archives.filter(|_| image != Image::WildFly) {
        return Some(binary("java.assemble-deployments", file.whole(), "the builder copies deployments/"));
    }
    let at = root.map_or(Place::NONE, |root| root.file.whole());
    let provisioned = ["GALLEON_PROVISION_FEATURE_PACKS", "GALLEON_PROVISION_LAYERS"].map(|name| filled(repo, name));
    Some(match image {
        Image::WildFly if provisioned.iter().all(Option::is_some) => {
            binary("java.assemble-provisioned", at, "variables tell the builder which server to provision")
        }
        Image::WildFly => Assembled {
            code: "java.assemble-server-home",
            at,
            note: "without a pom.xml the builder takes the repository for a server".to_owned(),
            refusals: vec![Refusal {
                code: "java.no-server-home",
                at,
                note: "the repository is no home of a WildFly server, and there is no pom.xml: the builder stops"
                    .to_owned(),
            }],
        },
        Image::OldWildFly => binary("java.assemble-archives", at, "the builder deploys the archives of the root"),
        _ => binary("java.assemble-copy", at, "the builder copies the repository as it is"),
    })
}

/// Row 1 of all images.
fn maven(repo: &Repo, image: Image, pom: File<'_>) -> Assembled {
    let goals = filled(repo, "MAVEN_S2I_GOALS").filter(|_| matches!(image, Image::OpenJdk | Image::WildFly));
    let arguments = filled(repo, "MAVEN_ARGS");
    let profile = profile(pom).filter(|_| arguments.is_none() && image != Image::Fabric8);
    let at = goals.or(arguments).map(|variable| variable.at).or(profile).unwrap_or_else(|| pom.whole());
    let what = match (image, goals, arguments) {
        (Image::OpenJdk | Image::WildFly, Some(goals), _) => goals.value,
        (Image::Fabric8 | Image::OldWildFly, _, Some(arguments)) => arguments.value,
        _ => "package",
    };
    let with = if profile.is_some() { " with the profile openshift" } else { "" };
    let checks = [
        absolute(repo, image),
        nowhere(repo, image),
        goals.or(arguments.filter(|_| matches!(image, Image::Fabric8 | Image::OldWildFly))).and_then(without_archive),
        modules(repo, image),
    ];
    let note = format!("the builder runs Maven: {what}{with}");
    Assembled { code: "java.assemble-maven", at, note, refusals: checks.into_iter().flatten().collect() }
}

/// Where a profile called `openshift` stands: all images but fabric8's ask for one.
fn profile(pom: File<'_>) -> Option<Place> {
    let xml = pom.xml()?;
    let profiles = xml.root().child("profiles")?;
    let id = profiles.children().filter_map(|profile| profile.child("id")).find(|id| id.text() == "openshift")?;
    Some(id.at())
}

fn directories<'r>(repo: &'r Repo<'r>, image: Image) -> Option<Variable<'r>> {
    image.artifact_variables().iter().find_map(|name| filled(repo, name))
}

/// Absolute directories are refused.
fn absolute(repo: &Repo, image: Image) -> Option<Refusal> {
    let variable = directories(repo, image).filter(|_| image != Image::OldWildFly)?;
    let path = variable.value.split(',').map(str::trim).find(|path| path.starts_with('/'))?;
    let note =
        format!("{} holds {path}, but the builder takes only directories below the source: it stops", variable.name);
    Some(Refusal { code: "java.absolute-artifact-directory", at: variable.at, note })
}

/// `web/target` where there is no `web/pom.xml`.
fn nowhere(repo: &Repo, image: Image) -> Option<Refusal> {
    let variable = directories(repo, image)?;
    let unbuilt = |path: &&str| {
        let module = path.trim_start_matches("./").trim_end_matches('/').strip_suffix("target");
        module.is_some_and(|module| !path.starts_with('/') && repo.file(&format!("{module}pom.xml")).is_none())
    };
    let path = variable.value.split(',').map(str::trim).find(unbuilt)?;
    let note = format!("{} holds {path}, where no module is built", variable.name);
    Some(Refusal { code: "java.artifact-directory-missing", at: variable.at, note })
}

/// Goals that make no archive.
fn without_archive(goals: Variable<'_>) -> Option<Refusal> {
    let makes = |word: &str| {
        let goal = word.rsplit(':').next().unwrap_or_default();
        ["package", "verify", "install", "deploy", "repackage", "build"].iter().any(|known| goal.contains(known))
    };
    let words = || goals.value.split_whitespace().filter(|word| !word.starts_with('-'));
    (words().next().is_some() && !words().any(makes)).then(|| {
        let note = format!("{} asks for {}, which makes no archive", goals.name, goals.value);
        Refusal { code: "java.goals-without-archive", at: goals.at, note }
    })
}

/// `-pl` builds a module, and fabric8's images want to be told where it leaves its archive.
fn modules(repo: &Repo, image: Image) -> Option<Refusal> {
    let asks =
        |name| filled(repo, name).filter(|v| v.value.split_whitespace().any(|w| w == "-pl" || w == "--projects"));
    let asked = ["MAVEN_ARGS", "MAVEN_ARGS_APPEND"].into_iter().find_map(asks)?;
    (image == Image::Fabric8 && directories(repo, image).is_none()).then(|| {
        let note = "with -pl the builder wants ARTIFACT_DIR, and stops without it";
        Refusal { code: "java.module-without-directory", at: asked.at, note: note.to_owned() }
    })
}

/// Row 3 of fabric8's images.
fn gradle(repo: &Repo, root: &Build<'_>) -> Assembled {
    let refusals = (!has_wrapper(repo)).then(|| Refusal {
        code: "java.no-gradle-wrapper",
        at: root.file.whole(),
        note: "the builder runs ./gradlew, which is not there: it stops".to_owned(),
    });
    let note = "the builder runs ./gradlew build -x test".to_owned();
    let code = "java.assemble-gradle";
    Assembled { code, at: root.file.whole(), note, refusals: refusals.into_iter().collect() }
}

/// Whether the repository brings Gradle along.
#[must_use]
pub fn has_wrapper(repo: &Repo) -> bool {
    ["gradlew", &below("gradle/wrapper", "gradle-wrapper.jar")].iter().all(|path| repo.file(path).is_some())
}

#[cfg(test)]
mod tests;
