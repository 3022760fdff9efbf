package org.consilium.app.presentation.strings.ar

import org.consilium.app.presentation.state.ConversationFilter
import org.consilium.app.presentation.state.Language
import org.consilium.app.presentation.strings.ChatStrings
import org.consilium.app.presentation.strings.ListStrings
import org.consilium.app.presentation.strings.arabic
import org.consilium.app.presentation.strings.b
import org.consilium.app.presentation.strings.formatCount

object ArabicList : ListStrings {
    override val title = "المحادثات"
    override val search = "بحث"
    override val new = "محادثة جديدة"
    override fun filter(filter: ConversationFilter, count: Int) = when (filter) {
        ConversationFilter.ALL -> "الكل"
        ConversationFilter.URGENT -> "عاجل " + formatCount(Language.ARABIC, count.toLong())
        ConversationFilter.UNREAD -> "غير مقروءة " + formatCount(Language.ARABIC, count.toLong())
        ConversationFilter.KEPT -> "محفوظة"
    }

    override val filters = "عرض"
    override val emptyTitle = "لا محادثات بعد"
    override val emptyText = "ابحث عن زميل برقم هاتفه واكتب الرسالة الأولى. تُختم قبل أن تغادر هذا الهاتف."
    override val emptyFilter = "لا شيء هنا الآن."
    override fun requests(count: Int) = arabic(
        count,
        zero = "لا طلبات",
        one = "طلب واحد",
        two = "طلبان",
        few = "# طلبات",
        many = "# طلبًا",
        other = "# طلب",
    )

    override val requestFrom = "من شخص جديد"
    override val self = "ملاحظات لنفسك"
    override val urgent = "عاجل."
    override val draft = "مسودة:"
    override val deleted = "حذفها مرسلها"
    override val needsNewer = "تحتاج إلى تطبيق أحدث"
    override val gap = "قد تكون رسالة مفقودة"
    override val newKey = "مفتاح جديد"
    override val nothingYet = "لم يُكتب شيء بعد"
    override val paused = "الإرسال متوقف"
    override fun unread(count: Int) = arabic(
        count,
        zero = "لا رسائل غير مقروءة",
        one = "رسالة غير مقروءة",
        two = "رسالتان غير مقروءتين",
        few = "# رسائل غير مقروءة",
        many = "# رسالة غير مقروءة",
        other = "# رسالة غير مقروءة",
    )

    override val recoveryOpen = b("لم يتأكد رمز الاسترداد.") + " بدونه يعني فقدُ الهاتف فقدَ الحساب."
    override val confirmNow = "تأكيد الآن"

    override val searchTitle = "بحث"
    override val searchLabel = "كلمات في رسائلك"
    override val searchHint = "يبقى البحث على هذا الهاتف. ويجد الرسائل التي تحوي كل الكلمات."
    override val searchNothing = "لا رسالة على هذا الهاتف تحوي هذه الكلمات."

    override val requestsTitle = "الطلبات"
    override val requestsText = "لا يعرفون شيئًا حتى تقبل: لا أن رسالتهم وصلت، ولا أنك قرأتها."
    override val requestsEmpty = "لا أحد ينتظر جوابك."
    override val accept = "قبول"
    override val decline = "رفض"
    override val block = "حظر"
}

object ArabicChat : ChatStrings {
    override val more = "المزيد"
    override val messages = "الرسائل"
    override val keptStrip = b("محفوظة") + " من قبلك. لا يُخبَر الآخرون."
    override fun keptSince(date: String) = b("محفوظة") + " من قبلك منذ $date. لا يُخبَر الآخرون."
    override val thirtyDays = "تُحذف الرسائل هنا بعد ٣٠ يومًا."
    override fun quarantined(count: Int) = arabic(
        count,
        zero = "تم التحقق من كل الرسائل.",
        one = "تعذّر التحقق من رسالة واحدة، ولا تُعرض.",
        two = "تعذّر التحقق من رسالتين، ولا تُعرضان.",
        few = "تعذّر التحقق من # رسائل، ولا تُعرض.",
        many = "تعذّر التحقق من # رسالة، ولا تُعرض.",
        other = "تعذّر التحقق من # رسالة، ولا تُعرض.",
    )

    override val details = "التفاصيل"
    override val quarantineTitle = "لا تُعرض لأنها غير مثبتة"
    override val quarantineText = "وصل شيء لا يتطابق توقيعه أو مكانه أو متلقيه. قد يكون تالفًا، أو حاول أحدهم دسّه. وهو محجوز على هذا الهاتف ولا يُعرض أبدًا كرسالة. إن تكرر ذلك، فشارك تشخيصك مع المشرف."

    override val empty = "لا رسائل بعد. ما تكتبه يُختم لهذا الشخص وحده."
    override val emptySelf = "ملاحظات لا يقرؤها غيرك. تُحذف أيضًا بعد ٣٠ يومًا ما لم تحفظها."
    override fun unreadLine(count: Int) = ArabicList.unread(count)
    override fun gap(name: String, missing: Long) = arabic(
        missing,
        zero = "لا رسائل مفقودة من $name.",
        one = "قد تكون رسالة من $name مفقودة. اطلبها مرة أخرى.",
        two = "قد تكون رسالتان من $name مفقودتين. اطلبهما مرة أخرى.",
        few = "قد تكون # رسائل من $name مفقودة. اطلبها مرة أخرى.",
        many = "قد تكون # رسالة من $name مفقودة. اطلبها مرة أخرى.",
        other = "قد تكون # رسالة من $name مفقودة. اطلبها مرة أخرى.",
    )

