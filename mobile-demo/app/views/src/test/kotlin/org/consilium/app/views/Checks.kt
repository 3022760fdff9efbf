package org.consilium.app.views

import androidx.compose.ui.geometry.Rect
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.text.TextLayoutResult
import org.consilium.app.presentation.state.Language
import org.consilium.app.views.parts.Hyphens
import org.consilium.app.views.parts.Origin

/** What is wrong with the screen that is on the stage, in words. */
fun Stage.problems(language: Language): List<String> {
    val root = root(merged = false)
    return cutTexts(laidOut) + brokenWords(laidOut) + untranslated(laidOut, language) + overlaps(root) +
        controls(root(merged = true))
}

/** Pages and lists that have more than is in view; there are none on a stage of [TALL_HEIGHT]. */
fun Stage.unreached(): List<String> = all(root(merged = false))
    .filter { node ->
        val range = node.config.getOrNull(SemanticsProperties.VerticalScrollAxisRange)
        range != null && (range.value() > 0 || range.maxValue() > 0)
    }
    .map { "more below: ${tagOf(it)}" }

/** A text of which something cannot be seen. Names and previews in lists may end in an ellipsis. */
private fun cutTexts(texts: List<LaidOut>): List<String> =
    texts.filter { it.result.hasVisualOverflow && !it.mayBeCut }.map { "cut: “${it.text}”" }

/** A word of the app's own with its end on the next line and no hyphen. */
private fun brokenWords(texts: List<LaidOut>): List<String> =
    texts.filter { it.origin == Origin.APP }.groupBy { it.result.layoutInput.style to it.text.filter(Char::isLetter) }
        // A word that had to be divided was laid out twice: the last time counts.
        .values.map { it.last() }
        .flatMap { laid ->
            (0 until laid.result.lineCount - 1).map { laid.result.getLineEnd(it) }
                .filter { Hyphens.insideWord(laid.text, it) }
                .map { "broken word: “${laid.text.take(it)}|${laid.text.drop(it)}”" }
        }

/** Latin letters in an Arabic app are names, codes and formats; anything else was forgotten. */
private fun untranslated(texts: List<LaidOut>, language: Language): List<String> {
    if (language != Language.ARABIC) return emptyList()
    return texts.filter { it.origin == Origin.APP }.map { it.text }.filter { it !in OWN_NAMES }
        .filter { text -> text.replace(MAY_BE_LATIN, "").any { it in 'a'..'z' || it in 'A'..'Z' } }
        .map { "not translated: “$it”" }
}

private val MAY_BE_LATIN = Regex(
    "\u2068[^\u2069]*\u2069|\u2066[^\u2069]*\u2069|Consilium|vCard \\(\\.vcf\\)|CSV|QR|TLS-PIN|PNG|JPEG",
)

/** What its speakers call a language is never translated. */
private val OWN_NAMES = Language.entries.map { it.ownName }

/** Texts and pictures that lie on each other, as far as they are in view. */
private fun overlaps(root: SemanticsNode): List<String> {
    // A notice lies over the page on purpose, and so does a sheet: below it lies what was checked without it.
    val notice = all(root).firstOrNull { tagOf(it) == Tags.NOTICE }
    val page = all(root).firstOrNull { tagOf(it) == Tags.SHEET } ?: root
    return overlapsIn(leaves(page).filter { it !in notice }) + overlapsIn(notice?.let { leaves(it) }.orEmpty())
}

private operator fun SemanticsNode?.contains(node: SemanticsNode): Boolean =
    generateSequence(node) { it.parent }.any { it.id == this?.id }

private fun overlapsIn(nodes: List<SemanticsNode>): List<String> {
    val shown = nodes.map { it to areasOf(it) }
    return shown.flatMapIndexed { index, (one, areas) ->
        shown.drop(index + 1)
            .filter { (_, others) -> areas.any { area -> others.any { overlap(area, it) } } }
            .map { (other) -> "overlap: “${nameOf(one)}” and “${nameOf(other)}”" }
    }
}

/** Where something is seen: a text line by line, since what follows may stand beside its last one. */
private fun areasOf(node: SemanticsNode): List<Rect> {
    val seen = node.boundsInRoot
    val layouts = mutableListOf<TextLayoutResult>()
    node.config.getOrNull(SemanticsActions.GetTextLayoutResult)?.action?.invoke(layouts)
    val layout = layouts.firstOrNull() ?: return listOf(seen).filter { it.width > 0 && it.height > 0 }
    return (0 until layout.lineCount).map { line ->
        Rect(layout.getLineLeft(line), layout.getLineTop(line), layout.getLineRight(line), layout.getLineBottom(line))
            .translate(node.positionInRoot)
            .intersect(seen)
    }.filter { it.width > 0 && it.height > 0 }
}

private fun leaves(node: SemanticsNode): List<SemanticsNode> = when {
    node.children.isNotEmpty() -> node.children.flatMap { leaves(it) }
    nameOf(node).isNotEmpty() -> listOf(node)
    else -> emptyList()
}

/** Neighbours may touch; what shares more than two pixels each way overlaps. */
private fun overlap(one: Rect, other: Rect): Boolean {
    val width = minOf(one.right, other.right) - maxOf(one.left, other.left)
    val height = minOf(one.bottom, other.bottom) - maxOf(one.top, other.top)
    return width > 2 && height > 2
}

/** Every control says what it is, has its tag, and is large enough for a finger. */
private fun controls(root: SemanticsNode): List<String> = all(root).filter { isControl(it) }.flatMap { node ->
    val width = node.size.width / node.layoutInfo.density.density
    val height = node.size.height / node.layoutInfo.density.density
    listOfNotNull(
        "control without a label: ${tagOf(node)}".takeIf { nameOf(node).isEmpty() },
        "control without a tag: ${nameOf(node)}".takeIf { tagOf(node).isEmpty() },
        "control of $width × $height dp: ${tagOf(node)}".takeIf { width < HIT_DP || height < HIT_DP },
        "control without a role: ${tagOf(node)}".takeIf { roleOf(node) == null && !isField(node) },
    )
}

private const val HIT_DP = 44

private fun all(node: SemanticsNode): List<SemanticsNode> = listOf(node) + node.children.flatMap { all(it) }

private fun isControl(node: SemanticsNode) =
    node.config.getOrNull(SemanticsActions.OnClick) != null || isField(node)

private fun isField(node: SemanticsNode) = node.config.getOrNull(SemanticsActions.SetText) != null

private fun roleOf(node: SemanticsNode): Role? = node.config.getOrNull(SemanticsProperties.Role)

private fun tagOf(node: SemanticsNode) = node.config.getOrNull(SemanticsProperties.TestTag).orEmpty()

private fun nameOf(node: SemanticsNode): String {
    val described = node.config.getOrNull(SemanticsProperties.ContentDescription).orEmpty()
    val texts = node.config.getOrNull(SemanticsProperties.Text).orEmpty().map { it.text }
    return (described + texts).joinToString(" ").trim()
}
