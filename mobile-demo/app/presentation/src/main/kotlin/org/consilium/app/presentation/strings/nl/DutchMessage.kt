package org.consilium.app.presentation.strings.nl

import org.consilium.app.presentation.state.Mark
import org.consilium.app.presentation.state.Wait
import org.consilium.app.presentation.strings.MessageStrings

object DutchMessage : MessageStrings {
    override val edited = "Bewerkt"
    override val seeEarlier = "eerdere versie"
    override val deleted = "Verwijderd door de afzender"
    override val needsNewer = "Dit bericht vraagt een nieuwere app. Werk de app bij, dan wordt het getoond."
    override val seen = "Gezien"
    override fun seenBy(names: String) = "Gezien door $names"
    override val acknowledged = "Je hebt dit gezien"
    override val quoteGone = "Een bericht dat hier niet meer is"
    override val tapToRetry = "tik voor nieuwe poging"

    override fun waits(reason: Wait) = when (reason) {
        Wait.QUEUED -> "Het gaat weg bij het volgende contact met de relay."
        Wait.NO_PREKEY -> "Meer dan een maand niet bereikbaar. Het gaat weg bij terugkeer."
        Wait.MAILBOX_FULL -> "De postbus is vol. Het gaat weg zodra er plaats is."
        Wait.DEVICE_LOCKED -> "De telefoon is door de organisatie vergrendeld."
        Wait.SLOWED -> "De relay vroeg om rustiger aan te doen. Het gaat vanzelf weg."
        Wait.PAUSED -> "De sleutel is veranderd. Controleer die eerst."
        Wait.CLOCK_OFF -> "De klok van deze telefoon loopt meer dan een dag verkeerd. Zet hem goed."
    }

    override fun mark(mark: Mark) = when (mark) {
        Mark.CLOCK_OFF -> "De klok van de afzender liep meer dan vijf minuten verkeerd."
        Mark.FORK -> "De afzender stuurde nog een bericht op dezelfde plaats. Beide worden getoond."
        Mark.OLD_VIEW -> "De afzender kende je nieuwste apparatenlijst nog niet."
        Mark.UNKNOWN_VIEW -> "De afzender kreeg een apparatenlijst van jou te zien die je nooit hebt gemaakt. Meld het je beheerder."
    }

    override fun from(name: String) = "Van $name"
    override val fromYou = "Van jou"
    override val openActions = "Gegevens en acties"

    override val title = "Bericht"
    override val sent = "Verzonden"
    override val received = "Ontvangen"
    override val state = "Toestand"
    override fun expires(date: String) = "Wordt verwijderd op $date, hier en bij de relay"
    override val neverExpires = "Bewaard: het wordt niet vanzelf verwijderd"
    override val reply = "Antwoorden"
    override val edit = "Wijzigen"
    override val copy = "Tekst kopiëren"
    override val retry = "Opnieuw verzenden"
    override val delete = "Verwijderen…"
    override val earlierTitle = "Eerdere versies"
    override val now = "Nu"

    override val deleteTitle = "Dit bericht verwijderen?"
    override val deleteText = "Het wordt op deze telefoon verwijderd. De ander heeft het nog."
    override val deleteOwnText = "“Voor iedereen” verwijdert het hier en op de telefoon van je collega, die dan laat zien dat het is verwijderd. Wat is gelezen, kan niet worden teruggehaald."
    override val deleteKeptText = "De verzegelde kopie bij de relay gaat ook weg."
    override val deleteHere = "Hier verwijderen"
    override val deleteForEveryone = "Voor iedereen verwijderen"
    override val doNotDelete = "Niet verwijderen"
}
