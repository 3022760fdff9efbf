package org.consilium.client.support

import java.io.IOException
import java.io.RandomAccessFile
import java.nio.file.Path
import kotlin.io.path.readLines

/** Another process's memory, searched as somebody with a debugger would. */
class ProcessMemory(private val pid: Long) {
    /**
     * In how many places there is any piece of a secret: freed memory keeps the rest of what its
     * allocator wrote over.
     */
    fun count(secrets: List<ByteArray>): Int {
        val pieces = Pieces(secrets)
        return RandomAccessFile("/proc/$pid/mem", "r").use { memory ->
            regions().sumOf { count(memory, it, pieces) }
        }
    }

    /** What can be written to: heaps, stacks, data. Code and files hold no secrets. */
    private fun regions(): List<LongRange> = Path.of("/proc/$pid/maps").readLines()
        .filter { " rw" in it }
        .map { line ->
            val (from, to) = line.substringBefore(' ').split('-').map { it.toLong(radix = 16) }
            from until to
        }

    private fun count(memory: RandomAccessFile, region: LongRange, pieces: Pieces): Int {
        var found = 0
        var at = region.first
        val chunk = ByteArray(CHUNK)
        while (at + PIECE <= region.last + 1) {
            val length = minOf(CHUNK.toLong(), region.last + 1 - at).toInt()
            try {
                memory.seek(at)
                memory.readFully(chunk, 0, length)
            } catch (_: IOException) {
                // Given back meanwhile, or never given: nothing is there.
                return found
            }
            found += pieces.count(chunk, length)
            at += length - PIECE + 1
        }
        return found
    }

    private companion object {
        const val CHUNK = 1 shl 20
    }
}

/** Every part of [PIECE] bytes of some secrets. */
private class Pieces(secrets: List<ByteArray>) {
    private val pieces = secrets.flatMap { secret ->
        (0..secret.size - PIECE).map { secret.copyOfRange(it, it + PIECE) }
    }

    /** Which pairs of bytes a piece begins with. */
    private val starts = BooleanArray(PAIRS).apply { pieces.forEach { this[pair(it, 0)] = true } }

    fun count(bytes: ByteArray, length: Int): Int {
        var found = 0
        var at = 0
        while (at <= length - PIECE) {
            if (starts[pair(bytes, at)] && pieces.any { matches(it, bytes, at) }) found++
            at++
        }
        return found
    }

    private fun pair(bytes: ByteArray, at: Int): Int =
        (bytes[at].toInt() and BYTE shl Byte.SIZE_BITS) or (bytes[at + 1].toInt() and BYTE)

    private fun matches(piece: ByteArray, bytes: ByteArray, at: Int): Boolean {
        for (place in piece.indices) if (bytes[at + place] != piece[place]) return false
        return true
    }
}

/** Bytes that are nowhere by chance. */
private const val PIECE = 12
private const val PAIRS = 1 shl 16
private const val BYTE = 0xff
