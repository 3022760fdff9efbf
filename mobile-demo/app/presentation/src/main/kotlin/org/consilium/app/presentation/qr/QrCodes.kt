package org.consilium.app.presentation.qr

import com.google.zxing.BinaryBitmap
import com.google.zxing.Binarizer
import com.google.zxing.DecodeHintType
import com.google.zxing.LuminanceSource
import com.google.zxing.RGBLuminanceSource
import com.google.zxing.ReaderException
import com.google.zxing.Result
import com.google.zxing.ResultMetadataType
import com.google.zxing.common.GlobalHistogramBinarizer
import com.google.zxing.common.HybridBinarizer
import com.google.zxing.qrcode.QRCodeReader
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel
import com.google.zxing.qrcode.encoder.Encoder
import org.consilium.app.presentation.port.Picture
import org.consilium.app.presentation.state.QrMatrix

/** [payload] as a QR code, byte mode, level M, without its quiet zone. */
internal fun qrMatrix(payload: ByteArray): QrMatrix {
    // One character a byte; without a hint, the encoder writes no character set into the code.
    val text = String(payload, Charsets.ISO_8859_1)
    val matrix = Encoder.encode(text, ErrorCorrectionLevel.M).matrix
    val dark = (0 until matrix.height).flatMap { y -> (0 until matrix.width).map { x -> matrix.get(x, y).toInt() == 1 } }
    return QrMatrix(matrix.width, dark)
}

/** The bytes of the QR code in a picture, however it is turned; none if there is none to be read. */
internal fun readQr(picture: Picture): ByteArray? {
    val source = RGBLuminanceSource(picture.width, picture.height, picture.pixels)
    val attempts = sequenceOf<(LuminanceSource) -> Binarizer>(::HybridBinarizer, ::GlobalHistogramBinarizer)
    return attempts.firstNotNullOfOrNull { binarizer -> decode(binarizer(source)) }
}

private fun decode(binarizer: Binarizer): ByteArray? = try {
    bytes(QRCodeReader().decode(BinaryBitmap(binarizer), mapOf(DecodeHintType.TRY_HARDER to true)))
} catch (_: ReaderException) {
    null
}

private fun bytes(result: Result): ByteArray? {
    val segments = result.resultMetadata?.get(ResultMetadataType.BYTE_SEGMENTS) as? List<*> ?: return null
    return segments.filterIsInstance<ByteArray>().reduceOrNull(ByteArray::plus)
}
