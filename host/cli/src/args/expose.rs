//! `expose`.

use super::{Destination, ObjectFormat};
use clap::Args;
use std::path::PathBuf;

/// What is exposed, and how.
#[derive(Debug, Args)]
pub(crate) struct Expose {
    /// Kind and name, or `kind/name`: service, deployment, deploymentconfig (dc), replicationcontroller (rc), pod
    #[arg(value_name = "KIND NAME", num_args = 0..=2)]
    pub(crate) target: Vec<String>,

    /// Read the object from a file, YAML or JSON; `-` is standard input
    #[arg(short = 'f', long = "filename", value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,

    /// Name of what is made [default: that of the object]
    #[arg(long)]
    pub(crate) name: Option<String>,

    /// Port: of a service by name or number, otherwise the number that the new service has
    #[arg(long)]
    pub(crate) port: Option<String>,

    /// Labels: beside those of a service, in place of those of any other object
    #[arg(short = 'l', long, value_name = "NAME=VALUE,…")]
    pub(crate) labels: Option<String>,

    #[command(flatten)]
    pub(crate) route: RouteArguments,

    #[command(flatten)]
    pub(crate) service: ServiceArguments,

    /// Print the object [default: say what would be made]
    #[arg(short, long, value_enum, value_name = "FORMAT")]
    pub(crate) output: Option<ObjectFormat>,

    #[command(flatten)]
    pub(crate) destination: Destination,
}

/// What only a route has.
#[derive(Debug, Args)]
#[command(next_help_heading = "Routes, for services")]
pub(crate) struct RouteArguments {
    /// Host name [default: the router makes one]
    #[arg(long, value_name = "NAME")]
    pub(crate) hostname: Option<String>,

    /// Path that requests begin with
    #[arg(long)]
    pub(crate) path: Option<String>,

    /// Whether the route takes all names below the host
    #[arg(long, value_name = "None|Subdomain", value_parser = ["None", "Subdomain"])]
    pub(crate) wildcard_policy: Option<String>,
}

/// What only a service has.
#[derive(Debug, Args)]
#[command(next_help_heading = "Services, for what runs")]
pub(crate) struct ServiceArguments {
    /// Port of the pods, by number or name [default: the same]
    #[arg(long, value_name = "PORT")]
    pub(crate) target_port: Option<String>,

    /// Protocol [default: that of the container's port]
    #[arg(long, value_parser = ["TCP", "UDP", "SCTP"], ignore_case = true)]
    pub(crate) protocol: Option<String>,

    /// Which pods answer [default: those of the object]
    #[arg(long, value_name = "NAME=VALUE,…")]
    pub(crate) selector: Option<String>,

    /// Kind of the service
    #[arg(long = "type", value_name = "TYPE", value_parser = ["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"])]
    pub(crate) kind: Option<String>,

    /// Address in the cluster; `None` for a headless service
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) cluster_ip: Option<String>,

    /// Address outside of the cluster that leads here
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) external_ip: Option<String>,

    /// Address of the balancer
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) load_balancer_ip: Option<String>,

    /// Whether one client stays with one pod
    #[arg(long, value_name = "None|ClientIP", value_parser = ["None", "ClientIP"])]
    pub(crate) session_affinity: Option<String>,
}
