package org.consilium.app.presentation.strings.fr

import org.consilium.app.presentation.strings.CompareStrings
import org.consilium.app.presentation.strings.PeopleStrings
import org.consilium.app.presentation.strings.b

object FrenchPeople : PeopleStrings {
    override val title = "Collègues"
    override val filterLabel = "Nom ou profession"
    override val find = "Trouver des collègues"
    override val emptyTitle = "Personne ici pour l’instant"
    override val emptyText = "Vos collègues apparaissent quand vous les trouvez par leur numéro, ou quand ils vous écrivent."
    override val filterEmpty = "Personne ici n’a ce nom ou cette profession."
    override val found = "Trouvé par son numéro"
    override val blocked = "Bloqué"
    override val newKey = "Nouvelle clé, l’envoi est suspendu"

    override val findTitle = "Trouver des collègues"
    override val findHonest = "Consilium envoie une courte empreinte de chaque numéro à votre relais, qui la compare et l’oublie. Qui exploite le relais pourrait en déduire les numéros."
    override val findNames = "Les noms ne quittent jamais votre téléphone."
    override val findFile = "Choisissez un carnet d’adresses tel que votre téléphone ou votre messagerie l’exporte : vCard (.vcf) ou CSV. Rien n’est envoyé avant votre accord."
    override val chooseFile = "Choisir un fichier"
    override val notNow = "Pas maintenant"
    override fun imported(people: Int) = fr(people, "# personne dans ce fichier", "# personnes dans ce fichier")
    override fun numbers(count: Int) = fr(count, "# numéro de téléphone", "# numéros de téléphone")
    override fun notUnderstood(count: Int) =
        fr(count, "# texte n’est pas un numéro de téléphone et n’est pas utilisé.", "# textes ne sont pas des numéros de téléphone et ne sont pas utilisés.")

    override fun sendFingerprints(count: Int) = fr(count, "Chercher avec # numéro", "Chercher avec # numéros")
    override val otherFile = "Choisir un autre fichier"
    override fun result(found: Int) = fr(found, "# collègue trouvé", "# collègues trouvés")
    override fun resultOf(asked: Int) = fr(asked, "# numéro a été demandé.", "# numéros ont été demandés.")
    override val resultText = "C’est le relais qui le dit ; seule la comparaison du numéro de sécurité prouve qui c’est. Écrivez, et l’autre décide d’accepter."
    override val resultNone = "Personne avec ces numéros ne peut être trouvé. Ils n’ont peut-être pas Consilium, ou n’ont pas autorisé à être trouvés."

    override val contact = "Contact"
    override val message = "Message"
    override fun saysName(name: String) = "Dit s’appeler $name"
    override val twoChecks = "Qui est-ce ? Deux contrôles distincts"
    override val licenceChecked = "Droit d’exercer vérifié"
    override fun licenceBy(organisation: String, date: String) = b("Droit d’exercer vérifié") + " par $organisation le $date."
    override fun licenceSays(profession: String) = "Signifie : profession de cette personne, $profession."
    override val licenceNotChecked = b("Droit d’exercer non vérifié.")
    override val licenceNotCheckedText = "Aucune organisation ne garantit qui est cette personne."
    override val numberCompared = b("Numéro de sécurité comparé") + " par vous."
    override val numberComparedText = "Signifie : ces messages viennent du téléphone de cette personne, sans personne entre vous."
    override val numberNotCompared = b("Numéro de sécurité non comparé.")
    override val numberNotComparedText = "Le relais dit que c’est sa clé. Comparez-la une fois pour en être sûr."
    override fun numberNewKey(date: String) = b("Nouvelle clé") + " depuis le $date."
    override val numberNewKeyText = "Même compte, nouveau téléphone. Le numéro de sécurité est inchangé."
    override val numberPaused = b("Nouveau compte, non comparé.") + " L’envoi est suspendu."
    override val numberPausedText = "Vous aviez comparé le compte précédent de cette personne. Comparez à nouveau avant d’écrire."
    override val numberFork = b("Clés copiées ou falsifiées.") + " L’envoi est arrêté."
    override val numberForkText = "Le compte a montré deux déclarations différentes pour une même place. Parlez-lui autrement et prévenez votre administrateur."
    override val unreachable = "Injoignable depuis plus d’un mois. Ce que vous écrivez attend sur ce téléphone."
    override fun replaces(name: String) = "Ce numéro menait auparavant à un autre compte : $name. Les deux ne sont jamais réunis."
    override val blockedText = "Vous avez bloqué cette personne. Rien d’elle n’est affiché ni ne reçoit de réponse."
    override fun block(name: String) = "Bloquer $name"
    override val unblock = "Débloquer"
}

object FrenchCompare : CompareStrings {
    override val title = "Numéro de sécurité"
    override val compare = "Comparer"
    override val compareAgain = "Comparer à nouveau"
    override fun how(name: String) =
        "Faites scanner ceci à $name, ou lisez-vous les numéros en personne ou lors d’un appel où vous reconnaissez la voix."

    override fun codeDescription(name: String) = "Code QR du numéro de sécurité avec $name"
    override fun numberDescription(groups: String) = "Numéro de sécurité, 12 groupes de 5 chiffres : $groups"
    override val readPicture = "Lire une photo de son code"
    override fun readPictureText(name: String) = "Une photo du code affiché par $name, prise en personne. Une image reçue par message ne prouve rien."
    override val same = "Les numéros sont les mêmes"
    override val different = "Ils diffèrent"
    override val matchTitle = "Identique. Comparé aujourd’hui."
    override fun matchText(name: String) = "Ici, les messages viennent du téléphone utilisé par $name, sans personne entre vous."
    override val mismatchTitle = "Différent. N’envoyez rien."
    override val mismatchText = "Quelqu’un est peut-être entre vous. L’envoi reste arrêté jusqu’à une comparaison en personne. Prévenez votre administrateur autrement que par cette application."
    override val notACodeTitle = "Pas un numéro de sécurité"
    override val notACodeText = "C’est le code d’autre chose. Demandez-lui d’ouvrir votre page de contact et d’y montrer le code."
    override val noCodeTitle = "Pas de code sur cette image"
    override val noCodeText = "Reprenez-la : le code entier, net et droit, bien éclairé."
    override val done = "Terminé"
    override val anotherPicture = "Lire une autre image"
}
