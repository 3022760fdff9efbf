package org.consilium.app.presentation.strings.fr

import org.consilium.app.presentation.state.Failure
import org.consilium.app.presentation.state.FailureCode
import org.consilium.app.presentation.state.PinReason
import org.consilium.app.presentation.state.RefusalReason
import org.consilium.app.presentation.strings.FailureStrings
import org.consilium.app.presentation.strings.seconds

object FrenchFailures : FailureStrings {
    override fun code(code: String) = "Code $code"

    override fun text(failure: Failure): String = when (failure.code) {
        FailureCode.PIN_REFUSED -> pin(failure.pin)
        FailureCode.PIN_WRONG -> FrenchPin.wrong(failure.triesLeft)
        FailureCode.PIN_WAIT -> FrenchPin.wait(seconds(failure.waitMs))
        FailureCode.PIN_CLOSED -> "La saisie est fermée après dix codes PIN faux. Saisissez votre code de récupération."
        FailureCode.PIN_DUE -> "Ouvrez avec votre code PIN : il est demandé tous les 7 jours et après un redémarrage."
        FailureCode.NOT_RECOGNISED -> "Non reconnu. Réessayez, ou utilisez votre code PIN."
        FailureCode.NO_BIOMETRICS -> "L’empreinte ou le visage ne peut pas servir sur ce téléphone pour l’instant. Votre code PIN ouvre l’application."
        FailureCode.PINS_DIFFER -> "Les deux codes PIN diffèrent. Choisissez à nouveau."
        FailureCode.RECOVERY_MISTYPED -> "Ce n’est pas un code de récupération. Comparez avec votre papier : 34 lettres et chiffres."
        FailureCode.RECOVERY_WRONG -> "Ce code de récupération est celui d’un autre compte. Rien n’a été changé."
        FailureCode.RECOVERY_GROUPS -> "Ce ne sont pas les groupes de votre code. Regardez encore votre papier."
        FailureCode.RECOVERY_GONE -> "Le code de récupération a été confirmé et n’existe plus que sur votre papier."
        FailureCode.PHONE_NUMBER -> "Ce n’est pas un numéro de téléphone. Écrivez-le avec le pays, par exemple +33 6 12 34 56 78."
        FailureCode.TEXT_LENGTH -> "Ce message est vide ou trop long. Il reste ici ; raccourcissez-le, ou envoyez-en deux."
        FailureCode.NAME_LENGTH -> fr(failure.limit, "Au plus # caractère.", "Au plus # caractères.")
        FailureCode.NAME_EMPTY -> "Vos collègues ont besoin d’un nom pour vous reconnaître."
        else -> people(failure)
    }

    private fun pin(reason: PinReason?) = when (reason) {
        PinReason.TOO_FEW_DIGITS -> "Trop court : au moins 6 chiffres."
        PinReason.TOO_SHORT -> "Trop court : au moins 8 caractères, ou 6 chiffres."
        PinReason.TOO_LONG -> "Trop long : au plus 256 caractères."
        PinReason.REPEATS -> "Facile à deviner : il se répète. Choisissez-en un autre."
        PinReason.RUN -> "Facile à deviner : c’est une suite. Choisissez-en un autre."
        PinReason.DATE -> "Facile à deviner : il ressemble à une année ou à une date. Choisissez-en un autre."
        PinReason.KEY_PATTERN -> "Facile à deviner : c’est un dessin sur les touches. Choisissez-en un autre."
        PinReason.COMMON, null -> "Facile à deviner : beaucoup de gens le choisissent. Choisissez-en un autre."
    }

    private fun people(failure: Failure) = when (failure.code) {
        FailureCode.UNKNOWN_CONTACT -> "Ce contact n’est plus connu sur ce téléphone."
        FailureCode.UNKNOWN_CONVERSATION -> "Cette conversation n’est plus sur ce téléphone."
        FailureCode.UNKNOWN_MESSAGE -> "Ce message n’est plus sur ce téléphone."
        FailureCode.BLOCKED -> "Non envoyé : vous avez bloqué ce contact. Débloquez-le pour écrire."
        FailureCode.NEW_KEY -> "Non envoyé : la clé de ce contact a changé. Contrôlez-la d’abord."
        FailureCode.FORK -> "Non envoyé : les clés de ce compte ont été copiées ou falsifiées. Parlez à la personne autrement."
        FailureCode.NOT_YOURS -> "Seul un texte que vous avez écrit peut être modifié ou supprimé pour tout le monde."
        FailureCode.NOTHING_TO_DO -> "Il n’y a plus rien à faire pour cela."
        FailureCode.IMPORT_UNREADABLE -> "Ce fichier ne peut pas être lu. Choisissez-en un autre, ou exportez vos contacts en vCard (.vcf) ou CSV."
        FailureCode.IMPORT_TOO_LARGE -> "Ce fichier dépasse 64 Mo. Exportez les contacts sans photos, ou en plusieurs parties."
        FailureCode.IMPORT_NOT_AN_ADDRESS_BOOK -> "Ce n’est pas un carnet d’adresses. Exportez vos contacts en vCard (.vcf) ou CSV, et choisissez ce fichier."
        FailureCode.IMPORT_NO_NUMBERS -> "Il n’y a pas de numéro de téléphone dans ce fichier. Exportez les contacts avec leurs numéros."
        FailureCode.PICTURE_UNREADABLE -> "Cette image ne peut pas être lue. Choisissez un PNG ou un JPEG."
        else -> relay(failure)
    }

