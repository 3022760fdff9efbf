//! Searching all of this process's memory.

use std::fs::File;
use std::os::unix::fs::FileExt;

use zeroize::Zeroizing;

/// What to look for, kept so that looking for it does not find it.
pub(crate) struct Needle {
    name: &'static str,
    masked: Vec<u8>,
}

const MASK: u8 = 0x5a;

impl Needle {
    /// Takes a copy that does not look like it.
    pub(crate) fn of(name: &'static str, secret: &[u8]) -> Self {
        let masked = secret.iter().map(|byte| byte ^ MASK).collect();
        Self { name, masked }
    }

    fn is_at(&self, bytes: &[u8]) -> bool {
        bytes.len() >= self.masked.len()
            && self
                .masked
                .iter()
                .zip(bytes)
                .all(|(masked, byte)| masked ^ MASK == *byte)
    }
}

/// How often each needle is in this process's memory. The buffer is wiped before each reading, so
/// that it is found in its own place only.
pub(crate) fn found(needles: &[Needle]) -> Vec<(&'static str, usize)> {
    let memory = File::open("/proc/self/mem").unwrap();
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
    let mut counts = vec![0; needles.len()];
    let mut buffer = Zeroizing::new(vec![0_u8; 1 << 20]);
    let buffer_at = buffer.as_ptr() as u64..buffer.as_ptr() as u64 + (1 << 20);
    for line in maps.lines() {
        let (range, rest) = line.split_once(' ').unwrap();
        if !rest.starts_with('r') || rest.contains("[vvar") || rest.contains("[vsyscall]") {
            continue;
        }
        let (from, to) = range.split_once('-').unwrap();
        let mut at = u64::from_str_radix(from, 16).unwrap();
        let end = u64::from_str_radix(to, 16).unwrap();
        while at < end {
            buffer.fill(0);
            let room = (buffer.len() as u64).min(end - at) as usize;
            let Ok(length) = memory.read_at(&mut buffer[..room], at) else {
                break;
            };
            if length == 0 {
                break;
            }
            for start in 0..length {
                let address = at + start as u64;
                for (needle, count) in needles.iter().zip(&mut counts) {
                    let first = buffer[start] ^ MASK == needle.masked[0];
                    if first
                        && !buffer_at.contains(&address)
                        && needle.is_at(&buffer[start..length])
                    {
                        *count += 1;
                    }
                }
            }
            // The next reading overlaps, so that nothing is cut in two.
            at += if at + (length as u64) < end {
                length as u64 - 64
            } else {
                length as u64
            };
        }
    }
    needles
        .iter()
        .map(|needle| needle.name)
        .zip(counts)
        .collect()
}
