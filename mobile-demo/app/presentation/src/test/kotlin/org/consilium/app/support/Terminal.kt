package org.consilium.app.support

import java.io.BufferedReader
import java.io.BufferedWriter
import java.nio.file.Path
import kotlin.io.path.ExperimentalPathApi
import kotlin.io.path.createTempDirectory
import kotlin.io.path.deleteRecursively
import kotlin.io.path.writeText
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.put

/** The terminal client, talked to as scripts do: a JSON object a line, each answered in turn. */
class Terminal(private val relay: Relay) : AutoCloseable {
    private val folder: Path = createTempDirectory("terminal")
    private val data = folder.resolve("data")
    private val process: Process
    private val input: BufferedWriter
    private val output: BufferedReader
    private var number = 0

    /** Events that came between the answers. */
    val events = ArrayList<JsonObject>()

    init {
        run("init", "--relay", "${relay.file}")
        process = ProcessBuilder("$CLIENT", "--json", "--data", "$data", "shell")
            .redirectError(folder.resolve("log").toFile())
            .start()
        input = process.outputWriter()
        output = process.inputReader()
    }

    private fun run(vararg arguments: String) {
        val done = ProcessBuilder(listOf("$CLIENT", "--json", "--data", "$data", *arguments))
            .redirectErrorStream(true)
            .start()
        val said = done.inputReader().readText()
        check(done.waitFor() == 0) { "consilium ${arguments.joinToString(" ")}: $said" }
    }

    /** Asks, and waits for the answer. */
    fun ask(command: String, vararg fields: Pair<String, Any>): JsonObject {
        val id = ++number
        val question = buildJsonObject {
            put("id", id)
            put("cmd", command)
            for ((name, value) in fields) {
                when (value) {
                    is Boolean -> put(name, value)
                    is Number -> put(name, value)
                    else -> put(name, value.toString())
                }
            }
        }
        input.write("$question\n")
        input.flush()
        while (true) {
            val line = json(checkNotNull(output.readLine()) { "the terminal client ended" })
            if (line["id"]?.jsonPrimitive?.content != "$id") {
                events += line
                continue
            }
            val failed = line["error"]
            check(failed == null) { "$command: $failed" }
            return line.getValue("ok").jsonObject
        }
    }

    /** Signs up, with a code that is not [before], an earlier one; who that is. */
    fun register(name: String, number: String, before: String? = null, canBeFound: Boolean = true): String {
        val asked = ask("request_code", "number" to number)
        check(asked.getValue("number").jsonPrimitive.content == number) { "numbers are given as E.164" }
        val me = ask("register", "code" to relay.code(number, before), "name" to name, "profession" to "nurse", "pin" to PIN)
        if (canBeFound) ask("discoverable", "on" to "on")
        return me.getValue("account").jsonPrimitive.content
    }

    /** Takes an account over with its recovery code, on a device of its own. */
    fun recover(groups: List<String>, name: String, number: String) {
        val before = relay.newestCode(number)
        ask("request_code", "number" to number)
        val code = relay.code(number, before)
        ask("recover", "recovery_code" to groups.joinToString(" "), "code" to code, "name" to name, "profession" to "nurse", "pin" to PIN)
    }

    /** Knows the people of an address book. */
    fun find(book: String) {
        val file = folder.resolve("book.vcf")
        file.writeText(book)
        ask("import", "file" to file)
        ask("find", "yes" to true)
    }

    fun send(to: String, text: String): Long =
        ask("send", "to" to to, "text" to text).getValue("message").jsonPrimitive.content.toLong()

    /** The texts of a conversation, oldest first. */
    fun texts(who: String): List<String> = rows(who).mapNotNull { (it["text"] as? JsonPrimitive)?.content }

    fun rows(who: String): List<JsonObject> =
        ask("history", "who" to who).getValue("messages").jsonArray.map { it.jsonObject }

    /** Sends, and waits until the relay has it. */
    fun sendToRelay(to: String, text: String) {
        val sent = send(to, text)
        until("“$text” at the relay") { rows(to).any { "${it["message"]}" == "$sent" && "${it["delivery"]}" == "\"at_relay\"" } }
    }

    fun until(what: String, look: () -> Boolean) = until<Unit>(what) { if (look()) Unit else null }

    @OptIn(ExperimentalPathApi::class)
    override fun close() {
        process.destroyForcibly().waitFor()
        folder.deleteRecursively()
    }

    private companion object {
        val CLIENT = binary("consilium")
        const val PIN = "395172"
    }
}