    private fun relay(failure: Failure) = when (failure.code) {
        FailureCode.OFFLINE -> "Le relais est injoignable. Rien n’est perdu : ce que vous avez écrit est gardé ici. Réessayez une fois en ligne."
        FailureCode.TLS_PIN -> "Le certificat du relais n’est pas celui attendu. Rien n’a été envoyé. Essayez un autre réseau, ou prévenez votre administrateur : code TLS-PIN."
        FailureCode.RELAY_REFUSED -> refused(failure.refusal)
        FailureCode.RELAY_LATER -> later(seconds(failure.waitMs))
        FailureCode.RELAY_PROTOCOL -> "La réponse du relais n’a pas de sens. Rien n’a été changé. Prévenez votre administrateur."
        FailureCode.CLOCK -> "L’horloge de ce téléphone a plus d’un jour d’écart. Réglez-la ; d’ici là, rien n’est envoyé."
        FailureCode.SIGNED_OUT -> "Ce téléphone ne fait plus partie du compte. Recréez votre compte avec le code de récupération."
        FailureCode.REGISTRATION_UNCONFIRMED ->
            "La réponse du relais n’est pas arrivée : votre compte existe peut-être déjà. Rien n’est perdu, toutes les clés sont sur ce téléphone. Ouvrez-le avec votre code PIN pour le savoir."
        FailureCode.NOT_REGISTERED -> "L’inscription n’est pas arrivée au relais. Effacez ce téléphone sous Vous, puis créez le compte à nouveau."
        FailureCode.REPLACED ->
            "Une copie de ce téléphone a pris la connexion au relais. Si vous n’en connaissez aucune, recréez votre compte avec le code de récupération."
        else -> device(failure.code)
    }

    private fun refused(reason: RefusalReason) = when (reason) {
        RefusalReason.CODE_WRONG -> "Ce n’est pas le code du SMS. Regardez encore."
        RefusalReason.CODE_EXPIRED -> "Ce code a expiré ou a été essayé trop souvent. Demandez-en un autre."
        RefusalReason.NOT_ALLOWED -> "Le relais ne permet pas cela à ce téléphone. Rien n’a été changé."
        RefusalReason.RELAY_TOO_OLD -> "Le relais est plus ancien que cette application et ne connaît pas cette demande. Prévenez votre administrateur."
        RefusalReason.OTHER -> "Le relais a refusé. Rien n’a été changé. Réessayez, ou prévenez votre administrateur."
    }

    private fun later(seconds: Int) =
        fr(seconds, "Le relais est occupé. Réessayez dans # seconde.", "Le relais est occupé. Réessayez dans # secondes.")

    private fun device(code: FailureCode) = when (code) {
        FailureCode.LOCKED -> "L’application est verrouillée. Ouvrez-la avec votre code PIN."
        FailureCode.NO_ACCOUNT -> "Il n’y a pas encore de compte sur ce téléphone."
        FailureCode.ACCOUNT_EXISTS -> "Ce téléphone a déjà un compte. Ouvrez-le avec son code PIN."
        FailureCode.IN_USE -> "Consilium est déjà ouvert. Fermez-le d’abord là-bas."
        FailureCode.KEYSTORE -> "Le coffre de clés de ce téléphone ne répond pas. Redémarrez le téléphone."
        FailureCode.MEMORY -> "Pas assez de mémoire pour vérifier le code PIN. Fermez d’autres applications et réessayez."
        FailureCode.STORAGE -> "Le stockage de ce téléphone est en panne ou plein. Faites de la place, puis réessayez."
        FailureCode.DAMAGED -> "Les données de ce téléphone sont endommagées. Recréez votre compte avec le code de récupération."
        FailureCode.NEWER_DATA -> "Ces données ont été écrites par une application plus récente. Mettez celle-ci à jour."
        FailureCode.CANCELLED -> "Arrêté. Rien n’a été changé."
        else -> "Une panne dans cette application. Ce qui était enregistré est sauf. Relancez-la ; si cela revient, transmettez votre diagnostic."
    }
}
