package org.consilium.app.presentation.strings.nl

import org.consilium.app.presentation.strings.CompareStrings
import org.consilium.app.presentation.strings.PeopleStrings
import org.consilium.app.presentation.strings.b

object DutchPeople : PeopleStrings {
    override val title = "Collega’s"
    override val filterLabel = "Naam of beroep"
    override val find = "Collega’s vinden"
    override val emptyTitle = "Nog niemand hier"
    override val emptyText = "Collega’s verschijnen als je ze via hun nummer vindt, of als ze jou schrijven."
    override val filterEmpty = "Niemand hier heeft deze naam of dit beroep."
    override val found = "Gevonden via telefoonnummer"
    override val blocked = "Geblokkeerd"
    override val newKey = "Nieuwe sleutel, verzenden is gepauzeerd"

    override val findTitle = "Collega’s vinden"
    override val findHonest = "Consilium stuurt een korte vingerafdruk van elk nummer naar je relay, die vergelijkt en vergeet. Wie de relay beheert, zou er nummers uit kunnen afleiden."
    override val findNames = "Namen verlaten je telefoon nooit."
    override val findFile = "Kies een adresboek zoals je telefoon of e-mail het exporteert: vCard (.vcf) of CSV. Er wordt niets verstuurd voor je het zegt."
    override val chooseFile = "Kies een bestand"
    override val notNow = "Niet nu"
    override fun imported(people: Int) = nl(people, "1 persoon in dit bestand", "# personen in dit bestand")
    override fun numbers(count: Int) = nl(count, "1 telefoonnummer", "# telefoonnummers")
    override fun notUnderstood(count: Int) =
        nl(count, "1 tekst is hier geen telefoonnummer en telt niet mee.", "# teksten zijn hier geen telefoonnummer en tellen niet mee.")

    override fun sendFingerprints(count: Int) = nl(count, "Zoek met 1 nummer", "Zoek met # nummers")
    override val otherFile = "Kies een ander bestand"
    override fun result(found: Int) = nl(found, "1 collega gevonden", "# collega’s gevonden")
    override fun resultOf(asked: Int) = nl(asked, "Er is 1 nummer opgevraagd.", "Er zijn # nummers opgevraagd.")
    override val resultText = "De relay zegt dit; alleen het veiligheidsnummer vergelijken bewijst wie het is. Schrijf, dan beslist de ander of die accepteert."
    override val resultNone = "Niemand met deze nummers is te vinden. Misschien hebben ze Consilium niet, of staan ze vinden niet toe."

    override val contact = "Contact"
    override val message = "Bericht"
    override fun saysName(name: String) = "Noemt zich $name"
    override val twoChecks = "Wie is dit? Twee aparte controles"
    override val licenceChecked = "Registratie gecontroleerd"
    override fun licenceBy(organisation: String, date: String) = b("Registratie gecontroleerd") + " door $organisation op $date."
    override fun licenceSays(profession: String) = "Betekent: deze persoon is $profession."
    override val licenceNotChecked = b("Registratie niet gecontroleerd.")
    override val licenceNotCheckedText = "Geen organisatie staat in voor wie deze persoon is."
    override val numberCompared = b("Veiligheidsnummer vergeleken") + " door jou."
    override val numberComparedText = "Betekent: deze berichten komen van de telefoon van deze persoon, niet van iemand ertussen."
    override val numberNotCompared = b("Veiligheidsnummer niet vergeleken.")
    override val numberNotComparedText = "De relay zegt dat dit de sleutel is. Vergelijk hem één keer om zeker te zijn."
    override fun numberNewKey(date: String) = b("Nieuwe sleutel") + " sinds $date."
    override val numberNewKeyText = "Zelfde account, nieuwe telefoon. Het veiligheidsnummer is ongewijzigd."
    override val numberPaused = b("Nieuw account, niet vergeleken.") + " Verzenden is gepauzeerd."
    override val numberPausedText = "Je had het eerdere account van deze persoon vergeleken. Vergelijk opnieuw voor je schrijft."
    override val numberFork = b("Sleutels gekopieerd of vervalst.") + " Verzenden is gestopt."
    override val numberForkText = "Het account toonde twee verschillende verklaringen voor één plaats. Spreek deze persoon op een andere manier en meld het je beheerder."
    override val unreachable = "Meer dan een maand niet bereikbaar. Wat je schrijft, wacht op deze telefoon."
    override fun replaces(name: String) = "Dit telefoonnummer leidde eerder naar een ander account: $name. De twee worden nooit samengevoegd."
    override val blockedText = "Je hebt deze persoon geblokkeerd. Niets ervan wordt getoond of beantwoord."
    override fun block(name: String) = "$name blokkeren"
    override val unblock = "Deblokkeren"
}

object DutchCompare : CompareStrings {
    override val title = "Veiligheidsnummer"
    override val compare = "Vergelijken"
    override val compareAgain = "Opnieuw vergelijken"
    override fun how(name: String) =
        "Laat $name dit scannen, of lees elkaar de nummers voor: persoonlijk, of aan de telefoon als je de stem kent."

    override fun codeDescription(name: String) = "QR-code van het veiligheidsnummer met $name"
    override fun numberDescription(groups: String) = "Veiligheidsnummer, 12 groepen van 5 cijfers: $groups"
    override val readPicture = "Lees een foto van de code"
    override fun readPictureText(name: String) = "Een foto van de code op de telefoon van $name, zelf gemaakt. Een afbeelding per bericht bewijst niets."
    override val same = "De nummers zijn gelijk"
    override val different = "Ze verschillen"
    override val matchTitle = "Gelijk. Vandaag vergeleken."
    override fun matchText(name: String) = "Berichten hier komen van de telefoon van $name, en van niemand ertussen."
    override val mismatchTitle = "Niet gelijk. Verstuur niets."
    override val mismatchText = "Misschien zit er iemand tussen. Verzenden blijft uit tot je persoonlijk hebt vergeleken. Meld het je beheerder, buiten deze app om."
    override val notACodeTitle = "Geen veiligheidsnummer"
    override val notACodeText = "Dit is een code van iets anders. Vraag de ander jouw contactpagina te openen en daar de code te tonen."
    override val noCodeTitle = "Geen code op deze foto"
    override val noCodeText = "Maak hem opnieuw: de hele code, scherp en recht, met licht erop."
    override val done = "Klaar"
    override val anotherPicture = "Lees een andere foto"
}
