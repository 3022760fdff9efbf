package org.consilium.client.support

import com.sun.jna.Function
import com.sun.jna.Structure
import java.lang.management.ManagementFactory
import java.nio.file.Path
import kotlin.io.path.listDirectoryEntries

/** What this process holds. */
data class Holdings(val handles: Int, val threads: Int, val nativeBytes: Long, val heapBytes: Long) {
    /** The least of each: what is transient is in one of them only. */
    fun least(other: Holdings): Holdings = Holdings(
        minOf(handles, other.handles),
        minOf(threads, other.threads),
        minOf(nativeBytes, other.nativeBytes),
        minOf(heapBytes, other.heapBytes),
    )

    /** No more than [other], but for so many bytes. */
    fun isWithin(other: Holdings, native: Long, heap: Long): Boolean =
        handles <= other.handles && threads <= other.threads &&
            nativeBytes <= other.nativeBytes + native && heapBytes <= other.heapBytes + heap

    companion object {
        /** Now, after a collection of garbage, so that what nobody holds is gone. */
        fun now(): Holdings {
            // What is freed by the first is known to be free by the second.
            repeat(2) { System.gc() }
            return Holdings(
                handles = Path.of("/proc/self/fd").listDirectoryEntries().size,
                threads = Path.of("/proc/self/task").listDirectoryEntries().size,
                nativeBytes = allocated(),
                heapBytes = ManagementFactory.getMemoryMXBean().heapMemoryUsage.used,
            )
        }

        /**
         * Bytes that were allocated and not freed, in all of glibc's arenas: the core's and the
         * virtual machine's own. Resident memory would also count what was freed.
         */
        private fun allocated(): Long {
            val answer = Function.getFunction("c", "mallinfo2").invoke(MallInfo::class.java, null) as MallInfo
            return answer.uordblks + answer.hblkhd
        }
    }
}

/** glibc's `struct mallinfo2`. */
@Structure.FieldOrder(
    "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost",
)
internal class MallInfo : Structure(), Structure.ByValue {
    @JvmField var arena = 0L
    @JvmField var ordblks = 0L
    @JvmField var smblks = 0L
    @JvmField var hblks = 0L
    @JvmField var hblkhd = 0L
    @JvmField var usmblks = 0L
    @JvmField var fsmblks = 0L
    @JvmField var uordblks = 0L
    @JvmField var fordblks = 0L
    @JvmField var keepcost = 0L
}
