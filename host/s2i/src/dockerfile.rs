//! A plan as the text of a Dockerfile (s2i.md 11).

#[cfg(test)]
mod tests;

use crate::quoting::{env_value, go_quoted, operands, shell_word};
use crate::{Plan, PlannedScript, RuntimeStage, S2iError, Script, ScriptOrigin};

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
    match &plan.runtime {
        None => {
            text.line(format!("FROM {}", plan.builder));
            text.labels(compat);
            text.environment()?;
            text.ports(compat);
            text.copies(injections)?;
            text.user(&plan.user);
            text.assemble(injections);
        }
        Some(runtime) => {
            text.line(format!("FROM {} as build", plan.builder));
            text.environment()?;
            text.copies(injections)?;
            text.user(&plan.user);
            text.assemble(injections);
            text.line(format!("FROM {}", runtime.image));
            text.labels(compat);
            text.environment()?;
            text.ports(compat);
            text.prepared(runtime)?;
        }
    }
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
        self.copy_for(&self.plan.user, more, from, to)
    }

    fn copy_for(&mut self, user: &str, more: &str, from: &str, to: &str) -> Result<(), S2iError> {
        let operands = operands(from, to)?;
        self.line(format!("COPY --chown={user}:0 {more}{operands}"));
        Ok(())
    }

    /// Downloads by whoever builds the image; what is downloaded is not executable by itself.
    fn downloads(&mut self, scripts: &[PlannedScript], user: &str) {
        let addresses = scripts.iter().filter_map(|planned| Some((planned.address.as_deref()?, &planned.path)));
        for (index, (address, path)) in addresses.enumerate() {
            if index == 0 {
                self.line("# Downloading assemble/run scripts");
            }
            self.line(format!("ADD --chown={user}:0 --chmod=0755 {address} {}", shell_word(path)));
        }
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
        self.user(&self.plan.user);
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

    fn environment(&mut self) -> Result<(), S2iError> {
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
        Ok(())
    }

    fn ports(&mut self, compat: bool) {
        if !compat && !self.plan.ports.is_empty() {
            let ports: Vec<String> = self.plan.ports.iter().map(ToString::to_string).collect();
            self.line(format!("EXPOSE {}", ports.join(" ")));
        }
    }

    fn copies(&mut self, injections: &[Staged]) -> Result<(), S2iError> {
        let destination = self.plan.destination.clone();
        if self.plan.previous.is_some() {
            self.copy("--from=cached ", ARTIFACTS, ARTIFACTS)?;
        }
        let is_there = |planned: &PlannedScript| planned.origin != ScriptOrigin::Image && planned.address.is_none();
        if self.plan.scripts.iter().any(is_there) {
            self.line("# Copying in override assemble/run scripts");
            self.copy("", "upload/scripts", &format!("{destination}/scripts"))?;
        }
        self.downloads(&self.plan.scripts, &self.plan.user);
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

    fn user(&mut self, user: &str) {
        if user != "root" {
            self.line(format!("USER {user}"));
        }
    }

    /// What was built, in the runtime image (s2i.md 12). Relative places are below its working directory.
    fn prepared(&mut self, runtime: &RuntimeStage) -> Result<(), S2iError> {
        self.line("# Copying in what was built");
        for artifact in &runtime.artifacts {
            let segments = artifact.destination.split('/').filter(|segment| !matches!(*segment, "" | "."));
            let place: String = segments.map(|segment| format!("{segment}/")).collect();
            self.copy_for(&runtime.user, "--from=build ", &artifact.source, &format!("./{place}"))?;
        }
        for planned in &runtime.scripts {
            if planned.origin != ScriptOrigin::Image && planned.address.is_none() {
                let from = format!("upload/scripts/{}", planned.script.as_str());
                self.copy_for(&runtime.user, "", &from, &planned.path)?;
            }
        }
        self.downloads(&runtime.scripts, &runtime.user);
        self.user(&runtime.user);
        self.origin(Script::AssembleRuntime, "Assemble-runtime");
        self.line(format!("RUN {}", self.path(Script::AssembleRuntime)));
        Ok(())
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
