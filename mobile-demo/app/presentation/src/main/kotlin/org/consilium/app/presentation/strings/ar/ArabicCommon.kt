package org.consilium.app.presentation.strings.ar

import org.consilium.app.presentation.state.Alarm
import org.consilium.app.presentation.state.Dial
import org.consilium.app.presentation.state.DoneWhat
import org.consilium.app.presentation.state.Tab
import org.consilium.app.presentation.state.Urgency
import org.consilium.app.presentation.strings.CommonStrings
import org.consilium.app.presentation.strings.LineStrings
import org.consilium.app.presentation.strings.arabic
import org.consilium.app.presentation.strings.b

object ArabicCommon : CommonStrings {
    override val back = "رجوع"
    override val close = "إغلاق"
    override val cancel = "إلغاء"
    override val next = "متابعة"
    override val save = "حفظ"
    override val loading = "جارٍ التحميل"
    override val working = "لحظة…"
    override val clear = "إفراغ"
    override val nobody = "بلا اسم بعد"
    override val you = "أنت"
    override val kept = "محفوظة"
    override val compared = "تمت مقارنة رقم الأمان"
    override val today = "اليوم"
    override val yesterday = "أمس"
    override val and = "، "

    override fun tab(tab: Tab) = when (tab) {
        Tab.CONVERSATIONS -> "المحادثات"
        Tab.COLLEAGUES -> "الزملاء"
        Tab.YOU -> "أنت"
    }

    override fun urgency(urgency: Urgency) = when (urgency) {
        Urgency.ROUTINE -> "عادي"
        Urgency.SOON -> "قريبًا"
        Urgency.URGENT -> "عاجل"
    }

    override fun dial(dial: Dial) = when (dial) {
        Dial.WAITING -> "في الانتظار"
        Dial.AT_RELAY -> "لدى المرحِّل"
        Dial.DELIVERED -> "وصلت"
        Dial.READ -> "قُرئت"
        Dial.NOT_SENT -> "لم تُرسل"
    }

    override fun done(what: DoneWhat) = when (what) {
        DoneWhat.PROFILE_SAVED -> "حُفظ. سيراه زملاؤك مع رسالتك التالية إليهم."
        DoneWhat.PIN_CHANGED -> "تغيّر الرمز السري. القديم لم يعد يفتح هذا الهاتف."
        DoneWhat.PIN_REOPENED -> "الرمز صحيح. لديك عشر محاولات أخرى للرمز السري."
        DoneWhat.RECOVERY_CONFIRMED -> "تأكد رمز الاسترداد. لم يعد موجودًا إلا على ورقتك."
        DoneWhat.COMPARED -> "سُجّلت المقارنة."
        DoneWhat.BLOCKED -> "حُظر. لن يظهر منه شيء ولن يُجاب."
        DoneWhat.UNBLOCKED -> "رُفع الحظر. ما أُرسل في أثنائه لا يظهر."
        DoneWhat.DELETED_HERE -> "حُذفت من هذا الهاتف."
        DoneWhat.DELETED_FOR_EVERYONE -> "حُذفت لدى الجميع."
        DoneWhat.KEPT -> "محفوظة. لن يُحذف شيء هنا تلقائيًا."
        DoneWhat.NO_LONGER_KEPT -> "لم تعد محفوظة. تُحذف كل رسالة بعد ٣٠ يومًا من كتابتها."
        DoneWhat.REQUEST_DECLINED -> "رُفض. حُذفت رسائله هنا ولم يُرسل أي رد."
        DoneWhat.NUMBER_MOVE_REFUSED -> "رُفض. يبقى رقمك لهذا الحساب."
        DoneWhat.NUMBER_MOVE_ALLOWED -> "يمكن لرقمك أن ينتقل. يبقى هذا الحساب بدونه."
        DoneWhat.DISCOVERABLE -> "يستطيع الزملاء الذين لديهم رقمك العثور عليك الآن."
        DoneWhat.NOT_DISCOVERABLE -> "لم يعد أحد يستطيع العثور عليك برقمك."
        DoneWhat.TEXT_COPIED -> "نُسخ. تستطيع تطبيقات أخرى على هذا الهاتف قراءته."
    }
}

object ArabicLine : LineStrings {
    override fun offline(since: String) = b("غير متصل منذ $since.")
    override val connecting = "جارٍ الاتصال…"
    override val stopped = b("لا يوجد اتصال.")
    override val notTrusted =
        b("لم يُرسل شيء.") +
            " شهادة المرحِّل ليست الشهادة المثبَّتة. جرّب شبكة أخرى، أو أخبر المشرف: الرمز TLS-PIN."
    override val replaced =
        b("نسخة من هذا الهاتف متصلة.") + " إن كنت لا تعرف نسخة كهذه فقد سُرقت البيانات: أنشئ حسابك من جديد برمز الاسترداد."
    override val clockOff =
        b("لا يُرسل شيء.") + " ساعة هذا الهاتف مختلفة بأكثر من يوم. اضبطها، فتخرج الرسائل تلقائيًا."

    override fun waiting(count: Int) = arabic(
        count,
        zero = "لا رسائل تنتظر هنا.",
        one = "رسالة واحدة تنتظر هنا وستخرج تلقائيًا.",
        two = "رسالتان تنتظران هنا وستخرجان تلقائيًا.",
        few = "# رسائل تنتظر هنا وستخرج تلقائيًا.",
        many = "# رسالة تنتظر هنا وستخرج تلقائيًا.",
        other = "# رسالة تنتظر هنا وستخرج تلقائيًا.",
    )

    override val tryNow = "حاول الآن"

    override fun alarm(alarm: Alarm) = when (alarm) {
        Alarm.FOREIGN_PREKEY ->
            b("نُسخ مفتاح من هذا الهاتف.") +
                " يوزّع المرحِّل مفتاحًا لم يصنعه هذا الهاتف قط. أنشئ حسابك من جديد برمز الاسترداد وأخبر المشرف."
        Alarm.ERASURE_WAITS ->
            b("قفزت ساعة هذا الهاتف.") +
                " لن يُحذف شيء حتى يؤكد المرحِّل الوقت. لا يلزمك فعل شيء."
    }

    override fun numberMoves(at: String) =
        b("طلب حساب آخر رقم هاتفك.") +
            " سينتقل في $at ما لم ترفض. إن لم تكن أنت من طلب، فارفض."

    override val keepNumber = "رفض، يبقى رقمي"
    override val letMove = "السماح بالنقل"
}
