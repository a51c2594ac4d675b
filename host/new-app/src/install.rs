//! Images that install something (new-app.md 9).

use crate::component::Component;
use crate::image_in_use::{Handle, ImageInUse, stream};
use crate::planner::Planner;
use crate::variables::variable;
use crate::{Note, Refusal};
use fieldmark_images::{Platform, ResourceKind};
use fieldmark_objects::{
    Container, EnvironmentVariable, FieldReference, Metadata, Object, Pod, PodSpec, RoleBinding, RoleReference,
    ServiceAccount, Subject, VariableSource,
};
use std::collections::BTreeMap;

/// The mark of such an image, as a label or as an annotation of a tag.
const MARK: &str = "io.openshift.generate.job";
/// Says how the image is given the right to act.
const TOKEN: &str = "io.openshift.generate.token.as";
/// The account that acts.
const ACCOUNT: &str = "installer";
/// Longest time that an installation may take, in seconds.
const DEADLINE: i64 = 4 * 60 * 60;

/// Who an installing pod acts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InstallAccount {
    /// Nobody in particular.
    None,
    /// The account `installer` of the project, which may edit it.
    Installer,
}

/// A pod that installs something.
#[derive(Debug)]
pub(crate) struct Install {
    /// Name of the image.
    pub(crate) name: String,
    /// Its pull specification.
    image: String,
    account: InstallAccount,
}

impl Planner<'_> {
    /// The installation that a component stands for; none when its image just runs or builds.
    pub(crate) fn install(&mut self, component: &Component) -> Result<Option<Install>, Refusal> {
        let Some(found) = component.found.as_ref().filter(|_| !component.builds) else { return Ok(None) };
        let image = ImageInUse::of(found, self.platform)?;
        let marks = marks(&image, self.platform)?;
        if marks.get(MARK).map(String::as_str) != Some("true") {
            return Ok(None);
        }
        let account = match marks.get(TOKEN).map(String::as_str) {
            Some("serviceaccount") => InstallAccount::Installer,
            None | Some("") => InstallAccount::None,
            // The user's own token in a variable or a file: it would stand in the object.
            Some(_) => return Err(Refusal::InstallToken { image: component.term.clone() }),
        };
        let name = image.suggestion();
        self.notes.push(Note::Install {
            image: component.term.clone(),
            pod: format!("{name}-install"),
            account,
            granted: self.request.grant_install_rights,
        });
        Ok(Some(Install { name, image: pinned(&image, self.platform)?, account }))
    }

    /// The objects of an installation: the account where it is missing, and the pod.
    pub(crate) fn install_objects(&self, install: &Install) -> Vec<Object> {
        let metadata = |name: &str| {
            let mark = |key: &str, value: &str| (format!("openshift.io/{key}"), value.to_owned());
            let annotations = [mark("generated-job", "true"), mark("generated-job.for", &install.name)];
            Metadata { annotations: BTreeMap::from(annotations), ..Metadata::named(name) }
        };
        let mut objects: Vec<Object> = Vec::new();
        let with_account = install.account == InstallAccount::Installer;
        let there = self.platform.object(ResourceKind::ServiceAccount, ACCOUNT).is_ok_and(|object| object.is_some());
        if with_account && !there {
            objects.push(ServiceAccount { metadata: metadata(ACCOUNT) }.into());
            let binding = RoleBinding {
                metadata: metadata(&format!("{ACCOUNT}-role-binding")),
                subjects: vec![Subject { kind: "ServiceAccount".to_owned(), name: ACCOUNT.to_owned() }],
                role_ref: RoleReference { name: "edit".to_owned() },
            };
            objects.push(binding.into());
        }
        let mut env = self.variables.to_objects();
        env.push(namespace_variable());
        let container =
            Container { name: "install".to_owned(), image: install.image.clone(), env, ..Container::default() };
        let spec = PodSpec {
            containers: vec![container],
            restart_policy: Some("Never".to_owned()),
            active_deadline_seconds: Some(DEADLINE),
            service_account_name: with_account.then(|| ACCOUNT.to_owned()),
            ..PodSpec::default()
        };
        objects.push(Pod { metadata: metadata(&format!("{}-install", install.name)), spec }.into());
        objects
    }
}

fn namespace_variable() -> EnvironmentVariable {
    let field = FieldReference { api_version: "v1".to_owned(), field_path: "metadata.namespace".to_owned() };
    EnvironmentVariable { value_from: Some(VariableSource { field_ref: Some(field) }), ..variable("POD_NAMESPACE", "") }
}

/// What marks the image: for a stream's tag its annotations alone, otherwise the image's labels (recorded).
fn marks(image: &ImageInUse, platform: &dyn Platform) -> Result<BTreeMap<String, String>, Refusal> {
    let Handle::Stream(tag) = &image.handle else {
        return Ok(image.config.as_ref().map(|config| config.labels.clone()).unwrap_or_default());
    };
    let found = stream(platform, &tag.namespace, &tag.stream)?;
    let spec = found.and_then(|stream| stream.spec.tags.into_iter().find(|spec| spec.name == tag.tag));
    Ok(spec.map(|spec| spec.annotations).unwrap_or_default())
}

/// The pull specification with the digest, as far as that is known.
fn pinned(image: &ImageInUse, platform: &dyn Platform) -> Result<String, Refusal> {
    let Handle::Stream(tag) = &image.handle else { return Ok(image.pull.clone()) };
    let found = stream(platform, &tag.namespace, &tag.stream)?;
    let events = found.and_then(|stream| stream.status.tags.into_iter().find(|events| events.tag == tag.tag));
    let newest = events.and_then(|events| events.items.into_iter().next());
    Ok(newest.map_or_else(|| image.pull.clone(), |event| event.docker_image_reference))
}
