//! A live cluster. The only user of `kube`.
