//! What a plan tells people, as sentences.

use crate::printable;
use fieldmark_new_app::{InstallAccount, Note};

/// One note as a sentence, printable.
#[must_use]
pub fn note(note: &Note) -> String {
    printable(&sentence(note)).to_string()
}

fn sentence(note: &Note) -> String {
    match note {
        Note::Found { .. }
        | Note::Recognised { .. }
        | Note::Dockerfile { .. }
        | Note::OtherComponents { .. }
        | Note::Tracks { .. }
        | Note::NameChanged { .. } => found(note),
        Note::Build { .. } | Note::Deployment { .. } | Note::Install { .. } => made(note),
        _ => warning(note),
    }
}

fn found(note: &Note) -> String {
    match note {
        Note::Found { term, name, id, created, builder, why } => {
            let what = if *builder { "builder image" } else { "image" };
            let digest: String = id.trim_start_matches("sha256:").chars().take(7).collect();
            let digest = if digest.is_empty() { String::new() } else { format!(" ({digest})") };
            let day = created.as_deref().and_then(|created| created.get(..10));
            let made = day.map_or_else(String::new, |day| format!(", made on {day}"));
            let why = why.as_ref().map_or_else(String::new, |why| format!(": {why}"));
            format!("{term} is the {what} {name}{digest}{made}{why}")
        }
        Note::Recognised { source, path, languages, why } => {
            let place = if path == "." { source.clone() } else { format!("{path} of {source}") };
            let what =
                if languages.is_empty() { "described by a file of its own".to_owned() } else { languages.join(", ") };
            let why = if why.is_empty() { String::new() } else { format!(": {}", why.join("; ")) };
            format!("{place} is {what}{why}")
        }
        Note::OtherComponents { source, paths } => {
            format!(
                "{source} has further components: {}; --component DIR or --all-components builds them",
                paths.join(", ")
            )
        }
        Note::Dockerfile { source, language, images } => format!(
            "no builder image builds {language}: {source} gets a Dockerfile from {}; `fieldmark dockerfile` writes it",
            images.join(" and ")
        ),
        Note::Tracks { tag, image } => format!("image stream tag {tag} will follow {image}"),
        Note::NameChanged { from, name } => {
            format!("`{from}` is no name that objects can have; they are called {name}")
        }
        _ => String::new(),
    }
}

fn made(note: &Note) -> String {
    match note {
        Note::Build { name, strategy, source, context_directory, output, follows_image } => {
            let source = source.clone().unwrap_or_else(|| "what is handed over when it starts".to_owned());
            let part = context_directory.as_ref().map_or_else(String::new, |part| format!(", directory {part}"));
            let output = output.as_ref().map_or_else(String::new, |output| format!("; the image goes to {output}"));
            let follows = if *follows_image { "; a new image of what it builds on starts it again" } else { "" };
            format!("build {name} ({strategy}) of {source}{part}{output}{follows}")
        }
        Note::Deployment { name, kind, ports, volumes } => {
            let ports =
                if ports.is_empty() { String::new() } else { format!(", service {name} on {}", ports.join(", ")) };
            let kept = volumes.join(", ");
            let volumes =
                if volumes.is_empty() { String::new() } else { format!("; {kept} are kept as long as the pod lives") };
            format!("{} {name}{ports}{volumes}", kind.to_lowercase())
        }
        Note::Install { image, pod, account, granted } => {
            let rights = match (account, granted) {
                (InstallAccount::Installer, true) => " as the account `installer`, which may edit the project",
                (InstallAccount::Installer, false) => {
                    " as the account `installer`, which may edit the project; grant that only to images you trust, with \
                     --grant-install-rights"
                }
                (InstallAccount::None, _) => "",
            };
            format!("{image} installs something: pod {pod} runs once{rights}")
        }
        _ => String::new(),
    }
}

fn warning(note: &Note) -> String {
    match note {
        Note::VariableTwice { name } => format!("the variable {name} is set twice"),
        Note::VariableOfFileUnused { name, file } => {
            format!("the variable {name} of {file} does not count, for it is set already")
        }
        Note::Credentials { source, detail, has_secret } => {
            let way =
                if *has_secret { "the named secret has to open it" } else { "name a secret with --source-secret" };
            format!("{source} cannot be read without credentials; {way}: {detail}")
        }
        Note::NotLookedAt { source, detail } => {
            format!("{source} was not looked at, the builder image is taken on trust: {detail}")
        }
        Note::CredentialsLeftOut { source } => {
            format!("the credentials in the address of {source} are not written into objects; use --source-secret")
        }
        Note::NotInRemote { source, files, commits, branch } => {
            let mut parts = Vec::new();
            if *files > 0 {
                parts.push(format!("{files} files are not committed"));
            }
            if *commits > 0 {
                parts.push(format!("{commits} commits are not pushed"));
            }
            if *branch {
                parts.push("the branch is not pushed".to_owned());
            }
            format!("a build of {source} fetches from the remote, but {}", parts.join(", "))
        }
        Note::MissingImage { image } => format!("nobody knows the image {image}; it has to be there when it is needed"),
        Note::RootUser { image } => format!("{image} runs as root, which clusters commonly do not allow"),
        Note::NoStart { source } => {
            format!("how {source} starts is not known: the image has no command, and its container ends at once")
        }
        Note::BadPorts { image, ports } => format!("{image}: no ports are {}", ports.join(", ")),
        Note::NoPorts { name } => format!("no port of {name} is known, so it has no service"),
        Note::OutputIsInput { image } => format!("the build replaces {image}, which it is built from"),
        Note::BuildArgumentsForSeveral => "the build arguments reach several builds".to_owned(),
        Note::Finding { code, text } => format!("{text} [{code}]"),
        _ => String::new(),
    }
}
