//! Refusals of `new-app` and `new-build`, with the way out.

use super::Problem;
use crate::exit::Exit;
use fieldmark_images::{Match, Unresolved};
use fieldmark_new_app::{Compat, Refusal};
use fieldmark_source::SourceError;

/// Most matches that are named.
const MOST: usize = 5;

impl Problem {
    /// A refusal for people. With `oc`'s behaviour the exit code is `oc`'s as well.
    pub(crate) fn of_refusal(refusal: &Refusal, compat: Compat) -> Self {
        let exit = match refusal {
            _ if compat.is_oc() => Exit::NothingMatched,
            Refusal::NoLanguage { .. } | Refusal::Image(Unresolved::None { .. }) => Exit::NothingMatched,
            Refusal::Source(SourceError::Cancelled) => Exit::Interrupted,
            _ => Exit::Usage,
        };
        Self { code: refusal.code(), message: refusal.to_string(), hint: hint(refusal), exit }
    }
}

fn hint(refusal: &Refusal) -> Option<String> {
    Some(match refusal {
        Refusal::NoArguments => "name a source (`.`), an image (`postgresql`), or both (`python~.`); \
                                 `fieldmark new-app --list` shows what there is"
            .to_owned(),
        Refusal::TemplateFile { argument } => format!(
            "name the directory instead of the file; a template makes its objects by `oc process -f {argument} | oc \
             apply -f -`"
        ),
        Refusal::Template { .. } => "`oc process` makes the objects of a template, and `oc apply -f -` takes them: \
                                     `oc process -f FILE -p NAME=VALUE | oc apply -f -`"
            .to_owned(),
        Refusal::PairWithoutImage { .. } => "write `image~source`, or the source alone".to_owned(),
        Refusal::Strategy { .. } => "there are `source`, `docker`, `pipeline` and `custom`".to_owned(),
        Refusal::NameOfSource { .. } | Refusal::NoName | Refusal::BinaryWithoutName => {
            "give one with --name".to_owned()
        }
        Refusal::NoLanguage { .. } => {
            "name a builder image: `image~source`; `fieldmark explain` shows what was looked at".to_owned()
        }
        Refusal::NoBuilder { .. } => "name a builder image (`image~source`), or add a container file".to_owned(),
        Refusal::NoComponent { components, .. } => format!("there are {}", components.join(", ")),
        Refusal::NotABuilder { .. } => {
            "--strategy source tries it all the same, --strategy docker takes it as the base image".to_owned()
        }
        Refusal::SeveralSources { image, sources } => {
            let pairs: Vec<String> = sources.iter().map(|source| format!("{image}~{source}")).collect();
            format!("write the one you mean: {}", pairs.join(", "))
        }
        Refusal::Unpaired { .. } => "write `image~source` for each".to_owned(),
        Refusal::NoSource => "name a source, give a container file with --dockerfile, or use --binary".to_owned(),
        Refusal::BinaryWithoutBuilder => "name a builder image, or use --strategy docker".to_owned(),
        Refusal::OutputIsInput { .. } => "give another name with --name, or another output with --to".to_owned(),
        Refusal::CustomWithoutImage => "name it with --builder-image".to_owned(),
        Refusal::NoContainerFile { .. } => "--dockerfile-path names one elsewhere".to_owned(),
        Refusal::Target { target: "shipwright", what } if what.starts_with("a container file") => {
            "`fieldmark dockerfile --output .` writes it into the sources; commit it there".to_owned()
        }
        Refusal::Source(SourceError::Unreachable { .. } | SourceError::NeedsCredentials { .. }) => {
            "with a builder image named (`image~repository`) nothing needs to be fetched".to_owned()
        }
        Refusal::Image(unresolved) => return of_image(unresolved),
        _ => return None,
    })
}

fn of_image(unresolved: &Unresolved) -> Option<String> {
    let arguments = |matches: &[Match]| {
        let mut list: Vec<&str> = matches.iter().take(MOST).map(|found| found.argument.as_str()).collect();
        if matches.len() > MOST {
            list.push("…");
        }
        list.join(", ")
    };
    Some(match unresolved {
        Unresolved::None { .. } => "image streams are looked for in the project and in `openshift`, images in \
                                    registries; `fieldmark new-app --search` looks for what is near; \
                                    --allow-missing-images takes the name on trust"
            .to_owned(),
        Unresolved::Partial { found, .. } => format!("if that is the one you mean: {}", found.argument),
        Unresolved::Several { matches, .. } => format!("write the one you mean: {}", arguments(matches)),
        Unresolved::NoTags { .. } => "--allow-missing-imagestream-tags takes the tag on trust".to_owned(),
        Unresolved::Lookup { .. } => "--allow-missing-images takes the name on trust".to_owned(),
        _ => return None,
    })
}
