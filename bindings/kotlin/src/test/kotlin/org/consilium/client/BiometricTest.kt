package org.consilium.client

import kotlin.test.AfterTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNull
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.minutes
import org.consilium.client.support.Finger
import org.consilium.client.support.Phone
import org.consilium.client.support.Relay
import org.consilium.client.support.pin
import org.consilium.client.support.signUp
import org.consilium.client.support.story
import org.consilium.ffi.BiometricException
import org.consilium.ffi.Biometrics
import org.consilium.ffi.ClientException
import org.junit.jupiter.api.assertThrows

/** Finger or face instead of the PIN, and the time until the lock. */
class BiometricTest {
    private val relay = Relay.start()
    private val phone = Phone()
    private val finger = Finger()

    @AfterTest
    fun end() {
        relay.close()
        phone.close()
    }

    /** Somebody who lets a finger open the app, locked. */
    private suspend fun registered(): ConsiliumClient = phone.client(relay.file, gate = finger).apply {
        signUp(relay, "Anna").use { it.setBiometrics(true) }
    }

    @Test
    fun `a finger opens the app until it is switched off`() = story {
        phone.client(relay.file, gate = finger).use { client ->
            client.signUp(relay, "Anna").use { session ->
                assertEquals(Biometrics.OFF, client.biometrics())
                assertFalse(session.biometricsEnabled())
                session.setBiometrics(true)
                assertTrue(session.biometricsEnabled())
                assertThrows<ClientException.InUse> { client.unlockWithBiometrics() }
            }
            assertEquals(Biometrics.READY, client.biometrics())
            client.unlockWithBiometrics().use {
                assertEquals("Anna", it.ownAccount().profile.name)
                it.setBiometrics(false)
            }
            assertNull(finger.kept)
            assertEquals(Biometrics.OFF, client.biometrics())
            assertThrows<ClientException> { client.unlockWithBiometrics() }
            client.unlock(pin()).close()
        }
    }

    @Test
    fun `after seven days and after another enrolment only the PIN opens`() = story {
        registered().use { client ->
            client.advanceDevelopmentClock(7.days)
            assertEquals(Biometrics.PIN_DUE, client.biometrics())
            assertThrows<ClientException.PinDue> { client.unlockWithBiometrics() }
            client.unlock(pin()).close()
            client.unlockWithBiometrics().close()

            finger.kept = null
            assertThrows<ClientException.PinDue> { client.unlockWithBiometrics() }
            client.unlock(pin()).close()
        }
    }

    @Test
    fun `whatever a gate throws is a typed error, and it works again afterwards`() = story {
        registered().use { client ->
            finger.mood = BiometricException.NotRecognised()
            assertThrows<ClientException.NotRecognised> { client.unlockWithBiometrics() }
            val faults = listOf(BiometricException.Unavailable(), RuntimeException("no"), StackOverflowError())
            for (fault in faults) {
                finger.mood = fault
                assertThrows<ClientException.NoBiometrics> { client.unlockWithBiometrics() }
            }
            finger.mood = null
            client.unlockWithBiometrics().close()
            finger.kept = ByteArray(1_000) { 7 }
            assertThrows<ClientException.PinDue> { client.unlockWithBiometrics() }
            client.unlock(pin()).close()
        }
    }

    @Test
    fun `a gate that cannot be used is refused when it is switched on`() = story {
        phone.client(relay.file, gate = finger).use { client ->
            client.signUp(relay, "Anna").use {
                finger.mood = AssertionError("no finger is enrolled")
                assertThrows<ClientException.NoBiometrics> { it.setBiometrics(true) }
                assertFalse(it.biometricsEnabled())
            }
        }
        phone.client(relay.file).use { client ->
            assertEquals(Biometrics.NONE, client.biometrics())
            client.unlock(pin()).use {
                assertThrows<ClientException.NoBiometrics> { it.setBiometrics(true) }
            }
            assertThrows<ClientException.NoBiometrics> { client.unlockWithBiometrics() }
        }
    }

    @Test
    fun `the arrays that a gate was handed and gave are overwritten`() = story {
        registered().close()
        phone.client(relay.file, gate = finger).use { it.unlockWithBiometrics().close() }
        val (handed, kept) = checkNotNull(finger.handed) to checkNotNull(finger.kept)
        for (array in listOf(handed, checkNotNull(finger.given))) {
            assertEquals(kept.size, array.size)
            assertTrue(array.all { it == 0.toByte() })
        }
        assertTrue(kept.any { it != 0.toByte() })
    }

    @Test
    fun `a session locks itself after the time that was set, at once and for the next one`() = story {
        phone.client(relay.file).use { client ->
            val first = client.signUp(relay, "Anna")
            client.setAutoLock(5.minutes)
            client.advanceDevelopmentClock(4.minutes)
            first.tick()
            assertFalse(first.isLocked)
            client.advanceDevelopmentClock(6.minutes)
            runCatching { first.tick() }
            assertTrue(first.isLocked)

            val second = client.unlock(pin())
            client.advanceDevelopmentClock(6.minutes)
            runCatching { second.tick() }
            assertTrue(second.isLocked)
        }
    }
}
