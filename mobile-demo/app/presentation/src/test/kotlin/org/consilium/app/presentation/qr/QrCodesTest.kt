package org.consilium.app.presentation.qr

import kotlin.test.Test
import kotlin.test.assertContentEquals
import kotlin.test.assertNull
import org.consilium.app.presentation.port.Picture

class QrCodesTest {
    /** Every byte that there is: most are no letters in any character set. */
    private val payload = ByteArray(256) { it.toByte() }

    @Test
    fun `what is shown is what is read, byte for byte`() {
        val read = readQr(pictureOf(qrMatrix(payload)))
        assertContentEquals(payload, read)
    }

    @Test
    fun `a phone held on its side or upside down reads it too`() {
        var picture = pictureOf(qrMatrix(payload))
        repeat(3) {
            picture = turned(picture)
            assertContentEquals(payload, readQr(picture))
        }
    }

    @Test
    fun `a pale picture will do`() {
        val code = qrMatrix(payload)
        assertContentEquals(payload, readQr(pictureOf(code, dark = GREY, light = PALE)))
    }

    @Test
    fun `a picture without a code has none`() {
        assertNull(readQr(Picture(200, 200, IntArray(200 * 200) { WHITE })))
        assertNull(readQr(Picture(1, 1, intArrayOf(BLACK))))
    }

    @Test
    fun `half a code is none`() {
        val whole = pictureOf(qrMatrix(payload))
        val half = Picture(whole.width, whole.height / 2, whole.pixels.copyOf(whole.width * (whole.height / 2)))
        assertNull(readQr(half))
    }

    /** By a quarter, clockwise. */
    private fun turned(picture: Picture): Picture = with(picture) {
        Picture(height, width, IntArray(pixels.size) { at -> pixels[(height - 1 - at % height) * width + at / height] })
    }

    private companion object {
        const val GREY = 0xff505050.toInt()
        const val PALE = 0xffd0d8d0.toInt()
    }
}
