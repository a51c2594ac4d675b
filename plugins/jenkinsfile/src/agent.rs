//! Where the pipeline asks to be run.

use fieldmark_sdk::token::{Kind, Token};

/// Most agents that are stated: a pipeline with more repeats itself.
const MAX_AGENTS: usize = 16;

/// Words that stand after `agent`, or open its block, and say all.
const KINDS: [&str; 4] = ["any", "none", "dockerfile", "kubernetes"];

/// Words that a name of something follows as a string, and the attribute that it becomes.
const NAMED: &[(&str, &str)] = &[
    ("label", "agent"),
    ("node", "agent"),
    ("docker", "agent-image"),
    ("docker.image", "agent-image"),
    ("image", "agent-image"),
];

/// The agents of a pipeline: attribute, value and line, each value once.
pub fn agents<'t>(tokens: &[Token<'t>]) -> Vec<(&'static str, &'t str, u32)> {
    let mut agents: Vec<(&'static str, &'t str, u32)> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let Kind::Word(word) = token.kind else { continue };
        let found = if word == "agent" { kind(&tokens[at + 1..]) } else { named(word, &tokens[at + 1..]) };
        if let Some((name, value)) = found
            && agents.len() < MAX_AGENTS
            && agents.iter().all(|agent| (agent.0, agent.1) != (name, value))
        {
            agents.push((name, value, token.line));
        }
    }
    agents
}

/// `agent any`, `agent { kubernetes …`
fn kind<'t>(after: &[Token<'t>]) -> Option<(&'static str, &'t str)> {
    let word = match after {
        [Token { kind: Kind::Sign('{'), .. }, Token { kind: Kind::Word(word), .. }, ..] => *word,
        [Token { kind: Kind::Word(word), .. }, ..] => *word,
        _ => return None,
    };
    KINDS.contains(&word).then_some(("agent", word))
}

/// `label 'x'`, `node('x')`, `image: 'x'`. Names that are put together at run time are not known here.
fn named<'t>(word: &str, after: &[Token<'t>]) -> Option<(&'static str, &'t str)> {
    let (_, attribute) = NAMED.iter().find(|(name, _)| *name == word)?;
    let text = match after {
        [Token { kind: Kind::Text(text), .. }, ..]
        | [Token { kind: Kind::Sign('(' | ':'), .. }, Token { kind: Kind::Text(text), .. }, ..] => *text,
        _ => return None,
    };
    let plain = !text.is_empty() && !text.contains(['$', '\n']);
    plain.then_some((*attribute, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&'static str, String, u32)> {
        let tokens = fieldmark_sdk::token::read(text, fieldmark_sdk::token::GROOVY);
        agents(&tokens).into_iter().map(|(name, value, line)| (name, value.to_owned(), line)).collect()
    }

    #[test]
    fn declarative_agents_are_found() {
        let text = "pipeline {\n agent none\n stages {\n  agent { docker { image 'maven:3' } }\n\
                    agent { label 'big' }\n agent { dockerfile true }\n agent { docker 'node:20' }\n}}";
        let expected = [
            ("agent", "none".to_owned(), 2),
            ("agent-image", "maven:3".to_owned(), 4),
            ("agent", "big".to_owned(), 5),
            ("agent", "dockerfile".to_owned(), 6),
            ("agent-image", "node:20".to_owned(), 7),
        ];
        assert_eq!(found(text), expected);
    }

    #[test]
    fn scripted_agents_are_found_once() {
        let text = "node('a') { docker.image(\"x:1\").inside { } }\nnode('a') { }\nnode(\"${b}\") { }";
        assert_eq!(found(text), [("agent", "a".to_owned(), 1), ("agent-image", "x:1".to_owned(), 1)]);
        assert_eq!(found("containerTemplate(name: 'm', image: 'm:1')"), [("agent-image", "m:1".to_owned(), 1)]);
    }
}
