//! `dockerfile` from an upstream image: what no builder image builds.

use crate::args::DockerfileArguments;
use crate::exit::Exit;
use crate::output;
use crate::report::Problem;
use fieldmark::{Component, DockerfileOffer};
use fieldmark_render::printable;
use fieldmark_upstream::{Context, Template, entries, ignore_file, render};
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

/// Writes or prints the Dockerfile that a template makes of a component.
pub(super) fn write(component: &Component, arguments: &DockerfileArguments) -> Result<Exit, Problem> {
    let Some(offer) = &component.dockerfile else { return Err(no_template(component)) };
    let directory = match component.path.as_str() {
        "." => arguments.path.clone(),
        path => arguments.path.join(path),
    };
    let text = render(offer, &Context { entries: &entries(&directory) })?;
    for warning in warnings(offer, arguments) {
        output::say(&printable(&format!("warning: {warning}")));
    }
    let Some(target) = &arguments.output else { return Ok(output::print(&text)) };
    fs::create_dir_all(target).map_err(|error| Problem::unwritable(target, &error))?;
    let file = target.join("Dockerfile");
    if !put(&file, &text, arguments.force)? {
        let message = format!("{} is there already", file.display());
        return Err(Problem::refusal("dockerfile.occupied", message, Some("--force replaces it".to_owned())));
    }
    let ignore = target.join(".dockerignore");
    let lines = Template::bundled(&offer.template)?.map(|template| ignore_file(&template)).unwrap_or_default();
    let kept = if put(&ignore, &lines, false)? { "written" } else { "left as it is" };
    let images = offer.from.join(" and ");
    let made = format!("{} builds {} from {images}; .dockerignore: {kept}", file.display(), component.path);
    output::say(&printable(&made));
    output::say(&printable(&hint(&file, &ignore, &directory)));
    Ok(Exit::Success)
}

/// How it is built: what is to be left out is found by itself only in the directory of the sources.
fn hint(file: &Path, ignore: &Path, context: &Path) -> String {
    let beside = file.parent().and_then(|parent| parent.canonicalize().ok()) == context.canonicalize().ok();
    let context = context.display();
    if beside {
        return format!("hint: podman build {context}");
    }
    format!("hint: podman build --file {} --ignorefile {} {context}", file.display(), ignore.display())
}

/// What the text alone does not tell.
fn warnings(offer: &DockerfileOffer, arguments: &DockerfileArguments) -> Vec<String> {
    let start = offer.start.is_none().then(|| "how it starts is not known: add CMD [dockerfile.no-start]".to_owned());
    let tag =
        arguments.tag.as_ref().map(|_| "--tag means nothing here: give it to the build [dockerfile.tag]".to_owned());
    start.into_iter().chain(tag).collect()
}

fn no_template(component: &Component) -> Problem {
    Problem::refusal(
        "dockerfile.no-template",
        format!(
            "no builder image and no upstream image is known that builds {} ({})",
            component.path, component.language
        ),
        Some("name a builder image: fieldmark s2i build SOURCE BUILDER --as-dockerfile PATH".to_owned()),
    )
}

/// Puts a file to its place, whole or not at all, and never through a link. Says whether it did: what is there stays
/// unless it is to be replaced.
fn put(path: &Path, text: &str, replace: bool) -> Result<bool, Problem> {
    let unwritable = |error: io::Error| Problem::unwritable(path, &error);
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().permissions(mode()).tempfile_in(parent).map_err(unwritable)?;
    file.write_all(text.as_bytes()).map_err(unwritable)?;
    if replace {
        file.persist(path).map_err(|error| unwritable(error.error))?;
        return Ok(true);
    }
    match file.persist_noclobber(path) {
        Ok(_) => Ok(true),
        Err(error) if error.error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(unwritable(error.error)),
    }
}

/// What everybody may read.
fn mode() -> fs::Permissions {
    std::os::unix::fs::PermissionsExt::from_mode(0o644)
}
