import ConsiliumFFI
import ConsiliumStandby

// Records, enums, errors and ids as the client core has them: whoever imports Consilium needs no
// other module.

/// An account: 32 lower-case hexadecimal digits. Opaque; equal texts are equal accounts.
public typealias AccountId = ConsiliumFFI.AccountId
/// A conversation: 32 lower-case hexadecimal digits. Opaque.
public typealias ConversationId = ConsiliumFFI.ConversationId
/// A message or gap as this device numbers it. Grows with arrival; not the order of display, and
/// means nothing on another device.
public typealias MessageId = ConsiliumFFI.MessageId
/// Milliseconds since 1970-01-01 00:00 UTC, by the clock of ``ConsiliumClient/now()``.
public typealias Timestamp = ConsiliumFFI.Timestamp

/// Why a call failed. `code()` is stable, for support and scripts; `text()` says what happened,
/// what is safe and what to do. Show `text()`: `localizedDescription` is no text for people.
public typealias ClientError = ConsiliumFFI.ClientError
/// Something changed. An event says what to read again and carries no content.
public typealias Event = ConsiliumFFI.Event

/// Named slots for small secrets, apart from the app's files.
public typealias PlatformKeystore = ConsiliumFFI.PlatformKeystore
#if canImport(Security)
/// The keystore of Apple's devices: slots in the Keychain, wrapped by the Secure Enclave.
public typealias KeychainKeystore = ConsiliumStandby.KeychainKeystore
#endif
/// Why a keystore did not do what it was asked.
public typealias KeystoreError = ConsiliumFFI.KeystoreError
/// The device's own check of finger or face: a small secret that it gives out only after that.
public typealias BiometricGate = ConsiliumFFI.BiometricGate
/// Why the check came to no end.
public typealias BiometricError = ConsiliumFFI.BiometricError

/// What an installation is made of.
public typealias ClientConfig = ConsiliumFFI.ClientConfig
/// What can be done without the PIN.
public typealias Standby = ConsiliumStandby.Standby
/// Which installation is fetched for without its PIN.
public typealias StandbyConfig = ConsiliumFFI.StandbyConfig
/// What a fetch left for the next session. Envelopes are not messages: receipts travel in them too.
public typealias Spooled = ConsiliumFFI.Spooled
/// Where an installation stands.
public typealias ClientState = ConsiliumFFI.ClientState
/// How opening by finger or face stands.
public typealias Biometrics = ConsiliumFFI.Biometrics
/// What a new PIN breaks.
public typealias PinRule = ConsiliumFFI.PinRule
/// Why the relay refused.
public typealias Refusal = ConsiliumFFI.Refusal
/// The answer to ``ConsiliumClient/requestCode(phone:)``.
public typealias CodeRequest = ConsiliumFFI.CodeRequest
/// What the PIN screen may show.
public typealias PinStatus = ConsiliumFFI.PinStatus
/// Name and profession, as others are told.
public typealias Profile = ConsiliumFFI.Profile
/// What a relay file says of its relay.
public typealias RelayInfo = ConsiliumFFI.RelayInfo
/// What the relay and this device know about the own account.
public typealias OwnAccount = ConsiliumFFI.OwnAccount

/// How the line to the relay stands.
public typealias Connection = ConsiliumFFI.Connection
/// What the status line shows.
public typealias Status = ConsiliumFFI.Status

/// A conversation in the list.
public typealias Conversation = ConsiliumFFI.Conversation
/// A row of a conversation.
public typealias Message = ConsiliumFFI.Message
/// What a row in a conversation is.
public typealias MessageBody = ConsiliumFFI.MessageBody
/// An earlier text of an edited message.
public typealias EarlierText = ConsiliumFFI.EarlierText
/// How far a message has come.
public typealias Delivery = ConsiliumFFI.Delivery
/// Why a message waits.
public typealias WaitReason = ConsiliumFFI.WaitReason
/// How urgent its sender calls a message.
public typealias Urgency = ConsiliumFFI.Urgency
/// Something to know about a message.
public typealias Mark = ConsiliumFFI.Mark
/// A found text.
public typealias SearchHit = ConsiliumFFI.SearchHit

/// Another account.
public typealias Contact = ConsiliumFFI.Contact
/// How the owner stands to another account.
public typealias ContactState = ConsiliumFFI.ContactState
/// Why nothing is sent to a contact until the owner acts.
public typealias SendingPaused = ConsiliumFFI.SendingPaused
/// Numbers to compare in person or by telephone.
public typealias SafetyNumber = ConsiliumFFI.SafetyNumber
/// What scanning somebody's code says.
public typealias QrCheck = ConsiliumFFI.QrCheck
/// What was read from an address book file.
public typealias AddressBook = ConsiliumFFI.AddressBook
/// One entry of an address book.
public typealias AddressBookEntry = ConsiliumFFI.AddressBookEntry
/// What was left out of an address book, and why.
public typealias Skipped = ConsiliumFFI.Skipped
/// What became of an address book.
public typealias ImportSummary = ConsiliumFFI.ImportSummary
/// What discovery found.
public typealias FindSummary = ConsiliumFFI.FindSummary
/// Which discovery hash is used.
public typealias Scheme = ConsiliumFFI.Scheme
