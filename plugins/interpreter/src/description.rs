//! The detector as it comes from the host.

use fieldmark_sdk::{Document, Failure, Node, Settings};

/// Name of the setting.
const SETTING: &str = "detector";

/// Reads the setting.
///
/// # Errors
/// The plugin was asked in nobody's name, or with something that is no JSON.
pub fn read(settings: &Settings) -> Result<Document, Failure> {
    let failure = |detail: String| Failure { code: "interpreter.no-detector".to_owned(), detail, hint: None };
    let text = settings.get(SETTING).ok_or_else(|| failure("no detector was handed over".to_owned()))?;
    Document::from_json(text).map_err(|problem| failure(format!("the detector cannot be read: {problem}")))
}

/// A detector.
#[derive(Clone, Copy)]
pub struct Description<'d> {
    document: &'d Document,
}

/// One rule of a detector: a table of the host's `Detector`.
#[derive(Clone, Copy)]
pub struct Rule<'d> {
    node: &'d Node,
}

impl<'d> Description<'d> {
    /// Over the document that the host made.
    pub const fn new(document: &'d Document) -> Self {
        Self { document }
    }

    /// The table `[detector]`.
    pub fn subject(&self) -> Rule<'d> {
        Rule { node: self.document.get(&["detector"]).unwrap_or(self.document.root()) }
    }

    /// Its id, which evidence codes begin with.
    pub fn id(&self) -> &'d str {
        self.subject().text("id").unwrap_or_default()
    }

    /// Canonical name of the language.
    pub fn language(&self) -> &'d str {
        self.subject().text("language").unwrap_or(self.id())
    }

    /// The rules of one kind.
    pub fn rules(&self, kind: &str) -> impl Iterator<Item = Rule<'d>> + use<'d> {
        self.document.get(&[kind]).map_or(&[][..], Node::items).iter().map(|node| Rule { node })
    }
}

impl<'d> Rule<'d> {
    /// A text.
    pub fn text(&self, key: &str) -> Option<&'d str> {
        self.node.get(&[key])?.text()
    }

    /// A number as it is written.
    pub fn number(&self, key: &str) -> Option<&'d str> {
        self.node.get(&[key])?.scalar()
    }

    /// Whether a key is set.
    pub fn is(&self, key: &str) -> bool {
        self.node.get(&[key]).is_some_and(Node::is_true)
    }

    /// The texts of a list.
    pub fn texts(&self, key: &str) -> impl Iterator<Item = &'d str> + use<'d> {
        self.node.get(&[key]).map_or(&[][..], Node::items).iter().filter_map(Node::text)
    }

    /// The texts of a table, each with its key.
    pub fn texts_by_name(&self, key: &str) -> impl Iterator<Item = (&'d str, &'d str)> + use<'d> {
        let entries = self.node.get(&[key]).map_or(&[][..], Node::entries).iter();
        entries.filter_map(|entry| Some((entry.key.as_str(), entry.node.text()?)))
    }

    /// Whether there is such a key at all.
    pub fn has(&self, key: &str) -> bool {
        self.node.get(&[key]).is_some()
    }
}
