//! The text of a Dockerfile.

use crate::placeholder::filled;
use crate::quoting::{env_value, exec_form, is_literal, operands, shell_word};
use crate::{BuildStage, Template, UpstreamError, Variant};
use fieldmark_model::DockerfileOffer;
use std::collections::BTreeMap;

/// The user of the image: a number, so that a platform sees that it is not root. Its group is 0, as is that of the users
/// that OpenShift takes.
const USER: &str = "1001";
/// Where the application lies in the image.
const APPLICATION: &str = "/app";

/// What is known of the sources beside the decision.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context<'c> {
    /// Names that stand directly in the context directory; those of directories end with `/`. What is not among them is
    /// not copied ahead of the rest.
    pub entries: &'c [String],
}

/// Writes the Dockerfile that a decision offers.
///
/// # Errors
/// There is no such template, or a name of the repository cannot be in a Dockerfile.
pub fn render(offer: &DockerfileOffer, context: &Context<'_>) -> Result<String, UpstreamError> {
    let unknown = || UpstreamError::Unknown { template: offer.template.clone(), variant: offer.variant.clone() };
    let template = Template::bundled(&offer.template)?.ok_or_else(unknown)?;
    let variant = template.variants.iter().find(|variant| variant.name == offer.variant).ok_or_else(unknown)?;
    let mut writer = Writer { offer, lines: Vec::new() };
    writer.line(&format!(
        "# {} {}: written by fieldmark from the template {}.",
        template.title, offer.version, offer.template
    ));
    writer.line("# The context is the directory of the sources; name in .dockerignore what is not to be copied.");
    writer.build(variant, context)?;
    writer.run(variant)?;
    Ok(writer.lines.join("\n") + "\n")
}

struct Writer<'w> {
    offer: &'w DockerfileOffer,
    lines: Vec<String>,
}

impl Writer<'_> {
    fn line(&mut self, text: &str) {
        self.lines.push(text.to_owned());
    }

    fn build(&mut self, variant: &Variant, context: &Context<'_>) -> Result<(), UpstreamError> {
        let stage = &variant.build;
        self.line("");
        self.line(&format!("FROM {} AS build", self.plain(&stage.image)));
        if let Some(user) = &stage.user {
            self.line(&format!("USER {user}"));
        }
        self.line(&format!("WORKDIR {}", stage.directory));
        self.environment(&stage.environment);
        self.commands(&stage.tools)?;
        let copied = self.first(stage, context);
        if copied || stage.first.is_empty() {
            self.commands(&stage.fetch)?;
        }
        self.line("COPY . .");
        self.commands(&stage.steps)?;
        if variant.copied().any(|(_, to)| to == APPLICATION) {
            // OpenShift runs it as a user that nobody knows, of the group 0.
            self.line(&format!("RUN chmod -R g=u {APPLICATION}"));
        }
        Ok(())
    }

    /// Copies manifests ahead of the sources. Says whether there are any.
    fn first(&mut self, stage: &BuildStage, context: &Context<'_>) -> bool {
        let wanted = |entry: &&String| {
            let name = entry.trim_end_matches('/');
            is_literal(name) && stage.first.iter().any(|pattern| matches(pattern, name))
        };
        let (directories, mut files): (Vec<String>, Vec<String>) =
            context.entries.iter().filter(wanted).cloned().partition(|entry| entry.ends_with('/'));
        let any = !directories.is_empty() || !files.is_empty();
        for directory in directories {
            if let Some(operands) = operands(&[directory.clone(), format!("./{directory}")]) {
                self.line(&format!("COPY {operands}"));
            }
        }
        if !files.is_empty() {
            files.push("./".to_owned());
            if let Some(operands) = operands(&files) {
                self.line(&format!("COPY {operands}"));
            }
        }
        any
    }

    fn run(&mut self, variant: &Variant) -> Result<(), UpstreamError> {
        let stage = &variant.run;
        let has_application = variant.copied().any(|(_, to)| to == APPLICATION);
        self.line("");
        self.line(&format!("FROM {}", self.plain(&stage.image)));
        // Some images give their root up, and get it back only here.
        if !stage.tools.is_empty() {
            self.line("USER 0");
        }
        self.commands(&stage.tools)?;
        for (from, to) in variant.copied() {
            self.line(&format!("COPY --from=build --chown={USER}:0 {from} {to}"));
        }
        if has_application {
            self.line(&format!("WORKDIR {APPLICATION}"));
        }
        let mut environment = stage.environment.clone();
        let home = if has_application { APPLICATION } else { "/tmp" };
        environment.entry("HOME".to_owned()).or_insert_with(|| home.to_owned());
        if let Some(port) = self.offer.ports.first() {
            environment.insert("PORT".to_owned(), port.to_string());
        }
        self.environment(&environment);
        self.line(&format!("USER {USER}"));
        if !self.offer.ports.is_empty() {
            let ports: Vec<String> = self.offer.ports.iter().map(u16::to_string).collect();
            self.line(&format!("EXPOSE {}", ports.join(" ")));
        }
        if stage.entrypoint {
            self.line("ENTRYPOINT []");
        }
        self.command();
        Ok(())
    }

    /// The command; where nobody knows it, what is missing.
    fn command(&mut self) {
        match self.offer.start.as_deref().filter(|start| !start.trim().is_empty()) {
            Some(start) => self.line(&format!("CMD {}", exec_form(start))),
            None => {
                self.line("# How the application starts is not known. Say it in this form:");
                self.line("# CMD [\"program\", \"argument\"]");
            }
        }
    }

    fn environment(&mut self, variables: &BTreeMap<String, String>) {
        for (name, value) in variables {
            let value = env_value(&self.plain(value));
            self.line(&format!("ENV {name}={value}"));
        }
    }

    fn commands(&mut self, commands: &[String]) -> Result<(), UpstreamError> {
        for command in commands {
            let line = format!("RUN {}", self.quoted(command)?);
            self.line(&line);
        }
        Ok(())
    }

    /// A text with what is no text of the repository.
    fn plain(&self, text: &str) -> String {
        let port = self.offer.ports.first().map(u16::to_string).unwrap_or_default();
        text.replace("{version}", &self.offer.version).replace("{port}", &port)
    }

    /// A command with everything, as words of a shell.
    fn quoted(&self, command: &str) -> Result<String, UpstreamError> {
        let word = |what, text: &Option<String>| shell_word(what, text.as_deref().unwrap_or("."));
        let program = word("the program", &self.offer.program)?;
        let output = word("the directory", &self.offer.output)?;
        let value = |name: &str| match name {
            "program" => Some(program.clone()),
            "output" => Some(output.clone()),
            "version" | "port" => Some(self.plain(&format!("{{{name}}}"))),
            _ => None,
        };
        Ok(filled(command, value).unwrap_or_default())
    }
}

impl Variant {
    /// What the stage that runs gets from the one that builds, and where to.
    fn copied(&self) -> impl Iterator<Item = (&str, &str)> {
        let own = self.run.copy.iter().map(|text| text.split_once(':').unwrap_or((text, text)));
        own.chain(self.run.copy.is_empty().then_some((APPLICATION, APPLICATION)))
    }
}

/// Whether a pattern with at most one `*` stands for a name.
fn matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((before, after)) => {
            name.len() >= before.len() + after.len() && name.starts_with(before) && name.ends_with(after)
        }
    }
}
