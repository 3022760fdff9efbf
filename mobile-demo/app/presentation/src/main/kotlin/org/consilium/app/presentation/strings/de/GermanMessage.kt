package org.consilium.app.presentation.strings.de

import org.consilium.app.presentation.state.Mark
import org.consilium.app.presentation.state.Wait
import org.consilium.app.presentation.strings.MessageStrings

object GermanMessage : MessageStrings {
    override val edited = "Bearbeitet"
    override val seeEarlier = "frühere Fassung"
    override val deleted = "Vom Absender gelöscht"
    override val needsNewer = "Diese Nachricht braucht eine neuere App. Aktualisieren Sie, dann wird sie gezeigt."
    override val seen = "Gesehen"
    override fun seenBy(names: String) = "Gesehen von $names"
    override val acknowledged = "Sie haben das gesehen"
    override val quoteGone = "Eine Nachricht, die nicht mehr hier ist"
    override val tapToRetry = "tippen, um es erneut zu versuchen"

    override fun waits(reason: Wait) = when (reason) {
        Wait.QUEUED -> "Sie geht beim nächsten Kontakt mit dem Relay hinaus."
        Wait.NO_PREKEY -> "Über einen Monat nicht erreichbar. Sie geht bei Rückkehr hinaus."
        Wait.MAILBOX_FULL -> "Das Postfach ist voll. Sie geht hinaus, sobald Platz ist."
        Wait.DEVICE_LOCKED -> "Das Telefon ist von der Organisation gesperrt."
        Wait.SLOWED -> "Das Relay bat, langsamer zu machen. Sie geht von selbst hinaus."
        Wait.PAUSED -> "Der Schlüssel hat sich geändert. Prüfen Sie ihn zuerst."
        Wait.CLOCK_OFF -> "Die Uhr dieses Telefons geht über einen Tag falsch. Stellen Sie sie richtig."
    }

    override fun mark(mark: Mark) = when (mark) {
        Mark.CLOCK_OFF -> "Die Uhr des Absenders ging über fünf Minuten falsch."
        Mark.FORK -> "Der Absender hat am selben Platz noch eine Nachricht gesendet. Beide werden gezeigt."
        Mark.OLD_VIEW -> "Der Absender kannte Ihre neueste Geräteliste noch nicht."
        Mark.UNKNOWN_VIEW -> "Dem Absender wurde eine Geräteliste von Ihnen gezeigt, die Sie nie gemacht haben. Melden Sie es Ihrem Admin."
    }

    override fun from(name: String) = "Von $name"
    override val fromYou = "Von Ihnen"
    override val openActions = "Angaben und Aktionen"

    override val title = "Nachricht"
    override val sent = "Gesendet"
    override val received = "Empfangen"
    override val state = "Stand"
    override fun expires(date: String) = "Wird am $date gelöscht, hier und beim Relay"
    override val neverExpires = "Aufbewahrt: Sie wird nicht von selbst gelöscht"
    override val reply = "Antworten"
    override val edit = "Ändern"
    override val copy = "Text kopieren"
    override val retry = "Erneut senden"
    override val delete = "Löschen…"
    override val earlierTitle = "Frühere Fassungen"
    override val now = "Jetzt"

    override val deleteTitle = "Diese Nachricht löschen?"
    override val deleteText = "Sie wird auf diesem Telefon gelöscht. Die andere Person hat sie noch."
    override val deleteOwnText = "„Für alle“ löscht sie hier und auf dem anderen Telefon, das dann zeigt, dass sie gelöscht wurde. Was gelesen wurde, lässt sich nicht zurückholen."
    override val deleteKeptText = "Auch die versiegelte Kopie beim Relay geht."
    override val deleteHere = "Hier löschen"
    override val deleteForEveryone = "Für alle löschen"
    override val doNotDelete = "Nicht löschen"
}
