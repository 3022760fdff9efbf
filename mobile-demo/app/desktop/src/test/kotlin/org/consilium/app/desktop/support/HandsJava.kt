package org.consilium.app.desktop.support

import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import kotlin.io.path.Path
import kotlin.io.path.createDirectories
import kotlin.io.path.setPosixFilePermissions
import kotlin.io.path.writeText

/**
 * A `java` in [folder] that gives hands to what it is told to run: whatever a launcher starts is started,
 * with its own arguments, and can be used as a [UsedWindow].
 */
fun javaWithHands(folder: Path): Path {
    val real = Path(System.getProperty("java.home"), "bin", "java")
    val shim = folder.createDirectories().resolve("java")
    // As the launcher calls it: -Xmx… -cp CLASSPATH MAIN ARGUMENTS…
    shim.writeText(
        """
        |#!/bin/sh
        |[ "${'$'}2" = -cp ] || { echo "The launcher starts java in another way now: HandsJava.kt" >&2; exit 1; }
        |memory=${'$'}1 classpath=${'$'}3
        |shift 3
        |exec "$real" "${'$'}memory" -cp "${'$'}classpath:${System.getProperty("java.class.path")}" $HANDS "${'$'}@"
        |
        """.trimMargin(),
    )
    return shim.setPosixFilePermissions(PosixFilePermissions.fromString("rwx------"))
}
