package org.consilium.app.presentation.strings.fr

import org.consilium.app.presentation.state.Mark
import org.consilium.app.presentation.state.Wait
import org.consilium.app.presentation.strings.MessageStrings

object FrenchMessage : MessageStrings {
    override val edited = "Modifié"
    override val seeEarlier = "version précédente"
    override val deleted = "Supprimé par son auteur"
    override val needsNewer = "Ce message nécessite une application plus récente. Mettez-la à jour, et il s’affichera."
    override val seen = "J’ai vu"
    override fun seenBy(names: String) = "Vu par $names"
    override val acknowledged = "Vous l’avez vu"
    override val quoteGone = "Un message qui n’est plus ici"
    override val tapToRetry = "touchez pour réessayer"

    override fun waits(reason: Wait) = when (reason) {
        Wait.QUEUED -> "Il partira au prochain contact avec le relais."
        Wait.NO_PREKEY -> "Injoignable depuis plus d’un mois. Il partira à son retour."
        Wait.MAILBOX_FULL -> "Sa boîte est pleine. Il partira dès qu’il y aura de la place."
        Wait.DEVICE_LOCKED -> "Son téléphone est verrouillé par son organisation."
        Wait.SLOWED -> "Le relais a demandé de ralentir. Il partira tout seul."
        Wait.PAUSED -> "Sa clé a changé. Contrôlez-la d’abord."
        Wait.CLOCK_OFF -> "L’horloge de ce téléphone a plus d’un jour d’écart. Réglez-la."
    }

    override fun mark(mark: Mark) = when (mark) {
        Mark.CLOCK_OFF -> "L’horloge de l’expéditeur avait plus de cinq minutes d’écart."
        Mark.FORK -> "L’expéditeur a envoyé un autre message à la même place. Les deux sont affichés."
        Mark.OLD_VIEW -> "L’expéditeur ne connaissait pas encore votre dernière liste d’appareils."
        Mark.UNKNOWN_VIEW -> "On a montré à l’expéditeur une liste d’appareils que vous n’avez jamais faite. Prévenez votre administrateur."
    }

    override fun from(name: String) = "Expéditeur : $name"
    override val fromYou = "Expéditeur : vous"
    override val openActions = "Informations et actions"

    override val title = "Message"
    override val sent = "Envoyé"
    override val received = "Reçu"
    override val state = "État"
    override fun expires(date: String) = "Supprimé le $date, ici et au relais"
    override val neverExpires = "Conservé : il n’est pas supprimé automatiquement"
    override val reply = "Répondre"
    override val edit = "Modifier"
    override val copy = "Copier le texte"
    override val retry = "Renvoyer"
    override val delete = "Supprimer…"
    override val earlierTitle = "Versions précédentes"
    override val now = "Maintenant"

    override val deleteTitle = "Supprimer ce message ?"
    override val deleteText = "Il est supprimé sur ce téléphone. L’autre personne l’a toujours."
    override val deleteOwnText = "« Pour tout le monde » le supprime ici et sur le téléphone de votre collègue, qui voit alors qu’il a été supprimé. Ce qui a été lu ne peut pas être repris."
    override val deleteKeptText = "Sa copie scellée au relais part aussi."
    override val deleteHere = "Supprimer ici"
    override val deleteForEveryone = "Supprimer pour tout le monde"
    override val doNotDelete = "Ne pas supprimer"
}
