#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| consilium_fuzz_targets::run("standby_state", data));
