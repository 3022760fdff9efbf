package org.consilium.app.desktop

import java.awt.Color
import java.awt.image.BufferedImage
import java.io.ByteArrayOutputStream
import java.nio.ByteBuffer
import java.util.zip.CRC32
import javax.imageio.ImageIO
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertTrue
import org.consilium.app.presentation.port.PictureChoice

/** Pictures as they come: whole, huge and broken. */
class PicturesTest {
    private fun picture(format: String, kind: Int = BufferedImage.TYPE_INT_RGB, change: BufferedImage.() -> Unit = {}): ByteArray {
        val image = BufferedImage(8, 4, kind)
        image.change()
        return ByteArrayOutputStream().also { check(ImageIO.write(image, format, it)) }.toByteArray()
    }

    /** A PNG whose head claims so many pixels each way. */
    private fun hugePng(side: Int): ByteArray {
        val bytes = picture("png")
        val head = ByteBuffer.wrap(bytes).putInt(16, side).putInt(20, side)
        return head.putInt(29, CRC32().apply { update(bytes, 12, 17) }.value.toInt()).array()
    }

    /** The same of a JPEG: in it the size follows the mark of a frame. */
    private fun hugeJpeg(side: Int): ByteArray {
        val bytes = picture("jpeg")
        val frame = (0 until bytes.size - 1).first { bytes[it] == 0xff.toByte() && bytes[it + 1] == 0xc0.toByte() }
        return ByteBuffer.wrap(bytes).putShort(frame + 5, side.toShort()).putShort(frame + 7, side.toShort()).array()
    }

    @Test
    fun `pixels are read row by row, on white where nothing is`() {
        val bytes = picture("png", BufferedImage.TYPE_INT_ARGB) { setRGB(2, 1, Color.RED.rgb) }
        val read = assertIs<PictureChoice.Chosen>(readPicture(bytes.inputStream())).picture
        assertEquals(8 to 4, read.width to read.height)
        assertEquals(listOf(1 * 8 + 2), read.pixels.indices.filter { read.pixels[it] != Color.WHITE.rgb })
        assertEquals(Color.RED.rgb, read.pixels[1 * 8 + 2])
    }

    @Test
    fun `a picture of more pixels than memory has room for is not read`() {
        assertIs<PictureChoice.Chosen>(readPicture(hugeJpeg(9).inputStream()))
        for (bytes in listOf(hugeJpeg(7_072), hugeJpeg(20_000), hugePng(60_000))) {
            assertEquals(PictureChoice.Unreadable, readPicture(bytes.inputStream()))
        }
    }

    @Test
    fun `a broken picture is read as far as it is there, or cannot be read`() {
        var broken = 0
        for (format in listOf("png", "jpeg", "gif", "bmp", "tiff")) {
            for (kind in listOf(BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_BYTE_BINARY)) {
                val whole = picture(format, kind)
                for (at in whole.indices) {
                    for (byte in listOf(0, 127, 255)) {
                        val bytes = whole.copyOf().also { it[at] = byte.toByte() }
                        if (readPicture(bytes.inputStream()) == PictureChoice.Unreadable) broken++
                    }
                    readPicture(whole.copyOf(at).inputStream())
                }
            }
        }
        assertTrue(broken > 0)
    }
}
