package org.consilium.app.presentation.strings.en

import org.consilium.app.presentation.strings.CompareStrings
import org.consilium.app.presentation.strings.PeopleStrings
import org.consilium.app.presentation.strings.b

object EnglishPeople : PeopleStrings {
    override val title = "Colleagues"
    override val filterLabel = "Name or profession"
    override val find = "Find colleagues"
    override val emptyTitle = "Nobody here yet"
    override val emptyText = "Colleagues appear when you find them by phone number, or when they write to you."
    override val filterEmpty = "Nobody here has this name or profession."
    override val found = "Found by phone number"
    override val blocked = "Blocked"
    override val newKey = "New key, sending is paused"

    override val findTitle = "Find colleagues"
    override val findHonest = "Consilium sends a short fingerprint of each number to your relay, which compares and forgets it. Whoever runs the relay could work out numbers from it."
    override val findNames = "Names never leave your phone."
    override val findFile = "Choose an address book as your phone or e-mail exports it: vCard (.vcf) or CSV. Nothing is sent until you say so."
    override val chooseFile = "Choose a file"
    override val notNow = "Not now"
    override fun imported(people: Int) = en(people, "1 person in this file", "# people in this file")
    override fun numbers(count: Int) = en(count, "1 phone number", "# phone numbers")
    override fun notUnderstood(count: Int) =
        en(count, "1 text is no phone number here and is left out.", "# texts are no phone numbers here and are left out.")

    override fun sendFingerprints(count: Int) = en(count, "Find with 1 number", "Find with # numbers")
    override val otherFile = "Choose another file"
    override fun result(found: Int) = en(found, "1 colleague found", "# colleagues found")
    override fun resultOf(asked: Int) = en(asked, "1 number was asked about.", "# numbers were asked about.")
    override val resultText = "The relay says so; only comparing the safety number proves who it is. Write to them, and they decide whether to accept."
    override val resultNone = "Nobody with these numbers can be found. They may not have Consilium, or have not allowed being found."

    override val contact = "Contact"
    override val message = "Message"
    override fun saysName(name: String) = "Says: $name"
    override val twoChecks = "Who is this? Two separate checks"
    override val licenceChecked = "Licence checked"
    override fun licenceBy(organisation: String, date: String) = b("Licence checked") + " by $organisation on $date."
    override fun licenceSays(profession: String) = "Says: this person’s profession is $profession."
    override val licenceNotChecked = b("Licence not checked.")
    override val licenceNotCheckedText = "No organisation vouches for who this person is."
    override val numberCompared = b("Safety number compared") + " by you."
    override val numberComparedText = "Says: these messages come from this person’s phone, not from someone in between."
    override val numberNotCompared = b("Safety number not compared.")
    override val numberNotComparedText = "The relay says that this is their key. Compare it once to be sure."
    override fun numberNewKey(date: String) = b("New key") + " since $date."
    override val numberNewKeyText = "Same account, new phone. The safety number is unchanged."
    override val numberPaused = b("New account, not compared.") + " Sending is paused."
    override val numberPausedText = "You had compared this person’s earlier account. Compare again before you write."
    override val numberFork = b("Keys copied or forged.") + " Sending is stopped."
    override val numberForkText = "The account showed two different statements for one place. Talk to them another way, and tell your admin."
    override val unreachable = "Not reachable for over a month. What you write waits on this phone."
    override fun replaces(name: String) = "This phone number led to another account before: $name. The two are never merged."
    override val blockedText = "You blocked this person. Nothing of theirs is shown or answered."
    override fun block(name: String) = "Block $name"
    override val unblock = "Unblock"
}

object EnglishCompare : CompareStrings {
    override val title = "Safety number"
    override val compare = "Compare"
    override val compareAgain = "Compare again"
    override fun how(name: String) =
        "Let $name scan this, or read the numbers to each other in person or on a call where you know the voice."

    override fun codeDescription(name: String) = "QR code of the safety number with $name"
    override fun numberDescription(groups: String) = "Safety number, 12 groups of 5 digits: $groups"
    override val readPicture = "Read a picture of their code"
    override fun readPictureText(name: String) = "A photo of the code on $name’s phone, taken in person. A picture sent by message proves nothing."
    override val same = "The numbers are the same"
    override val different = "They differ"
    override val matchTitle = "The same. Compared today."
    override fun matchText(name: String) = "Messages here come from $name’s phone, and from nobody in between."
    override val mismatchTitle = "Not the same. Do not send."
    override val mismatchText = "Somebody may be in between. Sending stays off until you have compared in person. Tell your admin, by another way than this app."
    override val notACodeTitle = "Not a safety number"
    override val notACodeText = "This is a code of something else. Ask them to open your contact page and show the code there."
    override val noCodeTitle = "No code in this picture"
    override val noCodeText = "Take it again: the whole code, sharp and straight, with light on it."
    override val done = "Done"
    override val anotherPicture = "Read another picture"
}
