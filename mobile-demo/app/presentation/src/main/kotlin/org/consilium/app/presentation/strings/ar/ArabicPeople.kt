package org.consilium.app.presentation.strings.ar

import org.consilium.app.presentation.strings.CompareStrings
import org.consilium.app.presentation.strings.PeopleStrings
import org.consilium.app.presentation.strings.arabic
import org.consilium.app.presentation.strings.b

object ArabicPeople : PeopleStrings {
    override val title = "الزملاء"
    override val filterLabel = "الاسم أو المهنة"
    override val find = "البحث عن زملاء"
    override val emptyTitle = "لا أحد هنا بعد"
    override val emptyText = "يظهر الزملاء حين تجدهم بأرقام هواتفهم، أو حين يكتبون إليك."
    override val filterEmpty = "لا أحد هنا بهذا الاسم أو هذه المهنة."
    override val found = "وُجد برقم هاتفه"
    override val blocked = "محظور"
    override val newKey = "مفتاح جديد، الإرسال متوقف"

    override val findTitle = "البحث عن زملاء"
    override val findHonest = "يرسل Consilium بصمة قصيرة من كل رقم إلى المرحِّل، فيقارنها وينساها. ومن يشغّل المرحِّل قد يستطيع استنتاج الأرقام منها."
    override val findNames = "لا تغادر الأسماء هاتفك أبدًا."
    override val findFile = "اختر دفتر عناوين كما يصدّره هاتفك أو بريدك: vCard (.vcf) أو CSV. لا يُرسل شيء قبل أن توافق."
    override val chooseFile = "اختيار ملف"
    override val notNow = "ليس الآن"
    override fun imported(people: Int) = arabic(
        people,
        zero = "لا أشخاص في هذا الملف",
        one = "شخص واحد في هذا الملف",
        two = "شخصان في هذا الملف",
        few = "# أشخاص في هذا الملف",
        many = "# شخصًا في هذا الملف",
        other = "# شخص في هذا الملف",
    )

    override fun numbers(count: Int) = arabic(
        count,
        zero = "لا أرقام هواتف",
        one = "رقم هاتف واحد",
        two = "رقما هاتف",
        few = "# أرقام هواتف",
        many = "# رقم هاتف",
        other = "# رقم هاتف",
    )

    override fun notUnderstood(count: Int) = arabic(
        count,
        zero = "فُهمت كل النصوص.",
        one = "نص واحد ليس رقم هاتف، وتُرك.",
        two = "نصّان ليسا رقمي هاتف، وتُركا.",
        few = "# نصوص ليست أرقام هواتف، وتُركت.",
        many = "# نصًا ليست أرقام هواتف، وتُركت.",
        other = "# نص ليست أرقام هواتف، وتُركت.",
    )

    override fun sendFingerprints(count: Int) = arabic(
        count,
        zero = "لا أرقام للبحث",
        one = "البحث برقم واحد",
        two = "البحث برقمين",
        few = "البحث بـ # أرقام",
        many = "البحث بـ # رقمًا",
        other = "البحث بـ # رقم",
    )

    override val otherFile = "اختيار ملف آخر"
    override fun result(found: Int) = arabic(
        found,
        zero = "لم يُعثر على زملاء",
        one = "عُثر على زميل واحد",
        two = "عُثر على زميلين",
        few = "عُثر على # زملاء",
        many = "عُثر على # زميلًا",
        other = "عُثر على # زميل",
    )

    override fun resultOf(asked: Int) = arabic(
        asked,
        zero = "لم يُسأل عن أي رقم.",
        one = "سُئل عن رقم واحد.",
        two = "سُئل عن رقمين.",
        few = "سُئل عن # أرقام.",
        many = "سُئل عن # رقمًا.",
        other = "سُئل عن # رقم.",
    )

    override val resultText = "هذا قول المرحِّل؛ ولا تثبت الهوية إلا بمقارنة رقم الأمان. اكتب إليهم، وهم يقررون القبول."
    override val resultNone = "لا يمكن العثور على أحد بهذه الأرقام. ربما ليس لديهم Consilium، أو لم يسمحوا بالعثور عليهم."

