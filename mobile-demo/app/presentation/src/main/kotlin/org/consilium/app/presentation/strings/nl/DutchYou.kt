package org.consilium.app.presentation.strings.nl

import org.consilium.app.presentation.state.TextScale
import org.consilium.app.presentation.state.ThemeChoice
import org.consilium.app.presentation.strings.AccountStrings
import org.consilium.app.presentation.strings.YouStrings
import org.consilium.app.presentation.strings.b

object DutchYou : YouStrings {
    override val title = "Jij"
    override val editProfile = "Naam en beroep wijzigen"
    override val profileText = "Mensen aan wie je schrijft, zien dit. Het is wat je over jezelf zegt."
    override val lockNow = "Nu vergrendelen"
    override val safetySection = "Veiligheid"
    override val appSection = "App"
    override val accountSection = "Account"

    override val devices = "Apparaten"
    override fun deviceCount(count: Int) = nl(count, "1 apparaat", "# apparaten")
    override val devicesText = "Elk bericht aan jou wordt voor elk van deze apparaten verzegeld. Zit er een bij die niet van jou is? Maak je account opnieuw met de herstelcode: alle andere doen dan niet meer mee."
    override val thisDevice = "Deze telefoon"
    override val aDevice = "Een ander apparaat"
    override fun deviceSince(date: String) = "Sinds $date"

    override val privacy = "Privacy"
    override val canBeFound = "Te vinden via je nummer"
    override val cannotBeFound = "Niet te vinden via je nummer"
    override val discoverTitle = "Laat collega’s me via mijn nummer vinden"
    override val discoverText = "Uit, tot je het aanzet. Dan ziet wie je nummer in het adresboek heeft dat je hier bent; je naam zien ze pas als je schrijft."
    override val numberSection = "Je telefoonnummer"
    override val numberText = "Alleen jij en je relay kennen het. Daar is het versleuteld bewaard."
    override fun numberArrives(at: String) = "Dit nummer hoort nog bij een ander account. Het komt op $at naar jou, tenzij dat account weigert."
    override val blockedSection = "Geblokkeerd"
    override val blockedNone = "Je hebt niemand geblokkeerd."

    override val look = "Taal, thema, tekstgrootte"
    override val language = "Taal"
    override val theme = "Thema"
    override fun themeChoice(theme: ThemeChoice) = when (theme) {
        ThemeChoice.SYSTEM -> "Zoals de telefoon"
        ThemeChoice.LIGHT -> "Licht"
        ThemeChoice.DARK -> "Donker"
    }

    override val textSize = "Tekstgrootte"
    override fun textScale(scale: TextScale) = "${scale.percent} %"
    override val sample = "Bed 12 is stabiel. Het ecg volgt."

    override val lock = "Vergrendeling en pincode"
    override fun minutes(count: Int) = nl(count, "1 minuut", "# minuten")
    override val lockText = "De app vergrendelt zichzelf na deze tijd zonder gebruik, hoogstens een uur. Vergrendeld toont hij niets en zijn de sleutels uit het geheugen."
    override val lockAfter = "Vergrendelen na"
    override val biometrics = "Vingerafdruk of gezicht"
    override val biometricsText = "Opent de app in plaats van de pincode. Die wordt nog steeds elke 7 dagen en na een herstart gevraagd."
    override val changePin = "Pincode wijzigen"
    override val oldPin = "Voer je huidige pincode in"
    override val newPin = "Kies een nieuwe pincode"
    override val newPinAgain = "Voer de nieuwe pincode nog eens in"

    override val recovery = "Herstelcode"
    override val recoveryOnPaper = "Op je papier"
    override val recoveryNotYet = "Nog niet bevestigd"
    override val recoveryOnPaperText = "Je hebt hem bevestigd en hij is van deze telefoon gewist. Hij staat alleen op je papier. Is het papier kwijt, dan kan niemand je de code geven; deze telefoon blijft werken."
    override val recoveryShownText = "Schrijf hem op papier en bewaar het papier niet bij deze telefoon. Typ daarna twee groepen over."
    override val confirm = "Bevestigen"

    override val notes = "Notities voor jezelf"
    override val diagnostics = "Diagnose"
    override val diagnosticsText = "Lees het voor je het deelt. Er staan toestanden, aantallen en codes in; geen naam, nummer, tekst of sleutel. Het is in het Engels, voor de helpdesk."
    override val saveReport = "Opslaan als bestand"
    override val copyReport = "Kopiëren"
    override val reportSaved = "Opgeslagen. Niemand krijgt het, tenzij je het stuurt."
}

object DutchAccount : AccountStrings {
    override val about = "Over deze app en licenties"
    override fun version(version: String) = "Versie $version"
    override fun relay(name: String) = "Relay: $name"
    override val aboutText = "Consilium is vrije software. Iedereen mag lezen hoe het werkt, het controleren en het zelf draaien."
    override val ownLicence = "Licentie van Consilium"
    override val components = "Het bevat"
    override val licence = "Licentie"

    override val goneForGood = "Voorgoed weg"
    override val stays = "Blijft"
    override val notKnown = "Niet bekend"
    override val understand = "Ik begrijp dat dit onomkeerbaar is"

    override val erase = "Deze telefoon wissen"
    override val eraseTitle = "Consilium op deze telefoon wissen"
    override val eraseGone = "Alle berichten, contacten en sleutels op deze telefoon."
    override val eraseStays = "Je account bij de relay. Met de herstelcode maak je het op elke telefoon opnieuw; de veiligheidsnummers blijven."
    override val eraseNoCode = b("Je herstelcode is niet bevestigd.") + " Heb je hem niet opgeschreven, dan ben je ook het account kwijt."
    override val eraseButton = "Wissen"
    override val doNotErase = "Niet wissen"

    override val delete = "Mijn account verwijderen"
    override val deleteTitle = "Je account verwijderen"
    override val deleteGone = "Je account, je nummer bij de relay, wat daar op je wacht, wat je hebt bewaard, en alles op deze telefoon."
    override val deleteStays = "Wat anderen van je hebben ontvangen, tot 30 dagen of zolang zij het bewaren."
    override val deleteNotKnown = "Of iemand heeft overgenomen wat die las."
    override val deleteButton = "Account verwijderen"
    override val doNotDelete = "Niet verwijderen"

    override val signedOutTitle = "Deze telefoon hoort niet meer bij het account"
    override val signedOutText = "Het account is op een andere telefoon opnieuw gemaakt, of verwijderd. Met deze telefoon kan niet meer worden geschreven. Was jij het niet? Maak je account dan meteen opnieuw met de herstelcode."
    override val signedOutErase = "Deze telefoon wissen"
    override val erasedTitle = "Gewist"
    override val erasedText = "Alle berichten, contacten en sleutels van Consilium op deze telefoon zijn weg. Het account bestaat nog bij de relay. Heb je deze telefoon gevonden? Breng hem terug naar de organisatie."
    override val deletedTitle = "Account verwijderd"
    override val deletedText = "Het account en alles op deze telefoon zijn weg. Wat anderen hebben ontvangen, gaat na 30 dagen weg, tenzij zij het bewaren."
    override val startAgain = "Opnieuw instellen"
}
