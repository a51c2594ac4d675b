//! The packed form in which a list of paths crosses to a plugin: one string instead of one allocation a path.

use thiserror::Error;

/// A path that cannot be packed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PackError {
    /// A path holds the separator of the packed form.
    #[error("path {index} contains a NUL character")]
    Nul {
        /// Index of the path.
        index: usize,
    },
    /// The empty path would not survive the round trip.
    #[error("path {index} is empty")]
    Empty {
        /// Index of the path.
        index: usize,
    },
}

/// Joins paths by NUL, without a final one.
///
/// # Errors
/// A path is empty or contains NUL; a walk never yields either.
pub fn pack_paths<S: AsRef<str>>(paths: &[S]) -> Result<String, PackError> {
    let mut packed = String::with_capacity(paths.iter().map(|path| path.as_ref().len() + 1).sum());
    for (index, path) in paths.iter().enumerate() {
        let path = path.as_ref();
        if path.is_empty() {
            return Err(PackError::Empty { index });
        }
        if path.contains('\0') {
            return Err(PackError::Nul { index });
        }
        if index > 0 {
            packed.push('\0');
        }
        packed.push_str(path);
    }
    Ok(packed)
}

/// Splits what [`pack_paths`] joined.
pub fn unpack_paths(packed: &str) -> impl Iterator<Item = &str> {
    packed.split('\0').filter(|path| !path.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn packed_paths_round_trip(paths in proptest::collection::vec("[^\0]{1,20}", 0..50)) {
            let packed = pack_paths(&paths).unwrap();
            prop_assert_eq!(unpack_paths(&packed).collect::<Vec<_>>(), paths);
        }
    }

    #[test]
    fn separator_inside_a_path_is_refused() {
        assert_eq!(pack_paths(&["a", "b\0c"]), Err(PackError::Nul { index: 1 }));
        assert_eq!(pack_paths(&["a", ""]), Err(PackError::Empty { index: 1 }));
    }
}
