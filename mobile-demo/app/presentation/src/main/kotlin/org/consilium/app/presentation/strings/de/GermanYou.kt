package org.consilium.app.presentation.strings.de

import org.consilium.app.presentation.state.TextScale
import org.consilium.app.presentation.state.ThemeChoice
import org.consilium.app.presentation.strings.AccountStrings
import org.consilium.app.presentation.strings.YouStrings
import org.consilium.app.presentation.strings.b

object GermanYou : YouStrings {
    override val title = "Sie"
    override val editProfile = "Name und Beruf ändern"
    override val profileText = "Das sehen alle, denen Sie schreiben. Es ist Ihre eigene Angabe."
    override val lockNow = "Jetzt sperren"
    override val safetySection = "Sicherheit"
    override val appSection = "App"
    override val accountSection = "Konto"

    override val devices = "Geräte"
    override fun deviceCount(count: Int) = de(count, "1 Gerät", "# Geräte")
    override val devicesText = "Jede Nachricht an Sie wird für jedes dieser Geräte versiegelt. Eines gehört nicht Ihnen? Stellen Sie Ihr Konto mit dem Wiederherstellungscode neu her: Alle anderen sind dann ausgeschlossen."
    override val thisDevice = "Dieses Telefon"
    override val aDevice = "Ein anderes Gerät"
    override fun deviceSince(date: String) = "Seit $date"

    override val privacy = "Privatsphäre"
    override val canBeFound = "Über die Nummer zu finden"
    override val cannotBeFound = "Nicht über die Nummer zu finden"
    override val discoverTitle = "Über meine Nummer gefunden werden"
    override val discoverText = "Aus, bis Sie es einschalten. Dann sieht, wer Ihre Nummer im Adressbuch hat, dass Sie hier sind; Ihr Name wird erst gezeigt, wenn Sie schreiben."
    override val numberSection = "Ihre Telefonnummer"
    override val numberText = "Nur Sie und Ihr Relay kennen sie. Dort ist sie verschlüsselt aufbewahrt."
    override fun numberArrives(at: String) = "Diese Nummer gehört noch zu einem anderen Konto. Sie kommt am $at zu Ihnen, wenn jenes Konto nicht ablehnt."
    override val blockedSection = "Blockiert"
    override val blockedNone = "Sie haben niemanden blockiert."

    override val look = "Sprache, Design, Textgröße"
    override val language = "Sprache"
    override val theme = "Design"
    override fun themeChoice(theme: ThemeChoice) = when (theme) {
        ThemeChoice.SYSTEM -> "Wie das Telefon"
        ThemeChoice.LIGHT -> "Hell"
        ThemeChoice.DARK -> "Dunkel"
    }

    override val textSize = "Textgröße"
    override fun textScale(scale: TextScale) = "${scale.percent} %"
    override val sample = "Bett 12 ist stabil. Das EKG folgt."

    override val lock = "Sperre und PIN"
    override fun minutes(count: Int) = de(count, "1 Minute", "# Minuten")
    override val lockText = "Die App sperrt sich nach dieser Zeit ohne Benutzung, höchstens nach einer Stunde. Gesperrt zeigt sie nichts, und ihre Schlüssel sind aus dem Speicher."
    override val lockAfter = "Sperren nach"
    override val biometrics = "Fingerabdruck oder Gesicht"
    override val biometricsText = "Öffnet die App anstelle der PIN. Die PIN wird weiterhin alle 7 Tage und nach einem Neustart verlangt."
    override val changePin = "PIN ändern"
    override val oldPin = "Jetzige PIN eingeben"
    override val newPin = "Neue PIN wählen"
    override val newPinAgain = "Neue PIN noch einmal eingeben"

