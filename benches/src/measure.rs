//! Medians, rates, and what the kernel says of a process.

use anyhow::Context;
use hdrhistogram::Histogram;
use serde_json::{Map, Value, json};
use std::time::{Duration, Instant};

/// Named figures, in the order they were taken.
pub type Figures = Map<String, Value>;

/// Rounds for reading: three significant digits are what these machines can promise.
pub fn rounded(value: f64) -> Value {
    if value == 0.0 || !value.is_finite() {
        return json!(0);
    }
    let digits = 3.0 - value.abs().log10().ceil();
    let scale = 10f64.powf(digits);
    let rounded = (value * scale).round() / scale;
    if rounded.abs() >= 1000.0 {
        json!(rounded as i64)
    } else {
        json!(rounded)
    }
}

/// Latencies up to a minute in nanoseconds, to three digits.
pub fn latencies() -> anyhow::Result<Histogram<u64>> {
    Ok(Histogram::new_with_bounds(1, 60_000_000_000, 3)?)
}

/// The middle of the values.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// Median seconds of one call of each of two works, measured in turn over `rounds` rounds of about
/// `each`, so that a noisy moment of the machine meets both.
pub fn median_of(
    rounds: usize,
    each: Duration,
    mut first: impl FnMut(),
    mut second: impl FnMut(),
) -> (f64, f64) {
    let (mut firsts, mut seconds) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        firsts.push(seconds_per_call(each, &mut first));
        seconds.push(seconds_per_call(each, &mut second));
    }
    (median(firsts), median(seconds))
}

fn seconds_per_call(each: Duration, work: &mut impl FnMut()) -> f64 {
    let start = Instant::now();
    let mut calls = 0u32;
    while start.elapsed() < each {
        work();
        calls += 1;
    }
    start.elapsed().as_secs_f64() / f64::from(calls.max(1))
}

/// User and system CPU seconds of a process.
pub fn cpu_seconds(pid: u32) -> anyhow::Result<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let (_, after_name) = stat.rsplit_once(") ").context("an odd /proc stat line")?;
    // Fields 14 and 15 of proc(5), in clock ticks; the name and two fields are cut off.
    let mut fields = after_name.split(' ').skip(11);
    let mut ticks = || fields.next().and_then(|field| field.parse::<f64>().ok());
    let (user, system) = (ticks().context("utime")?, ticks().context("stime")?);
    Ok((user + system) / rustix::param::clock_ticks_per_second() as f64)
}

/// Resident bytes of a process.
pub fn resident_bytes(pid: u32) -> anyhow::Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let kilobytes: u64 = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .and_then(|rest| rest.trim().strip_suffix(" kB"))
        .context("VmRSS")?
        .trim()
        .parse()?;
    Ok(kilobytes * 1024)
}
