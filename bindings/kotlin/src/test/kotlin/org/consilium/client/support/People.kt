package org.consilium.client.support

import org.consilium.ffi.ContactState

/** Everybody of a test, and their relay. */
class People : AutoCloseable {
    /** Where they are registered. */
    val relay = Relay.start()

    private val all = mutableListOf<Person>()

    /** Somebody who is registered and can be found, but is not connected. */
    suspend fun person(name: String): Person = Person.register(relay, name).also(all::add)

    /** Somebody who registered with the number of another, which is not theirs yet. */
    suspend fun claimant(name: String, owner: Person): Person =
        Person.register(relay, name, owner).also(all::add)

    /** Two who found each other and are connected; the first said hello. */
    suspend fun acquainted(): Pair<Person, Person> {
        val (anna, ben) = person("Anna") to person("Ben")
        anna.find(ben)
        anna.connect()
        ben.connect()
        anna.session.sendText(ben.account, "Hello Ben")
        ben.session.acceptRequest(until("a request") {
            ben.session.contacts().find { it.state == ContactState.REQUESTED }
        }.account)
        untilTrue("Ben knows Anna") { ben.session.contacts().any { it.account == anna.account } }
        return anna to ben
    }

    /** Somebody's account on another phone, by the recovery code. */
    suspend fun recovered(lost: Person, code: CharArray): Person =
        Person.recover(relay, lost, code).also(all::add)

    /** Every phone is locked. */
    fun lock(): Unit = all.forEach { it.session.lock() }

    override fun close() {
        all.forEach(Person::close)
        relay.close()
    }
}
