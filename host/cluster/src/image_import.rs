//! Images of registries, looked up by the cluster.

use crate::connection::Call;
use crate::path::ApiPath;
use crate::{Cluster, ClusterError};
use serde_json::{Value, json};

const API: &str = "image.openshift.io/v1";

impl Cluster {
    /// Asks the cluster to look an image up in its registry. `import: false`: nothing is stored. The answer is an
    /// `ImageStreamImport`; an image that is not there is a part of its status that is no success.
    pub(crate) fn look_into_registry(&self, reference: &str) -> Result<Value, ClusterError> {
        let spec = json!({
            "import": false,
            "images": [{ "from": { "kind": "DockerImage", "name": reference }, "includeManifest": false }],
        });
        let import = json!({
            "apiVersion": API,
            "kind": "ImageStreamImport",
            "metadata": { "name": "fieldmark", "namespace": self.namespace() },
            "spec": spec,
            "status": {},
        });
        let path = ApiPath::collection(API, self.namespace(), "imagestreamimports");
        let (_, mut answer) = self.connection.json(Call::post(&path, &import), self.connection.limits.answer)?;
        // What was asked for is known better here than by a server that leaves it out.
        answer["spec"] = spec;
        answer["kind"] = json!("ImageStreamImport");
        Ok(answer)
    }
}
