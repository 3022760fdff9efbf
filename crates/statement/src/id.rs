//! Ids that follow from keys, so that no relay can assign them (protocol §3).

use consilium_sodium::{Context, VerifyingKey, d};
use consilium_types::{AccountId, ConversationId, DeviceId};

/// `D(account, root_pk)[..16]`.
pub fn account_id(root: &VerifyingKey) -> AccountId {
    AccountId::new(first_half(d(Context::Account, &[root.as_bytes()])))
}

/// `D(device, device_pk)[..16]`.
pub fn device_id(device: &VerifyingKey) -> DeviceId {
    DeviceId::new(first_half(d(Context::Device, &[device.as_bytes()])))
}

/// `D(direct, lower account id ‖ higher)[..16]`; both may be the same account: the self conversation.
pub fn direct_conversation(one: AccountId, other: AccountId) -> ConversationId {
    let (lower, higher) = if one <= other {
        (one, other)
    } else {
        (other, one)
    };
    let hash = d(Context::Direct, &[lower.as_bytes(), higher.as_bytes()]);
    ConversationId::new(first_half(hash))
}

fn first_half(hash: [u8; 32]) -> [u8; 16] {
    let mut half = [0; 16];
    for (to, from) in half.iter_mut().zip(hash) {
        *to = from;
    }
    half
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_direct_conversation_has_one_id_from_both_ends() {
        let (a, b) = (AccountId::new([1; 16]), AccountId::new([2; 16]));
        assert_eq!(direct_conversation(a, b), direct_conversation(b, a));
        assert_ne!(direct_conversation(a, b), direct_conversation(a, a));
    }
}
