//! `pom.xml`.

use crate::build::{Build, BuildPlugin, Demand, Level, Packaging, Setting, Tool, below, resolved};
use crate::pom::{Properties, Sections};
use fieldmark_sdk::{Element, File, Place, Repo};

/// How many parents in the tree are followed.
const MOST_PARENTS: usize = 5;

/// Most texts of the configuration of one plugin that are kept, and how deep they may be nested.
const MOST_SETTINGS: usize = 400;
const MOST_DEPTH: usize = 12;

/// Where the compiler level stands: name of the property, or of the setting of the compiler plugin. The first that is
/// there is in force: `release` goes before `target`, and what the plugin says before what a property says.
const LEVELS: [&str; 9] = [
    "maven.compiler.release",
    "maven.compiler.target",
    "maven.compiler.source",
    "java.version",
    "kotlin.compiler.jvmTarget",
    "release.version",
    "jdk.version",
    "version.java",
    "java-version",
];

/// Reads a `pom.xml` with the parents that stand in the repository. One that cannot be parsed is still a build file.
pub fn read<'r>(repo: &'r Repo<'r>, file: File<'r>) -> Build<'r> {
    let mut build = Build::new(Tool::Maven, file);
    let mut properties = Properties::default();
    let mut next = Some(file);
    for generation in 0..MOST_PARENTS {
        let Some(pom) = next.take() else { break };
        let Some(xml) = pom.xml() else { break };
        let root = xml.root();
        properties.collect(root, generation);
        if generation == 0 {
            own(&mut build, root, &properties);
        }
        inherited(&mut build, root);
        next = parent_in_tree(repo, pom, root);
    }
    fill(&mut build, &properties);
    build
}

/// What a pom does not hand down.
fn own(build: &mut Build<'_>, root: Element<'_, '_>, properties: &Properties) {
    build.packaging = match properties.fill(root.child("packaging").map_or("jar", |element| element.text())).as_str() {
        // `quarkus` and the like are jars with a life cycle of their own.
        "jar" | "quarkus" | "hk2-jar" | "native-image" | "docker" | "docker-native" | "" => Packaging::Jar,
        "war" => Packaging::War,
        "ear" => Packaging::Ear,
        "pom" => Packaging::Container,
        text if text.contains("${") => Packaging::Jar,
        _ => Packaging::Other,
    };
    let directory = build.file.directory();
    let modules = Sections(root).all("modules").flat_map(|modules| modules.children());
    for module in modules {
        let text = properties.fill(module.text());
        if let Some(path) = resolved(directory, text.trim_end_matches("/pom.xml"))
            && !path.is_empty()
            && path != directory
            && !build.members.iter().any(|(known, _)| *known == path)
        {
            build.members.push((path, module.at()));
        }
    }
    build.name = properties.archive_name(root);
}

/// What a pom hands down: plugins and dependencies.
fn inherited(build: &mut Build<'_>, root: Element<'_, '_>) {
    if let Some(parent) = root.child("parent") {
        build.dependencies.push((coordinates(parent, ""), parent.at()));
    }
    let plugins = Sections(root).all("build").filter_map(|section| section.child("plugins"));
    build.plugins.extend(plugins.flat_map(|list| list.children()).map(plugin));
    // A managed plugin is only used if something binds it; the jar plugin and the compiler plugin always are.
    let managed = Sections(root).all("build").filter_map(|section| section.get(&["pluginManagement", "plugins"]));
    let always = ["org.apache.maven.plugins:maven-jar-plugin", "org.apache.maven.plugins:maven-compiler-plugin"];
    let managed = managed.flat_map(|list| list.children()).map(plugin);
    build.plugins.extend(managed.filter(|plugin| always.contains(&plugin.name.as_str())));
    let dependencies = Sections(root).all("dependencies").flat_map(|list| list.children());
    for dependency in dependencies {
        if dependency.child("scope").is_none_or(|scope| scope.text() != "test") {
            build.dependencies.push((coordinates(dependency, ""), dependency.at()));
        }
    }
}

fn plugin(element: Element<'_, '_>) -> BuildPlugin {
    let mut settings = Vec::new();
    collect_settings(element, 0, &mut settings);
    BuildPlugin { name: coordinates(element, "org.apache.maven.plugins"), at: element.at(), settings }
}

fn collect_settings(element: Element<'_, '_>, depth: usize, settings: &mut Vec<Setting>) {
    for child in element.children() {
        if settings.len() >= MOST_SETTINGS {
            return;
        }
        let (parent, name) = (element.name().to_owned(), child.name().to_owned());
        if !child.text().is_empty() {
            settings.push(Setting { parent, name, text: child.text().to_owned(), at: child.at() });
        }
        if depth < MOST_DEPTH {
            collect_settings(child, depth + 1, settings);
        }
    }
}

fn coordinates(element: Element<'_, '_>, default_group: &str) -> String {
    let text = |name| element.child(name).map(|child| child.text());
    format!("{}:{}", text("groupId").unwrap_or(default_group), text("artifactId").unwrap_or_default())
}

fn parent_in_tree<'r>(repo: &'r Repo<'r>, pom: File<'r>, root: Element<'_, '_>) -> Option<File<'r>> {
    let parent = root.child("parent")?;
    let relative = parent.child("relativePath").map_or("../pom.xml", |path| path.text());
    if relative.is_empty() {
        return None;
    }
    let path = resolved(pom.directory(), relative)?;
    repo.file(&path).or_else(|| repo.file(&below(&path, "pom.xml")))
}

