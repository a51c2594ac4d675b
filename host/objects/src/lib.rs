//! Objects that a build system takes: what OpenShift, Kubernetes and Shipwright call them, field by field.
//!
//! The types hold what fieldmark writes or reads, no more; a field that is empty is not written. [`Object`] adds
//! `apiVersion` and `kind`, [`List`] puts objects into one document, [`check`] holds a list against the published schemas of
//! its kinds.
//!
//! Nothing here performs I/O.

mod build_config;
mod build_request;
mod deployment;
mod deployment_config;
mod expose;
mod image_stream;
mod install;
mod list;
mod metadata;
mod object;
mod ordered;
mod pod;
mod reference;
mod route;
mod schema;
mod service;
mod shipwright;

pub use build_config::{
    BinarySource, BuildConfig, BuildConfigSpec, BuildOutput, BuildSource, BuildStrategy, BuildTrigger, ConfigMapInput,
    CustomStrategy, DockerStrategy, GitSource, ImageChange, ImageInput, ImageInputPath, NamedObject, PipelineStrategy,
    PostCommit, SecretInput, SecretMount, SourceStrategy, WebHook,
};
pub use build_request::{BuildRequest, DockerOptions, GitRevision, Person, Revision, SourceOptions, TriggerCause};
pub use deployment::{Deployment, DeploymentSpec, LabelSelector};
pub use deployment_config::{DeploymentConfig, DeploymentConfigSpec, DeploymentTrigger, ImageChangeParameters};
pub use expose::{ExposeError, RouteOptions, ServiceOptions, route_to, service_for};
pub use image_stream::{
    ImageStream, ImageStreamSpec, ImageStreamStatus, ImageStreamTag, ImportPolicy, LookupPolicy, NamedTagEvents,
    ReferencePolicy, TagEvent, TagReference,
};
pub use install::{RoleBinding, RoleReference, ServiceAccount, Subject};
pub use list::{List, WriteError};
pub use metadata::Metadata;
pub use object::Object;
pub use pod::{
    Container, ContainerPort, EmptyDirectory, EnvironmentVariable, FieldReference, Pod, PodSpec, PodTemplate,
    VariableSource, Volume, VolumeMount,
};
pub use reference::{Kind, Reference};
pub use route::{Route, RoutePort, RouteSpec, RouteTarget};
pub use schema::{SchemaFault, check, check_value};
pub use service::{Service, ServicePort, ServiceSpec};
pub use shipwright::{
    LocalSource, ParameterValue, ReferencedBuild, ShipwrightBuild, ShipwrightBuildRun, ShipwrightBuildRunSpec,
    ShipwrightBuildSpec, ShipwrightGit, ShipwrightOutput, ShipwrightSource, ShipwrightStrategy, SingleValue,
    SourceImage,
};
