//! Asking which of two close answers is meant (`--interactive`).

use fieldmark::{Component, Decision, Instructions, Told};
use std::io::{self, BufRead, Write};

/// Asks about every component that has a close second, and returns what was chosen where that is not the first.
///
/// An empty line, and the end of the input, take the first. A line that is no number of the list is asked again.
pub(crate) fn ask(
    decision: &Decision,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> io::Result<Option<Instructions>> {
    let mut told = Instructions::default();
    for component in &decision.components {
        let choices = choices(component);
        if choices.len() < 2 {
            continue;
        }
        let chosen = chosen(component, &choices, input, output)?;
        if chosen != component.plugin {
            let language = Some(Told { value: chosen.to_owned(), from: None });
            told.components.entry(component.path.clone()).or_default().language = language;
        }
    }
    Ok((!told.components.is_empty()).then_some(told))
}

/// One answer: id of the plugin, language, score, and what speaks for it.
struct Choice<'c> {
    plugin: &'c str,
    language: &'c str,
    score: u32,
    note: Option<&'c str>,
}

/// The first answer and those that are close.
fn choices(component: &Component) -> Vec<Choice<'_>> {
    let first = Choice { plugin: &component.plugin, language: &component.language, score: component.score, note: None };
    let close = component.alternatives.iter().filter(|alternative| alternative.decides.is_some());
    let others = close.map(|alternative| Choice {
        plugin: &alternative.plugin,
        language: &alternative.language,
        score: alternative.score,
        note: alternative.decides.as_deref(),
    });
    std::iter::once(first).chain(others).collect()
}

fn chosen<'c>(
    component: &Component,
    choices: &[Choice<'c>],
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> io::Result<&'c str> {
    writeln!(output, "{}: which is it?", fieldmark_render::printable(&component.path))?;
    for (number, choice) in (1..).zip(choices) {
        let note = choice.note.map(|note| format!("   {note}")).unwrap_or_default();
        let text = format!("{} (score {}){note}", choice.language, choice.score);
        writeln!(output, "  {number}  {}", fieldmark_render::printable(&text))?;
    }
    loop {
        write!(output, "number, or enter for 1: ")?;
        output.flush()?;
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 || line.trim().is_empty() {
            return Ok(choices[0].plugin);
        }
        let number: Option<usize> = line.trim().parse().ok();
        if let Some(choice) = number.and_then(|number| choices.get(number.checked_sub(1)?)) {
            return Ok(choice.plugin);
        }
    }
}

/// How to make what was chosen last: lines for the repository's `fieldmark.toml`.
pub(crate) fn lasting(told: &Instructions) -> String {
    let lines = told.components.iter().filter_map(|(path, part)| {
        let (path, language) = (quoted(path), quoted(&part.language.as_ref()?.value));
        Some(format!("[component.{path}]\nlanguage = {language}\n"))
    });
    format!("to make this last, put into fieldmark.toml:\n{}", lines.collect::<String>())
}

/// JSON writes a text as TOML does.
fn quoted(text: &str) -> String {
    fieldmark_render::json(&text).unwrap_or_default().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark::Alternative;

    fn decision() -> Decision {
        let engine = fieldmark::Engine::builder().build().unwrap();
        let explained =
            engine.detect_listing(["go.mod", "main.go"], Box::new(crate::source::NamesOnly), &Default::default());
        let mut decision = explained.unwrap().decision;
        let other = |plugin: &str, decides: Option<&str>| Alternative {
            plugin: plugin.to_owned(),
            language: plugin.to_owned(),
            score: 50,
            strategy: fieldmark::Strategy::Source,
            reason: "fewer".to_owned(),
            decides: decides.map(str::to_owned),
        };
        decision.components[0].alternatives = vec![other("far", None), other("near", Some("near without: x"))];
        decision
    }

    fn answered(text: &str) -> (Option<String>, String) {
        let mut output = Vec::new();
        let told = ask(&decision(), &mut text.as_bytes(), &mut output).unwrap();
        let chosen = told.map(|told| told.components["."].language.clone().unwrap().value);
        (chosen, String::from_utf8(output).unwrap())
    }

    #[test]
    fn close_answers_are_offered_and_the_chosen_one_is_told() {
        let (chosen, shown) = answered("2\n");
        assert_eq!(chosen.as_deref(), Some("near"));
        assert!(
            shown.contains("  1  go (score") && shown.contains("  2  near (score 50)   near without: x"),
            "{shown}"
        );
        assert!(!shown.contains("far"), "{shown}");
    }

    #[test]
    fn first_answer_stands_unless_another_is_chosen() {
        for text in ["", "\n", "1\n", "7\nx\n0\n\n"] {
            assert_eq!(answered(text).0, None, "{text:?}");
        }
        assert_eq!(answered("7\n").1.matches("number, or enter").count(), 2);
    }

    #[test]
    fn what_lasts_is_read_back() {
        let told = ask(&decision(), &mut "2\n".as_bytes(), &mut Vec::new()).unwrap().unwrap();
        let text = lasting(&told).split_once(":\n").unwrap().1.to_owned();
        let read = Instructions::parse(&text, None).unwrap();
        assert_eq!(read, told);
    }
}
