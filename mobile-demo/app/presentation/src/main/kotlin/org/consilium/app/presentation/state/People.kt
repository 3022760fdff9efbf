package org.consilium.app.presentation.state

/** Everybody that this device knows. */
data class Colleagues(
    val line: Line = Line(),
    val rows: List<PersonRow> = emptyList(),
    val filter: String = "",
    val blocked: Int = 0,
    val loading: Boolean = false,
) : Screen

/** A person in a list. */
data class PersonRow(
    val account: String,
    /** Empty if nobody told one. */
    val name: String,
    val profession: String = "",
    val compared: Boolean = false,
    val blocked: Boolean = false,
    val paused: Boolean = false,
    /** Found by number and never written with. */
    val found: Boolean = false,
)

/** Finding colleagues by an address book. Off until the owner asks. */
data class FindColleagues(
    val step: FindStep = FindStep.Ask,
    val busy: Boolean = false,
    val failure: Failure? = null,
) : Screen

/** How far finding has come. */
sealed interface FindStep {
    /** The honest sentence, and the choice. */
    data object Ask : FindStep

    /** A file was read; nothing was sent yet. */
    data class Imported(val people: Int, val numbers: Int, val notUnderstood: Int) : FindStep

    /** What the relay knew. */
    data class Result(val asked: Int, val rows: List<PersonRow>) : FindStep
}

/** A person's page. */
data class Contact(
    val account: String,
    val conversation: String,
    /** Empty if nobody told one. */
    val name: String,
    /** What they call themselves, if the address book has another name for them. */
    val saysName: String? = null,
    val profession: String = "",
    val licence: Licence = Licence.NotChecked,
    val number: NumberCheck = NumberCheck.NotCompared,
    val blocked: Boolean = false,
    val unreachable: Boolean = false,
    /** This person's number led to another account before. */
    val replaces: String? = null,
    val safety: Safety? = null,
    val confirmBlock: Boolean = false,
    val busy: Boolean = false,
) : Screen

/** The first proof: an organisation vouches for the person. */
sealed interface Licence {
    data object NotChecked : Licence
    data class Checked(val organisation: String, val atMs: Long, val profession: String) : Licence
}

/** The second proof: the owner vouches for the key. */
sealed interface NumberCheck {
    data object NotCompared : NumberCheck
    data object Compared : NumberCheck

    /** The keys were made anew since. */
    data class NewKey(val sinceMs: Long) : NumberCheck

    /** A new account, after one that was compared: sending is paused. */
    data object Paused : NumberCheck

    /** Copied or forged: sending is stopped. */
    data object Fork : NumberCheck
}

/** A safety number and the same as a code to scan. */
data class Safety(
    /** Twelve groups of five digits. */
    val groups: List<String>,
    val code: QrMatrix,
)

/** A QR code, row by row from the top left; `true` is dark. */
data class QrMatrix(val size: Int, val dark: List<Boolean>) {
    init {
        require(dark.size == size * size) { "a QR code is a square" }
    }

    /** Whether the module at [column], [row] is dark. */
    fun isDark(column: Int, row: Int): Boolean = dark[row * size + column]
}

/** Comparing the safety number with a person. */
data class CompareNumber(
    val account: String,
    val name: String,
    val safety: Safety,
    val number: NumberCheck = NumberCheck.NotCompared,
    val result: ScanResult? = null,
    val busy: Boolean = false,
    val failure: Failure? = null,
) : Screen

/** What a picture of their code said. */
enum class ScanResult { MATCH, MISMATCH, NOT_A_CODE, NO_CODE_IN_PICTURE }
