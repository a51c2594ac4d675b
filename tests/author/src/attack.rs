//! What a hostile plugin does, and how that must end.

/// One thing that the hostile plugin of every language does when it is asked to (`hostile/<language>`).
#[derive(Debug, Clone, Copy)]
pub struct Attack {
    /// Its name: the file `@<name>` asks for it.
    pub name: &'static str,
    /// What it is aimed at: keys of budgets, functions of the contract's imports, fields of what `detect` returns.
    pub on: &'static [&'static str],
    /// How it ends.
    pub ends: End,
    /// Languages in which it ends in another way.
    pub except: &'static [(&'static str, End)],
}

/// How an attack ends. In each case the others say what they say without the plugin.
#[derive(Debug, Clone, Copy)]
pub enum End {
    /// The plugin gives no verdict: one warning of this code, whose line holds this text.
    Error(&'static str, &'static str),
    /// The plugin lives, and logged what the host answered: these lines.
    Lives(&'static [&'static str]),
    /// The plugin lives, and lines that it logged were dropped.
    Dropped,
    /// The verdict counts, with a warning of this code.
    Warned(&'static str),
    /// The language cannot express it: why.
    Cannot(&'static str),
}

impl Attack {
    /// How it ends in a language.
    #[must_use]
    pub fn end(&self, language: &str) -> End {
        let exception = self.except.iter().find(|(name, _)| *name == language);
        exception.map_or(self.ends, |(_, end)| *end)
    }
}
