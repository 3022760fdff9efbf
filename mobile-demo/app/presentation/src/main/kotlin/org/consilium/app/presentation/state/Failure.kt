package org.consilium.app.presentation.state

/**
 * Why something failed, as a code that every language words: what happened, what is safe, what to
 * do. Never holds content, names or numbers of people.
 *
 * @property triesLeft for [FailureCode.PIN_WRONG].
 * @property waitMs for [FailureCode.PIN_WRONG], [FailureCode.PIN_WAIT], [FailureCode.RELAY_LATER].
 * @property limit for [FailureCode.TEXT_LENGTH] (bytes) and [FailureCode.NAME_LENGTH] (characters).
 * @property pin for [FailureCode.PIN_REFUSED].
 * @property refusal for [FailureCode.RELAY_REFUSED].
 */
data class Failure(
    val code: FailureCode,
    val triesLeft: Int = 0,
    val waitMs: Long = 0,
    val limit: Int = 0,
    val pin: PinReason? = null,
    val refusal: RefusalReason = RefusalReason.OTHER,
)

/**
 * Every way in which the core, an import or this app fails.
 *
 * @property text the stable code for support, as the core names it.
 */
enum class FailureCode(val text: String) {
    LOCKED("LOCKED"),
    NO_ACCOUNT("NO-ACCOUNT"),
    ACCOUNT_EXISTS("ACCOUNT-EXISTS"),
    IN_USE("IN-USE"),
    PIN_REFUSED("PIN-REFUSED"),
    PIN_WRONG("PIN-WRONG"),
    PIN_WAIT("PIN-WAIT"),
    PIN_CLOSED("PIN-CLOSED"),
    PIN_DUE("PIN-DUE"),
    PINS_DIFFER("PINS-DIFFER"),
    NOT_RECOGNISED("NOT-RECOGNISED"),
    NO_BIOMETRICS("NO-BIOMETRICS"),
    RECOVERY_MISTYPED("RECOVERY-MISTYPED"),
    RECOVERY_WRONG("RECOVERY-WRONG"),
    RECOVERY_GROUPS("RECOVERY-GROUPS"),
    RECOVERY_GONE("RECOVERY-GONE"),
    PHONE_NUMBER("PHONE-NUMBER"),
    TEXT_LENGTH("TEXT-LENGTH"),
    NAME_LENGTH("NAME-LENGTH"),
    NAME_EMPTY("NAME-EMPTY"),
    UNKNOWN_CONTACT("UNKNOWN-CONTACT"),
    UNKNOWN_CONVERSATION("UNKNOWN-CONVERSATION"),
    UNKNOWN_MESSAGE("UNKNOWN-MESSAGE"),
    BLOCKED("BLOCKED"),
    NEW_KEY("NEW-KEY"),
    FORK("FORK"),
    NOT_YOURS("NOT-YOURS"),
    NOTHING_TO_DO("NOTHING-TO-DO"),
    OFFLINE("OFFLINE"),
    TLS_PIN("TLS-PIN"),
    RELAY_REFUSED("RELAY-REFUSED"),
    RELAY_LATER("RELAY-LATER"),
    RELAY_PROTOCOL("RELAY-PROTOCOL"),
    CLOCK("CLOCK"),
    SIGNED_OUT("SIGNED-OUT"),
    REGISTRATION_UNCONFIRMED("REGISTRATION-UNCONFIRMED"),
    NOT_REGISTERED("NOT-REGISTERED"),
    REPLACED("REPLACED"),
    KEYSTORE("KEYSTORE"),
    MEMORY("MEMORY"),
    STORAGE("STORAGE"),
    DAMAGED("DAMAGED"),
    NEWER_DATA("NEWER-DATA"),
    CANCELLED("CANCELLED"),
    IMPORT_UNREADABLE("IMPORT-UNREADABLE"),
    IMPORT_TOO_LARGE("IMPORT-TOO-LARGE"),
    IMPORT_NOT_AN_ADDRESS_BOOK("IMPORT-NOT-AN-ADDRESS-BOOK"),
    IMPORT_NO_NUMBERS("IMPORT-NO-NUMBERS"),
    PICTURE_UNREADABLE("PICTURE-UNREADABLE"),
    INTERNAL("INTERNAL");

    companion object {
        /** The case of a code; [INTERNAL] for one that this version does not know. */
        fun of(text: String): FailureCode = entries.firstOrNull { it.text == text } ?: INTERNAL
    }
}

/** Why a new PIN is not taken. */
enum class PinReason { TOO_FEW_DIGITS, TOO_SHORT, TOO_LONG, REPEATS, RUN, DATE, KEY_PATTERN, COMMON }

/** What the relay did not like, where the person can do something about it. */
enum class RefusalReason { CODE_WRONG, CODE_EXPIRED, NOT_ALLOWED, RELAY_TOO_OLD, OTHER }
