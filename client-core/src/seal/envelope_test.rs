//! Envelopes and archive records: what opens, and the reason for each that does not.

use consilium_sodium::{Context, Secret, aead, k_once, pad, s, seal as seal_box};
use consilium_types::limits::{ENVELOPE_SIZES, KEM_CIPHERTEXT};
use consilium_types::{ArchiveId, RecordId};
use proptest::prelude::*;

use super::fixture::{NOW, Person, direct};
use super::*;

fn signed(from: &Person, to: &Person, payload: &[u8]) -> Signed {
    direct(from, to).sign(payload, &from.device).unwrap()
}

/// An envelope whose inner ciphertext holds `padded` as it is.
fn around(to: &Person, padded: &[u8]) -> Sealed {
    let hash = to.prekey.hash();
    let (ct, shared) = to.prekey.kem_key().encapsulate().unwrap();
    let bound: [&[u8]; 2] = [hash.as_bytes(), ct.as_bytes()];
    let key = k_once(&*shared, Context::EnvelopeKey, &bound).unwrap();
    let aad = s(Context::Envelope, hash.as_bytes());
    let text = aead::encrypt(&key, &[0; 24], &aad, padded);
    boxed(to, &[ct.as_bytes(), text.as_slice()].concat())
}

/// An envelope whose sealed box holds `inner`.
fn boxed(to: &Person, inner: &[u8]) -> Sealed {
    let sealed = seal_box(to.prekey.box_key(), inner).unwrap();
    let id = to.prekey.id();
    Sealed::parse(&[&[1], id.as_bytes().as_slice(), sealed.as_slice()].concat()).unwrap()
}

fn reason(opened: Result<Unverified, RejectReason>) -> RejectReason {
    opened.unwrap_err()
}

#[test]
fn an_envelope_opens_to_what_was_signed_at_each_of_the_four_sizes() {
    let (alice, bob) = (Person::new(1), Person::new(2));
    let sizes = [0, 264, 265, 776, 777, 1800, 1801, 3848]
        .into_iter()
        .zip(ENVELOPE_SIZES.into_iter().flat_map(|size| [size, size]));
    for (length, size) in sizes {
        let signed = signed(&alice, &bob, &vec![7; length]);
        let sealed = seal(&signed, &bob.prekey).unwrap();
        assert_eq!(sealed.as_bytes().len(), size, "{length}");
        assert_eq!(sealed.prekey_id(), bob.prekey.id());
        let opened = open(&sealed, &bob.secret).unwrap();
        assert_eq!(opened.as_bytes(), signed.as_bytes());
    }
}

#[test]
fn given_randomness_gives_the_same_envelope_and_chance_another() {
    let (alice, bob) = (Person::new(1), Person::new(2));
    let signed = signed(&alice, &bob, b"text");
    let seeds = Seeds {
        ephemeral: [1; 32],
        kem: [2; 64],
    };
    let first = seal_seeded(&signed, &bob.prekey, &seeds).unwrap();
    assert_eq!(seal_seeded(&signed, &bob.prekey, &seeds).unwrap(), first);
    let opened = open(&first, &bob.secret).unwrap();
    assert_eq!(opened.as_bytes(), signed.as_bytes());
    let one = seal(&signed, &bob.prekey).unwrap();
    let other = seal(&signed, &bob.prekey).unwrap();
    // Neither the ephemeral key nor the encapsulation comes twice.
    assert_ne!(one.as_bytes()[17..49], other.as_bytes()[17..49]);
}

#[test]
fn other_sizes_and_versions_are_refused() {
    for length in (0..6000).filter(|length| !ENVELOPE_SIZES.contains(length)) {
        let refused = Sealed::parse(&vec![1; length]).unwrap_err();
        assert_eq!(refused, RejectReason::Size);
    }
    for version in (0..=255).filter(|version| *version != 1) {
        let mut bytes = vec![0; 1713];
        bytes[0] = version;
        assert_eq!(Sealed::parse(&bytes), Err(RejectReason::Version));
    }
}

