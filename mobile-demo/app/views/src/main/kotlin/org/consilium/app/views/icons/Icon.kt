package org.consilium.app.views.icons

/**
 * The icon set of the design, as path data on a grid of 24 with a stroke of 1.75. Drawn by [Glyph].
 *
 * @property path what is drawn with a stroke.
 * @property dashed what is drawn with a dashed stroke.
 * @property dots what is drawn with a stroke of 3.
 */
enum class Icon(val path: String, val dashed: String = "", val dots: String = "") {
    LOCK("M7 11h10a2 2 0 0 1 2 2v5.5a2 2 0 0 1 -2 2h-10a2 2 0 0 1 -2 -2v-5.5a2 2 0 0 1 2 -2z M8 11V8a4 4 0 0 1 8 0v3"),
    VERIFIED("M12 3l7 2.8v5.4c0 4.5-3 7.9-7 9.8-4-1.9-7-5.3-7-9.8V5.8z M8.8 12l2.3 2.3 4.2-4.4"),
    UNVERIFIED("M12 8.5v4M12 15.7h.01", dashed = "M12 3l7 2.8v5.4c0 4.5-3 7.9-7 9.8-4-1.9-7-5.3-7-9.8V5.8z"),
    KEY("M4 15.5a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z M11 12.7l8.5-8.5M16 7.7l2.8 2.8"),
    CLOCK("M3.5 12a8.5 8.5 0 1 0 17 0a8.5 8.5 0 1 0 -17 0z M12 7.5V12l3 2"),
    KEEP("M12 12c-2-3-3.5-4-5.5-4a4 4 0 0 0 0 8c2 0 3.5-1 5.5-4s3.5-4 5.5-4a4 4 0 0 1 0 8c-2 0-3.5-1-5.5-4z"),
    URGENT("M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3z M12 7.5v5.5M12 16.3h.01"),
    WARN("M12 4.2l8.8 15.3H3.2z M12 10v4.3M12 17h.01"),
    SOON("M6.5 16v-5a5.5 5.5 0 0 1 11 0v5l1.5 2H5zM10 20.8h4"),
    PLUS("M12 5v14M5 12h14"),
    SEND("M12 19V5.5M6 11.5l6-6 6 6"),
    SEARCH("M4 10.5a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0 -13 0z M15.5 15.5l5 5"),
    CALL(
        "M6.3 3.5h3.2l1.4 4.7-2.1 1.5a11.5 11.5 0 0 0 5.5 5.5l1.5-2.1 4.7 1.4v3.2a2.6 2.6 0 0 1-2.8 2.6A16.3 16.3 0 0 1 3.7 6.3a2.6 2.6 0 0 1 2.6-2.8z",
    ),
    PERSON("M8.2 8a3.8 3.8 0 1 0 7.6 0a3.8 3.8 0 1 0 -7.6 0z M4.5 20.5c.6-4 3.6-6 7.5-6s6.9 2 7.5 6"),
    PEOPLE(
        "M5.7 8.5a3.3 3.3 0 1 0 6.6 0a3.3 3.3 0 1 0 -6.6 0z M2.8 19.5c.5-3.6 2.9-5.3 6.2-5.3s5.7 1.7 6.2 5.3M15.5 5.4a3.2 3.2 0 0 1 0 6.2M17.2 14.6c2.3.6 3.7 2.3 4 4.9",
    ),
    CHAT("M4 5h16v11.5H10L5.5 20v-3.5H4z"),
    DEVICE(
        "M9.2 3h5.6a2.2 2.2 0 0 1 2.2 2.2v13.6a2.2 2.2 0 0 1 -2.2 2.2h-5.6a2.2 2.2 0 0 1 -2.2 -2.2v-13.6a2.2 2.2 0 0 1 2.2 -2.2z M10.7 18.2h2.6",
    ),
    ERASE(
        "M8 19.5l-3.8-3.8a1.7 1.7 0 0 1 0-2.4l8.6-8.6a1.7 1.7 0 0 1 2.4 0l4.6 4.6a1.7 1.7 0 0 1 0 2.4L12 19.5M8.6 8.9l6.9 6.9M7.5 19.5H20",
    ),
    BACK("M15 5l-7 7 7 7"),
    NEXT("M9 5l7 7-7 7"),
    DOWN("M5 9l7 7 7-7"),
    MORE("", dots = "M12 5.5h.01M12 12h.01M12 18.5h.01"),
    CHECK("M5 12.5l4.5 4.5L19 7.5"),
    NO("M6.5 6.5l11 11M17.5 6.5l-11 11"),
    DOWNLOAD("M12 4v11M7 10.5l5 5 5-5M5 20h14"),
    QR("M4 4h6v6h-6z M14 4h6v6h-6z M4 14h6v6h-6z M14 14h2v2M20 14v2M14 20h2M18 18h2v2"),
    EDIT("M4.5 19.5l1-4.2L15.8 5l3.2 3.2L8.7 18.5z"),
    FINGER(
        "M6.6 18c-.7-1.9-1-3.7-1-6a6.4 6.4 0 0 1 12.8 0c0 2.2-.1 4.1-.5 6M9.3 19.8c-.5-2.4-.7-4.8-.7-7.6a3.4 3.4 0 0 1 6.8 0c0 3-.1 5.3-.6 7.6M12 12.2c0 3.1.1 5.7.2 8.3",
    ),
    DELETE("M9 5h11.5v14H9l-6-7zM12 9.5l5 5M17 9.5l-5 5"),
    EYE(
        "M2.5 12C5 7.5 8.3 5.5 12 5.5s7 2 9.5 6.5c-2.5 4.5-5.8 6.5-9.5 6.5S5 16.5 2.5 12z M9.2 12a2.8 2.8 0 1 0 5.6 0a2.8 2.8 0 1 0 -5.6 0z",
    ),
    OFFLINE("M4 4l16 16M5 12.5a10 10 0 0 1 4-2.4M8.5 16a5 5 0 0 1 5.6-.9M12 19.5h.01M13.5 9.8a10 10 0 0 1 5.5 2.7"),
    MISSING("M4 7h16M4 17h16M4 12h2.5M10.7 12h2.6M17.5 12H20"),
    GLOBE(
        "M3.5 12a8.5 8.5 0 1 0 17 0a8.5 8.5 0 1 0 -17 0z M3.5 12h17M12 3.5c3 2.6 3.8 5.4 3.8 8.5s-.8 5.9-3.8 8.5c-3-2.6-3.8-5.4-3.8-8.5s.8-5.9 3.8-8.5z",
    ),
    FILE("M6 3.5h8l4 4v13H6zM14 3.5v4h4"),
    INFO("M3.5 12a8.5 8.5 0 1 0 17 0a8.5 8.5 0 1 0 -17 0z M12 11v5M12 8h.01"),
    LOG("M8.5 6H20M8.5 12H20M8.5 18H20M4 6h.01M4 12h.01M4 18h.01");

    /** Arrows point the other way in languages that are written from right to left. */
    val flips: Boolean get() = this == BACK || this == NEXT
}
