package org.consilium.app.presentation.strings.nl

import org.consilium.app.presentation.state.Alarm
import org.consilium.app.presentation.state.Dial
import org.consilium.app.presentation.state.DoneWhat
import org.consilium.app.presentation.state.Tab
import org.consilium.app.presentation.state.Urgency
import org.consilium.app.presentation.strings.CommonStrings
import org.consilium.app.presentation.strings.LineStrings
import org.consilium.app.presentation.strings.b

object DutchCommon : CommonStrings {
    override val back = "Terug"
    override val close = "Sluiten"
    override val cancel = "Annuleren"
    override val next = "Verder"
    override val save = "Opslaan"
    override val loading = "Laden"
    override val working = "Een moment…"
    override val clear = "Leegmaken"
    override val nobody = "Nog zonder naam"
    override val you = "Jij"
    override val kept = "Bewaard"
    override val compared = "Veiligheidsnummer vergeleken"
    override val today = "Vandaag"
    override val yesterday = "Gisteren"
    override val and = ", "

    override fun tab(tab: Tab) = when (tab) {
        Tab.CONVERSATIONS -> "Gesprekken"
        Tab.COLLEAGUES -> "Collega’s"
        Tab.YOU -> "Jij"
    }

    override fun urgency(urgency: Urgency) = when (urgency) {
        Urgency.ROUTINE -> "Normaal"
        Urgency.SOON -> "Snel"
        Urgency.URGENT -> "Spoed"
    }

    override fun dial(dial: Dial) = when (dial) {
        Dial.WAITING -> "Wacht"
        Dial.AT_RELAY -> "Bij de relay"
        Dial.DELIVERED -> "Afgeleverd"
        Dial.READ -> "Gelezen"
        Dial.NOT_SENT -> "Niet verzonden"
    }

    override fun done(what: DoneWhat) = when (what) {
        DoneWhat.PROFILE_SAVED -> "Opgeslagen. Collega’s zien het bij je volgende bericht."
        DoneWhat.PIN_CHANGED -> "Pincode gewijzigd. De oude opent deze telefoon niet meer."
        DoneWhat.PIN_REOPENED -> "De code klopte. Je hebt nog tien pogingen voor je pincode."
        DoneWhat.RECOVERY_CONFIRMED -> "Herstelcode bevestigd. Hij staat nu alleen nog op je papier."
        DoneWhat.COMPARED -> "Gemarkeerd als vergeleken."
        DoneWhat.BLOCKED -> "Geblokkeerd. Niets van deze persoon wordt getoond of beantwoord."
        DoneWhat.UNBLOCKED -> "Niet meer geblokkeerd. Wat intussen is verstuurd, wordt niet getoond."
        DoneWhat.DELETED_HERE -> "Verwijderd op deze telefoon."
        DoneWhat.DELETED_FOR_EVERYONE -> "Voor iedereen verwijderd."
        DoneWhat.KEPT -> "Bewaard. Niets wordt hier nog vanzelf verwijderd."
        DoneWhat.NO_LONGER_KEPT -> "Niet meer bewaard. Berichten verdwijnen 30 dagen nadat ze zijn geschreven."
        DoneWhat.REQUEST_DECLINED -> "Afgewezen. De berichten zijn hier verwijderd en er is niets geantwoord."
        DoneWhat.NUMBER_MOVE_REFUSED -> "Geweigerd. Je nummer blijft bij dit account."
        DoneWhat.NUMBER_MOVE_ALLOWED -> "Je nummer mag verhuizen. Dit account blijft, zonder nummer."
        DoneWhat.DISCOVERABLE -> "Collega’s die je nummer hebben, kunnen je nu vinden."
        DoneWhat.NOT_DISCOVERABLE -> "Niemand kan je nog via je nummer vinden."
        DoneWhat.TEXT_COPIED -> "Gekopieerd. Andere apps op deze telefoon kunnen het lezen."
    }
}

object DutchLine : LineStrings {
    override fun offline(since: String) = b("Offline sinds $since.")
    override val connecting = "Verbinden…"
    override val stopped = b("Niet verbonden.")
    override val notTrusted =
        b("Er is niets verstuurd.") +
            " Het certificaat van de relay is niet het vastgelegde. Probeer een ander netwerk of meld het je beheerder: code TLS-PIN."
    override val replaced =
        b("Een kopie van deze telefoon is verbonden.") + " Ken je er geen, dan zijn de gegevens gestolen: maak je account opnieuw met de herstelcode."
    override val clockOff =
        b("Er wordt niets verstuurd.") + " De klok van deze telefoon loopt meer dan een dag verkeerd. Zet hem goed; dan gaan berichten vanzelf weg."

    override fun waiting(count: Int) =
        nl(count, "1 bericht wacht hier en gaat vanzelf weg.", "# berichten wachten hier en gaan vanzelf weg.")

    override val tryNow = "Probeer nu"

    override fun alarm(alarm: Alarm) = when (alarm) {
        Alarm.FOREIGN_PREKEY ->
            b("Een sleutel van deze telefoon is gekopieerd.") +
                " De relay deelt een sleutel uit die deze telefoon nooit heeft gemaakt. Maak je account opnieuw met de herstelcode en meld het je beheerder."
        Alarm.ERASURE_WAITS ->
            b("De klok van deze telefoon is versprongen.") +
                " Er wordt niets verwijderd tot de relay de tijd bevestigt. Je hoeft niets te doen."
    }

    override fun numberMoves(at: String) =
        b("Een ander account heeft om je telefoonnummer gevraagd.") +
            " Het verhuist op $at, tenzij je weigert. Was jij het niet? Weiger dan."

    override val keepNumber = "Weigeren, nummer houden"
    override val letMove = "Laten verhuizen"
}
