package org.consilium.app.presentation.logic

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNull
import kotlin.test.assertTrue
import org.consilium.app.presentation.PeopleIntent
import org.consilium.app.presentation.port.Picture
import org.consilium.app.presentation.port.PictureChoice
import org.consilium.app.presentation.qr.pictureOf
import org.consilium.app.presentation.qr.qrMatrix
import org.consilium.app.presentation.state.CompareNumber
import org.consilium.app.presentation.state.FailureCode
import org.consilium.app.presentation.state.ScanResult
import org.consilium.app.support.AMINA
import org.consilium.app.support.JORG

class ComparePresenterTest {
    @Test
    fun `a picture of their code matches, one of the own code does not, and another code is none`() =
        twoBenches(AMINA, JORG) { aminas, jorgs ->
            val presenter = opened(aminas, jorgs)
            val theirs = jorgs.act { PeoplePresenter(jorgs.desk, jorgs.routes).safety(aminas.account).code }
            val own = aminas.sees<CompareNumber>().safety.code
            val other = qrMatrix("https://example.org".encodeToByteArray())
            for ((code, result) in listOf(other to ScanResult.NOT_A_CODE, own to ScanResult.MISMATCH, theirs to ScanResult.MATCH)) {
                assertEquals(result, read(aminas, presenter, PictureChoice.Chosen(pictureOf(code))).result)
            }
            assertTrue(aminas.act { aminas.session.contact(jorgs.account) }.compared, "a match is remembered")
        }

    @Test
    fun `no picture, one that cannot be read, and one without a code`() = twoBenches(AMINA, JORG) { aminas, jorgs ->
        val presenter = opened(aminas, jorgs)
        assertNull(read(aminas, presenter, PictureChoice.None).result)
        assertEquals(FailureCode.PICTURE_UNREADABLE, read(aminas, presenter, PictureChoice.Unreadable).failure?.code)
        val blank = PictureChoice.Chosen(Picture(50, 50, IntArray(2_500) { -1 }))
        assertEquals(ScanResult.NO_CODE_IN_PICTURE, read(aminas, presenter, blank).result)
        assertTrue(aminas.act { presenter.back() }, "the result closes first")
        assertFalse(aminas.act { presenter.back() })
    }

    @Test
    fun `numbers that differ are told and not remembered, the same ones are`() = twoBenches(AMINA, JORG) { aminas, jorgs ->
        val presenter = opened(aminas, jorgs)
        aminas.act { presenter.accept(PeopleIntent.OtherNumbers) }
        aminas.sees<CompareNumber> { it.result == ScanResult.MISMATCH }
        assertFalse(aminas.act { aminas.session.contact(jorgs.account) }.compared)
        aminas.act { presenter.accept(PeopleIntent.SameNumbers) }
        aminas.sees<CompareNumber> { it.result == ScanResult.MATCH && !it.busy }
        assertTrue(aminas.act { aminas.session.contact(jorgs.account) }.compared)
    }

    private fun opened(aminas: Workbench, jorgs: Workbench): ComparePresenter {
        val presenter = ComparePresenter(aminas.desk, aminas.routes)
        val safety = aminas.act { PeoplePresenter(aminas.desk, aminas.routes).safety(jorgs.account) }
        aminas.act { presenter.open(jorgs.account, safety) }
        return presenter
    }

    private fun read(bench: Workbench, presenter: ComparePresenter, choice: PictureChoice): CompareNumber {
        bench.platform.picture = choice
        bench.act { presenter.accept(PeopleIntent.ReadPicture) }
        return bench.sees<CompareNumber> { !it.busy }
    }
}
