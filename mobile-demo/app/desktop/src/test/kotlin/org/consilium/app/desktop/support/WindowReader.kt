package org.consilium.app.desktop.support

import java.awt.EventQueue
import java.awt.Point
import java.util.concurrent.CompletableFuture
import javax.accessibility.Accessible
import javax.accessibility.AccessibleContext
import javax.accessibility.AccessibleState

/** Reads a window as a screen reader does. */
class WindowReader(private val window: Accessible) {
    /** A field to type into. */
    class Field(val middle: Point, val length: Int, val focused: Boolean)

    /** What a screen reader is told of the window, text by text; not what is being typed. */
    fun texts(): List<String> = look {
        everything(window.accessibleContext).filter { it.accessibleEditableText == null }.flatMap { it.names() }.toList()
    }

    /** The middle of what has this name, or one that begins so, and can be clicked now. */
    fun control(name: String): Point? = look {
        val controls = everything(window.accessibleContext)
            .filter { it.isButton() && it.isEnabled() }.toList()
        val named = controls.firstOrNull { name in it.names() } ?: controls.firstOrNull { it.names().any { it.startsWith(name) } }
        named?.middle()
    }

    /** The names in the control that has the keyboard; what is around it has it too and is none. */
    fun reached(): List<String> = look {
        everything(window.accessibleContext)
            .filter { AccessibleState.FOCUSED in it.accessibleStateSet.toArray() && it.isControl() }
            .flatMap { control -> everything(control).flatMap { it.names() } }.toList()
    }

    /** The field with this label. */
    fun field(label: String): Field? = look {
        everything(window.accessibleContext)
            .firstOrNull { it.accessibleEditableText != null && it.accessibleDescription == label }
            ?.let { Field(it.middle(), it.accessibleText.charCount, AccessibleState.FOCUSED in it.accessibleStateSet.toArray()) }
    }

    private fun AccessibleContext.names() = listOfNotNull(accessibleName, accessibleDescription)

    private fun AccessibleContext.isButton() = (accessibleAction?.accessibleActionCount ?: 0) > 0

    private fun AccessibleContext.isControl() = isButton() || accessibleEditableText != null

    private fun AccessibleContext.isEnabled() = AccessibleState.ENABLED in accessibleStateSet.toArray()

    private fun AccessibleContext.middle(): Point {
        val corner = accessibleComponent.locationOnScreen
        val size = accessibleComponent.size
        return Point(corner.x + size.width / 2, corner.y + size.height / 2)
    }

    private fun everything(context: AccessibleContext): Sequence<AccessibleContext> = sequence {
        yield(context)
        for (index in 0 until context.accessibleChildrenCount) {
            val child: Accessible = context.getAccessibleChild(index) ?: continue
            yieldAll(everything(child.accessibleContext))
        }
    }
}

/** On the window's own thread: elsewhere it may change while it is looked at. */
fun <T> look(block: () -> T): T {
    val seen = CompletableFuture<T>()
    EventQueue.invokeAndWait { seen.complete(block()) }
    return seen.get()
}
