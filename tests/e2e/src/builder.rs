//! Families of builder images, as far as the tests have scripts for them.

use std::path::PathBuf;

/// Directory of the application and its tools in a builder image.
pub const APP_ROOT: &str = "/opt/app-root";
/// Directory of the application, in which everything runs.
pub const HOME: &str = "/opt/app-root/src";
/// Directory of the image's own scripts.
pub const SCRIPTS: &str = "/usr/libexec/s2i";
/// The authorities that clients of package registries trust on Debian.
pub const AUTHORITIES: &str = "/etc/ssl/certs/ca-certificates.crt";

/// A family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Builder {
    /// Python.
    Python,
    /// Node.js.
    Node,
    /// Ruby.
    Ruby,
    /// PHP in Apache.
    Php,
    /// Perl behind Apache.
    Perl,
    /// Apache alone.
    Httpd,
    /// nginx.
    Nginx,
    /// Go.
    Go,
    /// OpenJDK with Maven.
    Java,
}

impl Builder {
    /// The image stream that decisions name.
    pub const fn stream(self) -> &'static str {
        match self {
            Self::Python => "python",
            Self::Node => "nodejs",
            Self::Ruby => "ruby",
            Self::Php => "php",
            Self::Perl => "perl",
            Self::Httpd => "httpd",
            Self::Nginx => "nginx",
            Self::Go => "golang",
            Self::Java => "java",
        }
    }

    /// The folder below `builders/`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Node => "node",
            Self::Go => "go",
            _ => self.stream(),
        }
    }

    /// Packages of the distribution that its image has beside the bootstrapped system.
    pub const fn packages(self) -> &'static str {
        match self {
            Self::Python | Self::Node => "",
            Self::Ruby => "ruby ruby-bundler puma ruby-rack ruby-sinatra ruby-webrick",
            Self::Php => "apache2-bin libapache2-mod-php media-types",
            Self::Perl => {
                "apache2-bin libapache2-mod-fcgid libplack-perl libfcgi-perl libfcgi-procmanager-perl media-types"
            }
            Self::Httpd => "apache2-bin media-types",
            Self::Nginx => "nginx-light",
            Self::Go => "golang-go",
            Self::Java => {
                "openjdk-17-jdk-headless gradle maven libmaven-compiler-plugin-java libmaven-resources-plugin-java \
                 libmaven-jar-plugin-java libsurefire-java"
            }
        }
    }

    /// The file that its image is made by.
    pub fn recipe(self) -> PathBuf {
        builders().join(if self == Self::Java { "OpenJdk.Containerfile" } else { "Containerfile" })
    }

    /// The user that its image names.
    pub const fn user(self) -> &'static str {
        match self {
            Self::Java => "185",
            _ => "1001",
        }
    }

    /// The folder of its scripts.
    pub fn scripts(self) -> PathBuf {
        builders().join(self.name())
    }

    /// Variables that the image sets.
    pub fn variables() -> Vec<(String, String)> {
        let path = format!("{APP_ROOT}/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin:/usr/libexec/common");
        [
            ("PATH", path.as_str()),
            ("HOME", HOME),
            ("APP_ROOT", APP_ROOT),
            ("STI_SCRIPTS_PATH", SCRIPTS),
            ("LANG", "C.UTF-8"),
            ("PYTHONUNBUFFERED", "1"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
    }

    /// Variables for the clients of package registries: the machine's own, and the authorities they trust.
    pub fn registry_variables() -> Vec<(String, String)> {
        let trusted = ["PIP_CERT", "NPM_CONFIG_CAFILE", "NODE_EXTRA_CA_CERTS"];
        let ours = trusted.map(|name| (name.to_owned(), AUTHORITIES.to_owned()));
        let quiet = [("PIP_NO_CACHE_DIR", "1"), ("PIP_DISABLE_PIP_VERSION_CHECK", "1"), ("NPM_CONFIG_AUDIT", "false")];
        let quiet = quiet.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let told =
            ["PIP_INDEX_URL", "NPM_MIRROR", "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "NO_PROXY"];
        let told = told.into_iter().filter_map(|name| Some((name.to_owned(), std::env::var(name).ok()?)));
        ours.into_iter().chain(quiet).chain(told).collect()
    }
}

/// The folder of all scripts and of the recipes of the images.
pub fn builders() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/builders"))
}

/// The folder of what all images have.
pub fn common() -> PathBuf {
    builders().join("common")
}
