//! What a machine must have, and what happens where it has it not.

use crate::Builder;
use std::process::{Command, Stdio};

/// Something of the machine: packages of Debian that bring it, and a command that fails without it.
type Requirement = (&'static str, &'static [&'static str]);

const NAMESPACES: Requirement = (
    "root, util-linux, iproute2",
    &[
        "unshare",
        "--mount",
        "--net",
        "--pid",
        "--fork",
        "--kill-child",
        "--mount-proc",
        "ip",
        "link",
        "set",
        "lo",
        "up",
    ],
);

const CONTAINERS: &[Requirement] =
    &[NAMESPACES, ("buildah", &["buildah", "--version"]), ("debootstrap", &["debootstrap", "--version"])];

/// What starting an application of a family needs.
const fn of(builder: Builder) -> Requirement {
    match builder {
        Builder::Python => ("python3-venv", &["/usr/bin/python3", "-c", "import venv, ensurepip"]),
        Builder::Node => ("nodejs npm", &["npm", "--version"]),
        Builder::Ruby => (
            "ruby ruby-bundler puma ruby-rack ruby-sinatra ruby-webrick",
            &["ruby", "-e", "%w[bundler puma rack sinatra webrick].each { |name| gem name }"],
        ),
        Builder::Perl => (
            "apache2-bin libapache2-mod-fcgid libplack-perl libfcgi-perl libfcgi-procmanager-perl",
            &["sh", "-c", "perl -MPlack -MFCGI::ProcManager -e 1 && ls /usr/lib/apache2/modules/mod_fcgid.so"],
        ),
        Builder::Httpd => ("apache2-bin", &["ls", "/usr/lib/apache2/modules/mod_mpm_event.so"]),
        Builder::Php => ("apache2-bin libapache2-mod-php", &["sh", "-c", "ls /usr/lib/apache2/modules/libphp*.so"]),
        Builder::Nginx => ("nginx-light", &["nginx", "-v"]),
        Builder::Go => ("golang-go", &["go", "version"]),
        Builder::Java => ("openjdk-17-jdk-headless maven gradle", &["gradle", "--version"]),
    }
}

/// Whether applications of a family can be started without a container. Says so if not; with
/// `FIELDMARK_E2E_REQUIRED=1` it is a failure.
pub fn can_start(builder: Builder) -> bool {
    all(&[NAMESPACES, of(builder)])
}

/// Whether images can be built and run.
pub fn can_build() -> bool {
    all(CONTAINERS)
}

fn all(requirements: &[Requirement]) -> bool {
    let missing: Vec<&str> =
        requirements.iter().filter(|(_, check)| !succeeds(check)).map(|(packages, _)| *packages).collect();
    if missing.is_empty() {
        return true;
    }
    let required = std::env::var("FIELDMARK_E2E_REQUIRED").is_ok_and(|value| value == "1");
    assert!(!required, "missing: {}", missing.join(", "));
    println!("skipped, for want of {}", missing.join(", "));
    false
}

fn succeeds(check: &[&str]) -> bool {
    let mut command = Command::new(check[0]);
    command.args(&check[1..]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
