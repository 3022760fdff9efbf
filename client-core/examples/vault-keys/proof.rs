//! What shows that a derived key is the one which the core uses. Keys that are never found in a
//! memory need it: a search for other bytes would find nothing either, whatever is there.

use std::path::Path;

use anyhow::Context as _;
use consilium_client::standby::StandbyState;
use consilium_sodium::{Context, Secret, SigningKey, VerifyingKey, aead, s};
use sha2::{Digest, Sha512};

/// The state that a session left in its folder, opened with the standby state key: magic and
/// version, nonce, what is sealed.
pub(crate) fn standby_state(data: &Path, key: &Secret<32>) -> anyhow::Result<StandbyState> {
    let file = std::fs::read(data.join("standby-state")).context("no standby state")?;
    let (header, body) = file.split_at_checked(8 + 1 + 24).context("a cut state")?;
    let nonce = header.last_chunk().context("no nonce")?;
    let plain = aead::decrypt(key.expose(), nonce, &s(Context::StandbyState, header), body)?;
    StandbyState::decode(&plain).context("no state")
}

/// Whether a seed's hash is what signs for a public key: in a signature `R ‖ S` of the core's by
/// that seed, `S = H(prefix ‖ M) + H(R ‖ A ‖ M)·a` (RFC 8032 §5.1.6), where the hash's first half,
/// pruned, is the number `a`, and its second half the prefix.
pub(crate) fn signs(hash: &[u8], seed: &Secret<32>, public: &VerifyingKey) -> anyhow::Result<bool> {
    let (number, prefix) = hash.split_first_chunk::<32>().context("no hash")?;
    let mut number = *number;
    let [lowest, .., highest] = &mut number;
    *lowest &= 0b1111_1000;
    *highest = *highest & 0b0111_1111 | 0b0100_0000;
    let signature = SigningKey::from_seed(seed)?.sign(Context::Login, &[]);
    public.verify(Context::Login, &[], &signature)?;
    let message = s(Context::Login, &[]);
    let (point, sum) = signature.as_bytes().split_at(32);
    let once = digest(&[prefix, &message]);
    let challenge = digest(&[point, public.as_bytes(), &message]);
    let expected = add(times(&once, ONE), times(&number, times(&challenge, ONE)));
    Ok(times(sum, ONE) == expected)
}

fn digest(parts: &[&[u8]]) -> Vec<u8> {
    Sha512::digest(parts.concat()).to_vec()
}

/// A number below [`ORDER`], its upper half first.
type Number = (u128, u128);

const ONE: Number = (0, 1);

/// The order of Ed25519's group: 2²⁵² + 27742317777372353535851937790883648493.
const ORDER: Number = (1 << 124, 27_742_317_777_372_353_535_851_937_790_883_648_493);

fn add(one: Number, other: Number) -> Number {
    let (low, carry) = one.1.overflowing_add(other.1);
    let sum = (one.0 + other.0 + u128::from(carry), low);
    if sum < ORDER {
        return sum;
    }
    let (low, borrow) = sum.1.overflowing_sub(ORDER.1);
    (sum.0 - ORDER.0 - u128::from(borrow), low)
}

/// `factor`, whose lowest byte is first, times `number`.
fn times(factor: &[u8], number: Number) -> Number {
    let bits = factor
        .iter()
        .rev()
        .flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1 == 1));
    bits.fold((0, 0), |sum, is_set| {
        let doubled = add(sum, sum);
        if is_set {
            add(doubled, number)
        } else {
            doubled
        }
    })
}
