package org.consilium.app.presentation.strings.ar

import org.consilium.app.presentation.state.Language
import org.consilium.app.presentation.state.TextScale
import org.consilium.app.presentation.state.ThemeChoice
import org.consilium.app.presentation.strings.AccountStrings
import org.consilium.app.presentation.strings.YouStrings
import org.consilium.app.presentation.strings.arabic
import org.consilium.app.presentation.strings.b
import org.consilium.app.presentation.strings.leftToRight
import org.consilium.app.presentation.strings.localDigits

object ArabicYou : YouStrings {
    override val title = "أنت"
    override val editProfile = "تغيير الاسم والمهنة"
    override val profileText = "يراه من تكتب إليهم. وهو ما تقوله عن نفسك."
    override val lockNow = "قفل الآن"
    override val safetySection = "الأمان"
    override val appSection = "التطبيق"
    override val accountSection = "الحساب"

    override val devices = "الأجهزة"
    override fun deviceCount(count: Int) = arabic(
        count,
        zero = "لا أجهزة",
        one = "جهاز واحد",
        two = "جهازان",
        few = "# أجهزة",
        many = "# جهازًا",
        other = "# جهاز",
    )

    override val devicesText = "كل رسالة إليك تُختم لكل واحد من هذه الأجهزة. أحدها ليس لك؟ أنشئ حسابك من جديد برمز الاسترداد، فتخرج كل الأجهزة الأخرى."
    override val thisDevice = "هذا الهاتف"
    override val aDevice = "جهاز آخر"
    override fun deviceSince(date: String) = "منذ $date"

    override val privacy = "الخصوصية"
    override val canBeFound = "يمكن العثور عليك برقمك"
    override val cannotBeFound = "لا يمكن العثور عليك برقمك"
    override val discoverTitle = "ليجدني الزملاء برقمي"
    override val discoverText = "متوقف ما لم تشغّله. عندها يرى من لديه رقمك في دفتر عناوينه أنك هنا؛ ولا يظهر له اسمك حتى تكتب."
    override val numberSection = "رقم هاتفك"
    override val numberText = "لا يعرفه إلا أنت والمرحِّل. ويُحفظ هناك مشفرًا."
    override fun numberArrives(at: String) = "ما زال هذا الرقم لحساب آخر. ينتقل إليك في $at ما لم يرفض ذلك الحساب."
    override val blockedSection = "المحظورون"
    override val blockedNone = "لم تحظر أحدًا."

    override val look = "اللغة والمظهر وحجم النص"
    override val language = "اللغة"
    override val theme = "المظهر"
    override fun themeChoice(theme: ThemeChoice) = when (theme) {
        ThemeChoice.SYSTEM -> "كما في الهاتف"
        ThemeChoice.LIGHT -> "فاتح"
        ThemeChoice.DARK -> "داكن"
    }

    override val textSize = "حجم النص"
    override fun textScale(scale: TextScale) = localDigits(Language.ARABIC, "${scale.percent}") + "٪"
    override val sample = "السرير ١٢ مستقر. يتبع التخطيط."

    override val lock = "القفل والرمز السري"
    override fun minutes(count: Int) = arabic(
        count,
        zero = "فورًا",
        one = "دقيقة واحدة",
        two = "دقيقتان",
        few = "# دقائق",
        many = "# دقيقة",
        other = "# دقيقة",
    )

    override val lockText = "يقفل التطبيق نفسه بعد هذه المدة بلا استخدام، ساعة على الأكثر. وهو مقفل لا يُظهر شيئًا، ومفاتيحه ليست في الذاكرة."
    override val lockAfter = "القفل بعد"
    override val biometrics = "البصمة أو الوجه"
    override val biometricsText = "تفتح التطبيق بدل الرمز السري. ويبقى الرمز مطلوبًا كل ٧ أيام وبعد إعادة التشغيل."
    override val changePin = "تغيير الرمز السري"
    override val oldPin = "أدخل رمزك السري الحالي"
    override val newPin = "اختر رمزًا سريًا جديدًا"
    override val newPinAgain = "أدخل الرمز الجديد مرة أخرى"

