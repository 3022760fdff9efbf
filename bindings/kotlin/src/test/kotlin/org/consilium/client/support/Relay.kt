package org.consilium.client.support

import java.io.ByteArrayInputStream
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import java.nio.file.Files
import java.nio.file.Path
import java.security.KeyStore
import java.security.cert.CertificateFactory
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import javax.net.ssl.SSLContext
import javax.net.ssl.TrustManagerFactory
import kotlin.concurrent.thread
import kotlin.io.path.exists
import kotlin.io.path.readLines
import kotlin.io.path.readText
import kotlin.time.Duration

/** The real relay: its binary, as a process, on a folder and a loopback port of its own. */
class Relay private constructor(private val outer: Path) : AutoCloseable {
    private val folder = outer.resolve("data")
    private val log = outer.resolve("log")
    private var process: Process? = null
    private var address = "127.0.0.1:0"
    private var ahead = Duration.ZERO

    /** The relay file's text. */
    val file: String get() = folder.resolve("relay.json").readText()

    /** Where it listens. */
    val port: Int get() = address.substringAfterLast(':').toInt()

    /** As a power cut: no handler runs. */
    fun kill() {
        val running = checkNotNull(process) { "a running relay" }
        running.destroyForcibly().waitFor()
        process = null
    }

    /** Takes connections no longer, nor answers: the network took it away without a word. */
    fun freeze(): Unit = signal("STOP")

    /** Goes on where it was frozen. */
    fun thaw(): Unit = signal("CONT")

    /** Connections of this process to it. */
    fun connections(): Int {
        val remote = ":%04X 01 ".format(port)
        return Path.of("/proc/self/net/tcp").readLines().count { remote in it }
    }

    /** Starts it again on the same folder, port and clock. */
    fun restart() {
        check(process == null) { "one relay at a time" }
        val command = mutableListOf(
            BINARY, "serve", "--dev", "--unlimited", "--data", folder.toString(), "--listen", address,
        )
        if (ahead > Duration.ZERO) {
            command += listOf("--dev-clock-offset-ms", ahead.inWholeMilliseconds.toString())
        }
        val starting = ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start()
        process = starting
        val ready = checkNotNull(readyLine(starting)) { "the relay did not start: ${log.readText()}" }
        address = checkNotNull(ADDRESS.find(ready)) { "no address in $ready" }.groupValues[1]
    }

    /** The newest code that was sent to a number. */
    suspend fun smsCode(phone: String): String = until("an SMS code") {
        val outbox = folder.resolve("sms-outbox.jsonl")
        val lines = if (outbox.exists()) outbox.readLines() else emptyList()
        val own = lines.lastOrNull { it.contains("\"$phone\"") }
        own?.let { CODE.find(it)?.groupValues?.get(1) }
    }

    /** Time passes at the relay. */
    fun advance(by: Duration) {
        val request = HttpRequest.newBuilder(URI("https://localhost:$port/dev/clock"))
            .POST(BodyPublishers.ofString("{\"advance_ms\":${by.inWholeMilliseconds}}"))
            .build()
        val answer = http().send(request, BodyHandlers.ofString())
        check(answer.statusCode() == 200) { "the relay's clock: ${answer.statusCode()}" }
        ahead += by
    }

    override fun close() {
        process?.destroyForcibly()?.waitFor()
        outer.toFile().deleteRecursively()
    }

    private fun signal(name: String) {
        val pid = checkNotNull(process) { "a running relay" }.pid()
        check(ProcessBuilder("kill", "-$name", "$pid").start().waitFor() == 0)
    }

    private fun http(): HttpClient {
        val pinned = KeyStore.getInstance(KeyStore.getDefaultType()).apply { load(null) }
        val issuers = PEM.findAll(file).map { it.value.replace("\\n", "\n") }
        val certificates = CertificateFactory.getInstance("X.509")
        issuers.forEachIndexed { place, issuer ->
            val bytes = ByteArrayInputStream(issuer.toByteArray())
            pinned.setCertificateEntry("$place", certificates.generateCertificate(bytes))
        }
        val trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm())
        trust.init(pinned)
        val tls = SSLContext.getInstance("TLS").apply { init(null, trust.trustManagers, null) }
        return HttpClient.newBuilder().sslContext(tls).build()
    }

    companion object {
        private val ADDRESS = Regex(""""address":"([^"]+)"""")
        private val CODE = Regex(""""code":"([0-9]{6})"""")
        private val PEM = Regex("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----")
        private val BINARY: String = checkNotNull(System.getenv("CONSILIUM_TEST_RELAY")) {
            "CONSILIUM_TEST_RELAY names the relay's binary; bindings/kotlin/test.sh sets it"
        }

        /** On an empty folder, without rate limits. */
        fun start(): Relay = Relay(Files.createTempDirectory("consilium-relay")).apply { restart() }

        /** Reads the ready line, then keeps the pipe drained. */
        private fun readyLine(process: Process): String? {
            val ready = CompletableFuture<String?>()
            thread(isDaemon = true, name = "relay output") {
                process.inputReader().useLines { lines ->
                    lines.filter { "\"ready\":true" in it }.forEach(ready::complete)
                }
                ready.complete(null)
            }
            return ready.get(PATIENCE.inWholeSeconds, TimeUnit.SECONDS)
        }
    }
}
