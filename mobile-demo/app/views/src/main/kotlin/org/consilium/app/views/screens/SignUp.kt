package org.consilium.app.views.screens

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import org.consilium.app.presentation.Intent
import org.consilium.app.presentation.PinIntent
import org.consilium.app.presentation.SignUpIntent
import org.consilium.app.presentation.state.Failure
import org.consilium.app.presentation.state.FailureCode
import org.consilium.app.presentation.state.SignUp
import org.consilium.app.presentation.state.SignUpStep
import org.consilium.app.presentation.strings.leftToRight
import org.consilium.app.views.Tags
import org.consilium.app.views.icons.Glyph
import org.consilium.app.views.icons.Icon
import org.consilium.app.views.parts.AppBar
import org.consilium.app.views.parts.Banner
import org.consilium.app.views.parts.Button
import org.consilium.app.views.parts.FailureBanner
import org.consilium.app.views.parts.Field
import org.consilium.app.views.parts.FieldKind
import org.consilium.app.views.parts.Heading
import org.consilium.app.views.parts.Loudness
import org.consilium.app.views.parts.Page
import org.consilium.app.views.parts.PinDots
import org.consilium.app.views.parts.PinEntering
import org.consilium.app.views.parts.PinPad
import org.consilium.app.views.parts.PinWords
import org.consilium.app.views.parts.RecoveryGroups
import org.consilium.app.views.parts.Tone
import org.consilium.app.views.parts.Words
import org.consilium.app.views.parts.announced
import org.consilium.app.views.parts.pagePad
import org.consilium.app.views.theme.Space
import org.consilium.app.views.theme.Type
import org.consilium.app.views.theme.colors
import org.consilium.app.views.theme.strings

/** Sign-up and recovery, one page a step. */
@Composable
fun SignUpScreen(state: SignUp, send: (Intent) -> Unit) {
    val texts = strings.signUp
    Page(
        bar = { AppBar(texts.step(state.position, state.steps), send) },
        actions = { StepActions(state, send) },
    ) {
        Column(Modifier.fillMaxWidth().padding(Space.l), Arrangement.spacedBy(Space.l)) {
            StepContent(state, send)
        }
    }
}

@Composable
private fun ColumnScope.StepContent(state: SignUp, send: (Intent) -> Unit) {
    when (val step = state.step) {
        is SignUpStep.RecoveryCode -> RecoveryStep(state, step, send)
        is SignUpStep.Number -> NumberStep(state, step, send)
        is SignUpStep.Code -> CodeStep(state, step, send)
        is SignUpStep.Profile -> ProfileStep(state, step, send)
        is SignUpStep.NewPin -> NewPinStep(state, step, send)
        is SignUpStep.WriteDown -> WriteDownStep(step)
        is SignUpStep.TypeBack -> TypeBackStep(state, step, send)
    }
}

@Composable
private fun StepActions(state: SignUp, send: (Intent) -> Unit) {
    val texts = strings.signUp
    val step = state.step
    if (step is SignUpStep.NewPin) return
    val main = when (step) {
        is SignUpStep.Number -> texts.sendCode
        is SignUpStep.WriteDown -> texts.written
        else -> strings.common.next
    }
    if (step is SignUpStep.TypeBack) {
        Button(texts.showAgain, Tags.SHOW_AGAIN, { send(SignUpIntent.ShowCodeAgain) }, loudness = Loudness.PLAIN)
    }
    Button(main, Tags.CONTINUE, { send(SignUpIntent.Continue) }, busy = state.busy)
    if (step is SignUpStep.WriteDown || step is SignUpStep.TypeBack) {
        Button(texts.later, Tags.LATER, { send(SignUpIntent.ConfirmLater) }, loudness = Loudness.PLAIN, enabled = !state.busy)
    }
}

@Composable
private fun StepHead(title: String, text: String?) {
    Heading(title, style = Type.page)
    text?.let { Words(it, color = colors.text2) }
}

/** What is wrong stands at the field if the field is to blame, else as a banner. */
private fun SignUp.fieldFailure(vararg codes: FailureCode) = failure?.takeIf { it.code in codes }

@Composable
private fun OtherFailure(state: SignUp, vararg atField: FailureCode) {
    if (state.failure?.code !in atField) FailureBanner(state.failure)
}

@Composable
private fun RecoveryStep(state: SignUp, step: SignUpStep.RecoveryCode, send: (Intent) -> Unit) {
    val texts = strings.signUp
    StepHead(texts.recoverTitle, texts.recoverText)
    Field(
        texts.recoverLabel,
        step.typed,
        Tags.RECOVERY_CODE,
        { send(SignUpIntent.RecoveryCode(it)) },
        kind = FieldKind.CODE,
        hint = texts.recoverHint,
        failure = state.failure,
        onSubmit = { send(SignUpIntent.Continue) },
    )
}

@Composable
private fun NumberStep(state: SignUp, step: SignUpStep.Number, send: (Intent) -> Unit) {
    val texts = strings.signUp
    StepHead(texts.numberTitle, texts.numberWhy)
    Field(
        texts.numberLabel,
        step.typed,
        Tags.NUMBER,
        { send(SignUpIntent.Number(it)) },
        kind = FieldKind.PHONE,
        hint = texts.numberHint,
        failure = state.fieldFailure(FailureCode.PHONE_NUMBER),
        onSubmit = { send(SignUpIntent.Continue) },
    )
    OtherFailure(state, FailureCode.PHONE_NUMBER)
}

