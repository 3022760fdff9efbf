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
        val unread = RandomAccessFile("/proc/$pid/mem", "r").use { memory ->
            regions().sumOf { look(memory, it, pieces) }
        }
        check(unread <= UNREAD) { "$unread pages of the memory could not be read" }
        return pieces.found
    }

    /** What can be written to: heaps, stacks, data. Code and files hold no secrets. */
    private fun regions(): List<LongRange> = Path.of("/proc/$pid/maps").readLines()
        .filter { " rw" in it }
        .map { line ->
            val (from, to) = line.substringBefore(' ').split('-').map { it.toLong(radix = 16) }
            from until to
        }

    /** How many pages of a region could not be read. */
    private fun look(memory: RandomAccessFile, region: LongRange, pieces: Pieces): Int {
        var at = region.first
        var unread = 0
        val chunk = ByteArray(CHUNK)
        while (at + PIECE <= region.last + 1) {
            val wanted = minOf(CHUNK.toLong(), region.last + 1 - at).toInt()
            val length = read(memory, at, chunk, wanted)
            pieces.look(chunk, length)
            if (length == wanted) {
                at += length - PIECE + 1
            } else {
                unread += 1
                at = ((at + length) / PAGE + 1) * PAGE
            }
        }
        return unread
    }

    /** How many bytes there are, up to the first page that cannot be read: given back meanwhile. */
    private fun read(memory: RandomAccessFile, at: Long, into: ByteArray, wanted: Int): Int = try {
        memory.seek(at)
        maxOf(memory.read(into, 0, wanted), 0)
    } catch (_: IOException) {
        0
    }

    private companion object {
        const val CHUNK = 1 shl 20
        const val PAGE = 4096L

        /** A thread that ends takes its stack with it; with more, too little was searched. */
        const val UNREAD = 256
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
            pieces[pair(bytes, at)]?.forEach {
                if (it.isAt(bytes, at)) found.merge(it.name, 1, Int::plus)
            }
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
