package org.consilium.app.presentation.strings.nl

import org.consilium.app.presentation.state.LockReason
import org.consilium.app.presentation.strings.PinStrings
import org.consilium.app.presentation.strings.SignUpStrings
import org.consilium.app.presentation.strings.b

object DutchSignUp : SignUpStrings {
    override val welcomeTitle = "Berichten tussen zorgverleners, gesloten voor ieder ander"
    override val welcomeText =
        "Wat je schrijft, wordt op deze telefoon verzegeld en op die van je collega geopend. De relay ertussen kan het niet lezen."
    override fun relay(name: String) = "Relay: $name"
    override val create = "Account maken"
    override val makeAgain = "Mijn account opnieuw maken"
    override val languageLabel = "Taal"
    override fun step(position: Int, of: Int) = "Stap $position van $of"

    override val numberTitle = "Je telefoonnummer"
    override val numberWhy =
        "Een code per sms bewijst dat het van jou is. Je relay bewaart het nummer versleuteld. Collega’s vinden je er pas mee als je dat later toestaat."
    override val numberLabel = "Telefoonnummer"
    override val numberHint = "Met het land erbij, bijvoorbeeld +31 6 12345678"
    override val sendCode = "Stuur me een code"

    override val codeTitle = "Voer de code in"
    override fun codeSent(number: String) = "We hebben hem per sms naar $number gestuurd. Hij is tien minuten geldig."
    override val codeLabel = "Zes cijfers"
    override fun resendIn(seconds: Int) = nl(seconds, "Nieuwe code over 1 seconde", "Nieuwe code over # seconden")
    override val resend = "Stuur een nieuwe code"

    override val profileTitle = "Wie ben je?"
    override val profileText = "Mensen aan wie je schrijft, zien dit. Het is wat je over jezelf zegt, tot een organisatie je registratie controleert."
    override val nameLabel = "Naam"
    override val professionLabel = "Beroep"
    override val professionHint = "Bijvoorbeeld: verpleegkundige, cardioloog"

    override val pinTitle = "Kies een pincode"
    override val pinRuleLength = "Minstens 6 cijfers, of woorden van samen 8 tekens."
    override val pinRuleEasy = "Geen jaartal of datum, geen reeks, geen herhaling, geen patroon op de toetsen."
    override val pinRuleReset = "Niemand anders kan hem herstellen, ook je relay niet."
    override val pinAgain = "Voer hem nog eens in"

    override val writeTitle = "Je herstelcode"
    override val writeText = "Met deze code maak je je account opnieuw als deze telefoon kwijtraakt. Schrijf hem op papier en bewaar het papier niet bij de telefoon."
    override val writeWarning = "Wie hem heeft, kan je account overnemen. Geen schermafbeelding, geen e-mail."
    override val written = "Ik heb hem opgeschreven"
    override val codeDescription = "Herstelcode"
    override val typeBackTitle = "Typ twee groepen over"
    override val typeBackText = "Lees ze van je papier. Daarna wordt de code van deze telefoon gewist."
    override fun group(number: Int) = "Groep $number"
    override val showAgain = "Toon de code opnieuw"
    override val later = "Dit later doen"

    override val recoverTitle = "Je account opnieuw maken"
    override val recoverText = "Je account en de veiligheidsnummers blijven; je contacten zien dat je een nieuwe sleutel hebt. Je andere telefoons doen niet meer mee. Berichten op een verloren telefoon komen niet terug."
    override val recoverLabel = "Herstelcode"
    override val recoverHint = "34 letters en cijfers van je papier; spaties en streepjes maken niet uit"
}

object DutchPin : PinStrings {
    override val title = "Voer je pincode in"
    override fun reason(reason: LockReason) = when (reason) {
        LockReason.Opened -> ""
        LockReason.ByHand -> "Door jou vergrendeld."
        is LockReason.ByTime ->
            nl(reason.minutes, "Vergrendeld na 1 minuut zonder gebruik.", "Vergrendeld na # minuten zonder gebruik.")
    }

    override fun wrong(triesLeft: Int) =
        b("Die pincode klopte niet.") + " " +
            nl(triesLeft, "Nog 1 poging, daarna is je herstelcode nodig.", "Nog # pogingen.") + " Er wordt niets gewist."

    override fun wait(seconds: Int): String {
        val wait = if (seconds < 120) {
            nl(seconds, "Wacht 1 seconde", "Wacht # seconden")
        } else {
            nl((seconds + 59) / 60, "Wacht 1 minuut", "Wacht # minuten")
        }
        return b("$wait,") + " probeer het dan opnieuw."
    }

    override val open = "Open"
    override val checking = "Controleren…"
    override val deleteDigit = "Cijfer verwijderen"
    override fun entered(count: Int) =
        nl(count, "1 teken ingevoerd", "# tekens ingevoerd")

    override val useWords = "Woorden typen"
    override val useDigits = "Cijfers gebruiken"
    override val wordsLabel = "Pincode in woorden"
    override val showTyped = "Tonen"
    override val hideTyped = "Verbergen"
    override val useBiometrics = "Vingerafdruk of gezicht gebruiken"
    override val pinDue = "De pincode wordt elke 7 dagen en na een herstart gevraagd."
    override val forgot = "Pincode vergeten?"
    override val forgotTitle = "Niemand kan je pincode herstellen"
    override val forgotText = "Ook je relay niet. Met de herstelcode van je papier kun je je account opnieuw maken; daarvoor wordt deze telefoon eerst gewist. De berichten erop zijn dan weg. Je contacten en hun veiligheidsnummers zijn terug te vinden."
    override val eraseAndMakeAgain = "Wissen…"
    override val doNotErase = "Niet wissen"
    override val closedTitle = "De pincode-invoer is gesloten"
    override val closedText = "Er zijn tien verkeerde pincodes ingevoerd. Met je herstelcode krijg je nog tien pogingen. Er wordt niets gewist."
    override val closedSubmit = "Invoer weer openen"
    override val confirmEraseTitle = "De berichten op deze telefoon wissen?"
    override val confirmEraseText = "Voorgoed weg: alle berichten op deze telefoon. Blijft: je account bij de relay, dat je met de herstelcode opnieuw maakt. Zonder die code kan het account niet opnieuw worden gemaakt."
}
