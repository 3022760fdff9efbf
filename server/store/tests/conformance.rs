//! The reference model is run through the suite too: what it does is what the suite says.

use async_trait::async_trait;
use consilium_store::conformance::{self, Harness, LIMITS};
use consilium_store::{MemoryStore, RelayStore};
use libtest_mimic::{Arguments, Trial};
use std::process::ExitCode;
use std::sync::Arc;

struct InMemory(Arc<MemoryStore>);

#[async_trait]
impl Harness for InMemory {
    fn store(&self) -> Arc<dyn RelayStore> {
        Arc::clone(&self.0) as Arc<dyn RelayStore>
    }

    async fn restart(&mut self) {
        self.0.reopen();
    }

    async fn crash(&mut self) {}
}

fn main() -> ExitCode {
    let trials = conformance::cases().into_iter().map(|case| {
        Trial::test(case.name, move || {
            let runtime = tokio::runtime::Builder::new_current_thread().build()?;
            let mut harness = InMemory(Arc::new(MemoryStore::new(LIMITS)));
            runtime.block_on((case.run)(&mut harness));
            Ok(())
        })
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code()
}
