package org.consilium.app.desktop

import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.remember
import androidx.compose.runtime.rememberCoroutineScope
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.DpSize
import androidx.compose.ui.unit.dp
import androidx.compose.ui.window.ApplicationScope
import androidx.compose.ui.window.Window
import androidx.compose.ui.window.application
import androidx.compose.ui.window.rememberWindowState
import java.awt.Dimension
import java.awt.Frame
import kotlin.io.path.createDirectories
import kotlin.io.path.readText
import kotlin.system.exitProcess
import kotlinx.coroutines.launch
import org.consilium.app.presentation.AppModel
import org.consilium.app.presentation.port.Platform
import org.consilium.app.views.App
import org.consilium.client.FolderKeystore
import org.consilium.ffi.ClientConfig

/** A phone's screen, in dp. */
private val PHONE = DpSize(390.dp, 844.dp)

fun main(arguments: Array<String>) {
    val given = try {
        readArguments(arguments)
    } catch (error: UnusableArguments) {
        System.err.println(error.message)
        exitProcess(2)
    }
    var frame: Frame? = null
    val finger = given.outbox?.let { DevelopmentFinger(given.data.resolve("finger")) { frame } }
    val platform = DevelopmentPlatform(DesktopPlatform { frame }, finger)
    val model = modelOf(given, platform)
    model.start()
    application(exitProcessOnExit = true) {
        PhoneWindow(given, model, platform) { frame = it }
    }
}

/** The installation in the data folder, its keystore and settings beside it. */
fun modelOf(given: Arguments, platform: Platform): AppModel {
    given.data.createDirectories()
    val settings = SettingsFile(given.data.resolve("settings.properties"))
    if (given.language != null || given.theme != null) {
        val now = settings.load()
        settings.save(now.copy(language = given.language ?: now.language, theme = given.theme ?: now.theme))
    }
    val config = ClientConfig(
        dataDir = given.data.resolve("installation").toString(),
        relayFile = given.relay.readText(),
        defaultRegion = given.region,
    )
    val keystore = given.data.resolve("keystore")
    return AppModel(config, { FolderKeystore.open(keystore) }, platform, settings)
}

@Composable
private fun ApplicationScope.PhoneWindow(given: Arguments, model: AppModel, platform: DevelopmentPlatform, opened: (Frame) -> Unit) {
    val scope = rememberCoroutineScope()
    val close: () -> Unit = {
        scope.launch {
            model.close()
            exitApplication()
        }
    }
    val title = listOfNotNull("Consilium", given.name).joinToString(" · ")
    Window(close, rememberWindowState(size = PHONE), title = title) {
        LaunchedEffect(Unit) {
            opened(window)
            // The frame comes on top of the phone's size.
            val edges = window.insets
            val phone = Dimension(PHONE.width.value.toInt(), PHONE.height.value.toInt())
            window.size = Dimension(phone.width + edges.left + edges.right, phone.height + edges.top + edges.bottom)
        }
        val state by model.state.collectAsState()
        Column(Modifier.fillMaxSize()) {
            val outbox = remember { given.outbox?.let(::Outbox) }
            if (outbox != null) DevelopmentStrip(state, outbox, if (given.ready) DEVELOPMENT_PIN else null)
            Box(Modifier.weight(1f)) { App(state, model::dispatch) }
            if (given.ready && outbox != null) {
                LaunchedEffect(Unit) {
                    val account = DevelopmentAccount(model, outbox, given.name.orEmpty(), given.number.orEmpty())
                    account.prepare()
                    given.book?.let { account.meet(SharedBook(it), platform) }
                }
            }
        }
    }
}
