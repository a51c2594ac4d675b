//! What will fail, before a build is started.
