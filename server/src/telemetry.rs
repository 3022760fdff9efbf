//! Logs and metrics. The inventory of metrics stands here, whole: every name, and every label value,
//! is a literal, so nothing of a user can get into one. Log lines are static texts with ids as short
//! hashes that are salted per process.

use consilium_proto::convert::relay::SendOutcome;
use metrics::{Counter, Gauge, Unit};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

/// All that the relay counts.
pub struct Metrics {
    handle: PrometheusHandle,
    /// TCP connections that are open.
    pub connections: Gauge,
    /// Realtime sockets that are open.
    pub sockets: Gauge,
    /// Envelopes by what became of them.
    pub sends: Sends,
    /// Envelopes handed to sockets.
    pub delivered: Counter,
    /// Envelopes handed out by fetch calls.
    pub fetched: Counter,
    /// What was turned away.
    pub rejected: Rejections,
    /// Tokens issued.
    pub logins: Counter,
    /// Codes handed to the provider of text messages.
    pub sms_sent: Counter,
    /// Codes that the provider did not take.
    pub sms_failed: Counter,
    /// Hashes that were looked up; which ones is kept nowhere.
    pub discovery_lookups: Counter,
    /// Envelopes removed after 30 days.
    pub expired: Counter,
    /// 1 while expiry waits for the operator after a clock jump.
    pub expiry_held: Gauge,
    /// Certificate reloads that worked.
    pub certificate_reloads: Counter,
}

/// Envelopes by what became of them.
pub struct Sends([Counter; 9]);

impl Sends {
    /// One more.
    pub fn count(&self, outcome: SendOutcome) {
        let index = usize::try_from(i32::from(outcome)).unwrap_or_default();
        if let Some(counter) = self.0.get(index) {
            counter.increment(1);
        }
    }
}

/// Why something was turned away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// The address has too many connections, or the relay has.
    ConnectionLimit,
    /// The TLS handshake failed or took too long.
    Handshake,
    /// A request that is no HTTP, or too large.
    Http,
    /// No token, or one that ended.
    Unauthenticated,
    /// A login that did not hold.
    Login,
    /// A code or ticket that did not hold.
    Code,
    /// A token that does not allow it, or a locked device.
    Scope,
    /// A field of a request.
    Field,
    /// A record: statement, prekey.
    Record,
    /// Over a rate or quota.
    Rate,
    /// A WebSocket frame that is no frame of ours.
    Frame,
    /// A socket that took too long to read or to answer.
    Slow,
}

const REJECTIONS: [(Rejection, &str); 12] = [
    (Rejection::ConnectionLimit, "connection_limit"),
    (Rejection::Handshake, "handshake"),
    (Rejection::Http, "http"),
    (Rejection::Unauthenticated, "unauthenticated"),
    (Rejection::Login, "login"),
    (Rejection::Code, "code"),
    (Rejection::Scope, "scope"),
    (Rejection::Field, "field"),
    (Rejection::Record, "record"),
    (Rejection::Rate, "rate"),
    (Rejection::Frame, "frame"),
    (Rejection::Slow, "slow"),
];

const SENDS: [&str; 9] = [
    "unspecified",
    "stored",
    "duplicate",
    "unknown_device",
    "stale_prekey",
    "full",
    "locked",
    "later",
    "refused",
];

/// What was turned away, by reason.
pub struct Rejections([Counter; REJECTIONS.len()]);

impl Rejections {
    /// One more.
    pub fn count(&self, reason: Rejection) {
        let at = REJECTIONS.iter().position(|(known, _)| *known == reason);
        if let Some(counter) = at.and_then(|at| self.0.get(at)) {
            counter.increment(1);
        }
    }
}

impl Metrics {
    /// A recorder of its own: nothing is global.
    pub fn new() -> Self {
        let recorder = PrometheusBuilder::new().build_recorder();
        metrics::with_local_recorder(&recorder, || Self {
            handle: recorder.handle(),
            connections: gauge("relay_connections", "TCP connections that are open"),
            sockets: gauge("relay_sockets", "realtime sockets that are open"),
            sends: Sends(SENDS.map(|outcome| {
                labelled(
                    "relay_envelopes_sent_total",
                    "envelopes by what became of them",
                    "outcome",
                    outcome,
                )
            })),
            delivered: counter(
                "relay_envelopes_delivered_total",
                "envelopes handed to realtime sockets",
            ),
            fetched: counter(
                "relay_envelopes_fetched_total",
                "envelopes handed out by fetch calls",
            ),
            rejected: Rejections(REJECTIONS.map(|(_, reason)| {
                labelled(
                    "relay_rejected_total",
                    "what was turned away, by reason",
                    "reason",
                    reason,
                )
            })),
            logins: counter("relay_logins_total", "tokens issued"),
            sms_sent: counter("relay_sms_sent_total", "codes handed to the provider"),
            sms_failed: counter(
                "relay_sms_failed_total",
                "codes that the provider did not take",
            ),
            discovery_lookups: counter(
                "relay_discovery_lookups_total",
                "hashes that were looked up",
            ),
            expired: counter(
                "relay_envelopes_expired_total",
                "envelopes removed after 30 days",
            ),
            expiry_held: gauge(
                "relay_expiry_held",
                "1 while expiry waits for the operator after a clock jump",
            ),
            certificate_reloads: counter(
                "relay_certificate_reloads_total",
                "certificate reloads that worked",
            ),
        })
    }

    /// In Prometheus's text format.
    pub fn render(&self) -> String {
        self.handle.render()
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

fn gauge(name: &'static str, help: &'static str) -> Gauge {
    metrics::describe_gauge!(name, Unit::Count, help);
    metrics::gauge!(name)
}

fn counter(name: &'static str, help: &'static str) -> Counter {
    metrics::describe_counter!(name, Unit::Count, help);
    metrics::counter!(name)
}

fn labelled(
    name: &'static str,
    help: &'static str,
    label: &'static str,
    value: &'static str,
) -> Counter {
    metrics::describe_counter!(name, Unit::Count, help);
    metrics::counter!(name, label => value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_is_rendered_under_its_name_and_reason() {
        let metrics = Metrics::new();
        metrics.sends.count(SendOutcome::Stored);
        metrics.sends.count(SendOutcome::Refused);
        metrics.rejected.count(Rejection::Slow);
        metrics.sockets.increment(2.0);
        let text = metrics.render();
        assert!(text.contains("relay_envelopes_sent_total{outcome=\"stored\"} 1"));
        assert!(text.contains("relay_envelopes_sent_total{outcome=\"refused\"} 1"));
        assert!(text.contains("relay_rejected_total{reason=\"slow\"} 1"));
        assert!(text.contains("relay_rejected_total{reason=\"frame\"} 0"));
        assert!(text.contains("relay_sockets 2"));
    }

    #[test]
    fn the_labels_of_outcomes_follow_the_schema() {
        for (number, name) in SENDS.iter().enumerate() {
            let outcome = SendOutcome::try_from(i32::try_from(number).unwrap()).unwrap();
            let expected = outcome
                .as_str_name()
                .trim_start_matches("SEND_OUTCOME_")
                .to_lowercase();
            assert_eq!(expected, *name);
        }
    }
}
