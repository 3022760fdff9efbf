package org.consilium.app.presentation.strings.ar

import org.consilium.app.presentation.state.Language
import org.consilium.app.presentation.state.LockReason
import org.consilium.app.presentation.strings.PinStrings
import org.consilium.app.presentation.strings.SignUpStrings
import org.consilium.app.presentation.strings.arabic
import org.consilium.app.presentation.strings.b
import org.consilium.app.presentation.strings.leftToRight
import org.consilium.app.presentation.strings.localDigits

object ArabicSignUp : SignUpStrings {
    override val welcomeTitle = "رسائل بين الأطباء والممرضين، مغلقة أمام غيرهم"
    override val welcomeText =
        "ما تكتبه يُختم على هذا الهاتف ويُفتح على هاتف زميلك. والمرحِّل بينهما لا يستطيع قراءته."
    override fun relay(name: String) = "المرحِّل: $name"
    override val create = "إنشاء حساب"
    override val makeAgain = "إنشاء حسابي من جديد"
    override val languageLabel = "اللغة"
    override fun step(position: Int, of: Int) = localDigits(Language.ARABIC, "الخطوة $position من $of")

    override val numberTitle = "رقم هاتفك"
    override val numberWhy =
        "يثبت رمز في رسالة نصية أنه لك. يحتفظ المرحِّل بالرقم مشفرًا. ولا يجدك زملاؤك به إلا إذا سمحت بذلك لاحقًا."
    override val numberLabel = "رقم الهاتف"
    override val numberHint = "مع رمز البلد، مثل " + leftToRight("+31 6 12345678")
    override val sendCode = "أرسل لي رمزًا"

    override val codeTitle = "أدخل الرمز"
    override fun codeSent(number: String) = "أرسلناه في رسالة نصية إلى $number. وهو صالح لعشر دقائق."
    override val codeLabel = "ستة أرقام"
    override fun resendIn(seconds: Int) = arabic(
        seconds,
        zero = "رمز آخر الآن",
        one = "رمز آخر بعد ثانية واحدة",
        two = "رمز آخر بعد ثانيتين",
        few = "رمز آخر بعد # ثوانٍ",
        many = "رمز آخر بعد # ثانية",
        other = "رمز آخر بعد # ثانية",
    )

    override val resend = "إرسال رمز آخر"

    override val profileTitle = "من أنت؟"
    override val profileText = "يراه من تكتب إليهم. وهو ما تقوله عن نفسك، إلى أن تتحقق مؤسسة من ترخيصك."
    override val nameLabel = "الاسم"
    override val professionLabel = "المهنة"
    override val professionHint = "مثل: ممرضة، طبيب قلب"

    override val pinTitle = "اختر رمزًا سريًا"
    override val pinRuleLength = "٦ أرقام على الأقل، أو كلمات من ٨ أحرف."
    override val pinRuleEasy = "بلا سنة أو تاريخ، ولا تسلسل، ولا تكرار، ولا شكل على المفاتيح."
    override val pinRuleReset = "لا أحد غيرك يستطيع استعادته، ولا حتى المرحِّل."
    override val pinAgain = "أدخله مرة أخرى"

    override val writeTitle = "رمز الاسترداد الخاص بك"
    override val writeText = "بهذا الرمز تنشئ حسابك من جديد إذا فُقد هذا الهاتف. اكتبه على ورقة، واحفظها بعيدًا عن الهاتف."
    override val writeWarning = "من يملكه يستطيع الاستيلاء على حسابك. لا تلتقط صورة للشاشة ولا ترسله بالبريد."
    override val written = "كتبتُه على ورقة"
    override val codeDescription = "رمز الاسترداد"
    override val typeBackTitle = "أعد كتابة مجموعتين"
    override val typeBackText = "اقرأهما من ورقتك. بعد ذلك يُمحى الرمز من هذا الهاتف."
    override fun group(number: Int) = localDigits(Language.ARABIC, "المجموعة $number")
    override val showAgain = "إظهار الرمز مرة أخرى"
    override val later = "لاحقًا"

    override val recoverTitle = "إنشاء حسابك من جديد"
    override val recoverText = "يبقى حسابك وتبقى أرقام الأمان؛ ويرى معارفك أن لديك مفتاحًا جديدًا. تخرج هواتفك الأخرى من الحساب. ولا تعود رسائل الهاتف المفقود."
    override val recoverLabel = "رمز الاسترداد"
    override val recoverHint = "٣٤ حرفًا ورقمًا من ورقتك؛ لا تهم المسافات ولا الشرطات"
}

