//! `pom.xml`.

use crate::build::{Build, BuildPlugin, Demand, Dependency, Level, Packaging, Setting, Tool, below, resolved};
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
    let mut properties = Properties::of_command_line(repo.file(".mvn/maven.config"));
    let mut next = Some((file, None));
    for generation in 0..MOST_PARENTS {
        let Some((pom, name)) = next.take() else { break };
        let Some(xml) = pom.xml() else { break };
        let root = xml.root();
        // Maven looks for the parent in the tree first, and elsewhere if another one stands there.
        if name.is_some_and(|name: String| root.child("artifactId").is_some_and(|own| own.text() != name)) {
            break;
        }
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
    build.dependencies.extend(root.child("parent").map(dependency));
    // A managed plugin is only used if something binds it; the jar plugin and the compiler plugin always are.
    let always = ["org.apache.maven.plugins:maven-jar-plugin", "org.apache.maven.plugins:maven-compiler-plugin"];
    let mut managed = Vec::new();
    for (profile, section) in Sections(root).with_profiles("build") {
        let read = |list: Element<'_, '_>| list.children().map(|element| plugin(element, profile)).collect::<Vec<_>>();
        build.plugins.extend(section.child("plugins").map(read).unwrap_or_default());
        managed.extend(section.get(&["pluginManagement", "plugins"]).map(read).unwrap_or_default());
    }
    build.plugins.extend(managed.into_iter().filter(|plugin| always.contains(&plugin.name.as_str())));
    let of_scope = |element: &Element<'_, '_>, scope: &str| element.child("scope").is_some_and(|e| e.text() == scope);
    let dependencies = Sections(root).all("dependencies").flat_map(|list| list.children());
    build.dependencies.extend(dependencies.filter(|element| !of_scope(element, "test")).map(dependency));
    let managed = Sections(root).all("dependencyManagement").filter_map(|section| section.child("dependencies"));
    let imported = managed.flat_map(|list| list.children()).filter(|element| of_scope(element, "import"));
    build.platforms.extend(imported.map(dependency));
}

fn dependency(element: Element<'_, '_>) -> Dependency {
    let version = element.child("version").map(|version| version.text().to_owned());
    Dependency { name: coordinates(element, ""), version, of_script: false, at: element.at() }
}

fn plugin(element: Element<'_, '_>, profile: Option<&str>) -> BuildPlugin {
    let mut settings = Vec::new();
    collect_settings(element, 0, &mut settings);
    let name = coordinates(element, "org.apache.maven.plugins");
    BuildPlugin { name, profile: profile.map(str::to_owned), at: element.at(), settings }
}

