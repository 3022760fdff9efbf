"""A colleague whose app is in Kotlin: a process from the tests of bindings/kotlin."""

import asyncio
import os
import shutil
from pathlib import Path
from types import TracebackType
from typing import Self

from person import new_number
from relay import Relay
from wait import PATIENCE


class KotlinColleague:
    """Registered, findable and connected. `Colleague.kt` says what it can be told."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.number = new_number()
        self.account = ""

    @classmethod
    async def start(cls, relay: Relay, folder: Path) -> Self:
        """Starts the process and makes an account."""
        java = shutil.which("java")
        assert java is not None, "a Java virtual machine"
        process = await asyncio.create_subprocess_exec(
            java,
            *("-cp", os.environ["CONSILIUM_TEST_KOTLIN"]),
            "org.consilium.client.support.ColleagueKt",
            *(str(relay.file), str(folder)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        colleague = cls(process)
        assert await colleague.tell(f"register {colleague.number}") == "code"
        code = await relay.sms_code(colleague.number)
        colleague.account = await colleague.tell(code.decode())
        return colleague

    async def tell(self, line: str) -> str:
        """Tells it to do something; its answer."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(f"{line}\n".encode())
        answer = await asyncio.wait_for(self._process.stdout.readline(), PATIENCE)
        assert answer.endswith(b"\n"), "its process ended too early"
        return answer.decode().removesuffix("\n")

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            self._process.kill()
        assert self._process.stdin is not None
        self._process.stdin.close()
        status = await asyncio.wait_for(self._process.wait(), PATIENCE)
        assert error is not None or status == 0
