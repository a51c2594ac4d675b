//! Every Dockerfile that can come out, read by our own parser.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test reports by panicking")]

use fieldmark_model::DockerfileOffer;
use fieldmark_plugin_dockerfile::command::Command as Started;
use fieldmark_plugin_dockerfile::stage::{self, BuildFile};
use fieldmark_upstream::{Context, Facts, Template, ignore_file, offer, render, template_names};
use std::fs;
use std::path::Path;
use std::process::Command;

fn rendered(facts: &Facts<'_>, entries: &[&str]) -> String {
    let entries: Vec<String> = entries.iter().map(|entry| (*entry).to_owned()).collect();
    let offer = offer(facts).unwrap().expect("there is a template");
    render(&offer.dockerfile, &Context { entries: &entries }).unwrap()
}

/// An offer of every variant of every template, with names that a repository may have.
fn all(program: &str, start: Option<&str>) -> Vec<(String, DockerfileOffer, Vec<String>)> {
    let mut all = Vec::new();
    for name in template_names() {
        let template = Template::bundled(name).unwrap().unwrap();
        for variant in &template.variants {
            let version = variant.versions.as_ref().unwrap_or(&template.versions)[0].to_string();
            let filled = |text: &str| text.replace("{version}", &version);
            let start = variant.start.as_ref().map(|text| text.replace("{program}", "tide").replace("{port}", "8080"));
            let offer = DockerfileOffer {
                template: name.to_owned(),
                variant: variant.name.clone(),
                from: vec![filled(&variant.build.image), filled(&variant.run.image)],
                version,
                reason: String::new(),
                start: start.or_else(|| self::start(variant.start.is_some(), start_of(program))),
                ports: vec![8080],
                program: Some(program.to_owned()),
                output: variant.output.clone(),
            };
            let entries = variant.build.first.iter().map(|entry| entry.replace('*', "x")).collect();
            all.push((format!("{name} {}", variant.name), offer, entries));
        }
    }
    if let Some(start) = start {
        all.iter_mut().for_each(|(_, offer, _)| offer.start = Some(start.to_owned()));
    }
    all
}

fn start_of(program: &str) -> String {
    format!("run {program}")
}

fn start(has_own: bool, other: String) -> Option<String> {
    (!has_own).then_some(other)
}

/// What holds for every Dockerfile that is written.
fn check(name: &str, text: &str, offer: &DockerfileOffer) -> BuildFile {
    let file = stage::read(text);
    assert!(file.problems.is_empty(), "{name}: {:?}\n{text}", file.problems);
    assert_eq!(file.stages.len(), 2, "{name}: in stages\n{text}");
    let images: Vec<&String> = file.stages.iter().map(|stage| &stage.base.image).collect();
    assert_eq!(images, offer.from.iter().collect::<Vec<_>>(), "{name}");
    for image in images {
        let (_, tag) = image.rsplit_once(':').unwrap_or_else(|| panic!("{name}: {image} has no tag"));
        assert!(tag.contains(|c: char| c.is_ascii_digit()) && !tag.contains('{'), "{name}: {image} is not pinned");
    }
    let last = file.stages.last().unwrap();
    assert_eq!(last.user.as_ref().unwrap().value, "1001", "{name}: a number that is not root");
    let ports: Vec<u16> = last.ports.iter().map(|port| port.value.number).collect();
    assert_eq!(ports, offer.ports, "{name}");
    let command = last.command.as_ref().unwrap_or_else(|| panic!("{name}: no command\n{text}"));
    assert!(matches!(command.value, Started::Exec(_)), "{name}: {command:?}");
    for (line, next) in text.lines().zip(text.lines().skip(1)) {
        assert!(
            !line.contains(['{', '}']) || !line.contains("{program}") && !line.contains("{output}"),
            "{name}: {line}"
        );
        assert!(!(line.starts_with("FROM") && next.starts_with("FROM")), "{name}");
    }
    file
}

#[test]
fn every_template_renders_a_file_that_keeps_the_rules() {
    let all = all("tide", None);
    assert!(all.len() > 50, "{}", all.len());
    for (name, offer, entries) in &all {
        let text = render(offer, &Context { entries }).unwrap();
        check(name, &text, offer);
        let manifests = text.find("\nCOPY . .").unwrap();
        let first = Template::bundled(&offer.template).unwrap().unwrap();
        let variant = first.variants.iter().find(|variant| variant.name == offer.variant).unwrap();
        for command in &variant.build.fetch {
            let start = command.split('{').next().unwrap();
            assert!(text[..manifests].contains(start), "{name}: {command} comes before the sources\n{text}");
        }
        assert!(ignore_file(&first).contains(".git\n"), "{name}");
    }
}

