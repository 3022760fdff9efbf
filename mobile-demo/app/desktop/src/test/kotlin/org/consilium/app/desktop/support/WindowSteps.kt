package org.consilium.app.desktop.support

import java.nio.file.Path
import org.consilium.app.support.Clinician
import org.consilium.app.support.PIN

private const val TRIES = 5

/** From the first screen to the list of conversations, the code of the "SMS" read from the strip above the app. */
fun UsedWindow.signUp(who: Clinician) {
    click("Create an account")
    fill("Phone number", who.number.replace("+31", "0"))
    click("Send me a code")
    fill("Six digits", says("The code: ").substringAfter("The code: "))
    click("Continue")
    fill("Name", who.name)
    fill("Profession", who.profession)
    click("Continue")
    says("Choose a PIN")
    pin("Continue")
    says("Enter it again")
    pin("Continue")
    val groups = says("Recovery code: ").substringAfter(": ").split(" ")
    click("I have written it down")
    says("Type two groups back")
    for (label in texts().filter { it.startsWith("Group ") }.distinct()) {
        fill(label, groups[label.substringAfter(" ").toInt() - 1])
    }
    click("Continue")
    says("No conversations yet")
}

fun UsedWindow.pin(submit: String) {
    for (digit in PIN) click("$digit")
    click(submit)
}

/** Lets colleagues find the number. */
fun UsedWindow.beFound() {
    click("You")
    click("Privacy")
    click("Let colleagues find me by my number")
    says("Colleagues who have your number can find you now.")
    click("Back")
    click("Conversations")
}

/** Finds one person by an address book, and opens the conversation. */
fun UsedWindow.find(who: Clinician, book: Path) {
    click("Colleagues")
    click("Find colleagues")
    click("Choose a file")
    choose(book)
    click("Find with 1 number")
    says("1 colleague found")
    click(who.name)
    click("Message")
}

/** Accepts the one request that waits, and opens its conversation. */
fun UsedWindow.accept(name: String, text: String) {
    click("1 request")
    says(text)
    click("Accept")
    says("Nobody is waiting for your answer.")
    click("Back")
    openConversation(name)
}

/** The list moves when something arrives: what is clicked may be another row by then, as for anybody. */
fun UsedWindow.openConversation(name: String) {
    repeat(TRIES) {
        click(name)
        if (name in says(", 1 person")) return
        click("Back")
    }
    error("$name's conversation does not open")
}

/** Sends a text in the open conversation. */
fun UsedWindow.write(text: String) {
    fill("Message", text)
    press("Enter")
    says(text)
}

/** How often the open conversation shows a text. */
fun UsedWindow.count(text: String): Int = texts().count { it == text }
