//! Memory that is given back is overwritten first.
//!
//! Arguments cross the border in buffers of uniffi's own, which know nothing of secrets: a PIN's
//! bytes would stay in freed memory until somebody else needs the place.

use std::alloc::System;
use zeroizing_alloc::ZeroAlloc;

#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);
