package org.consilium.client

import java.nio.ByteBuffer
import java.nio.CharBuffer
import java.nio.charset.CoderResult
import java.nio.charset.CodingErrorAction

/**
 * Lends these characters in UTF-8 to [block]; afterwards both they and the bytes are overwritten.
 */
internal inline fun <T> CharArray.spent(block: (ByteArray) -> T): T {
    var bytes = ByteArray(0)
    try {
        bytes = utf8()
        return block(bytes)
    } finally {
        bytes.fill(0)
        fill('\u0000')
    }
}

/**
 * In UTF-8, without a [String] on the way and without a buffer that grows: one that moves leaves a
 * copy behind.
 */
internal fun CharArray.utf8(): ByteArray {
    val room = ByteBuffer.allocate(size * BYTES_OF_CHAR)
    try {
        val encoder = Charsets.UTF_8.newEncoder().onMalformedInput(CodingErrorAction.REPORT)
        val result = encoder.encode(CharBuffer.wrap(this), room, true)
        if (result != CoderResult.UNDERFLOW) result.throwException()
        return room.array().copyOf(room.position())
    } finally {
        room.array().fill(0)
    }
}

/** Most bytes of UTF-8 for a char of UTF-16. */
private const val BYTES_OF_CHAR = 3
