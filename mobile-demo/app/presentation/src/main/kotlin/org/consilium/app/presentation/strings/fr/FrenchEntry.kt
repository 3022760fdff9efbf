package org.consilium.app.presentation.strings.fr

import org.consilium.app.presentation.state.LockReason
import org.consilium.app.presentation.strings.PinStrings
import org.consilium.app.presentation.strings.SignUpStrings
import org.consilium.app.presentation.strings.b

object FrenchSignUp : SignUpStrings {
    override val welcomeTitle = "Des messages entre soignants, fermés à tous les autres"
    override val welcomeText =
        "Ce que vous écrivez est scellé sur ce téléphone et ouvert sur celui de votre collègue. Le relais, entre les deux, ne peut pas le lire."
    override fun relay(name: String) = "Relais : $name"
    override val create = "Créer un compte"
    override val makeAgain = "Recréer mon compte"
    override val languageLabel = "Langue"
    override fun step(position: Int, of: Int) = "Étape $position sur $of"

    override val numberTitle = "Votre numéro de téléphone"
    override val numberWhy =
        "Un code par SMS prouve qu’il est à vous. Votre relais garde le numéro, chiffré. Vos collègues ne vous trouvent par ce numéro que si vous l’autorisez plus tard."
    override val numberLabel = "Numéro de téléphone"
    override val numberHint = "Avec le pays, par exemple +33 6 12 34 56 78"
    override val sendCode = "M’envoyer un code"

    override val codeTitle = "Saisissez le code"
    override fun codeSent(number: String) = "Nous l’avons envoyé par SMS au $number. Il est valable dix minutes."
    override val codeLabel = "Six chiffres"
    override fun resendIn(seconds: Int) = fr(seconds, "Nouveau code dans # seconde", "Nouveau code dans # secondes")
    override val resend = "Envoyer un autre code"

    override val profileTitle = "Qui êtes-vous ?"
    override val profileText = "Les personnes à qui vous écrivez le voient. C’est ce que vous dites de vous, tant qu’une organisation n’a pas vérifié votre droit d’exercer."
    override val nameLabel = "Nom"
    override val professionLabel = "Profession"
    override val professionHint = "Par exemple : infirmière, cardiologue"

    override val pinTitle = "Choisissez un code PIN"
    override val pinRuleLength = "Au moins 6 chiffres, ou des mots de 8 caractères en tout."
    override val pinRuleEasy = "Ni année ou date, ni suite, ni répétition, ni dessin sur les touches."
    override val pinRuleReset = "Personne d’autre ne peut le réinitialiser, pas même votre relais."
    override val pinAgain = "Saisissez-le encore une fois"

    override val writeTitle = "Votre code de récupération"
    override val writeText = "Avec ce code, vous recréez votre compte si ce téléphone est perdu. Écrivez-le sur papier et gardez le papier loin du téléphone."
    override val writeWarning = "Qui le possède peut prendre votre compte. Pas de capture d’écran, pas d’e-mail."
    override val written = "Je l’ai écrit"
    override val codeDescription = "Code de récupération"
    override val typeBackTitle = "Recopiez deux groupes"
    override val typeBackText = "Lisez-les sur votre papier. Ensuite, le code est effacé de ce téléphone."
    override fun group(number: Int) = "Groupe $number"
    override val showAgain = "Revoir le code"
    override val later = "Le faire plus tard"

    override val recoverTitle = "Recréer votre compte"
    override val recoverText = "Votre compte et ses numéros de sécurité restent ; vos contacts voient que vous avez une nouvelle clé. Vos autres téléphones sont exclus. Les messages d’un téléphone perdu ne reviennent pas."
    override val recoverLabel = "Code de récupération"
    override val recoverHint = "34 lettres et chiffres de votre papier ; espaces et tirets ne comptent pas"
}

object FrenchPin : PinStrings {
    override val title = "Saisissez votre code PIN"
    override fun reason(reason: LockReason) = when (reason) {
        LockReason.Opened -> ""
        LockReason.ByHand -> "Verrouillé par vous."
        is LockReason.ByTime ->
            fr(reason.minutes, "Verrouillé après # minute sans utilisation.", "Verrouillé après # minutes sans utilisation.")
    }

    override fun wrong(triesLeft: Int) =
        b("Ce code PIN n’était pas le bon.") + " " +
            fr(triesLeft, "Encore # essai, puis il faudra votre code de récupération.", "Encore # essais.") + " Rien n’est effacé."

    override fun wait(seconds: Int): String {
        val wait = if (seconds < 120) {
            fr(seconds, "Attendez # seconde", "Attendez # secondes")
        } else {
            fr((seconds + 59) / 60, "Attendez # minute", "Attendez # minutes")
        }
        return b("$wait,") + " puis réessayez."
    }

    override val open = "Ouvrir"
    override val checking = "Vérification…"
    override val deleteDigit = "Supprimer un chiffre"
    override fun entered(count: Int) =
        fr(count, "# caractère saisi", "# caractères saisis")

    override val useWords = "Saisir des mots"
    override val useDigits = "Saisir des chiffres"
    override val wordsLabel = "Code PIN en mots"
    override val showTyped = "Afficher"
    override val hideTyped = "Masquer"
    override val useBiometrics = "Utiliser l’empreinte ou le visage"
    override val pinDue = "Le code PIN est demandé tous les 7 jours et après un redémarrage."
    override val forgot = "Code PIN oublié ?"
    override val forgotTitle = "Personne ne peut réinitialiser votre code PIN"
    override val forgotText = "Pas même votre relais. Avec le code de récupération de votre papier, vous pouvez recréer votre compte ; pour cela, ce téléphone est d’abord effacé. Ses messages sont alors perdus. Vos contacts et leurs numéros de sécurité peuvent être retrouvés."
    override val eraseAndMakeAgain = "Effacer…"
    override val doNotErase = "Ne pas effacer"
    override val closedTitle = "La saisie du code PIN est fermée"
    override val closedText = "Il y a eu dix codes PIN faux. Votre code de récupération vous donne dix nouveaux essais. Rien n’est effacé."
    override val closedSubmit = "Rouvrir la saisie"
    override val confirmEraseTitle = "Effacer les messages de ce téléphone ?"
    override val confirmEraseText = "Perdu pour toujours : tous les messages de ce téléphone. Reste : votre compte au relais, que vous recréez avec le code de récupération. Sans ce code, le compte ne peut pas être recréé."
}
