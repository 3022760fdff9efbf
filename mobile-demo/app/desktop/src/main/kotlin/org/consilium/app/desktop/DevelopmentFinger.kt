package org.consilium.app.desktop

import java.awt.EventQueue
import java.awt.Frame
import java.nio.file.Path
import javax.swing.JOptionPane
import kotlin.io.path.createParentDirectories
import kotlin.io.path.deleteIfExists
import kotlin.io.path.exists
import kotlin.io.path.readBytes
import kotlin.io.path.writeBytes
import org.consilium.client.BiometricGate
import org.consilium.ffi.BiometricException

/**
 * A stand-in for a device's check of finger or face, for trying the app out: a question that says
 * so. It protects nothing, and is there with a development relay only.
 */
class DevelopmentFinger(private val file: Path, private val window: () -> Frame?) : BiometricGate {
    override fun keep(secret: ByteArray) {
        file.createParentDirectories()
        file.writeBytes(secret)
    }

    override fun ask(): ByteArray? {
        if (!file.exists()) return null
        if (!isRecognised()) throw BiometricException.NotRecognised()
        return file.readBytes()
    }

    override fun forget() {
        file.deleteIfExists()
    }

    private fun isRecognised(): Boolean {
        var answer = JOptionPane.CLOSED_OPTION
        EventQueue.invokeAndWait {
            answer = JOptionPane.showOptionDialog(
                window(),
                "A stand-in for your fingerprint: this computer checks nothing.",
                "Development relay",
                JOptionPane.YES_NO_OPTION,
                JOptionPane.QUESTION_MESSAGE,
                null,
                arrayOf("My finger", "Another finger"),
                null,
            )
        }
        return answer == JOptionPane.YES_OPTION
    }
}
