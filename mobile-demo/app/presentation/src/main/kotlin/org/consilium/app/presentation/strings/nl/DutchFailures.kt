package org.consilium.app.presentation.strings.nl

import org.consilium.app.presentation.state.Failure
import org.consilium.app.presentation.state.FailureCode
import org.consilium.app.presentation.state.PinReason
import org.consilium.app.presentation.state.RefusalReason
import org.consilium.app.presentation.strings.FailureStrings
import org.consilium.app.presentation.strings.seconds

object DutchFailures : FailureStrings {
    override fun code(code: String) = "Code $code"

    override fun text(failure: Failure): String = when (failure.code) {
        FailureCode.PIN_REFUSED -> pin(failure.pin)
        FailureCode.PIN_WRONG -> DutchPin.wrong(failure.triesLeft)
        FailureCode.PIN_WAIT -> DutchPin.wait(seconds(failure.waitMs))
        FailureCode.PIN_CLOSED -> "De invoer is gesloten na tien verkeerde pincodes. Voer je herstelcode in."
        FailureCode.PIN_DUE -> "Open nu met je pincode: die wordt elke 7 dagen en na een herstart gevraagd."
        FailureCode.NOT_RECOGNISED -> "Niet herkend. Probeer het opnieuw of gebruik je pincode."
        FailureCode.NO_BIOMETRICS -> "Vingerafdruk of gezicht werkt nu niet op deze telefoon. Je pincode opent de app."
        FailureCode.PINS_DIFFER -> "De twee pincodes verschillen. Kies opnieuw."
        FailureCode.RECOVERY_MISTYPED -> "Dit is geen herstelcode. Vergelijk hem met je papier: 34 letters en cijfers."
        FailureCode.RECOVERY_WRONG -> "Deze herstelcode hoort bij een ander account. Er is niets veranderd."
        FailureCode.RECOVERY_GROUPS -> "Dit zijn niet de groepen van je code. Kijk nog eens op je papier."
        FailureCode.RECOVERY_GONE -> "De herstelcode is bevestigd en staat nu alleen op je papier."
        FailureCode.PHONE_NUMBER -> "Dit is geen telefoonnummer. Schrijf het met het land erbij, bijvoorbeeld +31 6 12345678."
        FailureCode.TEXT_LENGTH -> "Dit bericht is leeg of te lang. Het blijft hier staan; kort het in of stuur er twee."
        FailureCode.NAME_LENGTH -> nl(failure.limit, "Hoogstens 1 teken.", "Hoogstens # tekens.")
        FailureCode.NAME_EMPTY -> "Collega’s hebben een naam nodig om je te kennen."
        else -> people(failure)
    }

    private fun pin(reason: PinReason?) = when (reason) {
        PinReason.TOO_FEW_DIGITS -> "Te kort: gebruik minstens 6 cijfers."
        PinReason.TOO_SHORT -> "Te kort: gebruik minstens 8 tekens, of 6 cijfers."
        PinReason.TOO_LONG -> "Te lang: gebruik hoogstens 256 tekens."
        PinReason.REPEATS -> "Makkelijk te raden: hij herhaalt zich. Kies een andere."
        PinReason.RUN -> "Makkelijk te raden: het is een reeks. Kies een andere."
        PinReason.DATE -> "Makkelijk te raden: hij lijkt op een jaartal of datum. Kies een andere."
        PinReason.KEY_PATTERN -> "Makkelijk te raden: het is een patroon op de toetsen. Kies een andere."
        PinReason.COMMON, null -> "Makkelijk te raden: veel mensen kiezen hem. Kies een andere."
    }

    private fun people(failure: Failure) = when (failure.code) {
        FailureCode.UNKNOWN_CONTACT -> "Deze contactpersoon is op deze telefoon niet meer bekend."
        FailureCode.UNKNOWN_CONVERSATION -> "Dit gesprek staat niet meer op deze telefoon."
        FailureCode.UNKNOWN_MESSAGE -> "Dit bericht staat niet meer op deze telefoon."
        FailureCode.BLOCKED -> "Niet verzonden: je hebt deze contactpersoon geblokkeerd. Deblokkeer om te schrijven."
        FailureCode.NEW_KEY -> "Niet verzonden: de sleutel van deze contactpersoon is veranderd. Controleer die eerst."
        FailureCode.FORK -> "Niet verzonden: de sleutels van dit account zijn gekopieerd of vervalst. Spreek de persoon op een andere manier."
        FailureCode.NOT_YOURS -> "Alleen een tekst die je zelf schreef, kan worden gewijzigd of voor iedereen verwijderd."
        FailureCode.NOTHING_TO_DO -> "Hier valt niets meer te doen."
        FailureCode.IMPORT_UNREADABLE -> "Dit bestand is niet te lezen. Kies een ander, of exporteer je contacten als vCard (.vcf) of CSV."
        FailureCode.IMPORT_TOO_LARGE -> "Dit bestand is groter dan 64 MB. Exporteer de contacten zonder foto’s, of in delen."
        FailureCode.IMPORT_NOT_AN_ADDRESS_BOOK -> "Dit is geen adresboek. Exporteer je contacten als vCard (.vcf) of CSV en kies dat bestand."
        FailureCode.IMPORT_NO_NUMBERS -> "Er staat geen telefoonnummer in dit bestand. Exporteer contacten met hun nummers."
        FailureCode.PICTURE_UNREADABLE -> "Deze afbeelding is niet te lezen. Kies een PNG of JPEG."
        else -> relay(failure)
    }

