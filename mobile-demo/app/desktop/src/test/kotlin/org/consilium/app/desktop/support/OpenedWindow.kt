package org.consilium.app.desktop.support

import java.awt.Canvas
import java.awt.Component
import java.awt.Container
import java.awt.EventQueue
import java.awt.Frame
import java.awt.Point
import java.awt.Rectangle
import java.awt.Robot
import java.awt.event.InputEvent
import java.awt.event.KeyEvent
import java.awt.event.WindowEvent
import java.io.File
import java.nio.file.Path
import java.util.concurrent.CompletableFuture
import javax.accessibility.Accessible
import javax.accessibility.AccessibleContext
import javax.accessibility.AccessibleState
import javax.imageio.ImageIO
import kotlin.concurrent.thread
import kotlin.io.path.Path
import kotlin.system.exitProcess
import org.consilium.app.support.until

/** The app as it is started for people: its real window on a screen of its own, without a monitor. */
class OpenedWindow(vararg arguments: String) : AutoCloseable {
    private val screen = VirtualScreen()
    private val process: Process = ProcessBuilder(
        Path(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx512m", "-cp", System.getProperty("java.class.path"),
        "org.consilium.app.desktop.support.OpenedWindowKt", *arguments,
    ).redirectError(ProcessBuilder.Redirect.INHERIT).also {
        it.environment()["DISPLAY"] = screen.display
        it.environment()["SKIKO_RENDER_API"] = "SOFTWARE"
    }.start()
    private val input = process.outputWriter()
    private val output = process.inputReader()

    /** Has something looked for or done at the window; what came of it. */
    fun ask(command: String, what: String = ""): String {
        input.write("$command $what\n")
        input.flush()
        while (true) {
            val line = checkNotNull(output.readLine()) { "the window ended at: $command" }
            if (line.startsWith(ANSWER)) return line.removePrefix(ANSWER)
        }
    }

    /** Closed as by its person; its exit code. */
    fun shut(): Int {
        input.close()
        return process.waitFor()
    }

    override fun close() {
        process.destroyForcibly().waitFor()
        screen.close()
    }
}

private const val ANSWER = "answer: "

/** Where the window is put before it is clicked: all of it is on the screen. */
private val PLACE = Point(10, 10)

/** Opens the window as its launcher does, and looks at it from outside: pixels, keys, screen reader. */
fun main(arguments: Array<String>) {
    thread(isDaemon = true) {
        try {
            val window = until("the window") { Frame.getFrames().firstOrNull { it.isShowing && it.title.orEmpty().isNotEmpty() } }
            for (line in generateSequence(::readLine)) {
                val (command, what) = line.split(" ", limit = 2)
                println(ANSWER + perform(window, command, what))
            }
            window.dispatchEvent(WindowEvent(window, WindowEvent.WINDOW_CLOSING))
        } catch (failed: Throwable) {
            failed.printStackTrace()
            exitProcess(1)
        }
    }
    org.consilium.app.desktop.main(arguments)
}

private fun perform(window: Frame, command: String, what: String): String = when (command) {
    "title" -> window.title
    "size" -> with(window) { "${width - insets.left - insets.right}×${height - insets.top - insets.bottom}" }
    "says" -> until("“$what” in the window") { said(window).firstOrNull { what in it } }
    "type" -> typed(window, what)
    "picture" -> {
        val picture = Robot().createScreenCapture(Rectangle(window.x, window.y, window.width, window.height))
        ImageIO.write(picture, "png", File(what))
        val pixels = picture.getRGB(0, 0, picture.width, picture.height, null, 0, picture.width)
        "${pixels.distinct().size} colours"
    }
    else -> error("not a command: $command")
}

/** What a screen reader is told of the window, text by text. */
private fun said(window: Frame): List<String> = look {
    everything(window.accessibleContext).flatMap { listOfNotNull(it.accessibleName, it.accessibleDescription) }.toList()
}

private fun everything(context: AccessibleContext): Sequence<AccessibleContext> = sequence {
    yield(context)
    for (index in 0 until context.accessibleChildrenCount) {
        val child: Accessible = context.getAccessibleChild(index) ?: continue
        yieldAll(everything(child.accessibleContext))
    }
}

/** On the window's own thread: elsewhere it may change while it is looked at. */
private fun <T> look(block: () -> T): T {
    val seen = CompletableFuture<T>()
    EventQueue.invokeAndWait { seen.complete(block()) }
    return seen.get()
}

/** Lower-case letters and blanks on the keyboard, and the key that sends. */
private fun typed(window: Frame, text: String): String {
    val robot = Robot()
    // Without a window manager nobody else gives a window the keyboard, and AWT may have a wrong idea of
    // where the window is until it is put somewhere.
    val canvas = look {
        window.setLocation(PLACE.x, PLACE.y)
        checkNotNull(canvas(window)).also { it.requestFocus() }
    }
    until("the keyboard") { true.takeIf { canvas.isFocusOwner && window.locationOnScreen == PLACE } }
    click(robot, until("a field to type into") { field(window) }.middle)
    until("the caret in the field") { field(window)?.takeIf { it.focused } }
    for (length in 1..text.length) {
        press(robot, KeyEvent.getExtendedKeyCodeForChar(text[length - 1].code))
        until("“${text.take(length)}” in the field") { field(window)?.takeIf { it.length == length } }
    }
    press(robot, KeyEvent.VK_ENTER)
    until("the text to be sent") { field(window)?.takeIf { it.length == 0 } }
    return text
}

/** What the whole app is drawn on. */
private fun canvas(component: Component): Canvas? = when (component) {
    is Canvas -> component
    is Container -> component.components.firstNotNullOfOrNull { canvas(it) }
    else -> null
}

/** A field to type into, as a screen reader sees it. */
private class Field(val middle: Point, val length: Int, val focused: Boolean)

/** The lowest one of them: a conversation's. */
private fun field(window: Frame): Field? = look {
    everything(window.accessibleContext).lastOrNull { it.accessibleEditableText != null }?.let { found ->
        val corner = found.accessibleComponent.locationOnScreen
        val size = found.accessibleComponent.size
        val middle = Point(corner.x + size.width / 2, corner.y + size.height / 2)
        Field(middle, found.accessibleText.charCount, AccessibleState.FOCUSED in found.accessibleStateSet.toArray())
    }
}

private fun click(robot: Robot, at: Point) {
    robot.mouseMove(at.x, at.y)
    robot.mousePress(InputEvent.BUTTON1_DOWN_MASK)
    robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK)
    robot.waitForIdle()
}

private fun press(robot: Robot, key: Int) {
    robot.keyPress(key)
    robot.keyRelease(key)
    robot.waitForIdle()
}
