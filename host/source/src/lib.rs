//! Where a repository comes from: a directory, a Git repository, an archive, or a listing.
