package org.consilium.app.presentation.strings.de

import org.consilium.app.presentation.state.ConversationFilter
import org.consilium.app.presentation.strings.ChatStrings
import org.consilium.app.presentation.strings.ListStrings
import org.consilium.app.presentation.strings.b
import org.consilium.app.presentation.strings.stopped

object GermanList : ListStrings {
    override val title = "Unterhaltungen"
    override val search = "Suchen"
    override val new = "Neue Unterhaltung"
    override fun filter(filter: ConversationFilter, count: Int) = when (filter) {
        ConversationFilter.ALL -> "Alle"
        ConversationFilter.URGENT -> "Dringend $count"
        ConversationFilter.UNREAD -> "Ungelesen $count"
        ConversationFilter.KEPT -> "Aufbewahrt"
    }

    override val filters = "Anzeigen"
    override val emptyTitle = "Noch keine Unterhaltungen"
    override val emptyText = "Finden Sie jemanden über die Telefonnummer und schreiben Sie die erste Nachricht. Sie wird versiegelt, bevor sie dieses Telefon verlässt."
    override val emptyFilter = "Hier ist jetzt nichts."
    override fun requests(count: Int) = de(count, "1 Anfrage", "# Anfragen")
    override val requestFrom = "Von jemand Neuem"
    override val self = "Notizen an sich selbst"
    override val urgent = "Dringend."
    override val draft = "Entwurf:"
    override val deleted = "Vom Absender gelöscht"
    override val needsNewer = "Braucht eine neuere App"
    override val gap = "Vielleicht fehlt eine Nachricht"
    override val newKey = "Neuer Schlüssel"
    override val nothingYet = "Noch nichts geschrieben"
    override val paused = "Senden ist angehalten"
    override fun unread(count: Int) = de(count, "1 ungelesen", "# ungelesen")
    override val recoveryOpen = b("Ihr Wiederherstellungscode ist nicht bestätigt.") + " Ohne ihn ist ein verlorenes Telefon ein verlorenes Konto."
    override val confirmNow = "Jetzt bestätigen"

    override val searchTitle = "Suchen"
    override val searchLabel = "Wörter in Ihren Nachrichten"
    override val searchHint = "Die Suche bleibt auf diesem Telefon. Sie findet Nachrichten, die jedes Wort enthalten."
    override val searchNothing = "Keine Nachricht auf diesem Telefon enthält diese Wörter."

    override val requestsTitle = "Anfragen"
    override val requestsText = "Diese Personen erfahren nichts, bis Sie annehmen: weder ob ihre Nachricht ankam noch ob Sie sie gelesen haben."
    override val requestsEmpty = "Niemand wartet auf Ihre Antwort."
    override val accept = "Annehmen"
    override val decline = "Ablehnen"
    override val block = "Blockieren"
}

object GermanChat : ChatStrings {
    override val more = "Mehr"
    override val messages = "Nachrichten"
    override val keptStrip = b("Aufbewahrt") + " von Ihnen. Andere erfahren das nicht."
    override fun keptSince(date: String) = b("Aufbewahrt") + " von Ihnen seit $date. Andere erfahren das nicht."
    override val thirtyDays = "Nachrichten werden hier nach 30 Tagen gelöscht."
    override fun quarantined(count: Int) =
        de(count, "1 Nachricht ließ sich nicht prüfen und wird nicht gezeigt.", "# Nachrichten ließen sich nicht prüfen und werden nicht gezeigt.")

    override val details = "Einzelheiten"
    override val quarantineTitle = "Nicht gezeigt, weil nicht bewiesen"
    override val quarantineText = "Es kam etwas an, dessen Signatur, Platz oder Empfänger nicht passte. Es kann beschädigt sein, oder jemand wollte es einschleusen. Es ist auf diesem Telefon weggeschlossen und wird nie als Nachricht gezeigt. Kommt es öfter vor, geben Sie Ihre Diagnose Ihrem Admin."

    override val empty = "Noch keine Nachrichten. Was Sie schreiben, wird nur für diese Person versiegelt."
    override val emptySelf = "Notizen, die nur Sie lesen können. Auch sie gehen nach 30 Tagen, wenn Sie sie nicht aufbewahren."
    override fun unreadLine(count: Int) = de(count, "1 ungelesene Nachricht", "# ungelesene Nachrichten")
    override fun gap(name: String, missing: Long) =
        de(missing, "Vielleicht fehlt eine Nachricht von $name. Fragen Sie nach.", "Vielleicht fehlen # Nachrichten von $name. Fragen Sie nach.")

