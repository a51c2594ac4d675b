//! Scripts for what the builders could run but do not find by themselves.
//!
//! Nothing of the repository reaches a script unless it is made of letters, digits and a few signs.

use crate::assemble;
use crate::build::{Build, below};
use crate::executable::Executable;
use fieldmark_sdk::script::{own, quote};
use fieldmark_sdk::{Repo, Verdict, environment};

/// Hands over to the builder's own script, wherever its image keeps it.
const HAND_OVER: &str = "for directory in /usr/local/s2i /usr/libexec/s2i; do\n  \
                         if [ -x \"$directory/NAME\" ]; then exec \"$directory/NAME\" \"$@\"; fi\ndone\n\
                         echo 'the builder has no NAME script' >&2\nexit 1\n";

/// Why a Gradle build gets an assemble script.
const WITH_GRADLE: &str = "the OpenJDK images build with Maven only";

/// A script that sets variables, unless somebody has, and hands over to the builder's own of the same name.
pub fn with_variables(name: &str, variables: &[(&str, &str)]) -> String {
    let set = |(name, value): &(&str, &str)| format!("[ -n \"${name}\" ] || export {name}={}\n", quote(value));
    let exports: String = variables.iter().map(set).collect();
    format!("#!/bin/bash\n{exports}{}", HAND_OVER.replace("NAME", name))
}

/// Whether a value may stand in a script.
pub fn is_plain(value: &str) -> bool {
    let sign = |byte: u8| byte.is_ascii_alphanumeric() || b"._-/+".contains(&byte);
    !value.is_empty() && value.len() <= 200 && !value.starts_with('-') && value.bytes().all(sign)
}

/// Whether a text is the name of a class.
pub fn is_class(text: &str) -> bool {
    let part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    text.len() <= 200 && text.split('.').all(part)
}

/// Names the jar to run where the builder would find several, or a war.
pub fn run_archive(repo: &Repo, verdict: &mut Verdict, path: &str, why: &str) -> bool {
    if !is_plain(path) || own(repo, "run").is_some() {
        return false;
    }
    verdict.script("run", with_variables("run", &[("JAVA_APP_JAR", path)]), why);
    true
}

/// Names the main class of an unpacked application.
pub fn run_class(repo: &Repo, verdict: &mut Verdict, class: &str, why: &str) -> bool {
    if !is_class(class) || own(repo, "run").is_some() {
        return false;
    }
    verdict.script("run", with_variables("run", &[("JAVA_MAIN_CLASS", class)]), why);
    true
}

/// Tells the builder in which directories of modules the archives are.
pub fn artifact_directories(repo: &Repo, verdict: &mut Verdict, directories: &str) -> bool {
    if !directories.split(',').all(is_plain) || own(repo, "assemble").is_some() {
        return false;
    }
    // The second name is that of older images.
    let variables = [("MAVEN_S2I_ARTIFACT_DIRS", directories), ("ARTIFACT_DIR", directories)];
    verdict.script("assemble", with_variables("assemble", &variables), "the archive is built in a module");
    true
}

/// Builds with the repository's own Gradle wrapper.
pub fn gradle(repo: &Repo, verdict: &mut Verdict, build: &Build<'_>, executable: &Executable) -> bool {
    let wrapper = assemble::has_wrapper(repo);
    let directory = build.file.directory();
    if !wrapper || own(repo, "assemble").is_some() || !(directory.is_empty() || is_plain(directory)) {
        return false;
    }
    let path = executable.path.as_deref().unwrap_or_default();
    let libs = below(directory, "build/libs");
    let (task, copy) = if path.starts_with("quarkus-app/") {
        ("build", format!("cp -r {} /deployments/", below(directory, "build/quarkus-app")))
    } else if let Some(class) = distribution(build) {
        let why = "the application is a directory of jars, with its main class named in the Gradle build";
        let body = format!("#!/bin/bash\nexec java $JAVA_OPTS $JAVA_OPTS_APPEND -cp '/deployments/*' {class} \"$@\"\n");
        if own(repo, "run").is_none() {
            verdict.script("run", body, why);
        }
        ("installDist", format!("cp {}/*/lib/*.jar /deployments/", below(directory, "build/install")))
    } else if path.ends_with("-all.jar") {
        ("build", format!("cp {libs}/*-all.jar /deployments/"))
    } else {
        let kind = if path.ends_with(".war") { "war" } else { "jar" };
        ("build", copy_archives(&libs, kind, "/deployments"))
    };
    verdict.script("assemble", wrapper_script(task, "/deployments", &copy), WITH_GRADLE);
    true
}

