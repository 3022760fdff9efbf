package org.consilium.app.presentation.strings.ar

import org.consilium.app.presentation.state.Failure
import org.consilium.app.presentation.state.FailureCode
import org.consilium.app.presentation.state.PinReason
import org.consilium.app.presentation.state.RefusalReason
import org.consilium.app.presentation.strings.FailureStrings
import org.consilium.app.presentation.strings.arabic
import org.consilium.app.presentation.strings.leftToRight
import org.consilium.app.presentation.strings.seconds

object ArabicFailures : FailureStrings {
    override fun code(code: String) = "الرمز " + leftToRight(code)

    override fun text(failure: Failure): String = when (failure.code) {
        FailureCode.PIN_REFUSED -> pin(failure.pin)
        FailureCode.PIN_WRONG -> ArabicPin.wrong(failure.triesLeft)
        FailureCode.PIN_WAIT -> ArabicPin.wait(seconds(failure.waitMs))
        FailureCode.PIN_CLOSED -> "أُغلق الإدخال بعد عشرة رموز خاطئة. أدخل رمز الاسترداد."
        FailureCode.PIN_DUE -> "افتح الآن برمزك السري: يُطلب كل ٧ أيام وبعد إعادة التشغيل."
        FailureCode.NOT_RECOGNISED -> "لم يُتعرّف عليك. حاول مرة أخرى أو استخدم رمزك السري."
        FailureCode.NO_BIOMETRICS -> "لا يمكن استخدام البصمة أو الوجه على هذا الهاتف الآن. رمزك السري يفتح التطبيق."
        FailureCode.PINS_DIFFER -> "الرمزان مختلفان. اختر من جديد."
        FailureCode.RECOVERY_MISTYPED -> "ليس هذا رمز استرداد. قارنه بورقتك: ٣٤ حرفًا ورقمًا."
        FailureCode.RECOVERY_WRONG -> "رمز الاسترداد هذا لحساب آخر. لم يتغير شيء."
        FailureCode.RECOVERY_GROUPS -> "ليست هذه مجموعات رمزك. انظر إلى ورقتك مرة أخرى."
        FailureCode.RECOVERY_GONE -> "تأكد رمز الاسترداد ولم يعد موجودًا إلا على ورقتك."
        FailureCode.PHONE_NUMBER -> "ليس هذا رقم هاتف. اكتبه مع رمز البلد، مثل " + leftToRight("+31 6 12345678") + "."
        FailureCode.TEXT_LENGTH -> "هذه الرسالة فارغة أو طويلة جدًا. تبقى هنا؛ اختصرها أو أرسل رسالتين."
        FailureCode.NAME_LENGTH -> length(failure.limit)
        FailureCode.NAME_EMPTY -> "يحتاج زملاؤك إلى اسم ليعرفوك به."
        else -> people(failure)
    }

    private fun length(limit: Int) = arabic(
        limit,
        zero = "بلا أحرف.",
        one = "حرف واحد على الأكثر.",
        two = "حرفان على الأكثر.",
        few = "# أحرف على الأكثر.",
        many = "# حرفًا على الأكثر.",
        other = "# حرف على الأكثر.",
    )

    private fun pin(reason: PinReason?) = when (reason) {
        PinReason.TOO_FEW_DIGITS -> "قصير جدًا: استخدم ٦ أرقام على الأقل."
        PinReason.TOO_SHORT -> "قصير جدًا: استخدم ٨ أحرف على الأقل، أو ٦ أرقام."
        PinReason.TOO_LONG -> "طويل جدًا: استخدم ٢٥٦ حرفًا على الأكثر."
        PinReason.REPEATS -> "سهل التخمين: يكرر نفسه. اختر غيره."
        PinReason.RUN -> "سهل التخمين: إنه تسلسل. اختر غيره."
        PinReason.DATE -> "سهل التخمين: يشبه سنة أو تاريخًا. اختر غيره."
        PinReason.KEY_PATTERN -> "سهل التخمين: شكل على المفاتيح. اختر غيره."
        PinReason.COMMON, null -> "سهل التخمين: يختاره كثيرون. اختر غيره."
    }

    private fun people(failure: Failure) = when (failure.code) {
        FailureCode.UNKNOWN_CONTACT -> "لم تعد جهة الاتصال هذه معروفة على هذا الهاتف."
        FailureCode.UNKNOWN_CONVERSATION -> "لم تعد هذه المحادثة على هذا الهاتف."
        FailureCode.UNKNOWN_MESSAGE -> "لم تعد هذه الرسالة على هذا الهاتف."
        FailureCode.BLOCKED -> "لم تُرسل: حظرتَ جهة الاتصال هذه. ارفع الحظر لتكتب."
        FailureCode.NEW_KEY -> "لم تُرسل: تغيّر مفتاح جهة الاتصال هذه. تحقق منه أولًا."
        FailureCode.FORK -> "لم تُرسل: نُسخت مفاتيح هذا الحساب أو زُوّرت. تحدث مع الشخص بطريقة أخرى."
        FailureCode.NOT_YOURS -> "لا يُعدَّل ولا يُحذف لدى الجميع إلا نص كتبته أنت."
        FailureCode.NOTHING_TO_DO -> "لم يعد هناك ما يُفعل لهذا."
        FailureCode.IMPORT_UNREADABLE -> "تعذّرت قراءة هذا الملف. اختر ملفًا آخر، أو صدّر جهات اتصالك بصيغة vCard (.vcf) أو CSV."
        FailureCode.IMPORT_TOO_LARGE -> "هذا الملف أكبر من ٦٤ ميغابايت. صدّر جهات الاتصال بلا صور، أو على أجزاء."
        FailureCode.IMPORT_NOT_AN_ADDRESS_BOOK -> "ليس هذا دفتر عناوين. صدّر جهات اتصالك بصيغة vCard (.vcf) أو CSV واختر ذلك الملف."
        FailureCode.IMPORT_NO_NUMBERS -> "لا رقم هاتف في هذا الملف. صدّر جهات الاتصال مع أرقامها."
        FailureCode.PICTURE_UNREADABLE -> "تعذّرت قراءة هذه الصورة. اختر PNG أو JPEG."
        else -> relay(failure)
    }

