package org.consilium.app.views.parts

import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.role
import androidx.compose.ui.semantics.semantics

/** What a screen reader says of a picture. */
internal fun Modifier.described(text: String): Modifier = semantics {
    contentDescription = text
    role = Role.Image
}