/// Builds archives for a server with the repository's own Gradle wrapper, and hands them to the builder as what is ready
/// to be deployed. Says whether anybody builds them.
pub fn gradle_for_server(repo: &Repo, verdict: &mut Verdict, archives: &[&Build<'_>]) -> bool {
    if own(repo, "assemble").is_some() {
        return true;
    }
    let directories = || archives.iter().map(|build| build.file.directory());
    if !assemble::has_wrapper(repo) || !directories().all(|directory| directory.is_empty() || is_plain(directory)) {
        return false;
    }
    let copies: Vec<String> = directories()
        .map(|directory| copy_archives(&below(directory, "build/libs"), "[ew]ar", "deployments"))
        .collect();
    let build = wrapper_script("build", "deployments", &copies.join("\n"));
    let why = "the image builds with Maven only, and deploys what stands in deployments/";
    verdict.script("assemble", build + &HAND_OVER.replace("NAME", "assemble"), why);
    true
}

/// Copies what a build leaves, without the archives beside the application.
fn copy_archives(libs: &str, kind: &str, to: &str) -> String {
    let unwanted = "! -name '*-plain.*' ! -name '*-sources.jar' ! -name '*-javadoc.jar'";
    format!("find {libs} -maxdepth 1 -name '*.{kind}' {unwanted} -exec cp {{}} {to}/ ';'")
}

/// The same for a start that the repository names: all archives of the build are there for it to choose from. Says
/// whether something builds them.
pub fn gradle_declared(repo: &Repo, verdict: &mut Verdict, build: &Build<'_>, executable: Option<&Executable>) -> bool {
    let directory = build.file.directory();
    if own(repo, "assemble").is_some() {
        return true;
    }
    if !assemble::has_wrapper(repo) || !(directory.is_empty() || is_plain(directory)) {
        return false;
    }
    let path = executable.and_then(|executable| executable.path.as_deref()).unwrap_or_default();
    let by_class = environment::filled(repo, "JAVA_MAIN_CLASS").is_some();
    let (task, copy) = if path.starts_with("quarkus-app/") {
        ("build", format!("cp -r {} /deployments/", below(directory, "build/quarkus-app")))
    } else if by_class && build.plugin(&["application"]).is_some() {
        ("installDist", format!("cp {}/*/lib/*.jar /deployments/", below(directory, "build/install")))
    } else {
        let libs = below(directory, "build/libs");
        ("build", format!("find {libs} -maxdepth 1 -name '*.[jw]ar' -exec cp {{}} /deployments/ ';'"))
    };
    verdict.script("assemble", wrapper_script(task, "/deployments", &copy), WITH_GRADLE);
    true
}

/// Runs the wrapper where the sources are, beside the directory of the scripts, and copies what it has built.
fn wrapper_script(task: &str, to: &str, copy: &str) -> String {
    format!(
        "#!/bin/bash\nset -e\ncd \"${{S2I_SOURCE_DIR:-$(dirname \"$0\")/../src}}\"\n\
         bash ./gradlew --no-daemon {task} -x test $GRADLE_ARGS\nmkdir -p {to}\n{copy}\n"
    )
}

/// The main class of a build that only the `application` plugin makes startable.
pub fn distribution<'b>(build: &'b Build<'_>) -> Option<&'b str> {
    let fat = build.uses(&[
        "org.springframework.boot",
        "com.github.johnrengelman.shadow",
        "com.gradleup.shadow",
        "io.ktor.plugin",
    ]);
    let (class, _) = build.main_class.as_ref()?;
    let plain = build.plugin(&["application"]).is_some() && fat.is_none();
    (plain && is_class(class)).then_some(class.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn hostile_names_do_not_reach_a_script() {
        let repo = MemorySource::new([("a", "")]).into_repo();
        let mut verdict = Verdict::new("java");
        for path in ["a'b.jar", "$(x).jar", "a b.jar", "-x.jar", "`x`", ""] {
            assert!(!run_archive(&repo, &mut verdict, path, "w"), "{path}");
            assert!(!artifact_directories(&repo, &mut verdict, path), "{path}");
        }
        for class in ["a;b", "1a.B", "a..B", "$x", "a b"] {
            assert!(!run_class(&repo, &mut verdict, class, "w"), "{class}");
        }
        assert!(verdict.scripts.is_empty());
        assert!(run_class(&repo, &mut verdict, "org.a.Main_1", "w"));
        assert!(
            verdict.scripts[0]
                .body
                .starts_with("#!/bin/bash\n[ -n \"$JAVA_MAIN_CLASS\" ] || export JAVA_MAIN_CLASS=org.a.Main_1\nfor ")
        );
    }

    #[test]
    fn own_scripts_of_the_repository_stay() {
        let repo = MemorySource::new([(".s2i/bin/run", ""), (".s2i/bin/assemble", "")]).into_repo();
        let mut verdict = Verdict::new("java");
        assert!(!run_archive(&repo, &mut verdict, "a.jar", "w"));
        assert!(!artifact_directories(&repo, &mut verdict, "web/target"));
    }
}
