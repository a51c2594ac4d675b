//! A plan for people: what was found, what will be made, why, and what to do next.

use crate::notes::note;
use crate::{Paint, printable};
use fieldmark_images::Match;
use fieldmark_new_app::{Command, Note, Plan, Request};
use fieldmark_objects::{ImageStream, Object};
use serde_json::{Value, json};
use std::fmt::Write;

/// The plan as text.
#[must_use]
pub fn plan(plan: &Plan, request: &Request, paint: Paint) -> String {
    let mut out = String::new();
    let is_made = |note: &&Note| matches!(note, Note::Build { .. } | Note::Deployment { .. } | Note::Install { .. });
    let plain = || plan.notes.iter().filter(|note| !note.is_warning());
    section(&mut out, paint, "Found", plain().filter(|note| !is_made(note)).map(note));
    section(&mut out, paint, "Will be made", plain().filter(is_made).map(note));
    section(&mut out, paint, "Objects", plan.objects.items.iter().map(Object::qualified_name));
    section(&mut out, paint, "Warnings", plan.warnings().map(note));
    section(&mut out, paint, "Next", next(plan, request).into_iter());
    out
}

fn section(out: &mut String, paint: Paint, title: &str, lines: impl Iterator<Item = String>) {
    let mut lines = lines.peekable();
    if lines.peek().is_none() {
        return;
    }
    let gap = if out.is_empty() { "" } else { "\n" };
    // Writing to a string cannot fail.
    _ = writeln!(out, "{gap}{}", paint.strong(title));
    for line in lines {
        _ = writeln!(out, "  {}", printable(&line));
    }
}

/// Commands that come next.
fn next(plan: &Plan, request: &Request) -> Vec<String> {
    let command = if request.command == Command::NewBuild { "new-build" } else { "new-app" };
    let mut lines = vec![format!("fieldmark {command} … -o yaml | oc apply -f -")];
    for upload in &plan.uploads {
        let from = upload.from.clone().unwrap_or_else(|| "DIR".to_owned());
        lines.push(format!("oc start-build {} --from-dir={from}", upload.build));
    }
    let services = plan.objects.items.iter().filter(|object| matches!(object, Object::Service(_)));
    lines.extend(services.map(|service| format!("oc expose service/{}", service.metadata().name)));
    lines
}

/// What a search found, as text: streams with their project and tags, then images.
#[must_use]
pub fn search_results(streams: &[(String, ImageStream)], images: &[Match]) -> String {
    let mut out = String::new();
    for (project, stream) in streams {
        let mut tags: Vec<&str> = stream.status.tags.iter().map(|events| events.tag.as_str()).collect();
        if tags.is_empty() {
            tags = stream.spec.tags.iter().map(|tag| tag.name.as_str()).collect();
        }
        tags.sort_unstable();
        let line = format!("{project}/{}: {}", stream.metadata.name, tags.join(", "));
        // Writing to a string cannot fail.
        _ = writeln!(out, "{}", printable(&line));
    }
    for image in images {
        _ = writeln!(out, "{}", printable(&image.description()));
    }
    out
}

/// The streams that a search found, as a list of objects.
#[must_use]
pub fn search_list(streams: &[(String, ImageStream)]) -> Value {
    let items: Vec<Value> = streams
        .iter()
        .map(|(project, stream)| {
            let mut value = Object::from(stream.clone()).to_value();
            value["metadata"]["namespace"] = json!(project);
            value["status"] = json!(stream.status);
            value
        })
        .collect();
    json!({ "apiVersion": "v1", "kind": "List", "metadata": {}, "items": items })
}