#[test]
fn an_envelope_to_another_prekey_is_refused() {
    let (alice, bob, carol) = (Person::new(1), Person::new(2), Person::new(3));
    let sealed = seal(&signed(&alice, &bob, b"text"), &bob.prekey).unwrap();
    assert_eq!(
        reason(open(&sealed, &carol.secret)),
        RejectReason::UnknownPrekey
    );
}

#[test]
fn a_flip_in_any_byte_is_refused() {
    let (alice, bob) = (Person::new(1), Person::new(2));
    let sealed = seal(&signed(&alice, &bob, b"text"), &bob.prekey).unwrap();
    for index in 0..sealed.as_bytes().len() {
        let mut bytes = sealed.as_bytes().to_vec();
        bytes[index] ^= 1 << (index % 8);
        let expected = match index {
            0 => RejectReason::Version,
            1..17 => RejectReason::UnknownPrekey,
            _ => RejectReason::Box,
        };
        let refused = Sealed::parse(&bytes).and_then(|sealed| open(&sealed, &bob.secret));
        assert_eq!(reason(refused), expected, "byte {index}");
    }
}

#[test]
fn a_flip_in_any_byte_inside_the_box_is_refused() {
    let (alice, bob) = (Person::new(1), Person::new(2));
    let sealed = seal(&signed(&alice, &bob, b"text"), &bob.prekey).unwrap();
    let inner = consilium_sodium::open(
        &bob.secret.keys.box_secret,
        &bob.secret.keys.box_key(),
        &sealed.as_bytes()[17..],
    )
    .unwrap();
    for index in 0..inner.len() {
        let mut changed = inner.clone();
        changed[index] ^= 1 << (index % 8);
        let refused = open(&boxed(&bob, &changed), &bob.secret);
        assert_eq!(reason(refused), RejectReason::Aead, "byte {index}");
    }
    let mut small_order = inner;
    small_order[KEM_CIPHERTEXT - 32..KEM_CIPHERTEXT].fill(0);
    let refused = open(&boxed(&bob, &small_order), &bob.secret);
    assert_eq!(reason(refused), RejectReason::Kem);
}

#[test]
fn malformed_padding_and_layout_are_refused() {
    let (alice, bob) = (Person::new(1), Person::new(2));
    let refused = open(&around(&bob, &[0; 512]), &bob.secret);
    assert_eq!(reason(refused), RejectReason::Padding);
    let signed = signed(&alice, &bob, b"text");
    for cut in [1, 64, 200] {
        let mut short = signed.as_bytes()[..signed.as_bytes().len() - cut].to_vec();
        pad(&mut short, 512).unwrap();
        let refused = open(&around(&bob, &short), &bob.secret);
        assert_eq!(reason(refused), RejectReason::Layout);
    }
    let mut newer = signed.as_bytes().to_vec();
    newer[0] = 2;
    pad(&mut newer, 512).unwrap();
    let refused = open(&around(&bob, &newer), &bob.secret);
    assert_eq!(reason(refused), RejectReason::ContentVersion);
}

#[test]
fn an_inner_ciphertext_moved_to_another_prekey_is_refused() {
    let (alice, bob) = (Person::new(1), Person::new(2));
    let sealed = seal(&signed(&alice, &bob, b"text"), &bob.prekey).unwrap();
    let inner = consilium_sodium::open(
        &bob.secret.keys.box_secret,
        &bob.secret.keys.box_key(),
        &sealed.as_bytes()[17..],
    )
    .unwrap();
    // The same keys under another statement: only `ph` differs.
    let mut other = Person::new(2);
    other.secret.hash = consilium_types::PrekeyHash::new([5; 32]);
    let outer = seal_box(other.prekey.box_key(), &inner).unwrap();
    let moved = [&[1], other.secret.hash.id().as_bytes().as_slice(), &outer].concat();
    let refused = open(&Sealed::parse(&moved).unwrap(), &other.secret);
    assert_eq!(reason(refused), RejectReason::Aead);
}

