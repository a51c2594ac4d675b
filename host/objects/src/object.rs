//! Any object, with the two fields that say what it is.

use crate::{
    BuildConfig, BuildRequest, Deployment, DeploymentConfig, ImageStream, ImageStreamTag, Metadata, Pod, RoleBinding,
    Route, Service, ServiceAccount, ShipwrightBuild, ShipwrightBuildRun,
};
use serde_json::{Value, json};

/// Makes the enumeration of all kinds with what is the same for each.
macro_rules! objects {
    ($($type:ident $kind:literal $version:literal $resource:literal),+ $(,)?) => {
        /// An object of one of the kinds that fieldmark writes.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[allow(clippy::large_enum_variant, reason = "a list holds a handful of them")]
        #[non_exhaustive]
        pub enum Object {
            $(
                #[doc = concat!("`", $version, "` ", $kind)]
                $type($type)
            ),+
        }

        impl Object {
            /// Its kind, as it is written.
            #[must_use]
            pub const fn kind(&self) -> &'static str {
                match self { $(Self::$type(_) => $kind),+ }
            }

            /// Group and version of its kind.
            #[must_use]
            pub const fn api_version(&self) -> &'static str {
                match self { $(Self::$type(_) => $version),+ }
            }

            /// Name of the kind in addresses, in the plural.
            #[must_use]
            pub const fn resource(&self) -> &'static str {
                match self { $(Self::$type(_) => $resource),+ }
            }

            /// What it says of itself.
            #[must_use]
            pub const fn metadata(&self) -> &Metadata {
                match self { $(Self::$type(object) => &object.metadata),+ }
            }

            /// What it says of itself, to be changed.
            pub const fn metadata_mut(&mut self) -> &mut Metadata {
                match self { $(Self::$type(object) => &mut object.metadata),+ }
            }

            fn body(&self) -> Value {
                // Plain data: there are no keys that are no strings, which is all that could fail.
                match self { $(Self::$type(object) => serde_json::to_value(object).unwrap_or_default()),+ }
            }
        }

        $(
            impl From<$type> for Object {
                fn from(object: $type) -> Self {
                    Self::$type(object)
                }
            }
        )+
    };
}

objects! {
    ImageStream "ImageStream" "image.openshift.io/v1" "imagestreams",
    ImageStreamTag "ImageStreamTag" "image.openshift.io/v1" "imagestreamtags",
    BuildConfig "BuildConfig" "build.openshift.io/v1" "buildconfigs",
    BuildRequest "BuildRequest" "build.openshift.io/v1" "buildrequests",
    Deployment "Deployment" "apps/v1" "deployments",
    DeploymentConfig "DeploymentConfig" "apps.openshift.io/v1" "deploymentconfigs",
    Service "Service" "v1" "services",
    Route "Route" "route.openshift.io/v1" "routes",
    Pod "Pod" "v1" "pods",
    ServiceAccount "ServiceAccount" "v1" "serviceaccounts",
    RoleBinding "RoleBinding" "authorization.openshift.io/v1" "rolebindings",
    ShipwrightBuild "Build" "shipwright.io/v1beta1" "builds",
    ShipwrightBuildRun "BuildRun" "shipwright.io/v1beta1" "buildruns",
}

impl Object {
    /// The whole object as a value.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut value = self.body();
        value["apiVersion"] = json!(self.api_version());
        value["kind"] = json!(self.kind());
        value
    }

    /// `<kind>.<group>/<name>`, as command lines print it.
    #[must_use]
    pub fn qualified_name(&self) -> String {
        let group = self.api_version().split_once('/').map_or(String::new(), |(group, _)| format!(".{group}"));
        let singular = self.kind().to_lowercase();
        format!("{singular}{group}/{}", self.metadata().name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn object_says_what_it_is() {
        let object = Object::from(ImageStream { metadata: Metadata::named("shop"), ..ImageStream::default() });
        assert_eq!(
            object.to_value(),
            json!({
                "apiVersion": "image.openshift.io/v1",
                "kind": "ImageStream",
                "metadata": { "name": "shop" },
                "spec": { "lookupPolicy": { "local": false } },
            })
        );
        assert_eq!(object.qualified_name(), "imagestream.image.openshift.io/shop");
    }
}