@Composable
private fun CodeStep(state: SignUp, step: SignUpStep.Code, send: (Intent) -> Unit) {
    val texts = strings.signUp
    StepHead(texts.codeTitle, texts.codeSent(leftToRight(step.number)))
    Field(
        texts.codeLabel,
        step.typed,
        Tags.CODE,
        { send(SignUpIntent.Code(it)) },
        kind = FieldKind.CODE,
        failure = state.fieldFailure(FailureCode.RELAY_REFUSED),
        onSubmit = { send(SignUpIntent.Continue) },
    )
    OtherFailure(state, FailureCode.RELAY_REFUSED)
    if (step.resendInS > 0) {
        Words(texts.resendIn(step.resendInS), style = Type.small, color = colors.text2)
    } else {
        Button(texts.resend, Tags.RESEND, { send(SignUpIntent.ResendCode) }, loudness = Loudness.PLAIN, enabled = !state.busy, wide = false)
    }
}

@Composable
private fun ProfileStep(state: SignUp, step: SignUpStep.Profile, send: (Intent) -> Unit) {
    val texts = strings.signUp
    StepHead(texts.profileTitle, texts.profileText)
    Field(
        texts.nameLabel,
        step.name,
        Tags.NAME,
        { send(SignUpIntent.Name(it)) },
        failure = state.fieldFailure(FailureCode.NAME_EMPTY, FailureCode.NAME_LENGTH),
    )
    Field(
        texts.professionLabel,
        step.profession,
        Tags.PROFESSION,
        { send(SignUpIntent.Profession(it)) },
        hint = texts.professionHint,
        onSubmit = { send(SignUpIntent.Continue) },
    )
    OtherFailure(state, FailureCode.NAME_EMPTY, FailureCode.NAME_LENGTH)
}

@Composable
private fun NewPinStep(state: SignUp, step: SignUpStep.NewPin, send: (Intent) -> Unit) {
    val texts = strings.signUp
    StepHead(if (step.repeat) texts.pinAgain else texts.pinTitle, null)
    if (!step.repeat) PinRules()
    NewPinEntry(step.length, step.words, state.busy, state.failure, send)
}

/** What makes a PIN good, said before one is chosen. */
@Composable
internal fun PinRules() {
    val texts = strings.signUp
    Column(verticalArrangement = Arrangement.spacedBy(Space.s)) {
        PinRule(Icon.CHECK, texts.pinRuleLength)
        PinRule(Icon.NO, texts.pinRuleEasy)
        PinRule(Icon.KEY, texts.pinRuleReset)
    }
}

@Composable
private fun PinRule(icon: Icon, text: String) {
    Row(horizontalArrangement = Arrangement.spacedBy(Space.s)) {
        Glyph(icon, tint = colors.text2)
        Words(text, Modifier.weight(1f), Type.small, colors.text2)
    }
}

@Composable
private fun WriteDownStep(step: SignUpStep.WriteDown) {
    val texts = strings.signUp
    StepHead(texts.writeTitle, texts.writeText)
    RecoveryGroups(step.groups)
    Banner(Icon.WARN, texts.writeWarning, Tags.WARNING, tone = Tone.WARN)
}

@Composable
private fun TypeBackStep(state: SignUp, step: SignUpStep.TypeBack, send: (Intent) -> Unit) {
    val texts = strings.signUp
    StepHead(texts.typeBackTitle, texts.typeBackText)
    TypeBackFields(
        TypeBackText(step.first, step.second, step.typedFirst, step.typedSecond),
        { second, text -> send(SignUpIntent.Group(second, text)) },
        { send(SignUpIntent.Continue) },
    )
    FailureBanner(state.failure)
}

/** Two groups, by their places. */
internal class TypeBackText(val first: Int, val second: Int, val typedFirst: String, val typedSecond: String)

@Composable
internal fun TypeBackFields(typed: TypeBackText, onGroup: (Boolean, String) -> Unit, onSubmit: () -> Unit) {
    val texts = strings.signUp
    Field(texts.group(typed.first), typed.typedFirst, Tags.GROUP_FIRST, { onGroup(false, it) }, kind = FieldKind.CODE)
    Field(
        texts.group(typed.second),
        typed.typedSecond,
        Tags.GROUP_SECOND,
        { onGroup(true, it) },
        kind = FieldKind.CODE,
        onSubmit = onSubmit,
    )
}

/** The pad or the field for a PIN that is being chosen, with what is wrong with it. */
@Composable
internal fun NewPinEntry(
    length: Int,
    words: Boolean,
    busy: Boolean,
    failure: Failure?,
    send: (Intent) -> Unit,
) {
    val submit = if (busy) strings.pin.checking else strings.common.next
    val entering = PinEntering(length, submit, enabled = !busy)
    Column(Modifier.fillMaxWidth(), Arrangement.spacedBy(Space.l), Alignment.CenterHorizontally) {
        if (!words) PinDots(length, pagePad())
        if (failure != null) {
            Banner(Icon.INFO, strings.failures.text(failure), Tags.PIN_MESSAGE, Modifier.announced(), Tone.WARN)
        }
        if (words) {
            PinWords(entering, send, onInk = false)
        } else {
            PinPad(entering, pagePad(), send)
        }
        val other = if (words) strings.pin.useDigits else strings.pin.useWords
        Button(other, Tags.PIN_USE_WORDS, { send(PinIntent.UseWords(!words)) }, loudness = Loudness.PLAIN, enabled = !busy, wide = false)
    }
}
