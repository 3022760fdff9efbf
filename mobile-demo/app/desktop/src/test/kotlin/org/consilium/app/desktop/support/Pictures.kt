package org.consilium.app.desktop.support

import java.awt.image.BufferedImage
import java.io.ByteArrayOutputStream
import javax.imageio.ImageIO

/** A picture with nothing on it. */
fun blankPicture(): ByteArray {
    val out = ByteArrayOutputStream()
    ImageIO.write(BufferedImage(200, 200, BufferedImage.TYPE_INT_RGB), "png", out)
    return out.toByteArray()
}
