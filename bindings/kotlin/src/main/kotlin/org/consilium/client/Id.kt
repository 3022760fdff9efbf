package org.consilium.client

/** An account: 32 lower-case hexadecimal digits. Opaque; equal texts are equal accounts. */
@JvmInline
value class AccountId(val hex: String) {
    override fun toString(): String = hex
}

/** A conversation: 32 lower-case hexadecimal digits. Opaque. */
@JvmInline
value class ConversationId(val hex: String) {
    override fun toString(): String = hex
}

/**
 * A message or gap as this device numbers it. Grows with arrival; not the order of display, and
 * means nothing on another device.
 */
@JvmInline
value class MessageId(val number: Long) {
    override fun toString(): String = number.toString()
}

/** A moment: milliseconds since 1970-01-01 00:00 UTC, by the clock of [ConsiliumClient.now]. */
@JvmInline
value class Timestamp(val ms: Long) : Comparable<Timestamp> {
    override fun compareTo(other: Timestamp): Int = ms.compareTo(other.ms)

    override fun toString(): String = ms.toString()
}
