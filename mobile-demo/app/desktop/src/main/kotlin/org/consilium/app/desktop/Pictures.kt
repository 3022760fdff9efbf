package org.consilium.app.desktop

import java.awt.image.BufferedImage
import java.io.File
import java.io.IOException
import java.io.InputStream
import javax.imageio.ImageIO
import org.consilium.app.presentation.port.Picture
import org.consilium.app.presentation.port.PictureChoice

/** A picture file's pixels. */
fun readPicture(file: File): PictureChoice = try {
    file.inputStream().use(::readPicture)
} catch (_: IOException) {
    PictureChoice.Unreadable
}

/** The pixels of what a picture file has in it. */
fun readPicture(file: InputStream): PictureChoice {
    val image = try {
        ImageIO.read(file)
    } catch (_: IOException) {
        null
    }
    return if (image == null) PictureChoice.Unreadable else PictureChoice.Chosen(image.toPicture())
}

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
