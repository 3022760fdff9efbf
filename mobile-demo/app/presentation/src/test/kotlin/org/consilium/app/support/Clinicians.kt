package org.consilium.app.support

/** Not easy to guess, for every account of the tests. */
const val PIN = "395172"

/** A clinician of the tests. Nobody in them exists. */
class Clinician(val name: String, val number: String, val profession: String)

val AMINA = Clinician("Amina Khelifi", "+31612345671", "cardiologist")
val JORG = Clinician("Jörg Weber", "+31612345672", "nurse")
val LOTTE = Clinician("Lotte Jansen", "+31612345673", "general practitioner")

/** An address book as phones export it. */
fun bookOf(vararg people: Clinician): String = people.joinToString("") { person ->
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:${person.name}\r\nTEL;TYPE=CELL:${person.number}\r\nEND:VCARD\r\n"
}