object ArabicPin : PinStrings {
    override val title = "أدخل الرمز السري"
    override fun reason(reason: LockReason) = when (reason) {
        LockReason.Opened -> ""
        LockReason.ByHand -> "قفلتَه بنفسك."
        is LockReason.ByTime -> arabic(
            reason.minutes,
            zero = "قُفل لعدم الاستخدام.",
            one = "قُفل بعد دقيقة واحدة بلا استخدام.",
            two = "قُفل بعد دقيقتين بلا استخدام.",
            few = "قُفل بعد # دقائق بلا استخدام.",
            many = "قُفل بعد # دقيقة بلا استخدام.",
            other = "قُفل بعد # دقيقة بلا استخدام.",
        )
    }

    override fun wrong(triesLeft: Int) = b("الرمز السري غير صحيح.") + " " + tries(triesLeft) + " لا يُمحى شيء."

    private fun tries(left: Int) = arabic(
        left,
        zero = "لم تبق محاولات.",
        one = "بقيت محاولة واحدة، ثم يلزم رمز الاسترداد.",
        two = "بقيت محاولتان.",
        few = "بقيت # محاولات.",
        many = "بقيت # محاولة.",
        other = "بقيت # محاولة.",
    )

    override fun wait(seconds: Int): String {
        val wait = if (seconds < 120) waitSeconds(seconds) else waitMinutes((seconds + 59) / 60)
        return b("$wait،") + " ثم حاول مرة أخرى."
    }

    private fun waitSeconds(seconds: Int) = arabic(
        seconds,
        zero = "انتظر قليلًا",
        one = "انتظر ثانية واحدة",
        two = "انتظر ثانيتين",
        few = "انتظر # ثوانٍ",
        many = "انتظر # ثانية",
        other = "انتظر # ثانية",
    )

    private fun waitMinutes(minutes: Int) = arabic(
        minutes,
        zero = "انتظر قليلًا",
        one = "انتظر دقيقة واحدة",
        two = "انتظر دقيقتين",
        few = "انتظر # دقائق",
        many = "انتظر # دقيقة",
        other = "انتظر # دقيقة",
    )

    override val open = "فتح"
    override val checking = "جارٍ التحقق…"
    override val deleteDigit = "حذف رقم"
    override fun entered(count: Int) = arabic(
        count,
        zero = "لم يُدخل شيء",
        one = "أُدخل رمز واحد",
        two = "أُدخل رمزان",
        few = "أُدخلت # رموز",
        many = "أُدخل # رمزًا",
        other = "أُدخل # رمز",
    )

    override val useWords = "استخدام كلمات"
    override val useDigits = "استخدام أرقام"
    override val wordsLabel = "الرمز السري بالكلمات"
    override val showTyped = "إظهار"
    override val hideTyped = "إخفاء"
    override val useBiometrics = "استخدام البصمة أو الوجه"
    override val pinDue = "يُطلب الرمز السري كل ٧ أيام وبعد إعادة التشغيل."
    override val forgot = "نسيت الرمز السري؟"
    override val forgotTitle = "لا أحد يستطيع استعادة رمزك السري"
    override val forgotText = "ولا حتى المرحِّل. برمز الاسترداد المكتوب على ورقتك تنشئ حسابك من جديد؛ ولذلك يُمحى هذا الهاتف أولًا. عندها تضيع رسائله. ويمكن العثور على معارفك وأرقام أمانهم من جديد."
    override val eraseAndMakeAgain = "مسح…"
    override val doNotErase = "عدم المسح"
    override val closedTitle = "إدخال الرمز السري مغلق"
    override val closedText = "أُدخلت عشرة رموز خاطئة. يمنحك رمز الاسترداد عشر محاولات أخرى. لا يُمحى شيء."
    override val closedSubmit = "فتح إدخال الرمز السري"
    override val confirmEraseTitle = "مسح رسائل هذا الهاتف؟"
    override val confirmEraseText = "يضيع نهائيًا: كل رسائل هذا الهاتف. يبقى: حسابك لدى المرحِّل، وتنشئه من جديد برمز الاسترداد. بدون هذا الرمز لا يمكن إنشاء الحساب من جديد."
}
