package org.consilium.app.presentation.strings.de

import org.consilium.app.presentation.state.Failure
import org.consilium.app.presentation.state.FailureCode
import org.consilium.app.presentation.state.PinReason
import org.consilium.app.presentation.state.RefusalReason
import org.consilium.app.presentation.strings.FailureStrings
import org.consilium.app.presentation.strings.seconds

object GermanFailures : FailureStrings {
    override fun code(code: String) = "Code $code"

    override fun text(failure: Failure): String = when (failure.code) {
        FailureCode.PIN_REFUSED -> pin(failure.pin)
        FailureCode.PIN_WRONG -> GermanPin.wrong(failure.triesLeft)
        FailureCode.PIN_WAIT -> GermanPin.wait(seconds(failure.waitMs))
        FailureCode.PIN_CLOSED -> "Die Eingabe ist nach zehn falschen PINs geschlossen. Geben Sie Ihren Wiederherstellungscode ein."
        FailureCode.PIN_DUE -> "Öffnen Sie jetzt mit Ihrer PIN: Sie wird alle 7 Tage und nach einem Neustart verlangt."
        FailureCode.NOT_RECOGNISED -> "Nicht erkannt. Versuchen Sie es erneut oder nehmen Sie Ihre PIN."
        FailureCode.NO_BIOMETRICS -> "Fingerabdruck oder Gesicht geht auf diesem Telefon gerade nicht. Ihre PIN öffnet die App."
        FailureCode.PINS_DIFFER -> "Die beiden PINs unterscheiden sich. Wählen Sie noch einmal."
        FailureCode.RECOVERY_MISTYPED -> "Das ist kein Wiederherstellungscode. Vergleichen Sie ihn mit Ihrem Papier: 34 Buchstaben und Ziffern."
        FailureCode.RECOVERY_WRONG -> "Dieser Wiederherstellungscode gehört zu einem anderen Konto. Nichts wurde geändert."
        FailureCode.RECOVERY_GROUPS -> "Das sind nicht die Gruppen Ihres Codes. Sehen Sie noch einmal auf Ihr Papier."
        FailureCode.RECOVERY_GONE -> "Der Wiederherstellungscode wurde bestätigt und steht nur noch auf Ihrem Papier."
        FailureCode.PHONE_NUMBER -> "Das ist keine Telefonnummer. Schreiben Sie sie mit Land, zum Beispiel +49 1512 3456789."
        FailureCode.TEXT_LENGTH -> "Diese Nachricht ist leer oder zu lang. Sie bleibt hier; kürzen Sie sie, oder senden Sie zwei."
        FailureCode.NAME_LENGTH -> de(failure.limit, "Höchstens 1 Zeichen.", "Höchstens # Zeichen.")
        FailureCode.NAME_EMPTY -> "Andere brauchen einen Namen, um Sie zu erkennen."
        else -> people(failure)
    }

    private fun pin(reason: PinReason?) = when (reason) {
        PinReason.TOO_FEW_DIGITS -> "Zu kurz: mindestens 6 Ziffern."
        PinReason.TOO_SHORT -> "Zu kurz: mindestens 8 Zeichen oder 6 Ziffern."
        PinReason.TOO_LONG -> "Zu lang: höchstens 256 Zeichen."
        PinReason.REPEATS -> "Leicht zu erraten: Sie wiederholt sich. Wählen Sie eine andere."
        PinReason.RUN -> "Leicht zu erraten: Sie ist eine Folge. Wählen Sie eine andere."
        PinReason.DATE -> "Leicht zu erraten: Sie sieht nach Jahr oder Datum aus. Wählen Sie eine andere."
        PinReason.KEY_PATTERN -> "Leicht zu erraten: Sie ist ein Muster auf den Tasten. Wählen Sie eine andere."
        PinReason.COMMON, null -> "Leicht zu erraten: Viele wählen sie. Wählen Sie eine andere."
    }

    private fun people(failure: Failure) = when (failure.code) {
        FailureCode.UNKNOWN_CONTACT -> "Dieser Kontakt ist auf diesem Telefon nicht mehr bekannt."
        FailureCode.UNKNOWN_CONVERSATION -> "Diese Unterhaltung ist nicht mehr auf diesem Telefon."
        FailureCode.UNKNOWN_MESSAGE -> "Diese Nachricht ist nicht mehr auf diesem Telefon."
        FailureCode.BLOCKED -> "Nicht gesendet: Sie haben diesen Kontakt blockiert. Geben Sie ihn frei, um zu schreiben."
        FailureCode.NEW_KEY -> "Nicht gesendet: Der Schlüssel dieses Kontakts hat sich geändert. Prüfen Sie ihn zuerst."
        FailureCode.FORK -> "Nicht gesendet: Die Schlüssel dieses Kontos wurden kopiert oder gefälscht. Sprechen Sie auf anderem Weg mit der Person."
        FailureCode.NOT_YOURS -> "Nur ein Text, den Sie geschrieben haben, kann geändert oder für alle gelöscht werden."
        FailureCode.NOTHING_TO_DO -> "Hier ist nichts mehr zu tun."
        FailureCode.IMPORT_UNREADABLE -> "Diese Datei lässt sich nicht lesen. Wählen Sie eine andere, oder exportieren Sie Ihre Kontakte als vCard (.vcf) oder CSV."
        FailureCode.IMPORT_TOO_LARGE -> "Diese Datei ist größer als 64 MB. Exportieren Sie die Kontakte ohne Bilder oder in Teilen."
        FailureCode.IMPORT_NOT_AN_ADDRESS_BOOK -> "Das ist kein Adressbuch. Exportieren Sie Ihre Kontakte als vCard (.vcf) oder CSV und wählen Sie diese Datei."
        FailureCode.IMPORT_NO_NUMBERS -> "In dieser Datei steht keine Telefonnummer. Exportieren Sie Kontakte mit ihren Nummern."
        FailureCode.PICTURE_UNREADABLE -> "Dieses Bild lässt sich nicht lesen. Wählen Sie ein PNG oder JPEG."
        else -> relay(failure)
    }