    override val contact = "جهة الاتصال"
    override val message = "رسالة"
    override fun saysName(name: String) = "يسمي نفسه $name"
    override val twoChecks = "من هذا؟ تحقّقان منفصلان"
    override val licenceChecked = "تم التحقق من الترخيص"
    override fun licenceBy(organisation: String, date: String) = b("تم التحقق من الترخيص") + " من قبل $organisation في $date."
    override fun licenceSays(profession: String) = "يعني: مهنة هذا الشخص $profession."
    override val licenceNotChecked = b("لم يُتحقق من الترخيص.")
    override val licenceNotCheckedText = "لا مؤسسة تضمن هوية هذا الشخص."
    override val numberCompared = b("تمت مقارنة رقم الأمان") + " من قبلك."
    override val numberComparedText = "يعني: هذه الرسائل من هاتف هذا الشخص، لا من أحد بينكما."
    override val numberNotCompared = b("لم يُقارن رقم الأمان.")
    override val numberNotComparedText = "يقول المرحِّل إن هذا مفتاحه. قارنه مرة لتتأكد."
    override fun numberNewKey(date: String) = b("مفتاح جديد") + " منذ $date."
    override val numberNewKeyText = "الحساب نفسه، هاتف جديد. رقم الأمان لم يتغير."
    override val numberPaused = b("حساب جديد، لم يُقارن.") + " الإرسال متوقف."
    override val numberPausedText = "كنتَ قد قارنت الحساب السابق لهذا الشخص. قارن من جديد قبل أن تكتب."
    override val numberFork = b("مفاتيح منسوخة أو مزوّرة.") + " الإرسال متوقف."
    override val numberForkText = "أظهر الحساب بيانين مختلفين للموضع نفسه. تحدث معه بطريقة أخرى وأخبر المشرف."
    override val unreachable = "تعذّر الوصول إليه منذ أكثر من شهر. ما تكتبه ينتظر على هذا الهاتف."
    override fun replaces(name: String) = "كان رقم الهاتف هذا يقود إلى حساب آخر: $name. لا يُدمج الاثنان أبدًا."
    override val blockedText = "حظرتَ هذا الشخص. لا يظهر منه شيء ولا يُجاب."
    override fun block(name: String) = "حظر $name"
    override val unblock = "رفع الحظر"
}

object ArabicCompare : CompareStrings {
    override val title = "رقم الأمان"
    override val compare = "مقارنة"
    override val compareAgain = "مقارنة من جديد"
    override fun how(name: String) =
        "دع $name يمسح هذا ضوئيًا، أو ليقرأ كل منكما الأرقام للآخر وجهًا لوجه أو في مكالمة تعرف فيها الصوت."

    override fun codeDescription(name: String) = "رمز QR لرقم الأمان مع $name"
    override fun numberDescription(groups: String) = "رقم الأمان، ١٢ مجموعة من ٥ أرقام: $groups"
    override val readPicture = "قراءة صورة لرمزه"
    override fun readPictureText(name: String) = "صورة للرمز على هاتف $name، التُقطت وجهًا لوجه. الصورة المرسلة في رسالة لا تثبت شيئًا."
    override val same = "الأرقام متطابقة"
    override val different = "الأرقام مختلفة"
    override val matchTitle = "متطابق. قورن اليوم."
    override fun matchText(name: String) = "الرسائل هنا تأتي من هاتف $name، لا من أحد بينكما."
    override val mismatchTitle = "غير متطابق. لا ترسل."
    override val mismatchText = "قد يكون أحد بينكما. يبقى الإرسال متوقفًا حتى تقارنا وجهًا لوجه. أخبر المشرف بطريقة غير هذا التطبيق."
    override val notACodeTitle = "ليس رقم أمان"
    override val notACodeText = "هذا رمز لشيء آخر. اطلب منه أن يفتح صفحتك في جهات الاتصال ويُظهر الرمز هناك."
    override val noCodeTitle = "لا رمز في هذه الصورة"
    override val noCodeText = "التقطها من جديد: الرمز كاملًا، واضحًا ومستقيمًا، مع إضاءة."
    override val done = "تم"
    override val anotherPicture = "قراءة صورة أخرى"
}