    override fun newKeyRow(name: String, time: String) = "$name hat seit $time einen neuen Schlüssel"

    override fun newKeyPaused(name: String) = b("$name hat einen neuen Schlüssel.") + " Senden ist angehalten, bis Sie ihn prüfen."
    override fun newKeyNotice(name: String, date: String) = b("$name hat einen neuen Schlüssel") + " seit ${stopped(date)}"
    override val check = "Prüfen"
    override fun fork(name: String) =
        b("Trauen Sie diesem Konto jetzt nicht.") + " Die Schlüssel von $name wurden kopiert oder gefälscht. Senden ist gestoppt. Sprechen Sie auf anderem Weg mit der Person und melden Sie es Ihrem Admin."

    override fun unreachable(name: String) = "$name war über einen Monat nicht erreichbar. Was Sie schreiben, wartet hier."
    override fun blocked(name: String) = "Sie haben $name blockiert. Von dieser Person wird nichts gezeigt oder beantwortet."
    override val unblock = "Freigeben"
    override val request = b("Sie haben diese Person noch nicht angenommen.") + " Bis dahin erfährt sie nichts."

    override fun to(name: String, count: Int) = "An " + b(name) + de(count, ", 1 Person", ", # Personen")
    override val toSelf = "An " + b("Sie selbst") + ", sonst niemanden"
    override fun urgencyLabel(urgency: String) = "Dringlichkeit: $urgency. Ändern"
    override val field = "Nachricht"
    override val send = "Senden"
    override val saveEdit = "Änderung speichern"
    override fun tooLong(by: Int) =
        de(by, "1 Zeichen zu lang. Kürzen Sie, oder senden Sie zwei.", "# Zeichen zu lang. Kürzen Sie, oder senden Sie zwei.")

    override fun replyTo(name: String) = "Antwort an $name"
    override val editing = "Ändern Sie Ihre Nachricht. Der frühere Text bleibt einsehbar."
    override val cancelReference = "Abbrechen"
    override val sendingPaused = "Senden ist angehalten"

    override val urgencyTitle = "Wie dringend ist es?"
    override val routineText = "Keine Eile."
    override val soonText = "Markiert."
    override val urgentText = "Rot, bleibt oben, bis jemand „Gesehen“ sagt."

    override val keep = "Diese Unterhaltung aufbewahren"
    override val stopKeeping = "Nicht mehr aufbewahren"
    override val keepTitle = "Diese Unterhaltung aufbewahren?"
    override val keepText = "Nichts darin wird mehr von selbst gelöscht. Nur für Sie: Andere erfahren es nicht, und bei ihnen geht alles nach 30 Tagen. Eine versiegelte Kopie geht an das Relay."
    override val stopKeepingTitle = "Nicht mehr aufbewahren?"
    override val stopKeepingText = "Jede Nachricht geht 30 Tage nach dem Schreiben; ältere gehen sofort. Die versiegelten Kopien beim Relay werden gelöscht. Das ist unumkehrbar."
    override val openContact = "Kontakt"
    override val openNumber = "Sicherheitsnummer"
    override fun blockPerson(name: String) = "$name blockieren"
    override fun blockTitle(name: String) = "$name blockieren?"
    override val blockText = "Ab jetzt wird von dieser Person nichts gezeigt oder beantwortet. Sie erfährt es nicht. Sie können sie wieder freigeben; was sie inzwischen sendet, bleibt verborgen."
    override val doNotBlock = "Nicht blockieren"

    override fun newKeyTitle(name: String) = "$name hat einen neuen Schlüssel. Ist es wirklich diese Person?"
    override val newKeyUsually = "Meist bedeutet das ein neues Telefon. Es könnte auch jemand anderes sein."
    override val newKeyPausedText = "Sie hatten den früheren Schlüssel verglichen, deshalb ist das Senden angehalten."
    override val newKeySending = "Sie hatten den früheren Schlüssel nicht verglichen. Das Senden geht weiter."
    override val scan = "Code scannen"
    override val compareNumbers = "Anrufen und Nummern vergleichen"
    override val sendWithout = "Ungeprüft senden"
    override val sendWithoutText = "Der Schlüssel bleibt dann als nicht verglichen markiert."
    override val notNow = "Nicht jetzt"
}
