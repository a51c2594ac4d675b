//! Where the pipeline asks to be run, in which images, and with which tools.

use crate::context::{Mention, mentions};
use fieldmark_sdk::token::{Kind, Token};

/// Most facts of a pipeline that are stated: one with more repeats itself.
const MAX_FACTS: usize = 32;

/// Words that stand after `agent`, or open its block, and say all.
const KINDS: [&str; 4] = ["any", "none", "dockerfile", "kubernetes"];

/// Blocks in which a label is that of an agent; anywhere else it names a step or a commit.
const WITH_LABEL: [&str; 5] = ["agent", "node", "docker", "dockerfile", "kubernetes"];

/// A fact of a pipeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Name of the attribute.
    pub name: &'static str,
    /// Its value.
    pub value: String,
    /// Its line, counted from 1.
    pub line: u32,
}

/// Agents, images and tools of a pipeline, each once, in the order of the file.
pub fn facts(tokens: &[Token<'_>]) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    for mention in mentions(tokens) {
        for (name, value, line) in stated(&mention) {
            if facts.len() < MAX_FACTS && !facts.iter().any(|fact| fact.name == name && fact.value == value) {
                facts.push(Fact { name, value, line });
            }
        }
    }
    facts
}

fn stated(mention: &Mention<'_, '_>) -> Vec<(&'static str, String, u32)> {
    let one = |name, value: Option<&str>| value.map(|value| (name, value.to_owned(), mention.line));
    let found = match (mention.word, mention.inside) {
        ("agent", _) => one("agent", kind(mention.after)),
        ("node", _) => one("agent", mention.given()),
        ("label", inside) if WITH_LABEL.contains(&inside) => one("agent", mention.given()),
        ("label", "podTemplate") => one("agent", mention.named()),
        ("docker", "agent") | ("image", "docker") | ("docker.image", _) => one("agent-image", mention.given()),
        ("image", "containerTemplate") => one("agent-image", mention.named()),
        ("yaml", "kubernetes" | "podTemplate") => {
            let images = pod_images(mention.text().unwrap_or_default());
            return images.map(|(image, line)| ("agent-image", image.to_owned(), mention.line + line)).collect();
        }
        ("tool", _) => one("tool", mention.given()).or_else(|| tool(mention.after).map(|(n, v)| (n, v, mention.line))),
        (kind, "tools") => mention.given().map(|tool| ("tool", format!("{kind} {tool}"), mention.line)),
        _ => None,
    };
    found.into_iter().collect()
}

/// `agent any`, `agent { kubernetes …`
fn kind<'t>(after: &[Token<'t>]) -> Option<&'t str> {
    let word = match after {
        [Token { kind: Kind::Sign('{'), .. }, Token { kind: Kind::Word(word), .. }, ..] => *word,
        [Token { kind: Kind::Word(word), .. }, ..] => *word,
        _ => return None,
    };
    KINDS.contains(&word).then_some(word)
}

/// `tool name: 'M3', type: 'maven'`
fn tool(after: &[Token<'_>]) -> Option<(&'static str, String)> {
    let after = match after {
        [Token { kind: Kind::Sign('('), .. }, after @ ..] => after,
        after => after,
    };
    let argument = |name: &str| {
        after[..after.len().min(8)].windows(3).find_map(|three| match three {
            [a, b, c] if a.kind == Kind::Word(name) && b.kind == Kind::Sign(':') => match c.kind {
                Kind::Text(text) if !text.contains('$') => Some(text),
                _ => None,
            },
            _ => None,
        })
    };
    let name = argument("name")?;
    Some(("tool", argument("type").map_or_else(|| name.to_owned(), |kind| format!("{kind} {name}"))))
}

/// Images of a pod's definition, with the number of lines before them.
fn pod_images(text: &str) -> impl Iterator<Item = (&str, u32)> {
    text.lines().zip(0..).filter_map(|(line, number)| {
        let value = line.trim_start().trim_start_matches("- ").trim_start().strip_prefix("image:")?;
        let value = value.split(" #").next()?.trim().trim_matches(['"', '\'']);
        (!value.is_empty() && !value.contains(['$', ' '])).then_some((value, number))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let tokens = fieldmark_sdk::token::read(text, fieldmark_sdk::token::GROOVY);
        facts(&tokens).into_iter().map(|fact| format!("{} {} @{}", fact.name, fact.value, fact.line)).collect()
    }

    #[test]
    fn agents_images_and_tools_are_found_where_they_are_asked_for() {
        let cases: &[(&str, &[&str])] = &[
            ("pipeline { agent any }", &["agent any @1"]),
            (
                "pipeline { agent none; stages { stage('x') { agent { label 'big' } } } }",
                &["agent none @1", "agent big @1"],
            ),
            ("agent { docker { image 'maven:3'\n label 'd' } }", &["agent-image maven:3 @1", "agent d @2"]),
            ("agent { docker 'node:20' }", &["agent-image node:20 @1"]),
            ("agent { dockerfile true }", &["agent dockerfile @1"]),
            ("agent { dockerfile { filename 'F'; label 'l' } }", &["agent dockerfile @1", "agent l @1"]),
            ("agent { node { label 'a && b' } }", &["agent a && b @1"]),
            (
                "agent { kubernetes { yaml '''\nspec:\n containers:\n - image: \"maven:3.9\" # x\n - name: b\n   image: node:20\n   image: $x\n''' } }",
                &["agent kubernetes @1", "agent-image maven:3.9 @4", "agent-image node:20 @6"],
            ),
            ("podTemplate(yaml: '''\n- image: a:1''') { node(POD_LABEL) { } }", &["agent-image a:1 @2"]),
            (
                "podTemplate(label: 'p', containers: [\n containerTemplate(name: 'm', image: 'm:1'),\n \
                 containerTemplate(image: 'n:2', name: 'n')]) { node('p') { } }",
                &["agent p @1", "agent-image m:1 @2", "agent-image n:2 @3"],
            ),
            ("node('a') { docker.image(\"x:1\").inside { } }\nnode('a') { }", &["agent a @1", "agent-image x:1 @1"]),
            (
                "node('a') {\n docker.withRegistry('u', 'c') { docker.image('y').pull() } }",
                &["agent a @1", "agent-image y @2"],
            ),
            ("node(\"${b}\") { docker.image(\"x:${v}\") }", &[]),
            ("tools { maven 'M3'\n jdk 'jdk 21' }", &["tool maven M3 @1", "tool jdk jdk 21 @2"]),
            (
                "node { def m = tool 'M3'; tool name: 'J', type: 'jdk'; tool(name: 'G') }",
                &["tool M3 @1", "tool jdk J @1", "tool G @1"],
            ),
            ("node { sh label: 'Build', script: 'x'; sh(label: 'y', script: 'label z') }", &[]),
            ("// agent { label 'a' }\n/* node('b') */ def s = \"node('c')\"", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(found(text), *expected, "{text}");
        }
    }
}
