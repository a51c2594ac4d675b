//! XML in which every element knows its line.

use crate::Place;
use roxmltree::{Document, Node, ParsingOptions};

/// A parsed XML file.
pub struct Xml<'r> {
    document: Document<'r>,
    /// Where each line ends: counting lines from the beginning for every element would take the square of the file.
    line_ends: Vec<usize>,
    path: u32,
}

/// An element of an [`Xml`] file. Namespaces are passed over: build files use one or none, and mix them up.
#[derive(Clone, Copy)]
pub struct Element<'x, 'r> {
    node: Node<'x, 'r>,
    line_ends: &'x [usize],
    path: u32,
}

impl<'r> Xml<'r> {
    pub(crate) fn parse(text: &'r str, path: u32) -> Result<Self, (u32, String)> {
        // A document type is allowed (old build files carry one); nothing outside the text is ever fetched, and
        // entities are bounded by the parser.
        let options = ParsingOptions { allow_dtd: true, nodes_limit: 200_000, ..ParsingOptions::default() };
        let document =
            Document::parse_with_options(text, options).map_err(|error| (error.pos().row, error.to_string()))?;
        let line_ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect();
        Ok(Self { document, line_ends, path })
    }

    /// The outermost element.
    #[must_use]
    pub fn root(&self) -> Element<'_, 'r> {
        Element { node: self.document.root_element(), line_ends: &self.line_ends, path: self.path }
    }
}

impl<'x, 'r> Element<'x, 'r> {
    /// Name without its prefix.
    #[must_use]
    pub fn name(&self) -> &'x str {
        self.node.tag_name().name()
    }

    /// Where it stands.
    #[must_use]
    pub fn at(&self) -> Place {
        let start = self.node.range().start;
        let before = self.line_ends.partition_point(|end| *end < start);
        Place { path: Some(self.path), line: u32::try_from(before + 1).ok() }
    }

    /// Child elements.
    pub fn children(&self) -> impl Iterator<Item = Self> + use<'x, 'r> {
        let element = *self;
        self.node.children().filter(Node::is_element).map(move |node| Self { node, ..element })
    }

    /// All elements below this one, in the order of the file.
    pub fn descendants(&self) -> impl Iterator<Item = Self> + use<'x, 'r> {
        let element = *self;
        self.node.descendants().skip(1).filter(Node::is_element).map(move |node| Self { node, ..element })
    }

    /// First child element with this name.
    #[must_use]
    pub fn child(&self, name: &str) -> Option<Self> {
        self.children().find(|child| child.name() == name)
    }

    /// The element at a path of names below this one.
    #[must_use]
    pub fn get(&self, path: &[&str]) -> Option<Self> {
        path.iter().try_fold(*self, |element, name| element.child(name))
    }

    /// Text without outer blanks; empty when there is none.
    #[must_use]
    pub fn text(&self) -> &'x str {
        self.node.text().unwrap_or_default().trim()
    }

    /// Value of an attribute.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&'x str> {
        self.node.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_know_their_lines_with_and_without_namespace() {
        for head in ["<project>", "<project xmlns=\"http://maven.apache.org/POM/4.0.0\">"] {
            let text = format!("{head}\n <properties>\n  <java.version>17</java.version>\n </properties>\n</project>");
            let xml = Xml::parse(&text, 1).unwrap();
            let version = xml.root().get(&["properties", "java.version"]).unwrap();
            assert_eq!((version.text(), version.at().line), ("17", Some(3)));
        }
    }

    #[test]
    fn hostile_documents_are_errors_and_no_crash() {
        assert!(Xml::parse("<a>", 0).is_err());
        let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
        drop(Xml::parse(&deep, 0));
        let entities = "<!DOCTYPE a [<!ENTITY b \"x\"><!ENTITY c \"&b;&b;\"><!ENTITY d \"&c;&d;\">]><a>&d;</a>";
        assert!(Xml::parse(entities, 0).is_err());
    }
}
