package org.consilium.app.desktop.bench

/** A frame later than this is not the next one of 60 in a second. */
private const val FRAME_MS = 16.7

/**
 * Milliseconds of every frame, and of every page from the moment it was asked for until it was there.
 *
 * @param busy what [frames] took of the processor's time: not the wait for a processor that others have.
 * @param pageFrames those of [busy] whose frames showed a page first.
 * @param held frames in which the finger found the end of what was loaded, and not that of the conversation.
 */
internal class Measured(
    private val frames: List<Double>,
    private val busy: List<Double>,
    private val pages: List<Double>,
    private val pageFrames: List<Double>,
    private val held: Int,
) {
    /**
     * By name, in the order in which they are shown.
     *
     * @param still frames of the same screen in which nothing moves.
     * @param corePages milliseconds of the same pages without an app around.
     */
    fun figures(messagesPassed: Int, still: Measured, corePages: List<Double>): Map<String, Number> = linkedMapOf(
        "messages_passed" to messagesPassed,
        "frames" to frames.size,
        "frame_p50_ms" to frames.least(0.5),
        "frame_p99_ms" to frames.least(0.99),
        "frame_max_ms" to frames.least(1.0),
        "frames_over_16_7_ms" to rounded(frames.count { it > FRAME_MS }.toDouble() / frames.size, 10_000.0),
        "frame_cpu_p50_ms" to busy.least(0.5),
        "frame_cpu_p99_ms" to busy.least(0.99),
        "still_frame_cpu_ms" to still.busy.least(0.5),
        "pages" to pages.size,
        "page_ms" to pages.least(0.5),
        "page_max_ms" to pages.least(1.0),
        "page_frame_cpu_ms" to pageFrames.least(0.5),
        "core_page_ms" to corePages.least(0.5),
        "core_page_max_ms" to corePages.least(1.0),
        "frames_at_loaded_end" to held,
    )
}

/** The least value that [share] of them do not exceed; 0 if there are none. */
private fun List<Double>.least(share: Double): Double =
    if (isEmpty()) 0.0 else rounded(sorted()[((size - 1) * share).toInt()], 100.0)

private fun rounded(value: Double, steps: Double): Double = Math.round(value * steps) / steps
