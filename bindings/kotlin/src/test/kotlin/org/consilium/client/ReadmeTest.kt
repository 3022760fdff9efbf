package org.consilium.client

import java.nio.file.Path
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.test.Test
import kotlin.test.assertContains
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import org.consilium.client.support.Person
import org.consilium.client.support.Phone
import org.consilium.client.support.Relay
import org.consilium.client.support.pin
import org.consilium.client.support.signUp
import org.consilium.client.support.story

/** The sample in the README is the one that runs here. */
class ReadmeTest {
    @Test
    fun `the sample answers a request`() = story {
        Relay.start().use { relay ->
            Phone().use { phone ->
                phone.home.resolve("relay.json").writeText(relay.file)
                val number = Phone.newNumber()
                val own = phone.client(relay.file).use { client ->
                    client.signUp(relay, "Ben", number).use {
                        it.setDiscoverable(true)
                        it.ownAccount().account
                    }
                }
                val sample = async { answerRequests(phone.home, ::pin) }
                Person.register(relay, "Anna").use { anna ->
                    anna.find(number, own)
                    anna.connect()
                    anna.session.sendText(own, "Are you on call?")
                    anna.receive(own, "I am at work until six.")
                }
                sample.cancelAndJoin()
            }
        }
    }

    @Test
    fun `the README shows the sample as it is compiled`() {
        val source = Path.of("src/test/kotlin/org/consilium/client/ReadmeSample.kt").readText()
        val sample = source.substringAfter("    // sample\n").substringBefore("    // end of sample")
        assertContains(Path.of("README.md").readText(), "```kotlin\n${sample.trimIndent()}\n```")
    }
}
