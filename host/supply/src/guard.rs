//! One change of the installed plugins at a time.

use crate::SupplyError;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::time::{Duration, Instant};

/// The file that is locked.
const FILE: &str = "guard";
/// How often it is tried.
const LOOK: Duration = Duration::from_millis(20);

/// The right to change the store; it ends with the value, and with the process.
pub(crate) struct Guard {
    _file: File,
}

impl Guard {
    /// Waits until nobody else has it.
    pub(crate) fn wait(root: &Path, patience: Duration) -> Result<Self, SupplyError> {
        let path = root.join(FILE);
        let unwritable = |source| SupplyError::Unwritable { path: path.clone(), source };
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(unwritable)?;
        let started = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: file }),
                Err(TryLockError::WouldBlock) if started.elapsed() < patience => std::thread::sleep(LOOK),
                Err(TryLockError::WouldBlock) => {
                    return Err(SupplyError::Busy { path: root.to_owned(), seconds: patience.as_secs() });
                }
                Err(TryLockError::Error(source)) => return Err(unwritable(source)),
            }
        }
    }
}
