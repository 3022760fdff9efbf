package org.consilium.app.desktop

import java.nio.file.Path
import kotlin.io.path.Path
import kotlin.io.path.isReadable
import org.consilium.app.presentation.state.Language
import org.consilium.app.presentation.state.ThemeChoice

/**
 * How the window is started.
 *
 * @property data the folder of this installation; made if it is not there.
 * @property relay the relay file.
 * @property name whose window it is: in its title, and who is signed up with [ready].
 * @property outbox a development relay's file of codes; shown in a strip above the app.
 * @property book the address book that development accounts share.
 * @property ready sign a development account up, so that the window opens ready to chat.
 */
data class Arguments(
    val data: Path,
    val relay: Path,
    val name: String? = null,
    val number: String? = null,
    val region: String = "NL",
    val language: Language? = null,
    val theme: ThemeChoice? = null,
    val outbox: Path? = null,
    val book: Path? = null,
    val ready: Boolean = false,
)

/** Arguments that cannot be used, and how to mend that. */
class UnusableArguments(message: String) : Exception(message)

/** Reads the command line. */
fun readArguments(arguments: Array<String>): Arguments {
    val given = pairs(arguments)
    val relay = Path(given["--relay"] ?: refuse("Give the relay file: --relay relay.json"))
    if (!relay.isReadable()) refuse("The relay file cannot be read: $relay")
    val ready = "--ready" in given
    val read = Arguments(
        data = Path(given["--data"] ?: refuse("Give this installation's folder: --data DIR")),
        relay = relay,
        name = given["--as"],
        number = given["--number"],
        region = given["--region"] ?: "NL",
        language = given["--language"]?.let(::language),
        theme = given["--theme"]?.let(::theme),
        outbox = given["--outbox"]?.let(::Path),
        book = given["--book"]?.let(::Path),
        ready = ready,
    )
    val complete = read.name != null && read.number != null && read.outbox != null
    if (ready && !complete) refuse("--ready needs --as, --number and --outbox")
    return read
}

private fun pairs(arguments: Array<String>): Map<String, String> {
    val given = HashMap<String, String>()
    var at = 0
    while (at < arguments.size) {
        val option = arguments[at++]
        when {
            option == "--ready" -> given[option] = ""
            option !in OPTIONS -> refuse("Not an option: $option\n\n$USAGE")
            at == arguments.size -> refuse("$option needs a value\n\n$USAGE")
            else -> given[option] = arguments[at++]
        }
    }
    return given
}

private fun language(tag: String): Language =
    Language.entries.firstOrNull { it.tag == tag } ?: refuse("--language is one of ${Language.entries.map { it.tag }}")

private fun theme(name: String): ThemeChoice =
    ThemeChoice.entries.firstOrNull { it.name.equals(name, ignoreCase = true) }
        ?: refuse("--theme is system, light or dark")

private fun refuse(message: String): Nothing = throw UnusableArguments(message)

private val OPTIONS =
    setOf("--data", "--relay", "--as", "--number", "--region", "--language", "--theme", "--outbox", "--book")

private const val USAGE = """usage: --data DIR --relay FILE [--as NAME] [--language en|fr|nl|de|ar]
       [--theme system|light|dark] [--region NL]
       for a development relay: [--outbox FILE] [--number NUMBER] [--book FILE] [--ready]"""