fn archive(seed: u8, id: u8) -> ArchiveKeys {
    let seed = Secret::from_slice(&[seed; 32]).unwrap();
    ArchiveKeys::from_seed(&seed, ArchiveId::new([id; 16])).unwrap()
}

#[test]
fn an_archive_gives_back_what_was_put_in() {
    let (alice, bob) = (Person::new(1), Person::new(2));
    let signed = signed(&alice, &bob, b"text");
    let (id, record) = archive(1, 1).seal_record(&signed).unwrap();
    assert_eq!(archive(1, 1).record_id(&signed.hash()), Ok(id));
    let opened = archive(1, 1).open_record(id, &record, bob.account(), NOW);
    let opened = opened.unwrap();
    assert_eq!(opened.signed().as_bytes(), signed.as_bytes());
    assert_eq!(opened.route(), Route::Direct(alice.account()));
    assert_eq!(opened.effective_time(), NOW);
}

#[test]
fn a_forged_record_id_and_another_archive_are_refused() {
    let (alice, bob) = (Person::new(1), Person::new(2));
    let signed = signed(&alice, &bob, b"text");
    let (id, record) = archive(1, 1).seal_record(&signed).unwrap();
    let open = |archive: ArchiveKeys, id| {
        let opened = archive.open_record(id, &record, bob.account(), NOW);
        opened.unwrap_err()
    };
    assert_eq!(
        open(archive(1, 1), RecordId::new([0; 16])),
        RejectReason::RecordId
    );
    assert_eq!(open(archive(1, 2), id), RejectReason::UnknownPrekey);
    assert_eq!(open(archive(2, 1), id), RejectReason::UnknownPrekey);
    // The relay knows the archive's public keys from no one: but who did could seal to them.
    let own = archive(1, 1);
    let other = direct(&bob, &alice).sign(b"other", &bob.device).unwrap();
    let (_, foreign) = own.seal_record(&other).unwrap();
    let swapped = own.open_record(id, &foreign, bob.account(), NOW);
    assert_eq!(swapped.unwrap_err(), RejectReason::RecordId);
}

#[test]
fn envelopes_and_unverified_contents_never_print() {
    let (alice, bob) = (Person::new(1), Person::new(2));
    let sealed = seal(&signed(&alice, &bob, b"canary"), &bob.prekey).unwrap();
    let opened = open(&sealed, &bob.secret).unwrap();
    assert!(format!("{sealed:?}").starts_with("Sealed(1713 bytes to PrekeyId~"));
    assert_eq!(format!("{opened:?}"), "Unverified(..)");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_payload_makes_an_envelope_of_one_of_the_four_sizes(
        payload in prop::collection::vec(any::<u8>(), 0..3849),
    ) {
        let (alice, bob) = (Person::new(1), Person::new(2));
        let signed = signed(&alice, &bob, &payload);
        let sealed = seal(&signed, &bob.prekey).unwrap();
        prop_assert!(ENVELOPE_SIZES.contains(&sealed.as_bytes().len()));
        let opened = open(&sealed, &bob.secret).unwrap();
        prop_assert_eq!(opened.as_bytes(), signed.as_bytes());
    }

    #[test]
    fn any_bytes_of_a_right_size_are_refused(
        size in prop::sample::select(ENVELOPE_SIZES.to_vec()),
        fill: u8,
    ) {
        let bob = Person::new(2);
        let mut bytes = vec![fill; size];
        bytes[0] = 1;
        bytes[1..17].copy_from_slice(bob.prekey.id().as_bytes());
        let refused = Sealed::parse(&bytes).and_then(|sealed| open(&sealed, &bob.secret));
        prop_assert_eq!(reason(refused), RejectReason::Box);
    }
}
