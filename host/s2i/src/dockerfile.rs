//! A plan as the text of a Dockerfile (s2i.md 11).

#[cfg(test)]
mod tests;

use crate::quoting::{env_value, go_quoted, operands, shell_word};
use crate::{Plan, S2iError, Script, ScriptOrigin};

/// Where artifacts of the build before wait in the image.
const ARTIFACTS: &str = "/tmp/artifacts.tar";

/// An injection as it lies in the build context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Staged {
    /// Directory relative to the context.
    pub(crate) from: String,
    /// Directory of the image.
    pub(crate) to: String,
    /// Files below it.
    pub(crate) files: Vec<String>,
}

/// The text of a plan without injections, which are known only once they are copied.
///
/// # Errors
/// A path has a character that a Dockerfile cannot hold.
pub fn dockerfile(plan: &Plan) -> Result<String, S2iError> {
    write(plan, &[], false)
}

/// The text of a plan. `compat` leaves `$` of labels as upstream does.
pub(crate) fn write(plan: &Plan, injections: &[Staged], compat: bool) -> Result<String, S2iError> {
    let mut text = Text { plan, lines: Vec::new() };
    text.cached()?;
    text.line(format!("FROM {}", plan.builder));
    text.labels(compat);
    text.environment(compat)?;
    text.copies(injections)?;
    text.user();
    text.assemble(injections);
    text.run();
    let mut out = text.lines.join("\n");
    out.push('\n');
    Ok(out)
}

struct Text<'p> {
    plan: &'p Plan,
    lines: Vec<String>,
}

impl Text<'_> {
    fn line(&mut self, line: impl Into<String>) {
        self.lines.push(line.into());
    }

    fn has_own(&self, script: Script) -> bool {
        self.plan.script(script).is_some_and(|planned| planned.origin != ScriptOrigin::Image)
    }

    fn path(&self, script: Script) -> String {
        shell_word(self.plan.script(script).map_or("", |planned| planned.path.as_str()))
    }

    fn copy(&mut self, more: &str, from: &str, to: &str) -> Result<(), S2iError> {
        let operands = operands(from, to)?;
        self.line(format!("COPY --chown={}:0 {more}{operands}", self.plan.user));
        Ok(())
    }

    /// The stage that saves artifacts of the build before.
    fn cached(&mut self) -> Result<(), S2iError> {
        let Some(previous) = &self.plan.previous else { return Ok(()) };
        self.line(format!("FROM {previous} as cached"));
        if self.has_own(Script::SaveArtifacts) {
            self.line("# Copying in override save-artifacts script");
            let to = format!("{}/scripts/save-artifacts", self.plan.destination);
            self.copy("", "upload/scripts/save-artifacts", &to)?;
        } else {
            self.line("# Save-artifacts script sourced from builder image based on user input or image metadata.");
        }
        self.user();
        let script = self.path(Script::SaveArtifacts);
        self.line(format!("RUN if [ -s {script} ]; then {script} > {ARTIFACTS}; else touch {ARTIFACTS}; fi"));
        Ok(())
    }

    fn labels(&mut self, compat: bool) {
        let quoted = |text: &String| {
            let quoted = go_quoted(text);
            if compat { quoted } else { quoted.replace('$', "\\$") }
        };
        let pairs: Vec<String> =
            self.plan.labels.iter().map(|(name, value)| format!("{}={}", quoted(name), quoted(value))).collect();
        if !pairs.is_empty() {
            self.line(format!("LABEL {}", pairs.join(" \\\n      ")));
        }
    }

    fn environment(&mut self, compat: bool) -> Result<(), S2iError> {
        let mut pairs = Vec::new();
        for variable in &self.plan.environment {
            if variable.name.contains('\n') || variable.value.contains('\n') {
                return Err(S2iError::Text { what: "the variable", text: variable.name.clone() });
            }
            pairs.push(format!("{}={}", variable.name, env_value(&variable.value)));
        }
        if !pairs.is_empty() {
            self.line(format!("ENV {}", pairs.join(" \\\n    ")));
        } else {
            // What takes the place of the instruction (recorded).
            self.line("");
        }
        if !compat && !self.plan.ports.is_empty() {
            let ports: Vec<String> = self.plan.ports.iter().map(ToString::to_string).collect();
            self.line(format!("EXPOSE {}", ports.join(" ")));
        }
        Ok(())
    }

    fn copies(&mut self, injections: &[Staged]) -> Result<(), S2iError> {
        let destination = self.plan.destination.clone();
        if self.plan.previous.is_some() {
            self.copy("--from=cached ", ARTIFACTS, ARTIFACTS)?;
        }
        if Script::ALL.into_iter().any(|script| self.has_own(script)) {
            self.line("# Copying in override assemble/run scripts");
            self.copy("", "upload/scripts", &format!("{destination}/scripts"))?;
        }
        self.line("# Copying in source code");
        self.copy("", "upload/src", &format!("{destination}/src"))?;
        if !injections.is_empty() {
            self.line("# Copying in injected content");
        }
        for injection in injections {
            self.copy("", &injection.from, &injection.to)?;
        }
        Ok(())
    }

    fn user(&mut self) {
        if self.plan.user != "root" {
            self.line(format!("USER {}", self.plan.user));
        }
    }

    fn assemble(&mut self, injections: &[Staged]) {
        if self.plan.previous.is_some() {
            let artifacts = shell_word(&format!("{}/artifacts", self.plan.destination));
            self.line("# Extract artifact content");
            self.line(format!(
                "RUN if [ -s {ARTIFACTS} ]; then mkdir -p {artifacts}; tar -xf {ARTIFACTS} -C {artifacts}; fi && \\"
            ));
            self.line(format!("    rm {ARTIFACTS}"));
        }
        self.origin(Script::Assemble, "Assemble");
        self.line(format!("RUN {}", self.path(Script::Assemble)));
        let files: Vec<String> = injections
            .iter()
            .flat_map(|injection| {
                injection.files.iter().map(|file| format!("rm {}", shell_word(&format!("{}/{file}", injection.to))))
            })
            .collect();
        if !files.is_empty() {
            self.line("# Cleaning up injected secret content");
            self.line(format!("RUN {}", files.join(" && \\\n    ")));
        }
    }

    fn run(&mut self) {
        self.origin(Script::Run, "Run");
        self.line(format!("CMD {}", self.path(Script::Run)));
    }

    fn origin(&mut self, script: Script, name: &str) {
        if !self.has_own(script) {
            self.line(format!("# {name} script sourced from builder image based on user input or image metadata."));
            self.line("# If this file does not exist in the image, the build will fail.");
        }
    }
}
