//! From sources and images to the objects that build and run them: what `oc new-app` and `oc new-build` do, and better.
