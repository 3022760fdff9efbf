package org.consilium.app.desktop.support

import java.awt.Button
import java.awt.Canvas
import java.awt.Component
import java.awt.Container
import java.awt.FileDialog
import java.awt.Frame
import java.awt.Point
import java.awt.Rectangle
import java.awt.Robot
import java.awt.TextField
import java.awt.Window
import java.awt.event.InputEvent
import java.awt.event.KeyEvent
import java.awt.event.WindowEvent
import java.io.File
import javax.imageio.ImageIO
import kotlin.concurrent.thread
import kotlin.system.exitProcess
import org.consilium.app.support.until

/** The program with hands: it runs another, and does at its window what [UsedWindow] asks for. */
const val HANDS = "org.consilium.app.desktop.support.WindowHandsKt"

/** Runs the class that is named first, with the other arguments. */
fun main(arguments: Array<String>) {
    thread(isDaemon = true) {
        try {
            val window = until("the window") { Frame.getFrames().firstOrNull { it.isShowing && it.title.orEmpty().isNotEmpty() } }
            val hands = WindowHands(window)
            for (line in generateSequence(::readLine)) {
                val (command, what) = line.split(" ", limit = 2)
                println(UsedWindow.ANSWER + "${hands.perform(command, what)}".replace('\n', UsedWindow.NEW_LINE))
            }
            window.dispatchEvent(WindowEvent(window, WindowEvent.WINDOW_CLOSING))
        } catch (failed: Throwable) {
            failed.printStackTrace()
            exitProcess(1)
        }
    }
    Class.forName(arguments.first()).getMethod("main", Array<String>::class.java).invoke(null, arguments.drop(1).toTypedArray())
}

private class WindowHands(private val window: Frame) {
    private val robot = Robot()
    private val reader = WindowReader(window)

    fun perform(command: String, what: String): Any = when (command) {
        "title" -> window.title
        "size" -> with(window) { "${width - insets.left - insets.right}×${height - insets.top - insets.bottom}" }
        "says" -> wait("“$what” in the window") { reader.texts().firstOrNull { what in it } }
        "says-no" -> wait("no “$what” in the window") { true.takeIf { reader.texts().none { what in it } } }
        "texts" -> reader.texts().joinToString("${UsedWindow.BETWEEN}")
        "click" -> click { wait("“$what” to click") { reader.control(what) } }
        "fill" -> what.split(UsedWindow.BETWEEN).let { (label, text) -> fill(label, text) }
        "go-to" -> goTo(what)
        "type" -> what.forEach(::type)
        "press" -> press(KeyEvent::class.java.getField("VK_${what.uppercase()}").getInt(null))
        "choose" -> choose(File(what))
        "picture" -> picture(File(what))
        else -> error("not a command: $command")
    }

    /** What was on the screen is told with what was waited for in vain. */
    private fun <T : Any> wait(what: String, look: () -> T?): T = try {
        until(what, look)
    } catch (inVain: IllegalStateException) {
        throw IllegalStateException("${inVain.message}; on screen:\n${reader.texts().joinToString("\n")}", inVain)
    }

    private fun fill(label: String, text: String) {
        click { wait("a field “$label”") { reader.field(label)?.middle } }
        wait("the caret in “$label”") { reader.field(label)?.takeIf { it.focused } }
        val before = reader.field(label)?.length ?: 0
        for (at in text.indices) {
            type(text[at])
            wait("“${text.take(at + 1)}” in “$label”") { reader.field(label)?.takeIf { it.length > before + at } }
        }
    }

    private fun goTo(name: String) {
        takeUp()
        wait("“$name” on the way of Tab") {
            true.takeIf { name in reader.reached() } ?: null.also { press(KeyEvent.VK_TAB) }
        }
    }

    /** Letters, digits and blanks; others are none of a plain keyboard's keys. */
    private fun type(letter: Char) {
        if (letter.isUpperCase()) robot.keyPress(KeyEvent.VK_SHIFT)
        press(KeyEvent.getExtendedKeyCodeForChar(letter.code))
        if (letter.isUpperCase()) robot.keyRelease(KeyEvent.VK_SHIFT)
    }

    /**
     * The app's canvas has the whole window. Without a window manager nobody else gives a window the
     * keyboard, and AWT may have a wrong idea of where the window is until it is put somewhere.
     */
    private fun takeUp() {
        val canvas = look {
            window.location = PLACE
            inside(window).first { it is Canvas }.also { it.requestFocus() }
        }
        wait("the keyboard") { true.takeIf { canvas.isFocusOwner && window.locationOnScreen == PLACE } }
    }

    private fun click(find: () -> Point) {
        takeUp()
        clickAt(find())
    }

    private fun clickAt(at: Point) {
        robot.mouseMove(at.x, at.y)
        robot.mousePress(InputEvent.BUTTON1_DOWN_MASK)
        robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK)
        robot.waitForIdle()
    }

    private fun press(key: Int) {
        robot.keyPress(key)
        robot.keyRelease(key)
        robot.waitForIdle()
    }

    private fun choose(file: File) {
        val dialog = wait("a dialog for a file") { Window.getWindows().firstOrNull { it is FileDialog && it.isShowing } }
        val parts = look { inside(checkNotNull(dialog)).toList() }
        look { parts.filterIsInstance<TextField>().last().text = file.path }
        val open = parts.filterIsInstance<Button>().first()
        clickAt(look { open.locationOnScreen.apply { translate(open.width / 2, open.height / 2) } })
        wait("the dialog to close") { true.takeIf { !dialog.isShowing } }
    }

    private fun picture(file: File): Int {
        val picture = robot.createScreenCapture(Rectangle(window.x, window.y, window.width, window.height))
        ImageIO.write(picture, "png", file)
        return picture.getRGB(0, 0, picture.width, picture.height, null, 0, picture.width).distinct().size
    }

    private companion object {
        /** Where the window is put before it is typed into: all of it is on the screen. */
        val PLACE = Point(10, 10)
    }
}

private fun inside(component: Component): Sequence<Component> = sequence {
    yield(component)
    if (component is Container) for (child in component.components) yieldAll(inside(child))
}
