//! Shipwright: builds of a Kubernetes without OpenShift's own.

use crate::Refusal;
use crate::pipeline::Pipeline;
use crate::planner::Planner;
use fieldmark_objects::Object;

/// Not yet known here.
pub(crate) fn objects(_planner: &Planner<'_>, _pipelines: &[Pipeline]) -> Result<Vec<Object>, Refusal> {
    Err(Refusal::Target { what: "anything", target: "shipwright" })
}
