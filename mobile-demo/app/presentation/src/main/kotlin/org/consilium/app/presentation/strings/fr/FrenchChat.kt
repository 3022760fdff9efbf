package org.consilium.app.presentation.strings.fr

import org.consilium.app.presentation.state.ConversationFilter
import org.consilium.app.presentation.strings.ChatStrings
import org.consilium.app.presentation.strings.ListStrings
import org.consilium.app.presentation.strings.b
import org.consilium.app.presentation.strings.stopped

object FrenchList : ListStrings {
    override val title = "Conversations"
    override val search = "Rechercher"
    override val new = "Nouvelle conversation"
    override fun filter(filter: ConversationFilter, count: Int) = when (filter) {
        ConversationFilter.ALL -> "Toutes"
        ConversationFilter.URGENT -> "Urgent $count"
        ConversationFilter.UNREAD -> "Non lues $count"
        ConversationFilter.KEPT -> "Conservées"
    }

    override val filters = "Afficher"
    override val emptyTitle = "Pas encore de conversation"
    override val emptyText = "Trouvez une ou un collègue par son numéro et écrivez le premier message. Il est scellé avant de quitter ce téléphone."
    override val emptyFilter = "Rien ici pour l’instant."
    override fun requests(count: Int) = fr(count, "# demande", "# demandes")
    override val requestFrom = "D’une nouvelle personne"
    override val self = "Notes pour vous-même"
    override val urgent = "Urgent."
    override val draft = "Brouillon :"
    override val deleted = "Supprimé par son auteur"
    override val needsNewer = "Nécessite une application plus récente"
    override val gap = "Un message manque peut-être"
    override val newKey = "Nouvelle clé"
    override val nothingYet = "Rien d’écrit pour l’instant"
    override val paused = "L’envoi est suspendu"
    override fun unread(count: Int) = fr(count, "# non lu", "# non lus")
    override val recoveryOpen = b("Votre code de récupération n’est pas confirmé.") + " Sans lui, un téléphone perdu est un compte perdu."
    override val confirmNow = "Confirmer"

    override val searchTitle = "Rechercher"
    override val searchLabel = "Des mots de vos messages"
    override val searchHint = "La recherche reste sur ce téléphone. Elle trouve les messages qui contiennent tous les mots."
    override val searchNothing = "Aucun message de ce téléphone ne contient ces mots."

    override val requestsTitle = "Demandes"
    override val requestsText = "Ces personnes n’apprennent rien avant que vous acceptiez : ni si leur message est arrivé, ni si vous l’avez lu."
    override val requestsEmpty = "Personne n’attend votre réponse."
    override val accept = "Accepter"
    override val decline = "Refuser"
    override val block = "Bloquer"
}

object FrenchChat : ChatStrings {
    override val more = "Plus"
    override val messages = "Messages"
    override val keptStrip = b("Conservé") + " par vous. Les autres n’en savent rien."
    override fun keptSince(date: String) = b("Conservé") + " par vous depuis le $date. Les autres n’en savent rien."
    override val thirtyDays = "Ici, les messages sont supprimés après 30 jours."
    override fun quarantined(count: Int) =
        fr(count, "# message n’a pas pu être vérifié et n’est pas affiché.", "# messages n’ont pas pu être vérifiés et ne sont pas affichés.")

    override val details = "Détails"
    override val quarantineTitle = "Pas affiché, car pas prouvé"
    override val quarantineText = "Quelque chose est arrivé dont la signature, la place ou le destinataire n’allait pas. C’est peut-être abîmé, ou quelqu’un a essayé de le glisser. C’est enfermé sur ce téléphone et jamais affiché comme message. Si cela se répète, transmettez votre diagnostic à votre administrateur."

    override val empty = "Pas encore de message. Ce que vous écrivez est scellé pour cette seule personne."
    override val emptySelf = "Des notes que vous seul pouvez lire. Elles partent aussi après 30 jours, sauf si vous les conservez."
    override fun unreadLine(count: Int) = fr(count, "# message non lu", "# messages non lus")
    override fun gap(name: String, missing: Long) =
        fr(missing, "Un message manque peut-être ($name). Redemandez-le.", "# messages manquent peut-être ($name). Redemandez-les.")

