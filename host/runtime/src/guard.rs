//! Refuses memory and tables beyond the budget, and remembers that it did.

use crate::PluginError;
use fieldmark_model::Budget;
use wasmtime::ResourceLimiter;

/// The limiter of one store.
#[derive(Debug)]
pub(crate) struct Guard {
    memory: u64,
    table_elements: u64,
    instances: usize,
    used_memory: u64,
    used_elements: u64,
    /// The first thing that was refused.
    refused: Option<PluginError>,
}

impl Guard {
    pub(crate) fn new(budget: &Budget) -> Self {
        Self {
            memory: budget.memory_bytes,
            table_elements: budget.table_elements,
            instances: usize::try_from(budget.instances).unwrap_or(usize::MAX),
            used_memory: 0,
            used_elements: 0,
            refused: None,
        }
    }

    /// Peak of linear memory: memories only grow.
    pub(crate) const fn used_memory(&self) -> u64 {
        self.used_memory
    }

    /// What was refused, if anything was: the likely cause of a trap that followed.
    pub(crate) fn refused(&self) -> Option<&PluginError> {
        self.refused.as_ref()
    }
}

impl ResourceLimiter for Guard {
    fn memory_growing(&mut self, current: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        let asked = self.used_memory + (desired - current) as u64;
        if asked > self.memory {
            self.refused.get_or_insert(PluginError::Memory { asked, allowed: self.memory });
            return Ok(false);
        }
        self.used_memory = asked;
        Ok(true)
    }

    fn table_growing(&mut self, current: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        let (elements, allowed) = (self.used_elements + (desired - current) as u64, self.table_elements);
        if elements > allowed {
            let (what, asked) = ("table elements", Some(elements));
            self.refused.get_or_insert(PluginError::Resource { key: "table-elements", what, asked, allowed });
            return Ok(false);
        }
        self.used_elements = elements;
        Ok(true)
    }

    fn instances(&self) -> usize {
        self.instances
    }

    fn tables(&self) -> usize {
        self.instances
    }

    fn memories(&self) -> usize {
        self.instances
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_memories_together_stay_within_the_budget() {
        let budget = Budget { memory_bytes: 100, table_elements: 10, ..Budget::default() };
        let mut guard = Guard::new(&budget);
        assert!(guard.memory_growing(0, 60, None).unwrap());
        assert!(guard.memory_growing(0, 40, None).unwrap());
        assert!(!guard.memory_growing(40, 41, None).unwrap());
        assert_eq!(guard.used_memory(), 100);
        assert!(!guard.table_growing(0, 11, None).unwrap());
        // The first refusal is the cause, later ones are consequences.
        assert_eq!(guard.refused(), Some(&PluginError::Memory { asked: 101, allowed: 100 }));
    }
}
