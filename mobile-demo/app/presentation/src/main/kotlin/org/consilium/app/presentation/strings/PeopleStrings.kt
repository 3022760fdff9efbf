package org.consilium.app.presentation.strings

/** Colleagues, finding them, and a contact's page. */
interface PeopleStrings {
    val title: String
    val filterLabel: String
    val find: String
    val emptyTitle: String
    val emptyText: String
    val filterEmpty: String
    val found: String
    val blocked: String
    val newKey: String

    val findTitle: String
    val findHonest: String
    val findNames: String
    val findFile: String
    val chooseFile: String
    val notNow: String
    fun imported(people: Int): String
    fun numbers(count: Int): String
    fun notUnderstood(count: Int): String
    fun sendFingerprints(count: Int): String
    val otherFile: String
    fun result(found: Int): String
    fun resultOf(asked: Int): String
    val resultText: String
    val resultNone: String

    val contact: String
    val message: String
    fun saysName(name: String): String
    val twoChecks: String
    val licenceChecked: String
    fun licenceBy(organisation: String, date: String): String
    fun licenceSays(profession: String): String
    val licenceNotChecked: String
    val licenceNotCheckedText: String
    val numberCompared: String
    val numberComparedText: String
    val numberNotCompared: String
    val numberNotComparedText: String
    fun numberNewKey(date: String): String
    val numberNewKeyText: String
    val numberPaused: String
    val numberPausedText: String
    val numberFork: String
    val numberForkText: String
    val unreachable: String
    fun replaces(name: String): String
    val blockedText: String
    fun block(name: String): String
    val unblock: String
}

/** Safety number and code. */
interface CompareStrings {
    val title: String
    val compare: String
    val compareAgain: String
    fun how(name: String): String
    fun codeDescription(name: String): String
    fun numberDescription(groups: String): String
    val readPicture: String
    fun readPictureText(name: String): String
    val same: String
    val different: String
    val matchTitle: String
    fun matchText(name: String): String
    val mismatchTitle: String
    val mismatchText: String
    val notACodeTitle: String
    val notACodeText: String
    val noCodeTitle: String
    val noCodeText: String
    val done: String
    val anotherPicture: String
}
