package org.consilium.app.views

import org.consilium.app.presentation.state.Language
import org.consilium.app.presentation.state.QrMatrix

/** 19 November 2025, 09:15 in Amsterdam. */
const val NOW_MS = 1_763_540_100_000L
const val ZONE = "Europe/Amsterdam"
const val MINUTE = 60_000L
const val HOUR = 60 * MINUTE
const val DAY = 24 * HOUR

/** People and what they say, in a language. Nobody in it exists. */
class Samples(language: Language) {
    private val arabic = language == Language.ARABIC
    val amina = if (arabic) "أمينة العمري" else "Amina Oyelaran-Frost"
    val farid = if (arabic) "فريد نوردفيند" else "Farid Nordwind"
    val elif = if (arabic) "إليف ستارنبرغ" else "Elif Starrenberg"
    val ines = if (arabic) "إيناس بابيونو" else "Inès Papillonneau"
    val longName = "Wilhelmina-Constanze von Hohenstein-Schwarzenberg"
    val herProfession: String
    val hisProfession: String
    val nurse: String
    val organisation = "Northbank"
    val stable: String
    val coming: String
    val earlierComing: String
    val chestPain: String
    val thanks: String
    val longText: String
    val note: String

    init {
        val texts = TEXTS.getValue(language)
        herProfession = texts[0]
        hisProfession = texts[1]
        nurse = texts[2]
        stable = texts[3]
        coming = texts[4]
        earlierComing = texts[5]
        chestPain = texts[6]
        thanks = texts[7]
        longText = texts[8]
        note = texts[9]
    }

    private companion object {
        val TEXTS = mapOf(
            Language.ENGLISH to listOf(
                "Cardiologist",
                "Cardiologist",
                "Nurse",
                "Bed 12 stable. ECG follows.",
                "On my way, ten minutes.",
                "On my way, twenty minutes.",
                "Bed 12: chest pain now. I need a doctor at the bedside.",
                "Thank you, I will see her at ten.",
                "Her blood pressure was 92/55 at eight and 105/60 after the second bag. Lactate is down to 1.8. I would keep the current rate and look again before rounds.",
                "Ask pharmacy about the new pumps.",
            ),
            Language.FRENCH to listOf(
                "Cardiologue",
                "Cardiologue",
                "Infirmière",
                "Lit 12 stable. L’ECG suit.",
                "J’arrive dans dix minutes.",
                "J’arrive dans vingt minutes.",
                "Lit 12 : douleur thoracique. Il me faut un médecin au chevet.",
                "Merci, je la vois à dix heures.",
                "Sa tension était à 92/55 à huit heures et à 105/60 après la deuxième poche. Les lactates sont redescendus à 1,8. Je garderais le débit actuel et je reverrais avant la visite.",
                "Demander à la pharmacie pour les nouvelles pompes.",
            ),
            Language.DUTCH to listOf(
                "Cardioloog",
                "Cardioloog",
                "Verpleegkundige",
                "Bed 12 stabiel. Ecg volgt.",
                "Ik kom eraan, tien minuten.",
                "Ik kom eraan, twintig minuten.",
                "Bed 12: nu pijn op de borst. Ik heb een arts aan het bed nodig.",
                "Dank je, ik zie haar om tien uur.",
                "Haar bloeddruk was 92/55 om acht uur en 105/60 na de tweede zak. Lactaat is gedaald naar 1,8. Ik zou de stand zo laten en voor de visite opnieuw kijken.",
                "Apotheek vragen naar de nieuwe pompen.",
            ),
            Language.GERMAN to listOf(
                "Kardiologin",
                "Kardiologe",
                "Pflegefachkraft",
                "Bett 12 stabil. EKG folgt.",
                "Bin unterwegs, zehn Minuten.",
                "Bin unterwegs, zwanzig Minuten.",
                "Bett 12: jetzt Brustschmerz. Ich brauche eine Ärztin am Bett.",
                "Danke, ich sehe sie um zehn.",
                "Der Blutdruck war um acht bei 92/55 und nach dem zweiten Beutel bei 105/60. Das Laktat ist auf 1,8 gefallen. Ich würde die Rate so lassen und vor der Visite noch einmal schauen.",
                "Apotheke nach den neuen Pumpen fragen.",
            ),
            Language.ARABIC to listOf(
                "طبيبة قلب",
                "طبيب قلب",
                "ممرضة",
                "السرير 12 مستقر. يتبع التخطيط.",
                "أنا في الطريق، عشر دقائق.",
                "أنا في الطريق، عشرون دقيقة.",
                "السرير 12: ألم في الصدر الآن. أحتاج طبيبًا عند السرير.",
                "شكرًا، سأراها في العاشرة.",
                "كان ضغطها 92/55 في الثامنة و105/60 بعد الكيس الثاني. انخفض اللاكتات إلى 1.8. أرى أن نُبقي المعدل الحالي ونعيد النظر قبل الجولة.",
                "سؤال الصيدلية عن المضخات الجديدة.",
            ),
        )
    }
}

/** Twelve groups, as the core gives them. */
val SAFETY_GROUPS = listOf(
    "48210", "93375", "06642", "71958", "30417", "88206",
    "15593", "62740", "97031", "24868", "50179", "36624",
)

/** 34 characters in groups of four. */
val RECOVERY_GROUPS = listOf("7K2M", "9QXD", "04HT", "WB6R", "E1NZ", "5CJ8", "PAV3", "G0YS", "F4")

/** Looks like a code: three finders and a fixed pattern between them. */
val SAMPLE_CODE: QrMatrix = run {
    val size = 41
    var seed = 12_345
    val dark = MutableList(size * size) {
        seed = (seed * 1_103_515_245 + 12_345) and 0x7fffffff
        seed / 65_536 % 2 == 0
    }
    for ((left, top) in listOf(0 to 0, size - 7 to 0, 0 to size - 7)) {
        for (row in -1..7) {
            for (column in -1..7) {
                val x = left + column
                val y = top + row
                if (x !in 0 until size || y !in 0 until size) continue
                val ring = maxOf(kotlin.math.abs(column - 3), kotlin.math.abs(row - 3))
                dark[y * size + x] = ring == 3 || ring <= 1
            }
        }
    }
    QrMatrix(size, dark)
}

/** As long as the real one, in its words. */
val REPORT = """
    Consilium client: 0.1.0
    connection: online
    messages waiting to be sent: 0
    relay clock minus device clock, ms: -212
    nothing is sent because of the clock: false
    erasure waits because of a clock jump: false
    prekeys held: 3
    conversations: 6
    contacts: 5
    contents whose sender's keys are asked for: 0
    envelopes in quarantine: 1
    a foreign prekey was served: false
    signed out by the relay: false
    refused, signature: 1
""".trimIndent()
