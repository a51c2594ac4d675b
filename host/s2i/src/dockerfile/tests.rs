use super::*;
use crate::{BuilderImage, Request, RuntimeRequest, Variable};

fn plan(request: Request) -> Plan {
    let place = tempfile::tempdir().unwrap();
    Plan::new(&Request { image: Some(BuilderImage::default()), ..request }, place.path()).unwrap()
}

const PLAIN: &str = "\
FROM docker.io/library/python:latest
LABEL \"io.openshift.s2i.build.image\"=\"docker.io/library/python:latest\"

# Copying in source code
COPY --chown=1001:0 upload/src /tmp/src
USER 1001
# Assemble script sourced from builder image based on user input or image metadata.
# If this file does not exist in the image, the build will fail.
RUN /usr/libexec/s2i/assemble
# Run script sourced from builder image based on user input or image metadata.
# If this file does not exist in the image, the build will fail.
CMD /usr/libexec/s2i/run
";

#[test]
fn plain_build_has_the_steps_of_upstream() {
    assert_eq!(dockerfile(&plan(Request::new("python"))).unwrap(), PLAIN);
}

#[test]
fn root_needs_no_user_instruction() {
    let request = Request { assemble_user: Some("root".to_owned()), ..Request::new("python") };
    let expected = PLAIN.replace("USER 1001\n", "").replace("1001:0", "root:0");
    assert_eq!(dockerfile(&plan(request)).unwrap(), expected);
}

#[test]
fn dollar_of_a_label_is_a_dollar_unless_upstream_is_asked_for() {
    let request = Request { description: Some("costs $HOME".to_owned()), ..Request::new("python") };
    let plan = plan(request);
    assert!(write(&plan, &[], false).unwrap().contains(r#""costs \$HOME""#));
    assert!(write(&plan, &[], true).unwrap().contains(r#""costs $HOME""#));
}

#[test]
fn injected_files_are_removed_whatever_their_names() {
    let staged = Staged {
        from: "upload/injections/s".to_owned(),
        to: "/etc/s".to_owned(),
        files: vec!["key".to_owned(), "a; reboot".to_owned()],
    };
    let text = write(&plan(Request::new("python")), &[staged], false).unwrap();
    assert!(text.contains("COPY --chown=1001:0 upload/injections/s /etc/s\n"), "{text}");
    assert!(text.contains("RUN rm /etc/s/key && \\\n    rm '/etc/s/a; reboot'\n"), "{text}");
}

#[test]
fn ports_are_exposed_and_variables_quoted() {
    let request = Request {
        ports: vec![8080, 8443],
        environment: vec![Variable { name: "A".to_owned(), value: "$HOME \"x\"".to_owned() }],
        ..Request::new("python")
    };
    let text = dockerfile(&plan(request)).unwrap();
    assert!(text.contains("ENV A=\"\\$HOME \\\"x\\\"\"\nEXPOSE 8080 8443\n"), "{text}");
}

#[test]
fn destination_with_blanks_is_quoted_everywhere() {
    let request = Request { destination: Some("/opt/my app/".to_owned()), ..Request::new("python") };
    let text = dockerfile(&plan(request)).unwrap();
    assert!(text.contains("COPY --chown=1001:0 [\"upload/src\", \"/opt/my app/src\"]\n"), "{text}");
}

#[test]
fn scripts_at_an_address_are_downloaded_by_who_builds_the_image() {
    let url = Some("https://scripts.example/node/".to_owned());
    let plan = plan(Request { scripts_url: url, ..Request::new("python") });
    let text = dockerfile(&plan).unwrap();
    let lines: Vec<&str> = text.lines().filter(|line| line.contains("script")).collect();
    let expected = [
        "LABEL \"io.openshift.s2i.build.image\"=\"docker.io/library/python:latest\" \\",
        "      \"io.openshift.s2i.scripts-url\"=\"https://scripts.example/node/\"",
        "# Downloading assemble/run scripts",
        "ADD --chown=1001:0 --chmod=0755 https://scripts.example/node/assemble /tmp/scripts/assemble",
        "ADD --chown=1001:0 --chmod=0755 https://scripts.example/node/run /tmp/scripts/run",
        "RUN /tmp/scripts/assemble",
        "CMD /tmp/scripts/run",
    ];
    assert_eq!(lines, expected.iter().filter(|line| line.contains("script")).copied().collect::<Vec<_>>());
    assert_eq!(plan.findings[0].code, "s2i.scripts-downloaded");
}

const TWO_STAGES: &str = "\
FROM docker.io/library/golang:latest as build
ENV MODE=\"quiet\"
# Copying in source code
COPY --chown=1001:0 upload/src /tmp/src
USER 1001
# Assemble script sourced from builder image based on user input or image metadata.
# If this file does not exist in the image, the build will fail.
RUN /usr/libexec/s2i/assemble
FROM docker.io/library/alpine:latest
LABEL \"io.openshift.s2i.build.image\"=\"docker.io/library/golang:latest\"
ENV MODE=\"quiet\"
# Copying in what was built
COPY --chown=65532:0 --from=build /opt/app/main ./
COPY --chown=65532:0 --from=build /opt/app/pages ./web/pages/
USER 65532
# Assemble-runtime script sourced from builder image based on user input or image metadata.
# If this file does not exist in the image, the build will fail.
RUN /usr/libexec/s2i/assemble-runtime
# Run script sourced from builder image based on user input or image metadata.
# If this file does not exist in the image, the build will fail.
CMD /usr/libexec/s2i/run
";

fn with_runtime_image(artifacts: &str) -> Request {
    let label = ("io.openshift.s2i.assemble-runtime-user".to_owned(), "65532".to_owned());
    Request {
        runtime: Some(RuntimeRequest {
            image: "alpine".to_owned(),
            artifacts: vec![artifacts.to_owned()],
            user: None,
            facts: Some(BuilderImage { labels: [label].into(), ..BuilderImage::default() }),
        }),
        environment: vec![Variable::parse("MODE=quiet").unwrap()],
        ..Request::new("golang")
    }
}

#[test]
fn runtime_image_is_a_second_stage() {
    // s2i.md 12; upstream refuses it with a Dockerfile.
    let plan = plan(with_runtime_image("/opt/app/main;/opt/app/pages:web/./pages"));
    assert_eq!(dockerfile(&plan).unwrap(), TWO_STAGES);
    let scripts: Vec<&str> = plan.scripts.iter().map(|planned| planned.script.as_str()).collect();
    assert_eq!(scripts, ["assemble", "save-artifacts"]);
}

#[test]
fn scripts_of_the_sources_go_into_the_runtime_image() {
    let place = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(place.path().join(".s2i/bin")).unwrap();
    for name in ["assemble-runtime", "run"] {
        std::fs::write(place.path().join(".s2i/bin").join(name), "#!/bin/sh\nexec true\n").unwrap();
    }
    let text = dockerfile(&Plan::new(&with_runtime_image("/opt/app"), place.path()).unwrap()).unwrap();
    let (first, last) = text.split_once("FROM docker.io/library/alpine").unwrap();
    assert!(!first.contains("upload/scripts"), "{first}");
    let end = "COPY --chown=65532:0 upload/scripts/assemble-runtime scripts/assemble-runtime\n\
               COPY --chown=65532:0 upload/scripts/run scripts/run\nUSER 65532\nRUN scripts/assemble-runtime\n\
               CMD scripts/run\n";
    assert!(last.ends_with(end), "{last}");
}
