package org.consilium.app.presentation.strings.de

import org.consilium.app.presentation.state.Alarm
import org.consilium.app.presentation.state.Dial
import org.consilium.app.presentation.state.DoneWhat
import org.consilium.app.presentation.state.Tab
import org.consilium.app.presentation.state.Urgency
import org.consilium.app.presentation.strings.CommonStrings
import org.consilium.app.presentation.strings.LineStrings
import org.consilium.app.presentation.strings.b

object GermanCommon : CommonStrings {
    override val back = "Zurück"
    override val close = "Schließen"
    override val cancel = "Abbrechen"
    override val next = "Weiter"
    override val save = "Speichern"
    override val loading = "Wird geladen"
    override val working = "Einen Moment…"
    override val clear = "Leeren"
    override val nobody = "Noch ohne Namen"
    override val you = "Sie"
    override val kept = "Aufbewahrt"
    override val compared = "Sicherheitsnummer verglichen"
    override val today = "Heute"
    override val yesterday = "Gestern"
    override val and = ", "

    override fun tab(tab: Tab) = when (tab) {
        Tab.CONVERSATIONS -> "Unterhaltungen"
        Tab.COLLEAGUES -> "Kontakte"
        Tab.YOU -> "Sie"
    }

    override fun urgency(urgency: Urgency) = when (urgency) {
        Urgency.ROUTINE -> "Normal"
        Urgency.SOON -> "Bald"
        Urgency.URGENT -> "Dringend"
    }

    override fun dial(dial: Dial) = when (dial) {
        Dial.WAITING -> "Wartet"
        Dial.AT_RELAY -> "Beim Relay"
        Dial.DELIVERED -> "Zugestellt"
        Dial.READ -> "Gelesen"
        Dial.NOT_SENT -> "Nicht gesendet"
    }

    override fun done(what: DoneWhat) = when (what) {
        DoneWhat.PROFILE_SAVED -> "Gespeichert. Andere sehen es mit Ihrer nächsten Nachricht."
        DoneWhat.PIN_CHANGED -> "PIN geändert. Die alte öffnet dieses Telefon nicht mehr."
        DoneWhat.PIN_REOPENED -> "Der Code war richtig. Sie haben zehn weitere Versuche für Ihre PIN."
        DoneWhat.RECOVERY_CONFIRMED -> "Wiederherstellungscode bestätigt. Er steht nur noch auf Ihrem Papier."
        DoneWhat.COMPARED -> "Als verglichen markiert."
        DoneWhat.BLOCKED -> "Blockiert. Von dieser Person wird nichts gezeigt oder beantwortet."
        DoneWhat.UNBLOCKED -> "Nicht mehr blockiert. Was inzwischen kam, wird nicht gezeigt."
        DoneWhat.DELETED_HERE -> "Auf diesem Telefon gelöscht."
        DoneWhat.DELETED_FOR_EVERYONE -> "Für alle gelöscht."
        DoneWhat.KEPT -> "Aufbewahrt. Hier wird nichts mehr von selbst gelöscht."
        DoneWhat.NO_LONGER_KEPT -> "Nicht mehr aufbewahrt. Nachrichten gehen 30 Tage nach dem Schreiben."
        DoneWhat.REQUEST_DECLINED -> "Abgelehnt. Die Nachrichten sind hier gelöscht, geantwortet wurde nichts."
        DoneWhat.NUMBER_MOVE_REFUSED -> "Abgelehnt. Ihre Nummer bleibt bei diesem Konto."
        DoneWhat.NUMBER_MOVE_ALLOWED -> "Ihre Nummer darf umziehen. Dieses Konto bleibt, ohne sie."
        DoneWhat.DISCOVERABLE -> "Wer Ihre Nummer hat, kann Sie jetzt finden."
        DoneWhat.NOT_DISCOVERABLE -> "Niemand kann Sie mehr über Ihre Nummer finden."
        DoneWhat.TEXT_COPIED -> "Kopiert. Andere Apps auf diesem Telefon können es lesen."
    }
}

object GermanLine : LineStrings {
    override fun offline(since: String) = b("Offline seit $since.")
    override val connecting = "Verbindung wird aufgebaut…"
    override val stopped = b("Nicht verbunden.")
    override val notTrusted =
        b("Nichts wurde gesendet.") +
            " Das Zertifikat des Relays ist nicht das festgelegte. Versuchen Sie ein anderes Netz oder melden Sie es Ihrem Admin: Code TLS-PIN."
    override val replaced =
        b("Eine Kopie dieses Telefons ist verbunden.") + " Wenn Sie von keiner wissen, wurden die Daten gestohlen: Stellen Sie Ihr Konto mit dem Wiederherstellungscode neu her."
    override val clockOff =
        b("Es wird nichts gesendet.") + " Die Uhr dieses Telefons geht über einen Tag falsch. Stellen Sie sie richtig; dann gehen Nachrichten von selbst hinaus."

    override fun waiting(count: Int) =
        de(count, "1 Nachricht wartet hier und geht von selbst hinaus.", "# Nachrichten warten hier und gehen von selbst hinaus.")

    override val tryNow = "Jetzt versuchen"

    override fun alarm(alarm: Alarm) = when (alarm) {
        Alarm.FOREIGN_PREKEY ->
            b("Ein Schlüssel dieses Telefons wurde kopiert.") +
                " Das Relay gibt einen Schlüssel aus, den dieses Telefon nie erzeugt hat. Stellen Sie Ihr Konto mit dem Wiederherstellungscode neu her und melden Sie es Ihrem Admin."
        Alarm.ERASURE_WAITS ->
            b("Die Uhr dieses Telefons ist gesprungen.") +
                " Nichts wird gelöscht, bis das Relay die Zeit bestätigt. Sie müssen nichts tun."
    }

    override fun numberMoves(at: String) =
        b("Ein anderes Konto hat Ihre Telefonnummer verlangt.") +
            " Sie zieht am $at um, wenn Sie nicht ablehnen. Waren Sie das nicht, lehnen Sie ab."

    override val keepNumber = "Ablehnen, Nummer behalten"
    override val letMove = "Umziehen lassen"
}
