package org.consilium.app.presentation.strings

import org.consilium.app.presentation.state.TextScale
import org.consilium.app.presentation.state.ThemeChoice

/** The owner's page and its settings. */
interface YouStrings {
    val title: String
    val editProfile: String
    val profileText: String
    val lockNow: String
    val safetySection: String
    val appSection: String
    val accountSection: String

    val devices: String
    fun deviceCount(count: Int): String
    val devicesText: String
    val thisDevice: String
    val aDevice: String
    fun deviceSince(date: String): String

    val privacy: String
    val canBeFound: String
    val cannotBeFound: String
    val discoverTitle: String
    val discoverText: String
    val numberSection: String
    val numberText: String
    fun numberArrives(at: String): String
    val blockedSection: String
    val blockedNone: String

    val look: String
    val language: String
    val theme: String
    fun themeChoice(theme: ThemeChoice): String
    val textSize: String
    fun textScale(scale: TextScale): String
    val sample: String

    val lock: String
    fun minutes(count: Int): String
    val lockText: String
    val lockAfter: String
    val biometrics: String
    val biometricsText: String
    val changePin: String
    val oldPin: String
    val newPin: String
    val newPinAgain: String

    val recovery: String
    val recoveryOnPaper: String
    val recoveryNotYet: String
    val recoveryOnPaperText: String
    val recoveryShownText: String
    val confirm: String

    val notes: String
    val diagnostics: String
    val diagnosticsText: String
    val saveReport: String
    val copyReport: String
    val reportSaved: String
}

/** About, and the ends: erase, delete, signed out. */
interface AccountStrings {
    val about: String
    fun version(version: String): String
    fun relay(name: String): String
    val aboutText: String
    val ownLicence: String
    val components: String
    val licence: String

    val goneForGood: String
    val stays: String
    val notKnown: String
    val understand: String

    val erase: String
    val eraseTitle: String
    val eraseGone: String
    val eraseStays: String
    val eraseNoCode: String
    val eraseButton: String
    val doNotErase: String

    val delete: String
    val deleteTitle: String
    val deleteGone: String
    val deleteStays: String
    val deleteNotKnown: String
    val deleteButton: String
    val doNotDelete: String

    val signedOutTitle: String
    val signedOutText: String
    val signedOutErase: String
    val erasedTitle: String
    val erasedText: String
    val deletedTitle: String
    val deletedText: String
    val startAgain: String
}
