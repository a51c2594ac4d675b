//! The report that `detect` prints.

use crate::{Paint, printable};
use fieldmark::{Component, Decision, Declaration, Finding, Origin, Reason, Service, Strategy};
use std::fmt::Write;

/// Width of the column of labels.
const LABEL: usize = 11;

/// A decision as text.
#[must_use]
pub fn summary(decision: &Decision, paint: Paint) -> String {
    let mut out = String::new();
    for (index, component) in decision.components.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        describe(&mut out, component, paint);
    }
    if decision.components.is_empty() {
        out.push_str("nothing was recognised\n");
    }
    for finding in &decision.warnings {
        out.push_str(&warning(finding, paint));
    }
    out.push_str(&skipped(decision));
    out
}

fn describe(out: &mut String, component: &Component, paint: Paint) {
    out.push_str(&headline(component, paint));
    let mut line = |label: &str, text: &str| {
        // Writing to a string cannot fail.
        _ = writeln!(out, "  {label:LABEL$} {text}");
    };
    line("builder", &builder(component, paint));
    line("strategy", component.strategy.as_str());
    line("start", &start(component, paint));
    for declaration in &component.start.declared {
        line("declared", &declared(declaration, paint));
    }
    for script in &component.scripts {
        line("override", &format!("{} script: {}", script.name, printable(&script.why)));
    }
    if !component.services.is_empty() {
        line("services", &services(&component.services));
    }
    let facts = [("framework", &component.framework), ("packages", &component.package_manager)];
    for (label, value) in facts {
        if let Some(value) = value {
            line(label, &printable(value));
        }
    }
    if component.languages.len() > 1 {
        line("languages", &printable(&component.languages.join(", ")));
    }
    out.push_str(&because(&component.evidence, paint));
    for alternative in &component.alternatives {
        let what = if alternative.strategy == Strategy::Source {
            &alternative.language
        } else {
            alternative.strategy.as_str()
        };
        let text = format!("{} {} ({})", printable(what), alternative.score, printable(&alternative.reason));
        _ = writeln!(out, "  {:LABEL$} {}", "instead of", paint.faint(text));
        if let Some(decides) = &alternative.decides {
            _ = writeln!(out, "  {:LABEL$} {}", "", paint.faint(printable(decides)));
        }
    }
    for finding in &component.warnings {
        out.push_str(&warning(finding, paint));
    }
}

fn headline(component: &Component, paint: Paint) -> String {
    let version = component.version.as_ref().and_then(|version| version.resolved.as_ref().or(version.asked.as_ref()));
    let name = match version {
        Some(version) => format!("{} {}", component.language, version),
        None => component.language.clone(),
    };
    let place = if component.path == "." {
        String::new()
    } else {
        format!("   in {}", paint.place(printable(&component.path)))
    };
    format!("{}   score {}{place}\n", paint.strong(printable(&name)), component.score)
}

fn builder(component: &Component, paint: Paint) -> String {
    let Some(builder) = &component.builder else { return no_builder(component) };
    let name = paint.good(format_args!("{}:{}", builder.stream, builder.tag));
    let asked = component.version.as_ref().and_then(|version| version.asked.as_ref().zip(version.from.as_ref()));
    let from = asked.map_or_else(String::new, |(_, from)| format!(", {}", place(&from.path, from.line)));
    format!("image stream {name}   ({}{})", printable(&builder.reason), printable(&from))
}

/// What builds a component that no image stream is for.
fn no_builder(component: &Component) -> String {
    let language = printable(&component.language);
    match component.dockerfile.as_ref().and_then(|offer| offer.from.first()) {
        Some(image) => {
            let image = printable(image);
            format!("none: no image stream builds {language} here; `fieldmark dockerfile` writes one from {image}")
        }
        None => format!("none: no image stream builds {language}"),
    }
}

