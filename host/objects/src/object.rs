//! Any object, with the two fields that say what it is.

use crate::{
    BuildConfig, BuildRequest, Deployment, DeploymentConfig, ImageStream, ImageStreamTag, Metadata, Pod, RoleBinding,
    Route, Service, ServiceAccount,
};
use serde_json::{Value, json};

/// Makes the enumeration of all kinds with what is the same for each.
macro_rules! objects {
    ($($kind:ident $version:literal $resource:literal),+ $(,)?) => {
        /// An object of one of the kinds that fieldmark writes.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[allow(clippy::large_enum_variant, reason = "a list holds a handful of them")]
        #[non_exhaustive]
        pub enum Object {
            $(
                #[doc = concat!("`", $version, "` ", stringify!($kind))]
                $kind($kind)
            ),+
        }

        impl Object {
            /// Its kind, as it is written.
            #[must_use]
            pub const fn kind(&self) -> &'static str {
                match self { $(Self::$kind(_) => stringify!($kind)),+ }
            }

            /// Group and version of its kind.
            #[must_use]
            pub const fn api_version(&self) -> &'static str {
                match self { $(Self::$kind(_) => $version),+ }
            }

            /// Name of the kind in addresses, in the plural.
            #[must_use]
            pub const fn resource(&self) -> &'static str {
                match self { $(Self::$kind(_) => $resource),+ }
            }

            /// What it says of itself.
            #[must_use]
            pub const fn metadata(&self) -> &Metadata {
                match self { $(Self::$kind(object) => &object.metadata),+ }
            }

            /// What it says of itself, to be changed.
            pub const fn metadata_mut(&mut self) -> &mut Metadata {
                match self { $(Self::$kind(object) => &mut object.metadata),+ }
            }

            fn body(&self) -> Value {
                // Plain data: there are no keys that are no strings, which is all that could fail.
                match self { $(Self::$kind(object) => serde_json::to_value(object).unwrap_or_default()),+ }
            }
        }

        $(
            impl From<$kind> for Object {
                fn from(object: $kind) -> Self {
                    Self::$kind(object)
                }
            }
        )+
    };
}

objects! {
    ImageStream "image.openshift.io/v1" "imagestreams",
    ImageStreamTag "image.openshift.io/v1" "imagestreamtags",
    BuildConfig "build.openshift.io/v1" "buildconfigs",
    BuildRequest "build.openshift.io/v1" "buildrequests",
    Deployment "apps/v1" "deployments",
    DeploymentConfig "apps.openshift.io/v1" "deploymentconfigs",
    Service "v1" "services",
    Route "route.openshift.io/v1" "routes",
    Pod "v1" "pods",
    ServiceAccount "v1" "serviceaccounts",
    RoleBinding "authorization.openshift.io/v1" "rolebindings",
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

    /// `<resource>.<group>/<name>`, as command lines print it.
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
