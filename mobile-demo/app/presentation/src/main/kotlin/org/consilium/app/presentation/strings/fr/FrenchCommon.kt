package org.consilium.app.presentation.strings.fr

import org.consilium.app.presentation.state.Alarm
import org.consilium.app.presentation.state.Dial
import org.consilium.app.presentation.state.DoneWhat
import org.consilium.app.presentation.state.Tab
import org.consilium.app.presentation.state.Urgency
import org.consilium.app.presentation.strings.CommonStrings
import org.consilium.app.presentation.strings.LineStrings
import org.consilium.app.presentation.strings.b

object FrenchCommon : CommonStrings {
    override val back = "Retour"
    override val close = "Fermer"
    override val cancel = "Annuler"
    override val next = "Continuer"
    override val save = "Enregistrer"
    override val loading = "Chargement"
    override val working = "Un instant…"
    override val clear = "Effacer le texte"
    override val nobody = "Sans nom pour l’instant"
    override val you = "Vous"
    override val kept = "Conservé"
    override val compared = "Numéro de sécurité comparé"
    override val today = "Aujourd’hui"
    override val yesterday = "Hier"
    override val and = ", "

    override fun tab(tab: Tab) = when (tab) {
        Tab.CONVERSATIONS -> "Conversations"
        Tab.COLLEAGUES -> "Collègues"
        Tab.YOU -> "Vous"
    }

    override fun urgency(urgency: Urgency) = when (urgency) {
        Urgency.ROUTINE -> "Courant"
        Urgency.SOON -> "Dès que possible"
        Urgency.URGENT -> "Urgent"
    }

    override fun dial(dial: Dial) = when (dial) {
        Dial.WAITING -> "En attente"
        Dial.AT_RELAY -> "Au relais"
        Dial.DELIVERED -> "Remis"
        Dial.READ -> "Lu"
        Dial.NOT_SENT -> "Non envoyé"
    }

    override fun done(what: DoneWhat) = when (what) {
        DoneWhat.PROFILE_SAVED -> "Enregistré. Vos collègues le verront avec votre prochain message."
        DoneWhat.PIN_CHANGED -> "Code PIN changé. L’ancien n’ouvre plus ce téléphone."
        DoneWhat.PIN_REOPENED -> "Le code était juste. Vous avez dix nouveaux essais pour votre code PIN."
        DoneWhat.RECOVERY_CONFIRMED -> "Code de récupération confirmé. Il n’existe plus que sur votre papier."
        DoneWhat.COMPARED -> "Marqué comme comparé."
        DoneWhat.BLOCKED -> "Bloqué. Plus rien de cette personne n’est affiché ni ne reçoit de réponse."
        DoneWhat.UNBLOCKED -> "Débloqué. Ce qui a été envoyé entre-temps n’est pas affiché."
        DoneWhat.DELETED_HERE -> "Supprimé sur ce téléphone."
        DoneWhat.DELETED_FOR_EVERYONE -> "Supprimé pour tout le monde."
        DoneWhat.KEPT -> "Conservé. Plus rien ici n’est supprimé automatiquement."
        DoneWhat.NO_LONGER_KEPT -> "N’est plus conservé. Chaque message part 30 jours après son écriture."
        DoneWhat.REQUEST_DECLINED -> "Refusé. Ses messages sont supprimés ici, et rien n’a été répondu."
        DoneWhat.NUMBER_MOVE_REFUSED -> "Refusé. Votre numéro reste à ce compte."
        DoneWhat.NUMBER_MOVE_ALLOWED -> "Votre numéro peut partir. Ce compte reste, sans lui."
        DoneWhat.DISCOVERABLE -> "Les collègues qui ont votre numéro peuvent maintenant vous trouver."
        DoneWhat.NOT_DISCOVERABLE -> "Plus personne ne peut vous trouver par votre numéro."
        DoneWhat.TEXT_COPIED -> "Copié. D’autres applications de ce téléphone peuvent le lire."
    }
}

object FrenchLine : LineStrings {
    override fun offline(since: String) = b("Hors ligne depuis $since.")
    override val connecting = "Connexion…"
    override val stopped = b("Pas de connexion.")
    override val notTrusted =
        b("Rien n’a été envoyé.") +
            " Le certificat du relais n’est pas celui attendu. Essayez un autre réseau, ou prévenez votre administrateur : code TLS-PIN."
    override val replaced =
        b("Une copie de ce téléphone est connectée.") + " Si vous n’en connaissez aucune, ses données ont été volées : recréez votre compte avec le code de récupération."
    override val clockOff =
        b("Rien n’est envoyé.") + " L’horloge de ce téléphone a plus d’un jour d’écart. Réglez-la ; les messages partiront tout seuls."

    override fun waiting(count: Int) =
        fr(count, "# message attend ici et partira tout seul.", "# messages attendent ici et partiront tout seuls.")

    override val tryNow = "Réessayer"

    override fun alarm(alarm: Alarm) = when (alarm) {
        Alarm.FOREIGN_PREKEY ->
            b("Une clé de ce téléphone a été copiée.") +
                " Le relais distribue une clé que ce téléphone n’a jamais créée. Recréez votre compte avec le code de récupération et prévenez votre administrateur."
        Alarm.ERASURE_WAITS ->
            b("L’horloge de ce téléphone a sauté.") +
                " Rien n’est supprimé avant que le relais confirme l’heure. Vous n’avez rien à faire."
    }

    override fun numberMoves(at: String) =
        b("Un autre compte a demandé votre numéro de téléphone.") +
            " Il partira le $at, sauf si vous refusez. Si ce n’était pas vous, refusez."

    override val keepNumber = "Refuser, garder mon numéro"
    override val letMove = "Le laisser partir"
}