    override val recovery = "Wiederherstellungscode"
    override val recoveryOnPaper = "Auf Ihrem Papier"
    override val recoveryNotYet = "Noch nicht bestätigt"
    override val recoveryOnPaperText = "Sie haben ihn bestätigt, und er wurde von diesem Telefon gelöscht. Er steht nur auf Ihrem Papier. Ist das Papier verloren, kann Ihnen niemand den Code sagen; dieses Telefon arbeitet weiter."
    override val recoveryShownText = "Schreiben Sie ihn auf Papier und bewahren Sie es nicht bei diesem Telefon auf. Tippen Sie dann zwei Gruppen ab."
    override val confirm = "Bestätigen"

    override val notes = "Notizen an sich selbst"
    override val diagnostics = "Diagnose"
    override val diagnosticsText = "Lesen Sie sie, bevor Sie sie weitergeben. Sie enthält Zustände, Zahlen und Codes; keine Namen, Nummern, Texte oder Schlüssel. Sie ist auf Englisch, für den Support."
    override val saveReport = "Als Datei speichern"
    override val copyReport = "Kopieren"
    override val reportSaved = "Gespeichert. Niemand bekommt sie, wenn Sie sie nicht senden."
}

object GermanAccount : AccountStrings {
    override val about = "Über die App und Lizenzen"
    override fun version(version: String) = "Version $version"
    override fun relay(name: String) = "Relay: $name"
    override val aboutText = "Consilium ist freie Software. Alle dürfen lesen, wie es arbeitet, es prüfen und selbst betreiben."
    override val ownLicence = "Lizenz von Consilium"
    override val components = "Enthalten sind"
    override val licence = "Lizenz"

    override val goneForGood = "Für immer weg"
    override val stays = "Bleibt"
    override val notKnown = "Nicht bekannt"
    override val understand = "Ich verstehe, dass das unumkehrbar ist"

    override val erase = "Alles auf diesem Telefon löschen"
    override val eraseTitle = "Consilium hier ganz löschen"
    override val eraseGone = "Alle Nachrichten, Kontakte und Schlüssel auf diesem Telefon."
    override val eraseStays = "Ihr Konto beim Relay. Mit dem Wiederherstellungscode stellen Sie es auf jedem Telefon neu her; die Sicherheitsnummern bleiben."
    override val eraseNoCode = b("Ihr Wiederherstellungscode ist nicht bestätigt.") + " Haben Sie ihn nicht aufgeschrieben, verlieren Sie auch das Konto."
    override val eraseButton = "Alles löschen"
    override val doNotErase = "Nichts löschen"

    override val delete = "Mein Konto löschen"
    override val deleteTitle = "Ihr Konto löschen"
    override val deleteGone = "Ihr Konto, Ihre Nummer beim Relay, was dort auf Sie wartet, was Sie aufbewahrt haben, und alles auf diesem Telefon."
    override val deleteStays = "Was andere von Ihnen erhalten haben, bis zu 30 Tage oder solange sie es aufbewahren."
    override val deleteNotKnown = "Ob jemand kopiert hat, was er las."
    override val deleteButton = "Konto löschen"
    override val doNotDelete = "Nicht löschen"

    override val signedOutTitle = "Dieses Telefon gehört nicht mehr zum Konto"
    override val signedOutText = "Das Konto wurde auf einem anderen Telefon neu hergestellt oder gelöscht. Mit diesem Telefon kann nicht mehr geschrieben werden. Waren Sie das nicht, stellen Sie Ihr Konto sofort mit dem Wiederherstellungscode neu her."
    override val signedOutErase = "Alles auf diesem Telefon löschen"
    override val erasedTitle = "Alles gelöscht"
    override val erasedText = "Alle Nachrichten, Kontakte und Schlüssel von Consilium auf diesem Telefon sind weg. Das Konto gibt es beim Relay noch. Haben Sie dieses Telefon gefunden, geben Sie es bitte der Organisation zurück."
    override val deletedTitle = "Konto gelöscht"
    override val deletedText = "Das Konto und alles auf diesem Telefon sind weg. Was andere erhalten haben, geht nach 30 Tagen, wenn sie es nicht aufbewahren."
    override val startAgain = "Neu einrichten"
}