    private fun relay(failure: Failure) = when (failure.code) {
        FailureCode.OFFLINE -> "Das Relay ist nicht erreichbar. Nichts ist verloren: Was Sie schrieben, bleibt hier. Versuchen Sie es wieder, wenn Sie online sind."
        FailureCode.TLS_PIN -> "Das Zertifikat des Relays ist nicht das festgelegte. Nichts wurde gesendet. Versuchen Sie ein anderes Netz oder melden Sie es Ihrem Admin: Code TLS-PIN."
        FailureCode.RELAY_REFUSED -> refused(failure.refusal)
        FailureCode.RELAY_LATER -> later(seconds(failure.waitMs))
        FailureCode.RELAY_PROTOCOL -> "Die Antwort des Relays ergibt keinen Sinn. Nichts wurde geändert. Melden Sie es Ihrem Admin."
        FailureCode.CLOCK -> "Die Uhr dieses Telefons geht über einen Tag falsch. Stellen Sie sie richtig; bis dahin wird nichts gesendet."
        FailureCode.SIGNED_OUT -> "Dieses Telefon gehört nicht mehr zum Konto. Stellen Sie Ihr Konto mit dem Wiederherstellungscode neu her."
        FailureCode.REGISTRATION_UNCONFIRMED ->
            "Die Antwort des Relays kam nicht: Vielleicht gibt es Ihr Konto schon. Nichts ist verloren, alle Schlüssel sind auf diesem Telefon. Öffnen Sie es mit Ihrer PIN, um es zu erfahren."
        FailureCode.NOT_REGISTERED -> "Die Anmeldung hat das Relay nicht erreicht. Löschen Sie dieses Telefon unter „Sie“ und legen Sie das Konto neu an."
        FailureCode.REPLACED ->
            "Eine Kopie dieses Telefons hat die Verbindung zum Relay übernommen. Wenn Sie von keiner wissen, stellen Sie Ihr Konto mit dem Wiederherstellungscode neu her."
        else -> device(failure.code)
    }

    private fun refused(reason: RefusalReason) = when (reason) {
        RefusalReason.CODE_WRONG -> "Das ist nicht der Code aus der SMS. Sehen Sie noch einmal nach."
        RefusalReason.CODE_EXPIRED -> "Dieser Code ist abgelaufen oder zu oft versucht worden. Fordern Sie einen neuen an."
        RefusalReason.NOT_ALLOWED -> "Das Relay erlaubt diesem Telefon das nicht. Nichts wurde geändert."
        RefusalReason.RELAY_TOO_OLD -> "Das Relay ist älter als diese App und kennt diese Anfrage nicht. Melden Sie es Ihrem Admin."
        RefusalReason.OTHER -> "Das Relay hat abgelehnt. Nichts wurde geändert. Versuchen Sie es erneut oder melden Sie es Ihrem Admin."
    }

    private fun later(seconds: Int) =
        de(seconds, "Das Relay ist ausgelastet. Versuchen Sie es in 1 Sekunde erneut.", "Das Relay ist ausgelastet. Versuchen Sie es in # Sekunden erneut.")

    private fun device(code: FailureCode) = when (code) {
        FailureCode.LOCKED -> "Die App ist gesperrt. Öffnen Sie sie mit Ihrer PIN."
        FailureCode.NO_ACCOUNT -> "Auf diesem Telefon gibt es noch kein Konto."
        FailureCode.ACCOUNT_EXISTS -> "Dieses Telefon hat schon ein Konto. Öffnen Sie es mit seiner PIN."
        FailureCode.IN_USE -> "Consilium ist schon geöffnet. Schließen Sie es zuerst dort."
        FailureCode.KEYSTORE -> "Der Schlüsselspeicher dieses Telefons antwortet nicht. Starten Sie das Telefon neu."
        FailureCode.MEMORY -> "Zu wenig Speicher, um die PIN zu prüfen. Schließen Sie andere Apps und versuchen Sie es erneut."
        FailureCode.STORAGE -> "Der Speicher dieses Telefons versagt oder ist voll. Schaffen Sie Platz und versuchen Sie es erneut."
        FailureCode.DAMAGED -> "Die Daten auf diesem Telefon sind beschädigt. Stellen Sie Ihr Konto mit dem Wiederherstellungscode neu her."
        FailureCode.NEWER_DATA -> "Diese Daten hat eine neuere App geschrieben. Aktualisieren Sie diese."
        FailureCode.CANCELLED -> "Angehalten. Nichts wurde geändert."
        else -> "Ein Fehler in dieser App. Was gespeichert war, ist sicher. Starten Sie sie neu; kommt er wieder, geben Sie Ihre Diagnose weiter."
    }
}
