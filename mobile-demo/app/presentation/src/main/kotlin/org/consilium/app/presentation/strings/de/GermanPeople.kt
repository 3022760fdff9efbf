package org.consilium.app.presentation.strings.de

import org.consilium.app.presentation.strings.CompareStrings
import org.consilium.app.presentation.strings.PeopleStrings
import org.consilium.app.presentation.strings.b

object GermanPeople : PeopleStrings {
    override val title = "Kontakte"
    override val filterLabel = "Name oder Beruf"
    override val find = "Kontakte finden"
    override val emptyTitle = "Noch niemand hier"
    override val emptyText = "Hier erscheint, wen Sie über die Telefonnummer finden oder wer Ihnen schreibt."
    override val filterEmpty = "Niemand hier hat diesen Namen oder Beruf."
    override val found = "Über die Telefonnummer gefunden"
    override val blocked = "Blockiert"
    override val newKey = "Neuer Schlüssel, Senden ist angehalten"

    override val findTitle = "Kontakte finden"
    override val findHonest = "Consilium sendet von jeder Nummer einen kurzen Fingerabdruck an Ihr Relay, das ihn vergleicht und vergisst. Wer das Relay betreibt, könnte daraus Nummern errechnen."
    override val findNames = "Namen verlassen Ihr Telefon nie."
    override val findFile = "Wählen Sie ein Adressbuch, wie es Ihr Telefon oder Ihr E-Mail-Programm exportiert: vCard (.vcf) oder CSV. Gesendet wird erst, wenn Sie es sagen."
    override val chooseFile = "Datei wählen"
    override val notNow = "Nicht jetzt"
    override fun imported(people: Int) = de(people, "1 Person in dieser Datei", "# Personen in dieser Datei")
    override fun numbers(count: Int) = de(count, "1 Telefonnummer", "# Telefonnummern")
    override fun notUnderstood(count: Int) =
        de(count, "1 Text ist hier keine Telefonnummer und bleibt außen vor.", "# Texte sind hier keine Telefonnummern und bleiben außen vor.")

    override fun sendFingerprints(count: Int) = de(count, "Mit 1 Nummer suchen", "Mit # Nummern suchen")
    override val otherFile = "Andere Datei wählen"
    override fun result(found: Int) = de(found, "1 Person gefunden", "# Personen gefunden")
    override fun resultOf(asked: Int) = de(asked, "Nach 1 Nummer wurde gefragt.", "Nach # Nummern wurde gefragt.")
    override val resultText = "Das sagt das Relay; nur der Vergleich der Sicherheitsnummer beweist, wer es ist. Schreiben Sie, dann entscheidet die andere Person, ob sie annimmt."
    override val resultNone = "Niemand mit diesen Nummern ist zu finden. Vielleicht fehlt dort Consilium, oder das Finden ist nicht erlaubt."

    override val contact = "Kontakt"
    override val message = "Nachricht"
    override fun saysName(name: String) = "Nennt sich $name"
    override val twoChecks = "Wer ist das? Zwei getrennte Prüfungen"
    override val licenceChecked = "Berufserlaubnis geprüft"
    override fun licenceBy(organisation: String, date: String) = b("Berufserlaubnis geprüft") + " von $organisation am $date."
    override fun licenceSays(profession: String) = "Heißt: Der Beruf dieser Person ist $profession."
    override val licenceNotChecked = b("Berufserlaubnis nicht geprüft.")
    override val licenceNotCheckedText = "Keine Organisation steht dafür ein, wer diese Person ist."
    override val numberCompared = b("Sicherheitsnummer verglichen") + " von Ihnen."
    override val numberComparedText = "Heißt: Diese Nachrichten kommen vom Telefon dieser Person, nicht von jemandem dazwischen."
    override val numberNotCompared = b("Sicherheitsnummer nicht verglichen.")
    override val numberNotComparedText = "Das Relay sagt, dass dies der Schlüssel ist. Vergleichen Sie ihn einmal, um sicher zu sein."
    override fun numberNewKey(date: String) = b("Neuer Schlüssel") + " seit $date."
    override val numberNewKeyText = "Dasselbe Konto, ein neues Telefon. Die Sicherheitsnummer ist unverändert."
    override val numberPaused = b("Neues Konto, nicht verglichen.") + " Senden ist angehalten."
    override val numberPausedText = "Sie hatten das frühere Konto dieser Person verglichen. Vergleichen Sie erneut, bevor Sie schreiben."
    override val numberFork = b("Schlüssel kopiert oder gefälscht.") + " Senden ist gestoppt."
    override val numberForkText = "Das Konto zeigte zwei verschiedene Erklärungen für einen Platz. Sprechen Sie auf anderem Weg mit der Person und melden Sie es Ihrem Admin."
    override val unreachable = "Über einen Monat nicht erreichbar. Was Sie schreiben, wartet auf diesem Telefon."
    override fun replaces(name: String) = "Diese Telefonnummer führte früher zu einem anderen Konto: $name. Beide werden nie zusammengelegt."
    override val blockedText = "Sie haben diese Person blockiert. Nichts von ihr wird gezeigt oder beantwortet."
    override fun block(name: String) = "$name blockieren"
    override val unblock = "Freigeben"
}

object GermanCompare : CompareStrings {
    override val title = "Sicherheitsnummer"
    override val compare = "Vergleichen"
    override val compareAgain = "Erneut vergleichen"
    override fun how(name: String) =
        "Lassen Sie $name dies scannen, oder lesen Sie einander die Nummern vor: persönlich oder bei einem Anruf, bei dem Sie die Stimme kennen."

    override fun codeDescription(name: String) = "QR-Code der Sicherheitsnummer mit $name"
    override fun numberDescription(groups: String) = "Sicherheitsnummer, 12 Gruppen zu 5 Ziffern: $groups"
    override val readPicture = "Foto des Codes lesen"
    override fun readPictureText(name: String) = "Ein Foto des Codes auf dem Telefon von $name, persönlich gemacht. Ein per Nachricht gesendetes Bild beweist nichts."
    override val same = "Die Nummern sind gleich"
    override val different = "Sie unterscheiden sich"
    override val matchTitle = "Gleich. Heute verglichen."
    override fun matchText(name: String) = "Nachrichten hier kommen vom Telefon von $name und von niemandem dazwischen."
    override val mismatchTitle = "Nicht gleich. Senden Sie nichts."
    override val mismatchText = "Vielleicht ist jemand dazwischen. Senden bleibt aus, bis Sie persönlich verglichen haben. Melden Sie es Ihrem Admin, nicht über diese App."
    override val notACodeTitle = "Keine Sicherheitsnummer"
    override val notACodeText = "Das ist ein Code von etwas anderem. Bitten Sie die Person, Ihre Kontaktseite zu öffnen und den Code dort zu zeigen."
    override val noCodeTitle = "Kein Code auf diesem Bild"
    override val noCodeText = "Nehmen Sie es neu auf: der ganze Code, scharf und gerade, mit Licht."
    override val done = "Fertig"
    override val anotherPicture = "Anderes Bild lesen"
}
