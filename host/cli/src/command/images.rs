//! `images`.

use crate::args::{Images, ObjectFormat, Options};
use crate::exit::Exit;
use crate::output;
use crate::platform::platform;
use crate::report::Problem;
use crate::session::Session;
use clap::ArgMatches;
use fieldmark_images::{
    Catalogue, Match, Platform, SHARED_PROJECT, SearchOptions, Searched, Snapshot, Stream, Tag, search,
};
use fieldmark_objects::ImageStream;
use fieldmark_render::printable;
use std::fmt::Write;
use std::path::Path;
use std::{fs, io};

/// Lists, searches or saves image streams.
pub(crate) fn images(options: &Options, matches: &ArgMatches, images: &Images) -> Result<Exit, Problem> {
    let session = Session::new(options, matches, None)?;
    let platform = platform(&session, &images.platform)?;
    if let Some(path) = &images.save {
        return save(platform.as_ref(), path);
    }
    let streams = all_streams(platform.as_ref())?;
    let Some(term) = &images.term else {
        return match images.output {
            Some(form) => objects(form, &streams),
            None => Ok(output::print(&listing(&session, &streams)?)),
        };
    };
    let found = search(platform.as_ref(), term, &SearchOptions { compat: true, ..SearchOptions::default() })?;
    let exit = if found.is_empty() { Exit::NothingMatched } else { Exit::Success };
    if found.is_empty() {
        output::say(&format!("no image stream matches \"{}\"", printable(term)));
        return Ok(exit);
    }
    match images.output {
        Some(form) => objects(form, &matching(&streams, &found)),
        None => Ok(output::print(&results(term, &found))),
    }
}

/// The streams of the current project and of the shared one.
fn all_streams(platform: &dyn Platform) -> Result<Vec<ImageStream>, Problem> {
    let mut streams = Vec::new();
    for project in projects(platform) {
        streams.extend(platform.image_streams(project)?.iter().cloned());
    }
    Ok(streams)
}

fn projects(platform: &dyn Platform) -> Vec<&str> {
    let mut projects = vec![platform.project(), SHARED_PROJECT];
    projects.dedup();
    projects
}

/// Saves the streams of the projects in question.
fn save(platform: &dyn Platform, path: &Path) -> Result<Exit, Problem> {
    let snapshot = Snapshot::take(platform, &projects(platform))?;
    let json = path.extension().is_some_and(|extension| extension == "json");
    let text = if json { snapshot.to_json() } else { snapshot.to_yaml() };
    write_whole(path, &text).map_err(|error| Problem::unwritable(path, &error))?;
    let count = snapshot.all_streams().count();
    output::say(&format!("{count} image streams saved in {}", printable(&path.display().to_string())));
    Ok(Exit::Success)
}

/// Writes a file under another name first, so that there is never half of it. A device or a directory is not replaced.
fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    if path.exists() && !path.is_file() {
        return Err(io::Error::other("it is there and is no file"));
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".partial");
    let partial = Path::new(&name);
    fs::write(partial, text).and_then(|()| fs::rename(partial, path)).inspect_err(|_| {
        // What is left of it is of no use; that it cannot be removed changes nothing.
        _ = fs::remove_file(partial);
    })
}

fn matching(streams: &[ImageStream], found: &[Match]) -> Vec<ImageStream> {
    let is_found = |stream: &&ImageStream| {
        found.iter().filter_map(|found| found.stream.as_ref()).any(|place| {
            place.stream == stream.metadata.name && stream.metadata.namespace.as_ref() == Some(&place.namespace)
        })
    };
    streams.iter().filter(is_found).cloned().collect()
}

fn objects(form: ObjectFormat, streams: &[ImageStream]) -> Result<Exit, Problem> {
    let snapshot = Snapshot::from_streams(streams);
    let text = match form {
        ObjectFormat::Yaml => snapshot.to_yaml(),
        ObjectFormat::Json => snapshot.to_json(),
        ObjectFormat::Name => {
            let names = streams.iter().map(|stream| format!("imagestream/{}\n", printable(&stream.metadata.name)));
            names.collect()
        }
    };
    Ok(output::print(&text))
}

/// What a search found, with its distance from the term.
fn results(term: &str, found: &[Match]) -> String {
    let mut out = format!("{:<46} {:>5}  why\n", "match", "score");
    for found in found {
        let (name, distance) = (printable(&found.name), found.score);
        let score = format!("{}.{:02}", distance / 100, distance % 100);
        // Writing to a string cannot fail.
        _ = writeln!(out, "{name:<46} {score:>5}  {}", why(term, found));
    }
    out
}

/// Why a match has its score (new-app.md 6.2 and 6.3).
fn why(term: &str, found: &Match) -> &'static str {
    let stream = found.stream.as_ref().map_or("", |place| place.stream.as_str());
    let asked = term.rsplit('/').next().unwrap_or(term).split(':').next().unwrap_or_default();
    let named = stream == asked;
    match (found.found_by, found.score) {
        _ if found.no_tags => "no tag of it has an image",
        (Searched::Annotations, 0) => "the tag says that it supports it",
        (Searched::Annotations, _) => "the tag says that it supports another version",
        (_, 0) => "the name is the same",
        (_, 1..30) => "the name is a part",
        _ if named => "the name is the same, the tag is not the one asked for",
        _ => "the name is a part, the tag is not the one asked for",
    }
}

/// All streams with their tags. Streams of two projects may have the same name, so each project is a catalogue.
fn listing(session: &Session, streams: &[ImageStream]) -> Result<String, Problem> {
    let mut out = String::new();
    for project in streams.chunk_by(|a, b| a.metadata.namespace == b.metadata.namespace) {
        let mut catalogue = Catalogue::from_streams("platform", project).map_err(fieldmark::BuildError::from)?;
        if let Some(day) = &session.settings.as_of.value {
            catalogue.as_of.clone_from(day);
        }
        for stream in project {
            listed(&mut out, &catalogue, stream);
        }
    }
    Ok(out)
}

fn listed(out: &mut String, catalogue: &Catalogue, stream: &ImageStream) {
    let namespace = stream.metadata.namespace.as_deref().unwrap_or_default();
    let kind = catalogue.streams.iter().find(|this| this.name == stream.metadata.name);
    let builder = if kind.is_some_and(|kind| kind.builder) { "  builder" } else { "" };
    // Writing to a string cannot fail.
    _ = writeln!(out, "{}/{}{builder}", printable(namespace), printable(&stream.metadata.name));
    match kind {
        Some(kind) => tags(out, catalogue, kind),
        None => out.push_str("  (no tag of it has an image)\n"),
    }
}

fn tags(out: &mut String, catalogue: &Catalogue, stream: &Stream) {
    for tag in &stream.tags {
        let row = format!("  {:<24} {:<62} {}", printable(&tag.name), printable(&tag.image), marks(catalogue, tag));
        _ = writeln!(out, "{}", row.trim_end());
    }
    if let Some(followed) = stream.latest.as_deref().filter(|followed| *followed != "latest") {
        let hidden = if stream.latest_hidden { "  hidden" } else { "" };
        _ = writeln!(out, "  {:<24} follows {}{hidden}", "latest", printable(followed));
    }
}

fn marks(catalogue: &Catalogue, tag: &Tag) -> String {
    let over = tag.end_of_life.as_ref().filter(|_| catalogue.is_over(tag));
    let over = over.map(|end| format!("not maintained upstream since {end}"));
    let marks = [tag.hidden.then(|| "hidden".to_owned()), over];
    marks.into_iter().flatten().collect::<Vec<_>>().join("; ")
}
