package org.consilium.app.presentation.strings.de

import org.consilium.app.presentation.state.LockReason
import org.consilium.app.presentation.strings.PinStrings
import org.consilium.app.presentation.strings.SignUpStrings
import org.consilium.app.presentation.strings.b

object GermanSignUp : SignUpStrings {
    override val welcomeTitle = "Nachrichten im Behandlungsteam, für alle anderen verschlossen"
    override val welcomeText =
        "Was Sie schreiben, wird auf diesem Telefon versiegelt und auf dem anderen geöffnet. Das Relay dazwischen kann es nicht lesen."
    override fun relay(name: String) = "Relay: $name"
    override val create = "Konto anlegen"
    override val makeAgain = "Mein Konto neu herstellen"
    override val languageLabel = "Sprache"
    override fun step(position: Int, of: Int) = "Schritt $position von $of"

    override val numberTitle = "Ihre Telefonnummer"
    override val numberWhy =
        "Ein Code per SMS beweist, dass sie Ihnen gehört. Ihr Relay bewahrt die Nummer verschlüsselt auf. Gefunden werden Sie damit nur, wenn Sie es später erlauben."
    override val numberLabel = "Telefonnummer"
    override val numberHint = "Mit Land, zum Beispiel +49 1512 3456789"
    override val sendCode = "Code senden"

    override val codeTitle = "Code eingeben"
    override fun codeSent(number: String) = "Wir haben ihn per SMS an $number gesendet. Er gilt zehn Minuten."
    override val codeLabel = "Sechs Ziffern"
    override fun resendIn(seconds: Int) = de(seconds, "Neuer Code in 1 Sekunde", "Neuer Code in # Sekunden")
    override val resend = "Neuen Code senden"

    override val profileTitle = "Wer sind Sie?"
    override val profileText = "Das sehen alle, denen Sie schreiben. Es ist Ihre eigene Angabe, bis eine Organisation Ihre Berufserlaubnis prüft."
    override val nameLabel = "Name"
    override val professionLabel = "Beruf"
    override val professionHint = "Zum Beispiel: Pflegefachkraft, Kardiologin"

    override val pinTitle = "PIN wählen"
    override val pinRuleLength = "Mindestens 6 Ziffern oder Wörter mit 8 Zeichen."
    override val pinRuleEasy = "Kein Jahr oder Datum, keine Folge, keine Wiederholung, kein Muster auf den Tasten."
    override val pinRuleReset = "Niemand sonst kann sie zurücksetzen, auch nicht Ihr Relay."
    override val pinAgain = "Noch einmal eingeben"

    override val writeTitle = "Ihr Wiederherstellungscode"
    override val writeText = "Mit diesem Code stellen Sie Ihr Konto neu her, wenn dieses Telefon verloren geht. Schreiben Sie ihn auf Papier und bewahren Sie es nicht beim Telefon auf."
    override val writeWarning = "Wer ihn hat, kann Ihr Konto übernehmen. Kein Bildschirmfoto, keine E-Mail."
    override val written = "Ich habe ihn aufgeschrieben"
    override val codeDescription = "Wiederherstellungscode"
    override val typeBackTitle = "Zwei Gruppen abtippen"
    override val typeBackText = "Lesen Sie sie vom Papier ab. Danach wird der Code von diesem Telefon gelöscht."
    override fun group(number: Int) = "Gruppe $number"
    override val showAgain = "Code noch einmal zeigen"
    override val later = "Später erledigen"

    override val recoverTitle = "Konto neu herstellen"
    override val recoverText = "Ihr Konto und seine Sicherheitsnummern bleiben; Ihre Kontakte sehen, dass Sie einen neuen Schlüssel haben. Ihre anderen Telefone sind ausgeschlossen. Nachrichten auf einem verlorenen Telefon kommen nicht zurück."
    override val recoverLabel = "Wiederherstellungscode"
    override val recoverHint = "34 Buchstaben und Ziffern vom Papier; Leerzeichen und Striche sind egal"
}

object GermanPin : PinStrings {
    override val title = "PIN eingeben"
    override fun reason(reason: LockReason) = when (reason) {
        LockReason.Opened -> ""
        LockReason.ByHand -> "Von Ihnen gesperrt."
        is LockReason.ByTime ->
            de(reason.minutes, "Nach 1 Minute ohne Benutzung gesperrt.", "Nach # Minuten ohne Benutzung gesperrt.")
    }

    override fun wrong(triesLeft: Int) =
        b("Diese PIN war nicht richtig.") + " " +
            de(triesLeft, "Noch 1 Versuch, dann wird Ihr Wiederherstellungscode gebraucht.", "Noch # Versuche.") + " Nichts wird gelöscht."

    override fun wait(seconds: Int): String {
        val wait = if (seconds < 120) {
            de(seconds, "Warten Sie 1 Sekunde", "Warten Sie # Sekunden")
        } else {
            de((seconds + 59) / 60, "Warten Sie 1 Minute", "Warten Sie # Minuten")
        }
        return b("$wait,") + " dann versuchen Sie es erneut."
    }

    override val open = "Öffnen"
    override val checking = "Wird geprüft…"
    override val deleteDigit = "Ziffer löschen"
    override fun entered(count: Int) =
        de(count, "1 Zeichen eingegeben", "# Zeichen eingegeben")

    override val useWords = "Wörter eingeben"
    override val useDigits = "Ziffern eingeben"
    override val wordsLabel = "PIN in Wörtern"
    override val showTyped = "Zeigen"
    override val hideTyped = "Verbergen"
    override val useBiometrics = "Fingerabdruck oder Gesicht verwenden"
    override val pinDue = "Die PIN wird alle 7 Tage und nach einem Neustart verlangt."
    override val forgot = "PIN vergessen?"
    override val forgotTitle = "Niemand kann Ihre PIN zurücksetzen"
    override val forgotText = "Auch nicht Ihr Relay. Mit dem Wiederherstellungscode von Ihrem Papier können Sie Ihr Konto neu herstellen; dafür wird dieses Telefon zuerst gelöscht. Die Nachrichten darauf sind dann weg. Ihre Kontakte und deren Sicherheitsnummern lassen sich wiederfinden."
    override val eraseAndMakeAgain = "Alles löschen…"
    override val doNotErase = "Nichts löschen"
    override val closedTitle = "Die PIN-Eingabe ist geschlossen"
    override val closedText = "Es gab zehn falsche PINs. Ihr Wiederherstellungscode gibt Ihnen zehn weitere Versuche. Nichts wird gelöscht."
    override val closedSubmit = "PIN-Eingabe öffnen"
    override val confirmEraseTitle = "Alles auf diesem Telefon löschen?"
    override val confirmEraseText = "Für immer weg: alle Nachrichten auf diesem Telefon. Bleibt: Ihr Konto beim Relay, das Sie mit dem Wiederherstellungscode neu herstellen. Ohne diesen Code lässt sich das Konto nicht neu herstellen."
}
