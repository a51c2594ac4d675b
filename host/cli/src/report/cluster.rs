//! What goes wrong with a cluster, and with what is sent there.

use super::Problem;
use crate::exit::Exit;
use fieldmark_cluster::{ApplyError, ClusterError, HandBuildError};
use fieldmark_objects::{ExposeError, SchemaFault, WriteError};
use fieldmark_source::PackError;

impl From<ClusterError> for Problem {
    fn from(error: ClusterError) -> Self {
        let hint = hint(&error);
        Self::usage(error.code(), &error, hint)
    }
}

fn hint(error: &ClusterError) -> Option<String> {
    let hint = match error {
        ClusterError::KubeconfigMissing { .. } => "log in with `oc login`, or name the file with --kubeconfig",
        ClusterError::UnknownContext { .. } => "`kubectl config get-contexts` lists them",
        ClusterError::ProgramRefused { .. } => "--allow-exec lets it run",
        ClusterError::Unreachable { .. } => "check the address in the kubeconfig, and the network",
        ClusterError::Untrusted { .. } => "put the authority that made the certificate into the kubeconfig",
        ClusterError::Unauthorised { .. } => "log in again: the credentials are wrong or have expired",
        ClusterError::NoApi { .. } => "it may be no OpenShift; --target kubernetes makes do without",
        ClusterError::Conflict { .. } => "somebody else set these fields; --force-conflicts takes them over",
        _ => return None,
    };
    Some(hint.to_owned())
}

impl From<ApplyError> for Problem {
    fn from(error: ApplyError) -> Self {
        let hint = hint(&error.source);
        let message = match error.left {
            0 => error.to_string(),
            left => format!("{error}; {left} more not sent"),
        };
        Self::usage(error.code(), message, hint)
    }
}

impl From<ExposeError> for Problem {
    fn from(error: ExposeError) -> Self {
        let hint = match &error {
            ExposeError::NoContainerPort { .. } => Some("name one with --port".to_owned()),
            ExposeError::NoSelector { .. } | ExposeError::Expressions { .. } => {
                Some("say which pods with --selector".to_owned())
            }
            ExposeError::Kind { .. } => {
                Some("there are service, deployment, deploymentconfig, replicationcontroller and pod".to_owned())
            }
            _ => None,
        };
        Self::usage(error.code(), &error, hint)
    }
}

impl From<HandBuildError> for Problem {
    fn from(error: HandBuildError) -> Self {
        let hint = match &error {
            HandBuildError::NoImage { .. } => {
                Some("name a file that knows the image with --snapshot, or the cluster with --cluster".to_owned())
            }
            _ => None,
        };
        Self::usage(error.code(), &error, hint)
    }
}

impl From<PackError> for Problem {
    fn from(error: PackError) -> Self {
        let hint = match &error {
            PackError::TooLarge { .. } | PackError::TooMany { .. } => {
                Some("leave something out with --exclude".to_owned())
            }
            _ => None,
        };
        Self::usage(error.code(), &error, hint)
    }
}

impl From<WriteError> for Problem {
    fn from(error: WriteError) -> Self {
        Self { code: error.code(), message: error.to_string(), hint: None, exit: Exit::Internal }
    }
}

impl From<SchemaFault> for Problem {
    fn from(fault: SchemaFault) -> Self {
        Self { code: fault.code(), message: format!("an object is not valid: {fault}"), hint: None, exit: Exit::Usage }
    }
}