fn collect_settings(element: Element<'_, '_>, depth: usize, settings: &mut Vec<Setting>) {
    for child in element.children() {
        if settings.len() >= MOST_SETTINGS {
            return;
        }
        let (parent, name) = (element.name().to_owned(), child.name().to_owned());
        if !child.text().is_empty() {
            settings.push(Setting { parent, name, text: child.text().to_owned(), depth, at: child.at() });
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

/// The file where the pom of the parent stands if it is in the repository, with the name that the parent must have.
fn parent_in_tree<'r>(repo: &'r Repo<'r>, pom: File<'r>, root: Element<'_, '_>) -> Option<(File<'r>, Option<String>)> {
    let parent = root.child("parent")?;
    let relative = parent.child("relativePath").map_or("../pom.xml", |path| path.text());
    if relative.is_empty() {
        return None;
    }
    let path = resolved(pom.directory(), relative)?;
    let file = repo.file(&path).or_else(|| repo.file(&below(&path, "pom.xml")))?;
    Some((file, parent.child("artifactId").map(|name| name.text().to_owned())))
}

/// What needs all generations of properties.
fn fill(build: &mut Build<'_>, properties: &Properties) {
    let names: Vec<String> = build.plugins.iter().map(|plugin| properties.fill(&plugin.name)).collect();
    for (plugin, name) in build.plugins.iter_mut().zip(names) {
        plugin.name = name;
        for setting in plugin.settings.iter_mut().filter(|setting| setting.parent == "plugin") {
            setting.text = properties.fill(&setting.text);
        }
    }
    for dependency in build.dependencies.iter_mut().chain(&mut build.platforms) {
        dependency.name = properties.fill(&dependency.name);
        dependency.version = dependency.version.take().map(|version| properties.fill(&version));
    }
    build.name = build.name.take().map(|name| properties.fill(&name)).filter(|name| !name.contains("${"));
    let jar = build.plugin(&["org.apache.maven.plugins:maven-jar-plugin"]);
    let main = jar.and_then(|jar| jar.setting("mainClass")).map(|(class, at)| (properties.fill(class), at));
    build.main_class = main;
    build.levels = levels(build, properties);
    build.profile_levels = profile_levels(properties);
}

/// Statements about the JDK that hold without a profile, the most binding first.
fn levels(build: &Build<'_>, properties: &Properties) -> Vec<Level> {
    let mut levels: Vec<Level> = Vec::new();
    let mut add = |name: &str, found: Option<(&str, Place)>, demand| {
        let Some((text, at)) = found else { return };
        let text = properties.fill(text);
        // A setting that refers to the property of its own name says it once.
        if levels.iter().all(|known| (&known.text, known.demand) != (&text, demand)) {
            levels.push(Level { name: name.to_owned(), text, at, demand });
        }
    };
    // The first that has the setting: a pom may repeat a plugin that its parent configures.
    let of = |plugin: &str, parent: &str, name: &str| {
        let named = build.plugins.iter().filter(|p| p.name == plugin && p.profile.is_none());
        named.filter_map(|plugin| plugin.setting_in(parent, name)).next()
    };
    let maven = |artifact: &str| format!("org.apache.maven.plugins:{artifact}");
    let toolchains = of(&maven("maven-toolchains-plugin"), "jdk", "version");
    add("the toolchains plugin", toolchains, Demand::Toolchain);
    let enforcer = of(&maven("maven-enforcer-plugin"), "requireJavaVersion", "version");
    add("requireJavaVersion", enforcer, Demand::Accepted);
    let compiler = maven("maven-compiler-plugin");
    add("jdkToolchain", of(&compiler, "jdkToolchain", "version"), Demand::Toolchain);
    for plugin in [compiler.as_str(), "org.jetbrains.kotlin:kotlin-maven-plugin"] {
        let settings = ["release", "target", "source", "jvmTarget"].into_iter();
        let first = settings.filter_map(|name| Some((name, of(plugin, "configuration", name)?))).next();
        if let Some((name, found)) = first {
            add(name, Some(found), Demand::Level);
        }
    }
    for name in LEVELS {
        add(name, properties.without_profile(name), Demand::Level);
    }
    levels
}

/// What profiles make of the properties of the compiler level.
fn profile_levels(properties: &Properties) -> Vec<(String, Level)> {
    let of = |name: &'static str| {
        properties.of_profiles(name).map(move |(profile, text, at)| {
            let level = Level { name: name.to_owned(), text: properties.fill(text), at, demand: Demand::Level };
            (profile.to_owned(), level)
        })
    };
    LEVELS.into_iter().flat_map(of).collect()
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
        let other = child.replace("<artifactId>p<", "<artifactId>q<");
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
        // A pom of another name above is not the parent.
        with_pom(&[files[0], ("web/pom.xml", other.as_str())], "web/pom.xml", |build| {
            assert_eq!(build.levels[0].text, "${java.version}");
        });
    }

    #[test]
    fn profiles_set_no_level_and_the_command_line_does() {
        let text = "<project><artifactId>a</artifactId><version>1</version><properties>\
                    <maven.compiler.release>${level}</maven.compiler.release><level>11</level></properties>\
                    <profiles><profile><id>new</id><properties><maven.compiler.release>21</maven.compiler.release>\
                    </properties><build><plugins><plugin><artifactId>maven-compiler-plugin</artifactId><configuration>\
                    <release>22</release></configuration></plugin></plugins></build></profile></profiles></project>";
        with_pom(&[("pom.xml", text)], "pom.xml", |build| {
            let levels: Vec<_> = build.levels.iter().map(|level| level.text.as_str()).collect();
            assert_eq!(levels, ["11"]);
            assert_eq!((build.profile_levels[0].0.as_str(), build.profile_levels[0].1.text.as_str()), ("new", "21"));
        });
        with_pom(&[("pom.xml", text), (".mvn/maven.config", "-B -Dlevel=17\n")], "pom.xml", |build| {
            assert_eq!(build.levels[0].text, "17");
        });
    }

    #[test]
    fn plugin_that_is_repeated_keeps_what_its_parent_says() {
        let parent = "<project><artifactId>p</artifactId><build><pluginManagement><plugins><plugin>\
                      <artifactId>maven-compiler-plugin</artifactId><executions><execution><configuration>\
                      <release>9</release></configuration></execution></executions><configuration>\
                      <release>17</release></configuration></plugin></plugins></pluginManagement></build></project>";
        let child = "<project><parent><artifactId>p</artifactId></parent><build><plugins><plugin>\
                     <artifactId>maven-compiler-plugin</artifactId></plugin></plugins></build></project>";
        with_pom(&[("pom.xml", parent), ("a/pom.xml", child)], "a/pom.xml", |build| {
            assert_eq!(build.levels[0].text, "17");
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
