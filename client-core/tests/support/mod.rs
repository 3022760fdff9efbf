//! Searching all of this process's memory.

use std::collections::HashMap;
use std::fs::File;
use std::os::unix::fs::FileExt;

use zeroize::Zeroizing;

/// What to look for, kept so that looking for it does not find it.
pub(crate) struct Needle {
    name: &'static str,
    masked: Vec<u8>,
}

const MASK: u8 = 0x5a;
/// Bytes that are nowhere by chance. Freed memory keeps the rest of what its allocator wrote over:
/// any part of a secret counts.
const PIECE: usize = 12;

impl Needle {
    /// Takes a copy that does not look like it.
    pub(crate) fn of(name: &'static str, secret: &[u8]) -> Self {
        let masked = secret.iter().map(|byte| byte ^ MASK).collect();
        Self { name, masked }
    }

    /// The parts of it that count; all of it when it is short, as a PIN is.
    fn pieces(&self) -> impl Iterator<Item = &[u8]> {
        self.masked.windows(PIECE.min(self.masked.len()))
    }
}

/// Where the pieces begin: by their first two bytes.
type Starts<'a> = HashMap<[u8; 2], Vec<(usize, &'a [u8])>>;

fn starts(needles: &[Needle]) -> Starts<'_> {
    let mut starts = Starts::new();
    for (place, needle) in needles.iter().enumerate() {
        for piece in needle.pieces() {
            let pair = [piece[0] ^ MASK, piece[1] ^ MASK];
            starts.entry(pair).or_default().push((place, piece));
        }
    }
    starts
}

fn is_at(masked: &[u8], bytes: &[u8]) -> bool {
    bytes.len() >= masked.len()
        && masked
            .iter()
            .zip(bytes)
            .all(|(masked, byte)| masked ^ MASK == *byte)
}

/// In how many places of this process's memory there is a piece of each needle. The buffer is wiped
/// before each reading, so that it is found in its own place only.
pub(crate) fn found(needles: &[Needle]) -> Vec<(&'static str, usize)> {
    let memory = File::open("/proc/self/mem").unwrap();
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
    let starts = starts(needles);
    // Cheaper than a look into the map for each byte.
    let mut begins = vec![false; 1 << 16];
    for pair in starts.keys() {
        begins[usize::from(u16::from_be_bytes(*pair))] = true;
    }
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
            let mut before = 0_u16;
            for (place, byte) in buffer[..length].iter().enumerate() {
                before = before << 8 | u16::from(*byte);
                let Some(start) = place.checked_sub(1) else {
                    continue;
                };
                if !begins[usize::from(before)] || buffer_at.contains(&(at + start as u64)) {
                    continue;
                }
                for (needle, piece) in &starts[&before.to_be_bytes()] {
                    if is_at(piece, &buffer[start..length]) {
                        counts[*needle] += 1;
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
