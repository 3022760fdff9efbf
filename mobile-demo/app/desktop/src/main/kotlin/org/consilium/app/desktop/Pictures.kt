package org.consilium.app.desktop

import java.awt.image.BufferedImage
import java.io.File
import java.io.IOException
import java.io.InputStream
import javax.imageio.ImageIO
import javax.imageio.ImageReader
import org.consilium.app.presentation.port.Picture
import org.consilium.app.presentation.port.PictureChoice

/** Pixels of the largest picture that is read: more than phones take, and a few of it fit into memory. */
const val LARGEST_PICTURE = 50_000_000L

/** What phones and screenshots are in. Readers of other formats reserve as much memory as a file asks for. */
private val FORMATS = setOf("png", "jpeg", "gif")

/** A picture file's pixels. */
fun readPicture(file: File): PictureChoice = try {
    file.inputStream().use(::readPicture)
} catch (_: IOException) {
    PictureChoice.Unreadable
}

/** The pixels of what a picture file has in it. */
fun readPicture(file: InputStream): PictureChoice {
    val image = try {
        readImage(file)
    } catch (_: IOException) {
        null
    } catch (_: RuntimeException) {
        // Readers throw some of every kind at a file that contradicts itself.
        null
    }
    return if (image == null) PictureChoice.Unreadable else PictureChoice.Chosen(image.toPicture())
}

private fun readImage(file: InputStream): BufferedImage? = ImageIO.createImageInputStream(file).use { bytes ->
    val readers = ImageIO.getImageReaders(bytes).asSequence()
    val reader = readers.firstOrNull { it.formatName.lowercase() in FORMATS } ?: return null
    try {
        // Without what else is in the file: it may be any amount.
        reader.setInput(bytes, true, true)
        if (reader.pixels() > LARGEST_PICTURE) null else reader.read(0)
    } finally {
        reader.dispose()
    }
}

/** How many it has by its head. */
private fun ImageReader.pixels(): Long = getWidth(0).toLong() * getHeight(0)

/** On white, where the picture lets something shine through. */
private fun BufferedImage.toPicture(): Picture {
    val plain = BufferedImage(width, height, BufferedImage.TYPE_INT_RGB)
    val canvas = plain.createGraphics()
    try {
        canvas.color = java.awt.Color.WHITE
        canvas.fillRect(0, 0, width, height)
        canvas.drawImage(this, 0, 0, null)
    } finally {
        canvas.dispose()
    }
    return Picture(width, height, plain.getRGB(0, 0, width, height, null, 0, width))
}