/// What a shell cannot even read fails only in a build, minutes later.
#[test]
fn every_command_is_read_by_a_shell() {
    for (name, offer, entries) in &all("it's a $(trap)", None) {
        let offer = DockerfileOffer { output: Some("it's; an \"output\"".to_owned()), ..offer.clone() };
        let text = render(&offer, &Context { entries }).unwrap();
        let commands: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("RUN ")).collect();
        let read = Command::new("sh").args(["-n", "-c", &commands.join("\n")]).output().unwrap();
        assert!(read.status.success(), "{name}: {}\n{text}", String::from_utf8_lossy(&read.stderr));
    }
}

#[test]
fn names_of_a_repository_stay_words() {
    for evil in ["a b", "it's", "a\"b", "$(reboot)", "a`b`", "a;b", "a\\", "{version}", "--help", "*"] {
        for (name, offer, entries) in &all(evil, Some(&format!("./bin/{evil} --x"))) {
            let text = render(offer, &Context { entries }).unwrap();
            check(name, &text, offer);
        }
    }
}

#[test]
fn directory_of_a_repository_stays_a_word() {
    for evil in ["a b", "it's", "$(reboot)", "a`b`", "a;b", "a\\", "{version}", "*"] {
        let facts = Facts { language: "hugo", output: Some(evil), ..Facts::default() };
        let text = rendered(&facts, &[]);
        let quoted = format!("cp -R '{}'/. /usr/share", evil.replace('\'', r"'\''"));
        assert!(text.contains(&quoted), "{text}");
        assert!(stage::read(&text).problems.is_empty(), "{text}");
    }
}

#[test]
fn lines_do_not_end_in_a_start_and_names_that_would_end_them_are_refused() {
    let evil = "x\nUSER 0\nRUN reboot";
    for (name, offer, entries) in &all("tide", Some(evil)) {
        let text = render(offer, &Context { entries }).unwrap();
        let file = check(name, &text, offer);
        assert_eq!(file.stages.last().unwrap().user.as_ref().unwrap().value, "1001");
        assert!(!text.contains("\nRUN reboot"), "{text}");
    }
    let (_, offer, _) = all("tide", None).remove(0);
    let refused = render(&DockerfileOffer { program: Some(evil.to_owned()), ..offer.clone() }, &Context::default());
    assert_eq!(refused.unwrap_err().code(), "dockerfile.text");
    let unknown = render(&DockerfileOffer { template: "nonesuch".to_owned(), ..offer }, &Context::default());
    assert_eq!(unknown.unwrap_err().code(), "dockerfile.no-template");
}

#[test]
fn manifests_are_copied_only_if_they_are_there_and_can_be_named() {
    let facts = Facts { language: "csharp", start: Some("dotnet a.dll"), ..Facts::default() };
    let text = rendered(&facts, &["My App.csproj", "readme.md", "b*.csproj", "$x.csproj", "c.csproj\nRUN x"]);
    assert!(text.contains("COPY [\"My App.csproj\", \"./\"]\nRUN dotnet restore"), "{text}");
    assert!(!text.contains("b*") && !text.contains("$x") && !text.contains("RUN x"), "{text}");
    let text = rendered(&facts, &[]);
    assert!(!text.contains("restore"), "nothing to restore from: {text}");
}

#[test]
fn start_that_nobody_knows_is_said_in_a_comment() {
    let text = rendered(&Facts { language: "rust", ..Facts::default() }, &["Cargo.toml"]);
    assert!(text.contains("# How the application starts is not known."), "{text}");
    let file = stage::read(&text);
    assert!(file.stages.last().unwrap().command.is_none());
}

/// Written with `FIELDMARK_BLESS=1`, and read.
#[test]
fn golden_files_are_as_they_were_read() {
    let cases = [
        (
            "rust",
            Facts { program: Some("tide-table"), ports: &[3000], ..facts("rust") },
            &["Cargo.toml", "Cargo.lock"][..],
        ),
        (
            "java-gradle",
            Facts { package_manager: Some("gradle"), ..facts("kotlin") },
            &["gradle/", "gradlew", "build.gradle.kts"],
        ),
        (
            "python-uv",
            Facts { package_manager: Some("uv"), start: Some("gunicorn app:app -b 0.0.0.0:$PORT"), ..facts("python") },
            &["uv.lock", "pyproject.toml"],
        ),
        ("static-hugo", Facts { output: Some("site out"), ..facts("hugo") }, &[]),
        ("elixir", facts("elixir"), &["mix.exs", "mix.lock", "config/"]),
    ];
    for (name, facts, entries) in cases {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(format!("{name}.Dockerfile"));
        let text = rendered(&facts, entries);
        if std::env::var("FIELDMARK_BLESS").is_ok_and(|bless| bless == "1") {
            fs::write(&path, &text).unwrap();
        }
        assert_eq!(fs::read_to_string(&path).unwrap_or_default(), text, "{}", path.display());
    }
}

fn facts(language: &str) -> Facts<'_> {
    Facts { language, ..Facts::default() }
}
