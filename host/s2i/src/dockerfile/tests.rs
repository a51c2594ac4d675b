use super::*;
use crate::{BuilderImage, Request, Variable};

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