fn start(component: &Component, paint: Paint) -> String {
    let start = &component.start;
    let ports: Vec<String> = start.ports.iter().map(u16::to_string).collect();
    let on = match ports.len() {
        0 => String::new(),
        1 => format!(" on port {}", ports[0]),
        _ => format!(" on ports {}", ports.join(", ")),
    };
    let origin = match start.origin {
        Origin::BuilderDefault => "builder default; no override needed",
        Origin::Declared => "declared by the repository",
        Origin::Told => "told",
        Origin::Override => "by an override of the builder's run script",
        Origin::Unknown if component.starts_by_dockerfile() => "as that Dockerfile says",
        Origin::Unknown => "not what the builder does by itself",
    };
    match &start.command {
        Some(command) => format!("{}{on}   ({origin})", paint.strong(printable(command))),
        None => format!("not known{on}"),
    }
}

fn declared(declaration: &Declaration, paint: Paint) -> String {
    let from = declaration.from.as_ref().map_or_else(String::new, |from| format!(", {}", place(&from.path, from.line)));
    let told = format!("({}{})", printable(&declaration.plugin), printable(&from));
    format!("{}   {}", printable(&declaration.command), paint.faint(told))
}

fn services(services: &[Service]) -> String {
    let named = services.iter().map(|service| {
        let version = service.version.as_ref().map_or_else(String::new, |version| format!(" {version}"));
        let scope = if service.development { " (development)" } else { "" };
        format!("{}{version}{scope}", service.name)
    });
    printable(&named.collect::<Vec<_>>().join(", ")).into_owned()
}

fn because(evidence: &[Reason], paint: Paint) -> String {
    let places: Vec<String> = evidence
        .iter()
        .map(|reason| reason.path.as_ref().map_or_else(String::new, |path| place(path, reason.line)))
        .collect();
    let place_width = places.iter().map(|place| printable(place).chars().count()).max().unwrap_or(0).min(48);
    let note_width = evidence.iter().map(|reason| reason.note.chars().count()).max().unwrap_or(0).min(72);
    let mut out = String::new();
    for (index, (reason, place)) in evidence.iter().zip(&places).enumerate() {
        let label = if index == 0 { "because" } else { "" };
        let (place, note) = (printable(place), printable(&reason.note));
        let padding = " ".repeat(place_width.saturating_sub(place.chars().count()));
        let gap = " ".repeat(note_width.saturating_sub(note.chars().count()));
        _ = writeln!(
            out,
            "  {label:LABEL$} {}{padding}  {note}{gap}  {}",
            paint.place(place),
            points(reason.points, paint)
        );
    }
    out
}

/// Points with their sign, coloured by it.
pub(crate) fn points(points: i32, paint: Paint) -> String {
    let text = format!("{points:+}");
    match points {
        0 => String::new(),
        1.. => paint.good(text),
        _ => paint.bad(text),
    }
}

fn place(path: &str, line: Option<u32>) -> String {
    line.map_or_else(|| path.to_owned(), |line| format!("{path}:{line}"))
}

pub(crate) fn warning(finding: &Finding, paint: Paint) -> String {
    let at = finding
        .path
        .as_ref()
        .filter(|path| *path != ".")
        .map_or_else(String::new, |path| format!(" {}", paint.place(printable(&place(path, finding.line)))));
    format!(
        "  {} {}{at} {}\n",
        paint.warning("warning:"),
        printable(&finding.note),
        paint.faint(format_args!("[{}]", printable(&finding.code)))
    )
}

fn skipped(decision: &Decision) -> String {
    let skipped = &decision.skipped;
    let counted = [
        (skipped.symbolic_links, "symbolic links"),
        (skipped.special_files, "pipes, sockets or devices"),
        (skipped.non_utf8_names, "names that are not UTF-8"),
        (skipped.unreadable, "unreadable directories"),
    ];
    let parts: Vec<String> =
        counted.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    if parts.is_empty() { String::new() } else { format!("  not looked at: {}\n", parts.join(", ")) }
}

#[cfg(test)]
mod tests;
