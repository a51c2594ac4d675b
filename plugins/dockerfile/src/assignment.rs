//! Assignments: what `ENV` and `ARG` do to the variables.

use crate::expansion::{self, Scope};

/// `ENV NAME value` or `ENV NAME=value …`; all of a line see the values from before it. The names that were set.
pub fn environment(scope: &mut Scope, arguments: &str, escape: char) -> Vec<String> {
    let first = arguments.split_whitespace().next().unwrap_or_default();
    if !first.contains('=') {
        let (name, value) = arguments.split_once(char::is_whitespace).unwrap_or((arguments, ""));
        let value = expansion::word(value.trim(), scope, escape).0;
        scope.set_environment(name.to_owned(), value);
        return vec![name.to_owned()];
    }
    let expand = |value: Option<&str>| expansion::word(value.unwrap_or_default(), scope, escape).0;
    let assigned: Vec<_> =
        pairs(arguments, escape).into_iter().map(|(name, value)| (name.to_owned(), expand(value))).collect();
    let names = assigned.iter().map(|(name, _)| name.clone()).collect();
    for (name, value) in assigned {
        scope.set_environment(name, value);
    }
    names
}

/// `ARG NAME`, `ARG NAME=default …`. Without a default the value of a global argument is in force.
pub fn argument(scope: &mut Scope, globals: &Scope, arguments: &str, escape: char) {
    for (name, value) in pairs(arguments, escape) {
        let value = match value {
            Some(value) => Some(expansion::word(value, scope, escape).0),
            None => globals.get(name).map(str::to_owned),
        };
        if let Some(value) = value {
            scope.set_argument(name.to_owned(), value);
        }
    }
}

/// `NAME=value` and `NAME` words of a line; blanks in quotes or after the escape sign belong to the value.
fn pairs(text: &str, escape: char) -> Vec<(&str, Option<&str>)> {
    let mut words = Vec::new();
    let (mut start, mut quote, mut escaped) = (None, None, false);
    for (at, c) in text.char_indices() {
        if c.is_whitespace() && quote.is_none() && !escaped {
            words.extend(start.take().map(|start| &text[start..at]));
            continue;
        }
        start.get_or_insert(at);
        if escaped {
            escaped = false;
        } else if c == escape && quote != Some('\'') {
            escaped = true;
        } else if quote == Some(c) {
            quote = None;
        } else if quote.is_none() && matches!(c, '"' | '\'') {
            quote = Some(c);
        }
    }
    words.extend(start.map(|start| &text[start..]));
    words
        .into_iter()
        .map(|word| word.split_once('=').map_or((word, None), |(name, value)| (name, Some(value))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_env_are_understood() {
        let mut scope = Scope::default();
        environment(&mut scope, "A b  c", '\\');
        environment(&mut scope, "B=1 C=\"2 3\" D=4\\ 5 E='$A' F=$A", '\\');
        let value = |name| scope.get(name).unwrap_or("-");
        assert_eq!([value("A"), value("B"), value("C"), value("D")], ["b  c", "1", "2 3", "4 5"]);
        assert_eq!([value("E"), value("F"), value("G")], ["$A", "b  c", "-"]);
    }

    #[test]
    fn argument_without_default_takes_the_global_value() {
        let (mut globals, mut scope) = (Scope::default(), Scope::default());
        argument(&mut globals, &Scope::default(), "A=1 B=2", '\\');
        argument(&mut scope, &globals, "A B=${A}x C", '\\');
        assert_eq!((scope.get("A"), scope.get("B"), scope.get("C")), (Some("1"), Some("1x"), None));
    }
}
