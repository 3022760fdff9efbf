package org.consilium.client.support

import java.io.IOException
import java.io.RandomAccessFile
import java.nio.file.Path
import kotlin.io.path.readLines

/** Another process's memory, searched as somebody with a debugger would. */
class ProcessMemory(private val pid: Long) {
    /**
     * Of which of some secrets there is any piece, and in how many places: freed memory keeps the
     * rest of what its allocator wrote over.
     */
    fun find(secrets: Map<String, ByteArray>): Map<String, Int> {
        val pieces = Pieces(secrets)
        RandomAccessFile("/proc/$pid/mem", "r").use { memory -> regions().forEach { look(memory, it, pieces) } }
        return pieces.found
    }

    /** What can be written to: heaps, stacks, data. Code and files hold no secrets. */
    private fun regions(): List<LongRange> = Path.of("/proc/$pid/maps").readLines()
        .filter { " rw" in it }
        .map { line ->
            val (from, to) = line.substringBefore(' ').split('-').map { it.toLong(radix = 16) }
            from until to
        }

    private fun look(memory: RandomAccessFile, region: LongRange, pieces: Pieces) {
        var at = region.first
        val chunk = ByteArray(CHUNK)
        while (at + PIECE <= region.last + 1) {
            val length = minOf(CHUNK.toLong(), region.last + 1 - at).toInt()
            try {
                memory.seek(at)
                memory.readFully(chunk, 0, length)
            } catch (_: IOException) {
                // Given back meanwhile, or never given: nothing is there.
                return
            }
            pieces.look(chunk, length)
            at += length - PIECE + 1
        }
    }

    private companion object {
        const val CHUNK = 1 shl 20
    }
}

/** Every part of [PIECE] bytes of some secrets. */
private class Pieces(secrets: Map<String, ByteArray>) {
    /** How many were seen, by their secret's name. */
    val found = sortedMapOf<String, Int>()

    /** By the pair of bytes that they begin with. */
    private val pieces = arrayOfNulls<List<Piece>>(PAIRS).apply {
        val all = secrets.flatMap { (name, secret) ->
            (0..secret.size - PIECE).map { Piece(name, secret.copyOfRange(it, it + PIECE)) }
        }
        all.groupBy { pair(it.bytes, 0) }.forEach { (pair, some) -> this[pair] = some }
    }

    fun look(bytes: ByteArray, length: Int) {
        for (at in 0..length - PIECE) {
            pieces[pair(bytes, at)]?.forEach { if (it.isAt(bytes, at)) found.merge(it.name, 1, Int::plus) }
        }
    }

    private fun pair(bytes: ByteArray, at: Int): Int =
        (bytes[at].toInt() and BYTE shl Byte.SIZE_BITS) or (bytes[at + 1].toInt() and BYTE)
}

private class Piece(val name: String, val bytes: ByteArray) {
    fun isAt(others: ByteArray, at: Int): Boolean {
        for (place in bytes.indices) if (bytes[place] != others[at + place]) return false
        return true
    }
}

/** Bytes that are nowhere by chance. */
private const val PIECE = 12
private const val PAIRS = 1 shl 16
private const val BYTE = 0xff
