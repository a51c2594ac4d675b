//! The last stage by itself, as `oc new-app` reads it for the ports of an application (new-app.md 8.4).
//!
//! It differs from what the image really exposes: nothing is taken over from another stage of the file, build arguments
//! from before the first `FROM` are known without being asked for, and port 0 is a port.

use crate::assignment;
use crate::expansion::{self, Scope};
use crate::instruction::Instruction;
use crate::port::{self, Port};
use crate::stage::Stated;

/// The ports of `EXPOSE` in the last stage, each once.
#[must_use]
pub fn ports(instructions: &[Instruction], escape: char) -> Vec<Stated<Port>> {
    let is_from = |instruction: &Instruction| instruction.keyword == "FROM";
    let Some(last) = instructions.iter().rposition(is_from) else { return Vec::new() };
    let first = instructions.iter().position(is_from).unwrap_or(last);
    let mut globals = Scope::default();
    for argument in instructions[..first].iter().filter(|instruction| instruction.keyword == "ARG") {
        assignment::argument(&mut globals, &Scope::default(), &argument.arguments, escape);
    }
    let mut scope = globals.clone();
    let mut ports: Vec<Stated<Port>> = Vec::new();
    for Instruction { keyword, arguments, line, .. } in &instructions[last + 1..] {
        match keyword.as_str() {
            "ARG" => assignment::argument(&mut scope, &globals, arguments, escape),
            "ENV" => drop(assignment::environment(&mut scope, arguments, escape)),
            "EXPOSE" => {
                let words = expansion::words(arguments, &scope, escape).words;
                for port in words.iter().filter_map(|word| port::parse(word)) {
                    if ports.iter().all(|known| known.value != port) {
                        ports.push(Stated { value: port, line: *line });
                    }
                }
            }
            _ => {}
        }
    }
    ports
}
