package org.consilium.app.desktop.support

import java.nio.file.Path

/**
 * A window of the app that is open. What a person does with it goes through mouse and keyboard, what
 * a person sees is read as a screen reader does (WindowHands.kt, in the window's own process).
 */
open class UsedWindow(private val process: Process) {
    private val input = process.outputWriter()
    private val output = process.inputReader()

    fun title(): String = ask("title")

    /** Width × height inside the frame. */
    fun size(): String = ask("size")

    /** Waits until a text is in the window, alone or within a longer one; the whole of it. */
    fun says(text: String): String = ask("says", text)

    /** Waits until no text in the window holds this one. */
    fun saysNo(text: String): String = ask("says-no", text)

    /** Every text in the window but what is being typed, in the order in which a screen reader meets them. */
    fun texts(): List<String> = ask("texts").split(BETWEEN)

    /** Clicks what has this name, as soon as it is there and can be clicked. */
    fun click(name: String) = ask("click", name)

    /** Clicks into the field with this label and types. */
    fun fill(label: String, text: String) = ask("fill", "$label$BETWEEN$text")

    /** Presses Tab until what has this name has the keyboard. */
    fun goTo(name: String) = ask("go-to", name)

    /** Types where the keyboard is. */
    fun type(text: String) = ask("type", text)

    /** Presses a key by its name: Enter, Escape. */
    fun press(key: String) = ask("press", key)

    /** Chooses a file in the system's dialog, as soon as it is open. */
    fun choose(file: Path) = ask("choose", "$file")

    /** Draws the window into a PNG; how many colours it has. */
    fun picture(file: Path): Int = ask("picture", "$file").toInt()

    private fun ask(command: String, what: String = ""): String {
        input.write("$command $what\n")
        input.flush()
        while (true) {
            val line = checkNotNull(output.readLine()) { "the window ended at: $command $what" }
            if (line.startsWith(ANSWER)) return line.removePrefix(ANSWER).replace(NEW_LINE, '\n')
        }
    }

    /** Closed as by its person; its exit code. */
    fun shut(): Int {
        input.close()
        return process.waitFor()
    }

    companion object {
        /** What an answer's line begins with; the rest of the output is the app's. */
        const val ANSWER = "answer: "

        /** Between texts in one line. */
        const val BETWEEN = '\u001f'

        /** Within a text in one line. */
        const val NEW_LINE = '\u001e'
    }
}
