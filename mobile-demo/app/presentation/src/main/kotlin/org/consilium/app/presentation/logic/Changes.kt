package org.consilium.app.presentation.logic

import org.consilium.client.AccountId
import org.consilium.client.ConversationId
import org.consilium.client.MessageId
import org.consilium.ffi.Event

/** Events that came since the last look, as what is to be read again. */
internal class Changes {
    val conversations = HashSet<ConversationId>()
    val added = HashMap<ConversationId, HashSet<MessageId>>()
    val changed = HashMap<ConversationId, HashSet<MessageId>>()
    val removed = HashMap<ConversationId, HashSet<MessageId>>()

    /** Conversations of which more than single messages changed. */
    val whole = HashSet<ConversationId>()
    val contacts = HashSet<AccountId>()

    /** Everything: events were missed. */
    var all = false
        private set
    var line = false
        private set
    var signedOut = false
        private set
    var notRegistered = false
        private set
    var foreignPrekey = false
        private set

    val isEmpty: Boolean
        get() = conversations.isEmpty() && contacts.isEmpty() && !all && !line && !signedOut && !notRegistered && !foreignPrekey

    fun add(event: Event) {
        when (event) {
            is Event.MessageAdded -> message(added, event.conversation, event.message)
            is Event.MessageChanged -> message(changed, event.conversation, event.message)
            is Event.MessageRemoved -> message(removed, event.conversation, event.message)
            is Event.ConversationChanged -> {
                conversations += event.conversation
                whole += event.conversation
            }
            is Event.ContactChanged -> contacts += event.account
            is Event.NewKey -> contacts += event.account
            is Event.Fork -> contacts += event.account
            is Event.RequestArrived -> contacts += event.account
            is Event.NewAccountForNumber -> contacts += listOf(event.before, event.now)
            else -> addState(event)
        }
    }

    private fun addState(event: Event) {
        when (event) {
            is Event.ConnectionChanged, is Event.Quarantined, is Event.ClockOff, is Event.NumberMove -> line = true
            Event.ForeignPrekey -> foreignPrekey = true
            Event.SignedOut -> signedOut = true
            Event.NotRegistered -> notRegistered = true
            Event.Resync -> all = true
            else -> Unit
        }
    }

    private fun message(
        into: HashMap<ConversationId, HashSet<MessageId>>,
        conversation: ConversationId,
        message: MessageId,
    ) {
        conversations += conversation
        into.getOrPut(conversation, ::HashSet) += message
        // How many wait for the relay is part of the line.
        line = true
    }
}