    private fun relay(failure: Failure) = when (failure.code) {
        FailureCode.OFFLINE -> "De relay is niet bereikbaar. Er is niets verloren: wat je schreef, staat hier. Probeer het opnieuw als je online bent."
        FailureCode.TLS_PIN -> "Het certificaat van de relay is niet het vastgelegde. Er is niets verstuurd. Probeer een ander netwerk of meld het je beheerder: code TLS-PIN."
        FailureCode.RELAY_REFUSED -> refused(failure.refusal)
        FailureCode.RELAY_LATER -> later(seconds(failure.waitMs))
        FailureCode.RELAY_PROTOCOL -> "Het antwoord van de relay klopt niet. Er is niets veranderd. Meld het je beheerder."
        FailureCode.CLOCK -> "De klok van deze telefoon loopt meer dan een dag verkeerd. Zet hem goed; tot dan wordt niets verstuurd."
        FailureCode.SIGNED_OUT -> "Deze telefoon hoort niet meer bij het account. Maak je account opnieuw met de herstelcode."
        FailureCode.REGISTRATION_UNCONFIRMED ->
            "Het antwoord van de relay kwam niet: misschien bestaat je account al. Er is niets verloren, alle sleutels staan op deze telefoon. Open hem met je pincode om het te weten."
        FailureCode.NOT_REGISTERED -> "De registratie heeft de relay niet bereikt. Wis deze telefoon onder Jij en maak het account opnieuw."
        FailureCode.REPLACED ->
            "Een kopie van deze telefoon heeft de lijn naar de relay overgenomen. Ken je er geen, maak dan je account opnieuw met de herstelcode."
        else -> device(failure.code)
    }

    private fun refused(reason: RefusalReason) = when (reason) {
        RefusalReason.CODE_WRONG -> "Dat is niet de code uit de sms. Kijk nog eens."
        RefusalReason.CODE_EXPIRED -> "Deze code is verlopen of te vaak geprobeerd. Vraag een nieuwe."
        RefusalReason.NOT_ALLOWED -> "De relay staat dit deze telefoon niet toe. Er is niets veranderd."
        RefusalReason.RELAY_TOO_OLD -> "De relay is ouder dan deze app en kent dit verzoek niet. Meld het je beheerder."
        RefusalReason.OTHER -> "De relay weigerde. Er is niets veranderd. Probeer het opnieuw of meld het je beheerder."
    }

    private fun later(seconds: Int) =
        nl(seconds, "De relay is druk. Probeer het over 1 seconde opnieuw.", "De relay is druk. Probeer het over # seconden opnieuw.")

    private fun device(code: FailureCode) = when (code) {
        FailureCode.LOCKED -> "De app is vergrendeld. Open hem met je pincode."
        FailureCode.NO_ACCOUNT -> "Er is nog geen account op deze telefoon."
        FailureCode.ACCOUNT_EXISTS -> "Deze telefoon heeft al een account. Open het met de pincode."
        FailureCode.IN_USE -> "Consilium is al open. Sluit het daar eerst."
        FailureCode.KEYSTORE -> "De sleutelopslag van deze telefoon antwoordt niet. Start de telefoon opnieuw."
        FailureCode.MEMORY -> "Te weinig geheugen om de pincode te controleren. Sluit andere apps en probeer het opnieuw."
        FailureCode.STORAGE -> "De opslag van deze telefoon faalt of is vol. Maak ruimte en probeer het opnieuw."
        FailureCode.DAMAGED -> "De gegevens op deze telefoon zijn beschadigd. Maak je account opnieuw met de herstelcode."
        FailureCode.NEWER_DATA -> "Deze gegevens zijn door een nieuwere app geschreven. Werk deze bij."
        FailureCode.CANCELLED -> "Gestopt. Er is niets veranderd."
        else -> "Een fout in deze app. Wat was opgeslagen, is veilig. Start hem opnieuw; komt het terug, deel dan je diagnose."
    }
}
