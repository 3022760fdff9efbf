//! What a client sends to a relay.

use bytes::Bytes;
use consilium_proto::convert::{account, archive, discovery, mailbox, prekey, relay};
use prost::Message;

pub(crate) fn client_frame(data: &[u8]) {
    let _ = relay::client_frame(Bytes::copy_from_slice(data));
}

/// The same bytes as each kind of request.
pub(crate) fn requests(data: &[u8]) {
    fn decoded<M: Message + Default, T>(data: &[u8], convert: impl Fn(M) -> T) {
        if let Ok(message) = M::decode(data) {
            let _ = convert(message);
        }
    }
    decoded(data, account::start);
    decoded(data, account::confirm);
    decoded(data, account::finish);
    decoded(data, account::proof);
    decoded(data, account::put_statement);
    decoded(data, account::get_statements);
    decoded(data, prekey::put);
    decoded(data, prekey::get);
    decoded(data, archive::put);
    decoded(data, archive::list);
    decoded(data, archive::delete);
    decoded(data, discovery::find);
    decoded(data, mailbox::fetch);
    decoded(data, mailbox::delete);
}