    override val recovery = "رمز الاسترداد"
    override val recoveryOnPaper = "على ورقتك"
    override val recoveryNotYet = "لم يتأكد بعد"
    override val recoveryOnPaperText = "أكدتَه ومُحي من هذا الهاتف. لا يوجد إلا على ورقتك. إن ضاعت الورقة فلا أحد يستطيع إخبارك بالرمز، ويبقى هذا الهاتف يعمل."
    override val recoveryShownText = "اكتبه على ورقة واحفظها بعيدًا عن هذا الهاتف. ثم أعد كتابة مجموعتين."
    override val confirm = "تأكيد"

    override val notes = "ملاحظات لنفسك"
    override val diagnostics = "التشخيص"
    override val diagnosticsText = "اقرأه قبل أن تشاركه. فيه حالات وأعداد ورموز، بلا أسماء ولا أرقام هواتف ولا نصوص ولا مفاتيح. وهو بالإنجليزية، للدعم."
    override val saveReport = "حفظ في ملف"
    override val copyReport = "نسخ"
    override val reportSaved = "حُفظ. لا يصل إلى أحد ما لم ترسله."
}

object ArabicAccount : AccountStrings {
    override val about = "حول التطبيق والتراخيص"
    override fun version(version: String) = "الإصدار " + leftToRight(version)
    override fun relay(name: String) = "المرحِّل: $name"
    override val aboutText = "Consilium برنامج حر. يحق لأي أحد أن يقرأ كيف يعمل وأن يفحصه ويشغّله."
    override val ownLicence = "رخصة Consilium"
    override val components = "يحتوي على"
    override val licence = "الرخصة"

    override val goneForGood = "يضيع نهائيًا"
    override val stays = "يبقى"
    override val notKnown = "غير معروف"
    override val understand = "أفهم أنه لا رجعة في ذلك"

    override val erase = "مسح هذا الهاتف"
    override val eraseTitle = "مسح Consilium من هذا الهاتف"
    override val eraseGone = "كل الرسائل وجهات الاتصال والمفاتيح على هذا الهاتف."
    override val eraseStays = "حسابك لدى المرحِّل. برمز الاسترداد تنشئه من جديد على أي هاتف؛ وتبقى أرقام الأمان."
    override val eraseNoCode = b("لم يتأكد رمز الاسترداد.") + " إن لم تكن قد كتبته، فستفقد الحساب أيضًا."
    override val eraseButton = "مسح"
    override val doNotErase = "عدم المسح"

    override val delete = "حذف حسابي"
    override val deleteTitle = "حذف حسابك"
    override val deleteGone = "حسابك ورقمك لدى المرحِّل، وما ينتظرك هناك، وما احتفظت به، وكل ما على هذا الهاتف."
    override val deleteStays = "ما تلقاه الآخرون منك، حتى ٣٠ يومًا أو ما داموا يحتفظون به."
    override val deleteNotKnown = "هل نسخ أحد ما قرأه."
    override val deleteButton = "حذف الحساب"
    override val doNotDelete = "عدم الحذف"

    override val signedOutTitle = "لم يعد هذا الهاتف ضمن الحساب"
    override val signedOutText = "أُنشئ الحساب من جديد على هاتف آخر، أو حُذف. لم يعد ممكنًا الكتابة من هذا الهاتف. إن لم تكن أنت من فعل ذلك، فأنشئ حسابك من جديد برمز الاسترداد فورًا."
    override val signedOutErase = "مسح هذا الهاتف"
    override val erasedTitle = "تم المسح"
    override val erasedText = "ذهبت كل رسائل Consilium وجهات اتصاله ومفاتيحه من هذا الهاتف. ما زال الحساب موجودًا لدى المرحِّل. إن كنت قد وجدت هذا الهاتف، فأعده من فضلك إلى مؤسسته."
    override val deletedTitle = "حُذف الحساب"
    override val deletedText = "ذهب الحساب وكل ما على هذا الهاتف. ما تلقاه الآخرون يُحذف بعد ٣٠ يومًا ما لم يحتفظوا به."
    override val startAgain = "الإعداد من جديد"
}