    private fun relay(failure: Failure) = when (failure.code) {
        FailureCode.OFFLINE -> "تعذّر الوصول إلى المرحِّل. لم يضع شيء: ما كتبته محفوظ هنا. حاول مرة أخرى حين تتصل."
        FailureCode.TLS_PIN -> "شهادة المرحِّل ليست الشهادة المثبَّتة. لم يُرسل شيء. جرّب شبكة أخرى، أو أخبر المشرف: الرمز TLS-PIN."
        FailureCode.RELAY_REFUSED -> refused(failure.refusal)
        FailureCode.RELAY_LATER -> later(seconds(failure.waitMs))
        FailureCode.RELAY_PROTOCOL -> "جواب المرحِّل غير مفهوم. لم يتغير شيء. أخبر المشرف."
        FailureCode.CLOCK -> "ساعة هذا الهاتف مختلفة بأكثر من يوم. اضبطها؛ لا يُرسل شيء حتى ذلك الحين."
        FailureCode.SIGNED_OUT -> "لم يعد هذا الهاتف ضمن الحساب. أنشئ حسابك من جديد برمز الاسترداد."
        FailureCode.REGISTRATION_UNCONFIRMED ->
            "لم يصل رد المرحِّل، وقد يكون حسابك موجودًا بالفعل. لم يضع شيء، فكل المفاتيح على هذا الهاتف. افتحه برمزك السري لتعرف."
        FailureCode.NOT_REGISTERED -> "لم يصل التسجيل إلى المرحِّل. امسح هذا الهاتف من صفحة «أنت» ثم أنشئ الحساب من جديد."
        FailureCode.REPLACED ->
            "استولت نسخة من هذا الهاتف على الاتصال بالمرحِّل. إن كنت لا تعرف نسخة كهذه فأنشئ حسابك من جديد برمز الاسترداد."
        else -> device(failure.code)
    }

    private fun refused(reason: RefusalReason) = when (reason) {
        RefusalReason.CODE_WRONG -> "ليس هذا رمز الرسالة النصية. انظر مرة أخرى."
        RefusalReason.CODE_EXPIRED -> "انتهت صلاحية هذا الرمز أو جُرّب مرات كثيرة. اطلب رمزًا آخر."
        RefusalReason.NOT_ALLOWED -> "لا يسمح المرحِّل لهذا الهاتف بذلك. لم يتغير شيء."
        RefusalReason.RELAY_TOO_OLD -> "المرحِّل أقدم من هذا التطبيق ولا يعرف هذا الطلب. أخبر المشرف."
        RefusalReason.OTHER -> "رفض المرحِّل. لم يتغير شيء. حاول مرة أخرى، أو أخبر المشرف."
    }

    private fun later(seconds: Int) = arabic(
        seconds,
        zero = "المرحِّل مشغول. حاول مرة أخرى.",
        one = "المرحِّل مشغول. حاول بعد ثانية واحدة.",
        two = "المرحِّل مشغول. حاول بعد ثانيتين.",
        few = "المرحِّل مشغول. حاول بعد # ثوانٍ.",
        many = "المرحِّل مشغول. حاول بعد # ثانية.",
        other = "المرحِّل مشغول. حاول بعد # ثانية.",
    )

    private fun device(code: FailureCode) = when (code) {
        FailureCode.LOCKED -> "التطبيق مقفل. افتحه برمزك السري."
        FailureCode.NO_ACCOUNT -> "لا حساب على هذا الهاتف بعد."
        FailureCode.ACCOUNT_EXISTS -> "على هذا الهاتف حساب بالفعل. افتحه برمزه السري."
        FailureCode.IN_USE -> "Consilium مفتوح بالفعل. أغلقه هناك أولًا."
        FailureCode.KEYSTORE -> "مخزن المفاتيح في هذا الهاتف لا يجيب. أعد تشغيل الهاتف."
        FailureCode.MEMORY -> "الذاكرة لا تكفي للتحقق من الرمز السري. أغلق تطبيقات أخرى وحاول مرة أخرى."
        FailureCode.STORAGE -> "تعطل تخزين هذا الهاتف أو امتلأ. أفسح مكانًا ثم حاول مرة أخرى."
        FailureCode.DAMAGED -> "بيانات هذا الهاتف تالفة. أنشئ حسابك من جديد برمز الاسترداد."
        FailureCode.NEWER_DATA -> "كتب هذه البيانات تطبيق أحدث. حدّث هذا التطبيق."
        FailureCode.CANCELLED -> "توقف. لم يتغير شيء."
        else -> "خلل في هذا التطبيق. ما حُفظ سليم. شغّله من جديد؛ وإن تكرر فشارك تشخيصك."
    }
}
