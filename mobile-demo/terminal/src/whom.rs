//! Whom a command means: a name, a part of one, an account id, or oneself.

use crate::failure::Failure;
use crate::view::people;
use consilium_client::api::{ClientError, Contact, OwnAccount, Session};
use consilium_types::{AccountId, ConversationId};

/// Whom a command means.
pub(crate) enum Who {
    /// Notes to oneself.
    Me(OwnAccount),
    /// Somebody else.
    Contact(Box<Contact>),
}

impl Who {
    pub(crate) fn account(&self) -> AccountId {
        match self {
            Self::Me(own) => own.account,
            Self::Contact(contact) => contact.account,
        }
    }

    pub(crate) fn conversation(&self) -> ConversationId {
        match self {
            Self::Me(own) => own.conversation,
            Self::Contact(contact) => contact.conversation,
        }
    }

    pub(crate) fn name(&self) -> String {
        match self {
            Self::Me(_) => "Notes to yourself".to_owned(),
            Self::Contact(contact) => people::name_of(contact),
        }
    }

    pub(crate) fn contact(&self) -> Option<&Contact> {
        match self {
            Self::Me(_) => None,
            Self::Contact(contact) => Some(contact),
        }
    }
}

/// The contact that a name, the start of one, or an account id means.
pub(crate) fn contact(session: &Session, who: &str) -> Result<Contact, Failure> {
    pick(session.contacts()?, who)
}

/// As [`contact`]; `me` is oneself.
pub(crate) fn who(session: &Session, who: &str) -> Result<Who, Failure> {
    let own = session.own_account()?;
    if who.eq_ignore_ascii_case("me") || AccountId::from_hex(who) == Some(own.account) {
        return Ok(Who::Me(own));
    }
    contact(session, who).map(|contact| Who::Contact(Box::new(contact)))
}

fn pick(contacts: Vec<Contact>, who: &str) -> Result<Contact, Failure> {
    if let Some(account) = AccountId::from_hex(who) {
        let found = contacts
            .into_iter()
            .find(|contact| contact.account == account);
        return found.ok_or_else(|| ClientError::UnknownContact.into());
    }
    let wanted = who.trim().to_lowercase();
    let name = |contact: &Contact| people::name_of(contact).to_lowercase();
    // The better kind of match decides: whole name, start of it, start of a word, any part.
    let kinds: [&dyn Fn(&Contact) -> bool; 4] = [
        &|contact| name(contact) == wanted,
        &|contact| name(contact).starts_with(&wanted),
        &|contact| {
            name(contact)
                .split(' ')
                .any(|word| word.starts_with(&wanted))
        },
        &|contact| name(contact).contains(&wanted),
    ];
    for fits in kinds {
        let found: Vec<&Contact> = contacts.iter().filter(|contact| fits(contact)).collect();
        match found.as_slice() {
            [] => {}
            [one] => return Ok((*one).clone()),
            many => {
                let names: Vec<String> = many.iter().map(|one| people::name_of(one)).collect();
                return Err(Failure::new(
                    "AMBIGUOUS",
                    format!(
                        "Several people are meant by that: {}. Write more of the name.",
                        names.join(", ")
                    ),
                ));
            }
        }
    }
    Err(Failure::new(
        "UNKNOWN-CONTACT",
        format!("Nobody here is called \"{who}\". Whom you know: contacts"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use consilium_client::api::{ContactState, Profile};

    fn known(id: u8, name: &str) -> Contact {
        Contact {
            account: AccountId::new([id; 16]),
            conversation: ConversationId::new([id; 16]),
            name: name.to_owned(),
            profile: Profile::default(),
            in_address_book: true,
            state: ContactState::Accepted,
            compared: false,
            new_key_since: None,
            paused: None,
            replaces: None,
            unreachable: false,
        }
    }

    fn picked(who: &str) -> Result<u8, &'static str> {
        let contacts = vec![
            known(1, "Amina el Idrissi"),
            known(2, "Bram Jansen"),
            known(3, "Bram"),
        ];
        pick(contacts, who)
            .map(|contact| contact.account.as_bytes()[0])
            .map_err(|failure| failure.code)
    }

    #[test]
    fn a_person_is_found_by_name_part_or_id() {
        assert_eq!(picked("amina"), Ok(1));
        assert_eq!(picked("idrissi"), Ok(1));
        assert_eq!(picked("Bram"), Ok(3));
        assert_eq!(picked("bram j"), Ok(2));
        assert_eq!(picked(&"02".repeat(16)), Ok(2));
    }

    #[test]
    fn a_name_that_means_several_or_nobody_is_refused() {
        assert_eq!(picked("bra"), Err("AMBIGUOUS"));
        assert_eq!(picked("chidi"), Err("UNKNOWN-CONTACT"));
        assert_eq!(picked(&"09".repeat(16)), Err("UNKNOWN-CONTACT"));
    }
}
