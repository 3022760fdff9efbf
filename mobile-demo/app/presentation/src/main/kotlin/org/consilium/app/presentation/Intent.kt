package org.consilium.app.presentation

import org.consilium.app.presentation.state.ConversationFilter
import org.consilium.app.presentation.state.Language
import org.consilium.app.presentation.state.Tab
import org.consilium.app.presentation.state.TextScale
import org.consilium.app.presentation.state.ThemeChoice
import org.consilium.app.presentation.state.Urgency

/**
 * What the person did. Views send these and nothing else. Typed text is sent whole, at every
 * change; the state that answers may come later.
 */
sealed interface Intent {
    /** One screen, or an open sheet, back. */
    data object Back : Intent
    data class OpenTab(val tab: Tab) : Intent
    data object DismissNotice : Intent

    /** The person touched something: the time until the automatic lock begins anew. */
    data object Active : Intent
    data object LockNow : Intent

    /** Tries the line again now. */
    data object Reconnect : Intent
}

/** Before there is an account. */
sealed interface SignUpIntent : Intent {
    data object Start : SignUpIntent
    data object StartRecovery : SignUpIntent
    data class RecoveryCode(val text: String) : SignUpIntent
    data class Number(val text: String) : SignUpIntent
    data class Code(val text: String) : SignUpIntent
    data object ResendCode : SignUpIntent
    data class Name(val text: String) : SignUpIntent
    data class Profession(val text: String) : SignUpIntent
    data class Group(val second: Boolean, val text: String) : SignUpIntent

    /** The one filled button of the page. */
    data object Continue : SignUpIntent

    /** Back from typing groups to the whole code. */
    data object ShowCodeAgain : SignUpIntent

    /** The recovery code is confirmed later, under *You*. */
    data object ConfirmLater : SignUpIntent
}

/** The pad or the field of any PIN. */
sealed interface PinIntent : Intent {
    data class Digit(val digit: Int) : PinIntent
    data object DeleteDigit : PinIntent

    /** Words in place of digits, whole, at every change. */
    data class Words(val text: String) : PinIntent

    /** Pad or field. */
    data class UseWords(val words: Boolean) : PinIntent
    data object Submit : PinIntent

    /** Asks for a finger or face. */
    data object UseBiometrics : PinIntent
    data object Forgot : PinIntent
    data object CloseForgot : PinIntent

    /** After ten wrong ones. */
    data class ClosedCode(val text: String) : PinIntent
    data object SubmitClosedCode : PinIntent

    /** Erase this installation, to make the account again with the recovery code. */
    data object AskErase : PinIntent
    data object CancelErase : PinIntent
    data object EraseAndRecover : PinIntent
}

/** The list of conversations. */
sealed interface ListIntent : Intent {
    data class OpenConversation(val account: String) : ListIntent
    data class Filter(val filter: ConversationFilter) : ListIntent
    data object OpenRequests : ListIntent
    data object OpenSearch : ListIntent
    data class SearchText(val text: String) : ListIntent
    data class OpenHit(val account: String, val message: Long) : ListIntent
    data object NewConversation : ListIntent
    data object OpenRecoveryCode : ListIntent
    data class AnswerNumberMove(val allow: Boolean) : ListIntent
}

/** A conversation. */
sealed interface ChatIntent : Intent {
    data class Type(val text: String) : ChatIntent
    data object Send : ChatIntent
    data object LoadOlder : ChatIntent

    /** The end of the conversation is in view: what is there was read. */
    data object SeenToEnd : ChatIntent
    data object FocusShown : ChatIntent
    data object ChooseUrgency : ChatIntent
    data class SetUrgency(val urgency: Urgency) : ChatIntent
    data class OpenMessage(val message: Long) : ChatIntent
    data class ShowEarlier(val message: Long) : ChatIntent
    data class Reply(val message: Long) : ChatIntent
    data class Edit(val message: Long) : ChatIntent

