//! The bearer token of a request: 64 hexadecimal digits.

use consilium_store::TokenHash;
use consilium_types::ids::from_hex;
use http::HeaderMap;
use http::header::AUTHORIZATION;
use zeroize::Zeroizing;

use crate::service::authentication::token_hash;

/// The hash of the token in `Authorization: Bearer …`, if there is one of the right form.
pub fn bearer(headers: &HeaderMap) -> Option<TokenHash> {
    let text = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, digits) = text.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return None;
    }
    let token = Zeroizing::new(from_hex::<32>(digits.trim())?);
    Some(token_hash(&token))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn of(text: &str) -> Option<TokenHash> {
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, HeaderValue::from_str(text).unwrap());
        bearer(&headers)
    }

    #[test]
    fn only_64_hexadecimal_digits_are_a_token() {
        let digits = "0a".repeat(32);
        let expected = token_hash(&[0x0a; 32]);
        assert!(of(&format!("Bearer {digits}")) == Some(expected));
        assert!(of(&format!("bearer {digits}")) == Some(expected));
        for wrong in ["", "Bearer", "Bearer 0a", &format!("Basic {digits}")] {
            assert!(of(wrong).is_none(), "{wrong}");
        }
        assert!(of(&format!("Bearer {digits}0a")).is_none());
        assert!(bearer(&HeaderMap::new()).is_none());
    }
}