    override fun newKeyRow(name: String, time: String) = "لدى $name مفتاح جديد منذ $time"

    override fun newKeyPaused(name: String) = b("لدى $name مفتاح جديد.") + " الإرسال متوقف حتى تتحقق منه."
    override fun newKeyNotice(name: String, date: String) = b("لدى $name مفتاح جديد") + " منذ $date."
    override val check = "تحقق"
    override fun fork(name: String) =
        b("لا تثق بهذا الحساب الآن.") + " نُسخت مفاتيح $name أو زُوّرت. الإرسال متوقف. تحدث معه بطريقة أخرى وأخبر المشرف."

    override fun unreachable(name: String) = "تعذّر الوصول إلى $name منذ أكثر من شهر. ما تكتبه ينتظر هنا."
    override fun blocked(name: String) = "حظرتَ $name. لا يظهر منه شيء ولا يُجاب."
    override val unblock = "رفع الحظر"
    override val request = b("لم تقبل هذا الشخص بعد.") + " لن يعرف شيئًا حتى تقبل."

    override fun to(name: String, count: Int) = "إلى " + b(name) + arabic(
        count,
        zero = "، لا أحد",
        one = "، شخص واحد",
        two = "، شخصان",
        few = "، # أشخاص",
        many = "، # شخصًا",
        other = "، # شخص",
    )

    override val toSelf = "إلى " + b("نفسك") + "، لا أحد غيرك"
    override fun urgencyLabel(urgency: String) = "درجة الاستعجال: $urgency. تغيير"
    override val field = "رسالة"
    override val send = "إرسال"
    override val saveEdit = "حفظ التغيير"
    override fun tooLong(by: Int) = arabic(
        by,
        zero = "الطول مناسب.",
        one = "أطول بحرف واحد. اختصرها أو أرسل رسالتين.",
        two = "أطول بحرفين. اختصرها أو أرسل رسالتين.",
        few = "أطول بـ # أحرف. اختصرها أو أرسل رسالتين.",
        many = "أطول بـ # حرفًا. اختصرها أو أرسل رسالتين.",
        other = "أطول بـ # حرف. اختصرها أو أرسل رسالتين.",
    )

    override fun replyTo(name: String) = "رد على $name"
    override val editing = "غيّر رسالتك. يبقى النص السابق قابلًا للعرض."
    override val cancelReference = "إلغاء"
    override val sendingPaused = "الإرسال متوقف"

    override val urgencyTitle = "ما درجة الاستعجال؟"
    override val routineText = "لا عجلة."
    override val soonText = "معلّمة."
    override val urgentText = "حمراء، تبقى في الأعلى حتى يقول أحدهم «اطّلعتُ عليها»."

    override val keep = "الاحتفاظ بهذه المحادثة"
    override val stopKeeping = "إنهاء الاحتفاظ"
    override val keepTitle = "الاحتفاظ بهذه المحادثة؟"
    override val keepText = "لن يُحذف منها شيء تلقائيًا. لك وحدك: لا يُخبَر الآخرون، ويُحذف ما لديهم بعد ٣٠ يومًا. تذهب نسخة مختومة إلى المرحِّل."
    override val stopKeepingTitle = "إنهاء الاحتفاظ بها؟"
    override val stopKeepingText = "تُحذف كل رسالة بعد ٣٠ يومًا من كتابتها، والأقدم تُحذف فورًا. تُحذف النسخ المختومة لدى المرحِّل. لا رجعة في ذلك."
    override val openContact = "جهة الاتصال"
    override val openNumber = "رقم الأمان"
    override fun blockPerson(name: String) = "حظر $name"
    override fun blockTitle(name: String) = "حظر $name؟"
    override val blockText = "من الآن لا يظهر منه شيء ولا يُجاب. ولا يُخبَر بذلك. يمكنك رفع الحظر، ويبقى ما يرسله في أثنائه مخفيًا."
    override val doNotBlock = "عدم الحظر"

    override fun newKeyTitle(name: String) = "لدى $name مفتاح جديد. هل هو فعلًا الشخص نفسه؟"
    override val newKeyUsually = "غالبًا يعني هذا هاتفًا جديدًا. وقد يكون شخصًا آخر."
    override val newKeyPausedText = "كنتَ قد قارنت المفتاح السابق، لذلك توقف الإرسال."
    override val newKeySending = "لم تكن قد قارنت المفتاح السابق. يستمر الإرسال."
    override val scan = "مسح رمزه ضوئيًا"
    override val compareNumbers = "اتصل وقارن الأرقام"
    override val sendWithout = "إرسال بلا تحقق"
    override val sendWithoutText = "يبقى المفتاح عندها معلّمًا بأنه لم يُقارن."
    override val notNow = "ليس الآن"
}
