package org.consilium.app.desktop.support

import java.awt.Canvas
import java.awt.Component
import java.awt.Container
import java.awt.EventQueue
import java.awt.Frame
import java.awt.Point
import java.awt.Robot
import java.awt.event.KeyEvent
import java.awt.event.WindowEvent
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.util.concurrent.CompletableFuture
import javax.accessibility.AccessibleContext
import javax.accessibility.AccessibleState
import kotlin.concurrent.thread
import kotlin.io.path.Path
import kotlin.io.path.createDirectories
import kotlin.io.path.setPosixFilePermissions
import kotlin.io.path.writeText
import kotlin.system.exitProcess
import org.consilium.app.support.until

/** The window of a launcher that runs already, used by somebody who has a keyboard and reads what is on it. */
class TypedWindow(launcher: Process) {
    private val input = launcher.outputWriter()
    private val output = launcher.inputReader()

    /** Waits until [text] is on the window; the whole line that it is in. */
    fun reads(text: String): String = ask("read", text)

    /** Tab until the control of this name has the keyboard. */
    fun goTo(name: String) = ask("go", name)

    fun types(text: String) = ask("type", text)

    fun enter() = ask("enter")

    /** Closed as by its person. */
    fun shut() = input.close()

    private fun ask(command: String, what: String = ""): String {
        input.write("$command $what\n")
        input.flush()
        while (true) {
            val line = checkNotNull(output.readLine()) { "the window ended at: $command $what" }
            if (line.startsWith(ANSWER)) return line.removePrefix(ANSWER)
        }
    }

    companion object {
        /**
         * A `java` in [folder] that runs what it is given with the keyboard beside it. Whatever the launcher
         * starts is started, with its own arguments.
         */
        fun javaIn(folder: Path): Path {
            val real = Path(System.getProperty("java.home"), "bin", "java")
            val shim = folder.createDirectories().resolve("java")
            // As the launcher calls it: -Xmx… -cp CLASSPATH MAIN ARGUMENTS…
            shim.writeText(
                """
                |#!/bin/sh
                |memory=${'$'}1 classpath=${'$'}3
                |shift 3
                |exec "$real" "${'$'}memory" -cp "${'$'}classpath:${System.getProperty("java.class.path")}" org.consilium.app.desktop.support.TypedWindowKt "${'$'}@"
                |
                """.trimMargin(),
            )
            return shim.setPosixFilePermissions(PosixFilePermissions.fromString("rwx------"))
        }
    }
}

private const val ANSWER = "answer: "

/** Where the window is put: all of it is on the screen. */
private val PLACE = Point(10, 10)

/** More than any screen has. */
private const val MOST_CONTROLS = 30

/** Runs the class that is named first, and does at its window what is told line by line. */
fun main(arguments: Array<String>) {
    thread(isDaemon = true) {
        try {
            val window = until("the window") { Frame.getFrames().firstOrNull { it.isShowing && it.title.orEmpty().isNotEmpty() } }
            val keys = Keys(window)
            for (line in generateSequence(::readLine)) {
                val (command, what) = line.split(" ", limit = 2)
                println(ANSWER + keys.perform(command, what))
            }
            window.dispatchEvent(WindowEvent(window, WindowEvent.WINDOW_CLOSING))
        } catch (failed: Throwable) {
            failed.printStackTrace()
            exitProcess(1)
        }
    }
    Class.forName(arguments.first()).getMethod("main", Array<String>::class.java).invoke(null, arguments.drop(1).toTypedArray())
}

private class Keys(private val window: Frame) {
    private val robot = Robot()

    init {
        // Without a window manager nobody else gives a window the keyboard.
        val canvas = look {
            window.location = PLACE
            checkNotNull(canvas(window)).also { it.requestFocus() }
        }
        until("the keyboard") { true.takeIf { canvas.isFocusOwner } }
    }

    fun perform(command: String, what: String): String = when (command) {
        "read" -> until("“$what” in the window") { look { names(window.accessibleContext).firstOrNull { what in it } } }
        "go" -> what.also { goTo(it) }
        "type" -> what.also { text -> text.forEach { press(KeyEvent.getExtendedKeyCodeForChar(it.code)) } }
        "enter" -> "".also { press(KeyEvent.VK_ENTER) }
        else -> error("not a command: $command")
    }

    private fun goTo(name: String) {
        repeat(MOST_CONTROLS) {
            if (look { name in reached() }) return
            press(KeyEvent.VK_TAB)
        }
        error("Tab does not lead to “$name”; at ${look { reached() }}")
    }

    /** The names in the control that has the keyboard; what is around it has it too and is none. */
    private fun reached(): List<String> = everything(window.accessibleContext)
        .filter { AccessibleState.FOCUSED in it.accessibleStateSet.toArray() && isControl(it) }
        .flatMap { names(it) }.toList()

    private fun isControl(context: AccessibleContext) =
        (context.accessibleAction?.accessibleActionCount ?: 0) > 0 || context.accessibleEditableText != null

    private fun press(key: Int) {
        robot.keyPress(key)
        robot.keyRelease(key)
        robot.waitForIdle()
    }
}

private fun names(context: AccessibleContext): Sequence<String> =
    everything(context).flatMap { listOfNotNull(it.accessibleName, it.accessibleDescription) }

private fun everything(context: AccessibleContext): Sequence<AccessibleContext> = sequence {
    yield(context)
    for (index in 0 until context.accessibleChildrenCount) {
        context.getAccessibleChild(index)?.let { yieldAll(everything(it.accessibleContext)) }
    }
}

/** What the whole app is drawn on. */
private fun canvas(component: Component): Canvas? = when (component) {
    is Canvas -> component
    is Container -> component.components.firstNotNullOfOrNull { canvas(it) }
    else -> null
}

/** On the window's own thread: elsewhere it may change while it is looked at. */
private fun <T> look(block: () -> T): T {
    val seen = CompletableFuture<T>()
    EventQueue.invokeAndWait { seen.complete(block()) }
    return seen.get()
}