/// What needs all generations of properties.
fn fill(build: &mut Build<'_>, properties: &Properties) {
    let names: Vec<String> = build.plugins.iter().map(|plugin| properties.fill(&plugin.name)).collect();
    for (plugin, name) in build.plugins.iter_mut().zip(names) {
        plugin.name = name;
    }
    for (name, _) in &mut build.dependencies {
        *name = properties.fill(name);
    }
    build.name = build.name.take().map(|name| properties.fill(&name)).filter(|name| !name.contains("${"));
    let jar = build.plugin(&["org.apache.maven.plugins:maven-jar-plugin"]);
    let main = jar.and_then(|jar| jar.setting("mainClass")).map(|(class, at)| (properties.fill(class), at));
    build.main_class = main;
    build.levels = levels(build, properties);
}

fn levels(build: &Build<'_>, properties: &Properties) -> Vec<Level> {
    let mut levels = Vec::new();
    let mut add = |found: Option<(&str, Place)>, demand| {
        if let Some((text, at)) = found {
            levels.push(Level { text: properties.fill(text), at, demand });
        }
    };
    let of = |artifact: &str| build.plugin(&[&format!("org.apache.maven.plugins:{artifact}")]);
    add(of("maven-toolchains-plugin").and_then(|plugin| plugin.setting_in("jdk", "version")), Demand::Toolchain);
    let enforcer = of("maven-enforcer-plugin");
    add(enforcer.and_then(|plugin| plugin.setting_in("requireJavaVersion", "version")), Demand::Accepted);
    let compiler = of("maven-compiler-plugin");
    add(compiler.and_then(|plugin| plugin.setting_in("jdkToolchain", "version")), Demand::Toolchain);
    let level = |plugin: &'_ BuildPlugin| {
        let place = |name| plugin.setting_in("configuration", name).map(|(text, at)| (text.to_owned(), at));
        ["release", "target", "source", "jvmTarget"].into_iter().find_map(place)
    };
    let kotlin = build.plugin(&["org.jetbrains.kotlin:kotlin-maven-plugin"]);
    for (text, at) in [compiler, kotlin].into_iter().flatten().filter_map(level) {
        add(Some((&text, at)), Demand::Level);
    }
    for name in LEVELS {
        add(properties.get(name), Demand::Level);
    }
    levels
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn with_pom<T>(files: &[(&str, &str)], path: &str, check: impl FnOnce(&Build<'_>) -> T) -> T {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        let build = read(&repo, repo.file(path).unwrap());
        check(&build)
    }

    #[test]
    fn parent_in_the_tree_hands_down_properties_and_plugins() {
        let parent = "<project><artifactId>p</artifactId><version>3</version><packaging>pom</packaging>\
                      <properties><java.version>17</java.version></properties><modules><module>web</module>\
                      </modules><build><plugins><plugin><groupId>org.springframework.boot</groupId>\
                      <artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build></project>";
        let child = "<project><parent><groupId>g</groupId><artifactId>p</artifactId><version>3</version></parent>\
                     <artifactId>web</artifactId><properties>\
                     <maven.compiler.release>${java.version}</maven.compiler.release></properties></project>";
        let files = [("pom.xml", parent), ("web/pom.xml", child)];
        with_pom(&files, "web/pom.xml", |build| {
            assert_eq!(build.levels[0].text, "17");
            assert!(build.plugin(&["org.springframework.boot:spring-boot-maven-plugin"]).is_some());
            assert_eq!(build.name.as_deref(), Some("web-3"));
        });
        with_pom(&files, "pom.xml", |build| {
            assert_eq!(build.packaging, Packaging::Container);
            assert_eq!(build.members[0].0, "web");
        });
    }

    #[test]
    fn compiler_plugin_goes_before_properties() {
        let text = "<project><artifactId>a</artifactId><version>1</version><properties><x>1.8</x>\
                    <maven.compiler.target>11</maven.compiler.target></properties><build><finalName>n-${x}</finalName>\
                    <plugins><plugin><artifactId>maven-compiler-plugin</artifactId><version>3.8.1</version>\
                    <configuration><source>${x}</source></configuration></plugin></plugins></build></project>";
        with_pom(&[("pom.xml", text)], "pom.xml", |build| {
            let levels: Vec<_> = build.levels.iter().map(|level| level.text.as_str()).collect();
            assert_eq!(levels, ["1.8", "11"]);
            assert_eq!(build.name.as_deref(), Some("n-1.8"));
        });
    }

    #[test]
    fn test_dependencies_do_not_count() {
        let text = "<project><dependencies><dependency><groupId>io.quarkus</groupId><artifactId>x</artifactId>\
                    <scope>test</scope></dependency></dependencies></project>";
        with_pom(&[("pom.xml", text)], "pom.xml", |build| assert!(build.uses(&["io.quarkus"]).is_none()));
    }

    #[test]
    fn modules_outside_the_root_are_left_out() {
        let text =
            "<project><modules><module>../x</module><module>.</module><module>a/pom.xml</module></modules></project>";
        with_pom(&[("pom.xml", text)], "pom.xml", |build| {
            assert_eq!(build.members.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(), ["a"]);
        });
    }
}