    override fun newKeyRow(name: String, time: String) = "$name a une nouvelle clé depuis $time"

    override fun newKeyPaused(name: String) = b("$name a une nouvelle clé.") + " L’envoi est suspendu jusqu’à votre contrôle."
    override fun newKeyNotice(name: String, date: String) = b("$name a une nouvelle clé") + " depuis le ${stopped(date)}"
    override val check = "Contrôler"
    override fun fork(name: String) =
        b("Ne vous fiez pas à ce compte.") + " $name : les clés ont été copiées ou falsifiées. L’envoi est arrêté. Parlez-lui autrement et prévenez votre administrateur."

    override fun unreachable(name: String) = "$name n’est plus joignable depuis plus d’un mois. Ce que vous écrivez attend ici."
    override fun blocked(name: String) = "Vous avez bloqué $name. Rien de cette personne n’est affiché ni ne reçoit de réponse."
    override val unblock = "Débloquer"
    override val request = b("Vous n’avez pas encore accepté cette personne.") + " D’ici là, elle n’apprend rien."

    override fun to(name: String, count: Int) = "À " + b(name) + fr(count, ", # personne", ", # personnes")
    override val toSelf = "À " + b("vous-même") + ", à personne d’autre"
    override fun urgencyLabel(urgency: String) = "Urgence : $urgency. Changer"
    override val field = "Message"
    override val send = "Envoyer"
    override val saveEdit = "Enregistrer la modification"
    override fun tooLong(by: Int) =
        fr(by, "Trop long de # caractère. Raccourcissez, ou envoyez-en deux.", "Trop long de # caractères. Raccourcissez, ou envoyez-en deux.")

    override fun replyTo(name: String) = "Réponse à $name"
    override val editing = "Modifiez votre message. Le texte précédent reste consultable."
    override val cancelReference = "Annuler"
    override val sendingPaused = "L’envoi est suspendu"

    override val urgencyTitle = "Est-ce urgent ?"
    override val routineText = "Rien ne presse."
    override val soonText = "Marqué."
    override val urgentText = "Rouge, reste en haut jusqu’à ce que quelqu’un dise « J’ai vu »."

    override val keep = "Conserver cette conversation"
    override val stopKeeping = "Ne plus conserver"
    override val keepTitle = "Conserver cette conversation ?"
    override val keepText = "Plus rien n’y est supprimé automatiquement. Pour vous seul : les autres n’en savent rien, et chez eux tout part après 30 jours. Une copie scellée va au relais."
    override val stopKeepingTitle = "Ne plus la conserver ?"
    override val stopKeepingText = "Chaque message part 30 jours après son écriture ; les plus anciens partent tout de suite. Les copies scellées au relais sont supprimées. C’est irréversible."
    override val openContact = "Contact"
    override val openNumber = "Numéro de sécurité"
    override fun blockPerson(name: String) = "Bloquer $name"
    override fun blockTitle(name: String) = "Bloquer $name ?"
    override val blockText = "Désormais, plus rien de cette personne n’est affiché ni ne reçoit de réponse. Elle n’en sait rien. Vous pouvez la débloquer ; ce qu’elle envoie entre-temps reste caché."
    override val doNotBlock = "Ne pas bloquer"

    override fun newKeyTitle(name: String) = "$name a une nouvelle clé. Est-ce bien cette personne ?"
    override val newKeyUsually = "D’habitude, cela veut dire un nouveau téléphone. Ce pourrait aussi être quelqu’un d’autre."
    override val newKeyPausedText = "Vous aviez comparé la clé précédente ; l’envoi est donc suspendu."
    override val newKeySending = "Vous n’aviez pas comparé la clé précédente. L’envoi continue."
    override val scan = "Scanner son code"
    override val compareNumbers = "Appeler et comparer les numéros"
    override val sendWithout = "Envoyer sans contrôler"
    override val sendWithoutText = "La clé reste alors marquée comme non comparée."
    override val notNow = "Pas maintenant"
}