    /** Neither reply nor edit. */
    data object CancelReference : ChatIntent
    data class Copy(val message: Long) : ChatIntent
    data class Retry(val message: Long) : ChatIntent
    data class Acknowledge(val message: Long) : ChatIntent
    data class AskDelete(val message: Long) : ChatIntent
    data class DeleteHere(val message: Long) : ChatIntent
    data class DeleteForEveryone(val message: Long) : ChatIntent
    data object OpenMore : ChatIntent
    data class AskKeep(val on: Boolean) : ChatIntent
    data class Keep(val on: Boolean) : ChatIntent
    data object OpenNewKey : ChatIntent
    data object DismissNewKey : ChatIntent
    data object SendWithoutChecking : ChatIntent
    data object OpenQuarantine : ChatIntent
    data object CloseSheet : ChatIntent
    data object OpenContact : ChatIntent
    data object Compare : ChatIntent
    data object AskBlock : ChatIntent
    data object Block : ChatIntent
    data object Unblock : ChatIntent
    data object AcceptRequest : ChatIntent
    data object DeclineRequest : ChatIntent
}

/** Requests, contacts, comparing, finding. */
sealed interface PeopleIntent : Intent {
    data class FilterText(val text: String) : PeopleIntent
    data class OpenContact(val account: String) : PeopleIntent
    data class Message(val account: String) : PeopleIntent
    data object OpenFind : PeopleIntent

    /** Asks the platform for a vCard or CSV file. */
    data object ChooseAddressBook : PeopleIntent

    /** Sends the fingerprints. */
    data object Find : PeopleIntent
    data object NotNow : PeopleIntent
    data class Accept(val account: String) : PeopleIntent
    data class Decline(val account: String) : PeopleIntent
    data class AskBlock(val account: String) : PeopleIntent
    data object CancelBlock : PeopleIntent
    data class Block(val account: String) : PeopleIntent
    data class Unblock(val account: String) : PeopleIntent
    data class Compare(val account: String) : PeopleIntent

    /** Asks the platform for a picture of their code. */
    data object ReadPicture : PeopleIntent

    /** The numbers were read to each other and are the same. */
    data object SameNumbers : PeopleIntent

    /** They are not. */
    data object OtherNumbers : PeopleIntent
    data object CloseResult : PeopleIntent
}

/** The owner's own page and all behind it. */
sealed interface YouIntent : Intent {
    data class Open(val page: YouPage) : YouIntent
    data class Name(val text: String) : YouIntent
    data class Profession(val text: String) : YouIntent
    data object SaveProfile : YouIntent
    data class SetDiscoverable(val on: Boolean) : YouIntent
    data class SetLanguage(val language: Language) : YouIntent
    data class SetTheme(val theme: ThemeChoice) : YouIntent
    data class SetTextScale(val scale: TextScale) : YouIntent
    data class SetLockMinutes(val minutes: Int) : YouIntent
    data class SetBiometrics(val on: Boolean) : YouIntent
    data object TypeRecoveryBack : YouIntent
    data object ShowRecoveryAgain : YouIntent
    data class RecoveryGroup(val second: Boolean, val text: String) : YouIntent
    data object ConfirmRecovery : YouIntent

    /** Asks the platform where to put the report. */
    data object SaveDiagnostics : YouIntent
    data object CopyDiagnostics : YouIntent
    data object OpenOwnLicence : YouIntent
    data class Understood(val on: Boolean) : YouIntent
    data object DeleteAccount : YouIntent
    data object Erase : YouIntent

    /** After erasing or being signed out: begin again. */
    data object StartAgain : YouIntent
}

/** The pages behind *You*. */
enum class YouPage {
    PROFILE,
    DEVICES,
    PRIVACY,
    LOOK,
    LOCK,
    CHANGE_PIN,
    RECOVERY,
    NOTES,
    DIAGNOSTICS,
    ABOUT,
    DELETE_ACCOUNT,
    ERASE,
}
