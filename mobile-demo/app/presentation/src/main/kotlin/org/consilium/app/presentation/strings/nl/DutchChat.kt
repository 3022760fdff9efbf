package org.consilium.app.presentation.strings.nl

import org.consilium.app.presentation.state.ConversationFilter
import org.consilium.app.presentation.strings.ChatStrings
import org.consilium.app.presentation.strings.ListStrings
import org.consilium.app.presentation.strings.b
import org.consilium.app.presentation.strings.stopped

object DutchList : ListStrings {
    override val title = "Gesprekken"
    override val search = "Zoeken"
    override val new = "Nieuw gesprek"
    override fun filter(filter: ConversationFilter, count: Int) = when (filter) {
        ConversationFilter.ALL -> "Alle"
        ConversationFilter.URGENT -> "Spoed $count"
        ConversationFilter.UNREAD -> "Ongelezen $count"
        ConversationFilter.KEPT -> "Bewaard"
    }

    override val filters = "Tonen"
    override val emptyTitle = "Nog geen gesprekken"
    override val emptyText = "Vind een collega via het telefoonnummer en schrijf het eerste bericht. Het wordt verzegeld voor het deze telefoon verlaat."
    override val emptyFilter = "Hier staat nu niets."
    override fun requests(count: Int) = nl(count, "1 verzoek", "# verzoeken")
    override val requestFrom = "Van iemand nieuw"
    override val self = "Notities voor jezelf"
    override val urgent = "Spoed."
    override val draft = "Concept:"
    override val deleted = "Verwijderd door de afzender"
    override val needsNewer = "Vraagt een nieuwere app"
    override val gap = "Mogelijk ontbreekt een bericht"
    override val newKey = "Nieuwe sleutel"
    override val nothingYet = "Nog niets geschreven"
    override val paused = "Verzenden is gepauzeerd"
    override fun unread(count: Int) = nl(count, "1 ongelezen", "# ongelezen")
    override val recoveryOpen = b("Je herstelcode is niet bevestigd.") + " Zonder die code is een verloren telefoon een verloren account."
    override val confirmNow = "Nu bevestigen"

    override val searchTitle = "Zoeken"
    override val searchLabel = "Woorden in je berichten"
    override val searchHint = "Het zoeken blijft op deze telefoon. Het vindt berichten waarin elk woord voorkomt."
    override val searchNothing = "Geen bericht op deze telefoon bevat deze woorden."

    override val requestsTitle = "Verzoeken"
    override val requestsText = "Zij komen niets te weten tot je accepteert: niet of hun bericht is aangekomen, en niet of je het hebt gelezen."
    override val requestsEmpty = "Niemand wacht op je antwoord."
    override val accept = "Accepteren"
    override val decline = "Afwijzen"
    override val block = "Blokkeren"
}

object DutchChat : ChatStrings {
    override val more = "Meer"
    override val messages = "Berichten"
    override val keptStrip = b("Bewaard") + " door jou. Anderen weten dit niet."
    override fun keptSince(date: String) = b("Bewaard") + " door jou sinds $date. Anderen weten dit niet."
    override val thirtyDays = "Berichten worden hier na 30 dagen verwijderd."
    override fun quarantined(count: Int) =
        nl(count, "1 bericht kon niet worden gecontroleerd en wordt niet getoond.", "# berichten konden niet worden gecontroleerd en worden niet getoond.")

    override val details = "Details"
    override val quarantineTitle = "Niet getoond, want niet bewezen"
    override val quarantineText = "Er kwam iets aan waarvan de handtekening, de plaats of de ontvanger niet klopte. Het kan beschadigd zijn, of iemand probeerde het ertussen te krijgen. Het is op deze telefoon opgesloten en wordt nooit als bericht getoond. Blijft het gebeuren, deel dan je diagnose met je beheerder."

    override val empty = "Nog geen berichten. Wat je schrijft, wordt alleen voor deze persoon verzegeld."
    override val emptySelf = "Notities die alleen jij kunt lezen. Ook deze gaan na 30 dagen weg, tenzij je ze bewaart."
    override fun unreadLine(count: Int) = nl(count, "1 ongelezen bericht", "# ongelezen berichten")
    override fun gap(name: String, missing: Long) =
        nl(missing, "Mogelijk ontbreekt een bericht van $name. Vraag ernaar.", "Mogelijk ontbreken # berichten van $name. Vraag ernaar.")

