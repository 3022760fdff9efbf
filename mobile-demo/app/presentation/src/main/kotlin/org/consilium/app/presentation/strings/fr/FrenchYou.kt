package org.consilium.app.presentation.strings.fr

import org.consilium.app.presentation.state.TextScale
import org.consilium.app.presentation.state.ThemeChoice
import org.consilium.app.presentation.strings.AccountStrings
import org.consilium.app.presentation.strings.YouStrings
import org.consilium.app.presentation.strings.b

object FrenchYou : YouStrings {
    override val title = "Vous"
    override val editProfile = "Modifier nom et profession"
    override val profileText = "Les personnes à qui vous écrivez le voient. C’est ce que vous dites de vous."
    override val lockNow = "Verrouiller maintenant"
    override val safetySection = "Sécurité"
    override val appSection = "Application"
    override val accountSection = "Compte"

    override val devices = "Appareils"
    override fun deviceCount(count: Int) = fr(count, "# appareil", "# appareils")
    override val devicesText = "Chaque message pour vous est scellé pour chacun de ces appareils. L’un d’eux n’est pas à vous ? Recréez votre compte avec le code de récupération : tous les autres sont alors exclus."
    override val thisDevice = "Ce téléphone"
    override val aDevice = "Un autre appareil"
    override fun deviceSince(date: String) = "Depuis le $date"

    override val privacy = "Confidentialité"
    override val canBeFound = "Trouvable par votre numéro"
    override val cannotBeFound = "Introuvable par votre numéro"
    override val discoverTitle = "Laisser mes collègues me trouver par mon numéro"
    override val discoverText = "Désactivé tant que vous ne l’activez pas. Ensuite, qui a votre numéro dans son carnet d’adresses voit que vous êtes ici ; votre nom n’est montré qu’une fois que vous écrivez."
    override val numberSection = "Votre numéro de téléphone"
    override val numberText = "Vous seul et votre relais le connaissez. Il y est gardé chiffré."
    override fun numberArrives(at: String) = "Ce numéro appartient encore à un autre compte. Il vient à vous le $at, sauf si ce compte refuse."
    override val blockedSection = "Bloqués"
    override val blockedNone = "Vous n’avez bloqué personne."

    override val look = "Langue, thème, taille du texte"
    override val language = "Langue"
    override val theme = "Thème"
    override fun themeChoice(theme: ThemeChoice) = when (theme) {
        ThemeChoice.SYSTEM -> "Comme le téléphone"
        ThemeChoice.LIGHT -> "Clair"
        ThemeChoice.DARK -> "Sombre"
    }

    override val textSize = "Taille du texte"
    override fun textScale(scale: TextScale) = "${scale.percent} %"
    override val sample = "Le lit 12 est stable. L’ECG suit."

    override val lock = "Verrouillage et code PIN"
    override fun minutes(count: Int) = fr(count, "# minute", "# minutes")
    override val lockText = "L’application se verrouille après ce temps sans utilisation, une heure au plus. Verrouillée, elle ne montre rien et ses clés ont quitté la mémoire."
    override val lockAfter = "Verrouiller après"
    override val biometrics = "Empreinte ou visage"
    override val biometricsText = "Ouvre l’application à la place du code PIN. Celui-ci reste demandé tous les 7 jours et après un redémarrage."
    override val changePin = "Changer le code PIN"
    override val oldPin = "Saisissez votre code PIN actuel"
    override val newPin = "Choisissez un nouveau code PIN"
    override val newPinAgain = "Saisissez encore le nouveau code PIN"

    override val recovery = "Code de récupération"
    override val recoveryOnPaper = "Sur votre papier"
    override val recoveryNotYet = "Pas encore confirmé"
    override val recoveryOnPaperText = "Vous l’avez confirmé, et il a été effacé de ce téléphone. Il n’existe que sur votre papier. Si le papier est perdu, personne ne peut vous redonner le code ; ce téléphone continue de fonctionner."
    override val recoveryShownText = "Écrivez-le sur papier et gardez le papier loin de ce téléphone. Puis recopiez deux groupes."
    override val confirm = "Confirmer"

    override val notes = "Notes pour vous-même"
    override val diagnostics = "Diagnostic"
    override val diagnosticsText = "Lisez-le avant de le transmettre. Il contient des états, des nombres et des codes ; ni nom, ni numéro, ni texte, ni clé. Il est en anglais, pour l’assistance."
    override val saveReport = "Enregistrer dans un fichier"
    override val copyReport = "Copier"
    override val reportSaved = "Enregistré. Personne ne le reçoit si vous ne l’envoyez pas."
}

object FrenchAccount : AccountStrings {
    override val about = "À propos et licences"
    override fun version(version: String) = "Version $version"
    override fun relay(name: String) = "Relais : $name"
    override val aboutText = "Consilium est un logiciel libre. Chacun peut lire comment il fonctionne, le contrôler et le faire tourner."
    override val ownLicence = "Licence de Consilium"
    override val components = "Il contient"
    override val licence = "Licence"

    override val goneForGood = "Perdu pour toujours"
    override val stays = "Reste"
    override val notKnown = "Inconnu"
    override val understand = "Je comprends que c’est irréversible"

    override val erase = "Effacer ce téléphone"
    override val eraseTitle = "Effacer Consilium de ce téléphone"
    override val eraseGone = "Tous les messages, contacts et clés de ce téléphone."
    override val eraseStays = "Votre compte au relais. Avec le code de récupération, vous le recréez sur n’importe quel téléphone ; les numéros de sécurité restent."
    override val eraseNoCode = b("Votre code de récupération n’est pas confirmé.") + " Si vous ne l’avez pas écrit, vous perdez aussi le compte."
    override val eraseButton = "Effacer"
    override val doNotErase = "Ne pas effacer"

    override val delete = "Supprimer mon compte"
    override val deleteTitle = "Supprimer votre compte"
    override val deleteGone = "Votre compte, votre numéro au relais, ce qui vous y attend, ce que vous avez conservé, et tout ce qui est sur ce téléphone."
    override val deleteStays = "Ce que les autres ont reçu de vous, jusqu’à 30 jours ou aussi longtemps qu’ils le conservent."
    override val deleteNotKnown = "Si quelqu’un a copié ce qu’il a lu."
    override val deleteButton = "Supprimer le compte"
    override val doNotDelete = "Ne pas supprimer"

    override val signedOutTitle = "Ce téléphone ne fait plus partie du compte"
    override val signedOutText = "Le compte a été recréé sur un autre téléphone, ou supprimé. Ce téléphone ne peut plus servir à écrire. Si ce n’était pas vous, recréez tout de suite votre compte avec le code de récupération."
    override val signedOutErase = "Effacer ce téléphone"
    override val erasedTitle = "Effacé"
    override val erasedText = "Tous les messages, contacts et clés de Consilium sur ce téléphone ont disparu. Le compte existe toujours au relais. Si vous avez trouvé ce téléphone, rendez-le à son organisation."
    override val deletedTitle = "Compte supprimé"
    override val deletedText = "Le compte et tout ce qui était sur ce téléphone ont disparu. Ce que les autres ont reçu part après 30 jours, sauf s’ils le conservent."
    override val startAgain = "Configurer à nouveau"
}
