package org.consilium.app.presentation.logic

import org.consilium.app.presentation.state.Component
import org.consilium.client.ConsiliumClient
import org.consilium.app.presentation.state.About as AboutScreen

/** What this app is and contains, from the files that are built into it. */
internal object About {
    fun screen(relay: String) = AboutScreen(ConsiliumClient.version, relay, components())

    /** The licence of this app itself. */
    fun licence(): String = resource("LICENSE")

    /** A line each: name, version, licence, with tabs between. */
    private fun components(): List<Component> = resource("components.tsv").lines().filter { it.isNotBlank() }.map {
        val (name, version, licence) = it.split('\t')
        Component(name, version, licence)
    }

    private fun resource(name: String): String {
        val stream = checkNotNull(About::class.java.getResourceAsStream("/org/consilium/app/$name")) { "$name is built in" }
        return stream.use { it.readBytes().decodeToString() }
    }
}
