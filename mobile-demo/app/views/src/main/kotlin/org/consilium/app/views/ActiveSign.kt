package org.consilium.app.views

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue

/** Counts signs of use, one for each stretch of rest between them. */
internal class ActiveSign {
    var count: Int by mutableStateOf(0)
        private set
    private var resting = true

    fun seen() {
        if (!resting) return
        resting = false
        count++
    }

    fun rested() {
        resting = true
    }
}
