//! How many connections there are, in all and of one address.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard};

use crate::limits::AddressKey;
use crate::telemetry::Metrics;

/// Counts connections.
pub struct Connections {
    most: usize,
    most_per_address: usize,
    metrics: Arc<Metrics>,
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    count: usize,
    by_address: HashMap<AddressKey, usize>,
}

/// A connection that is counted until this is dropped.
pub struct Counted {
    connections: Arc<Connections>,
    address: AddressKey,
}

impl Connections {
    /// At most so many.
    pub fn new(most: usize, most_per_address: usize, metrics: Arc<Metrics>) -> Arc<Self> {
        Arc::new(Self {
            most,
            most_per_address,
            metrics,
            open: Mutex::default(),
        })
    }

    /// Counts one more, if there may be one.
    pub fn admit(self: &Arc<Self>, peer: IpAddr) -> Option<Counted> {
        let address = AddressKey::from(peer);
        let mut open = self.lock();
        if open.count >= self.most {
            return None;
        }
        let of_address = open.by_address.entry(address).or_default();
        if *of_address >= self.most_per_address {
            return None;
        }
        *of_address = of_address.saturating_add(1);
        open.count = open.count.saturating_add(1);
        self.metrics.connections.increment(1.0);
        Some(Counted {
            connections: Arc::clone(self),
            address,
        })
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        match self.open.lock() {
            Ok(open) => open,
            Err(poisoned) => poisoned.into_inner(),
        }
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let mut open = self.connections.lock();
        open.count = open.count.saturating_sub(1);
        if let Some(of_address) = open.by_address.get_mut(&self.address) {
            *of_address = of_address.saturating_sub(1);
            if *of_address == 0 {
                open.by_address.remove(&self.address);
            }
        }
        self.connections.metrics.connections.decrement(1.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_cannot_take_all_and_all_are_bounded() {
        let connections = Connections::new(3, 2, Arc::new(Metrics::new()));
        let a: IpAddr = [192, 0, 2, 1].into();
        let b: IpAddr = [192, 0, 2, 2].into();
        let first = connections.admit(a).unwrap();
        let _second = connections.admit(a).unwrap();
        assert!(connections.admit(a).is_none());
        let _third = connections.admit(b).unwrap();
        assert!(connections.admit(b).is_none());
        drop(first);
        assert!(connections.admit(b).is_some());
        assert_eq!(connections.lock().by_address.len(), 2);
    }
}
