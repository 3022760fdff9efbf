package org.consilium.app.presentation.state

/**
 * Everything that is seen, at one moment. Plain values: a view needs nothing else to draw.
 *
 * Times are unix milliseconds; ids are opaque texts; [Long] message ids are this device's own.
 *
 * @property stack the open screens, the shown one last; never empty.
 * @property notice one line over the bottom of any screen, gone after a few seconds.
 * @property nowMs the moment that "today" and "yesterday" are counted from.
 * @property zone the time zone that times are shown in, for example `Europe/Amsterdam`.
 */
data class AppState(
    val appearance: Appearance = Appearance(),
    val stack: List<Screen> = listOf(Starting),
    val notice: Notice? = null,
    val nowMs: Long = 0,
    val zone: String = "UTC",
) {
    /** The screen that is shown. */
    val screen: Screen get() = stack.last()

    /** Whether *Back* leads anywhere. */
    val canGoBack: Boolean get() = stack.size > 1
}

/** A screen and all that it shows. One implementation per route. */
sealed interface Screen

/** The installation is being opened: a skeleton, after 300 ms. */
data object Starting : Screen

/** How the app looks and in which language it speaks. */
data class Appearance(
    val language: Language = Language.ENGLISH,
    val theme: ThemeChoice = ThemeChoice.SYSTEM,
    val textScale: TextScale = TextScale.NORMAL,
)

/**
 * The languages that every text exists in.
 *
 * @property tag BCP 47.
 * @property ownName what its speakers call it; never translated.
 */
enum class Language(val tag: String, val ownName: String, val rightToLeft: Boolean = false) {
    ENGLISH("en", "English"),
    FRENCH("fr", "Français"),
    DUTCH("nl", "Nederlands"),
    GERMAN("de", "Deutsch"),
    ARABIC("ar", "العربية", rightToLeft = true);

    companion object {
        /** The language of a BCP 47 tag such as `fr-BE`; English for one that is not here. */
        fun of(tag: String): Language {
            val primary = tag.lowercase().substringBefore('-').substringBefore('_')
            return entries.firstOrNull { it.tag == primary } ?: ENGLISH
        }
    }
}

/** Light, dark, or as the system has it. */
enum class ThemeChoice { SYSTEM, LIGHT, DARK }

/** The app's own text size, on top of nothing: 100 to 200 %. */
enum class TextScale(val percent: Int) {
    NORMAL(100),
    LARGE(115),
    LARGER(130),
    HUGE(160),
    HUGEST(200),
}

/** The three places that the bar at the bottom leads to. */
enum class Tab { CONVERSATIONS, COLLEAGUES, YOU }

/** One line that says what was done, or why not. */
sealed interface Notice {
    /** A call failed and no field on the screen is to blame. */
    data class Failed(val failure: Failure) : Notice

    /** Something was done that is not seen otherwise. */
    data class Done(val what: DoneWhat) : Notice
}

/** What a [Notice.Done] tells. */
enum class DoneWhat {
    PROFILE_SAVED,
    PIN_CHANGED,
    PIN_REOPENED,
    RECOVERY_CONFIRMED,
    COMPARED,
    BLOCKED,
    UNBLOCKED,
    DELETED_HERE,
    DELETED_FOR_EVERYONE,
    KEPT,
    NO_LONGER_KEPT,
    REQUEST_DECLINED,
    NUMBER_MOVE_REFUSED,
    NUMBER_MOVE_ALLOWED,
    DISCOVERABLE,
    NOT_DISCOVERABLE,
    TEXT_COPIED,
}