    override fun newKeyRow(name: String, time: String) = "$name heeft een nieuwe sleutel sinds $time"

    override fun newKeyPaused(name: String) = b("$name heeft een nieuwe sleutel.") + " Verzenden is gepauzeerd tot je hem controleert."
    override fun newKeyNotice(name: String, date: String) = b("$name heeft een nieuwe sleutel") + " sinds ${stopped(date)}"
    override val check = "Controleren"
    override fun fork(name: String) =
        b("Vertrouw dit account nu niet.") + " De sleutels van $name zijn gekopieerd of vervalst. Verzenden is gestopt. Spreek deze persoon op een andere manier en meld het je beheerder."

    override fun unreachable(name: String) = "$name was meer dan een maand niet bereikbaar. Wat je schrijft, wacht hier."
    override fun blocked(name: String) = "Je hebt $name geblokkeerd. Niets van deze persoon wordt getoond of beantwoord."
    override val unblock = "Deblokkeren"
    override val request = b("Je hebt deze persoon nog niet geaccepteerd.") + " Tot dan komt die niets te weten."

    override fun to(name: String, count: Int) = "Aan " + b(name) + nl(count, ", 1 persoon", ", # personen")
    override val toSelf = "Aan " + b("jezelf") + ", niemand anders"
    override fun urgencyLabel(urgency: String) = "Urgentie: $urgency. Wijzigen"
    override val field = "Bericht"
    override val send = "Verzenden"
    override val saveEdit = "Wijziging opslaan"
    override fun tooLong(by: Int) =
        nl(by, "1 teken te lang. Kort het in of stuur er twee.", "# tekens te lang. Kort het in of stuur er twee.")

    override fun replyTo(name: String) = "Antwoord aan $name"
    override val editing = "Wijzig je bericht. De eerdere tekst blijft te zien."
    override val cancelReference = "Annuleren"
    override val sendingPaused = "Verzenden is gepauzeerd"

    override val urgencyTitle = "Hoe dringend is het?"
    override val routineText = "Geen haast."
    override val soonText = "Gemarkeerd."
    override val urgentText = "Rood, blijft bovenaan tot iemand op “Gezien” drukt."

    override val keep = "Dit gesprek bewaren"
    override val stopKeeping = "Niet meer bewaren"
    override val keepTitle = "Dit gesprek bewaren?"
    override val keepText = "Niets erin wordt nog vanzelf verwijderd. Alleen voor jou: anderen weten het niet en bij hen gaat alles na 30 dagen weg. Een verzegelde kopie gaat naar de relay."
    override val stopKeepingTitle = "Het niet meer bewaren?"
    override val stopKeepingText = "Elk bericht verdwijnt 30 dagen nadat het is geschreven; oudere meteen. De verzegelde kopieën bij de relay worden verwijderd. Dit is onomkeerbaar."
    override val openContact = "Contact"
    override val openNumber = "Veiligheidsnummer"
    override fun blockPerson(name: String) = "$name blokkeren"
    override fun blockTitle(name: String) = "$name blokkeren?"
    override val blockText = "Vanaf nu wordt niets van deze persoon getoond of beantwoord. Deze persoon krijgt dat niet te horen. Je kunt deblokkeren; wat intussen wordt verstuurd, blijft verborgen."
    override val doNotBlock = "Niet blokkeren"

    override fun newKeyTitle(name: String) = "$name heeft een nieuwe sleutel. Is het echt deze persoon?"
    override val newKeyUsually = "Meestal betekent dit een nieuwe telefoon. Het kan ook iemand anders zijn."
    override val newKeyPausedText = "Je had de eerdere sleutel vergeleken, dus verzenden is gepauzeerd."
    override val newKeySending = "Je had de eerdere sleutel niet vergeleken. Verzenden gaat door."
    override val scan = "Scan de code"
    override val compareNumbers = "Bel en vergelijk de nummers"
    override val sendWithout = "Verzenden zonder controle"
    override val sendWithoutText = "De sleutel blijft dan gemarkeerd als niet vergeleken."
    override val notNow = "Niet nu"
}
