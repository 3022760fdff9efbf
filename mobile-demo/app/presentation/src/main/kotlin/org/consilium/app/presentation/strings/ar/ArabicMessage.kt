package org.consilium.app.presentation.strings.ar

import org.consilium.app.presentation.state.Mark
import org.consilium.app.presentation.state.Wait
import org.consilium.app.presentation.strings.MessageStrings

object ArabicMessage : MessageStrings {
    override val edited = "عُدِّلت"
    override val seeEarlier = "النص السابق"
    override val deleted = "حذفها مرسلها"
    override val needsNewer = "تحتاج هذه الرسالة إلى تطبيق أحدث. حدّث التطبيق فتظهر."
    override val seen = "اطّلعتُ عليها"
    override fun seenBy(names: String) = "اطّلع عليها $names"
    override val acknowledged = "اطّلعتَ عليها"
    override val quoteGone = "رسالة لم تعد هنا"
    override val tapToRetry = "المس لإعادة المحاولة"

    override fun waits(reason: Wait) = when (reason) {
        Wait.QUEUED -> "تخرج مع الاتصال التالي بالمرحِّل."
        Wait.NO_PREKEY -> "تعذّر الوصول إليه منذ أكثر من شهر. تخرج عند عودته."
        Wait.MAILBOX_FULL -> "صندوقه ممتلئ. تخرج حين يتوفر مكان."
        Wait.DEVICE_LOCKED -> "هاتفه مقفل من مؤسسته."
        Wait.SLOWED -> "طلب المرحِّل التمهل. تخرج تلقائيًا."
        Wait.PAUSED -> "تغيّر مفتاحه. تحقق منه أولًا."
        Wait.CLOCK_OFF -> "ساعة هذا الهاتف مختلفة بأكثر من يوم. اضبطها."
    }

    override fun mark(mark: Mark) = when (mark) {
        Mark.CLOCK_OFF -> "كانت ساعة المرسل مختلفة بأكثر من خمس دقائق."
        Mark.FORK -> "أرسل المرسل رسالة أخرى في الموضع نفسه. تُعرض الاثنتان."
        Mark.OLD_VIEW -> "لم يكن المرسل يعرف أحدث قائمة لأجهزتك."
        Mark.UNKNOWN_VIEW -> "عُرضت على المرسل قائمة أجهزة باسمك لم تصنعها قط. أخبر المشرف."
    }

    override fun from(name: String) = "من $name"
    override val fromYou = "منك"
    override val openActions = "معلومات وإجراءات"

    override val title = "رسالة"
    override val sent = "أُرسلت"
    override val received = "وصلت إليك"
    override val state = "الحالة"
    override fun expires(date: String) = "تُحذف في $date، هنا ولدى المرحِّل"
    override val neverExpires = "محفوظة: لا تُحذف تلقائيًا"
    override val reply = "رد"
    override val edit = "تعديل"
    override val copy = "نسخ النص"
    override val retry = "إعادة الإرسال"
    override val delete = "حذف…"
    override val earlierTitle = "النصوص السابقة"
    override val now = "الآن"

    override val deleteTitle = "حذف هذه الرسالة؟"
    override val deleteText = "تُحذف من هذا الهاتف. وتبقى لدى الشخص الآخر."
    override val deleteOwnText = "«لدى الجميع» يحذفها هنا وعلى هاتف زميلك، الذي يُظهر عندها أنها حُذفت. ولا يمكن استرجاع ما قُرئ."
    override val deleteKeptText = "وتُحذف نسختها المختومة لدى المرحِّل أيضًا."
    override val deleteHere = "حذف هنا"
    override val deleteForEveryone = "حذف لدى الجميع"
    override val doNotDelete = "عدم الحذف"
}
