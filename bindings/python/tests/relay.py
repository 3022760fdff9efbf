"""The real relay's binary, on a folder and a loopback port of its own."""

import json
import os
import signal
import subprocess
import tempfile
from pathlib import Path

from wait import until


class Relay:
    """A running relay; killed at the end of the block."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="consilium-relay-")
        self.folder = Path(self._folder.name)
        self._address = "127.0.0.1:0"
        self._process: subprocess.Popen[str] | None = None
        self.restart()

    def restart(self) -> None:
        """Starts it again on the same folder and port."""
        assert self._process is None, "one relay at a time"
        log = (self.folder / "relay.log").open("w")
        self._process = subprocess.Popen(
            [os.environ["CONSILIUM_TEST_RELAY"], "serve", "--dev", "--unlimited"]
            + ["--data", str(self.folder), "--listen", self._address],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env={name: value for name, value in os.environ.items() if "CONSILIUM" not in name},
        )
        log.close()
        assert self._process.stdout is not None
        for line in self._process.stdout:
            ready = json.loads(line)
            if ready.get("ready"):
                self._address = ready["address"]
                return
        raise AssertionError((self.folder / "relay.log").read_text())

    def kill(self) -> None:
        """As a power cut: no handler runs."""
        assert self._process is not None, "a running relay"
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._process = None

    def freeze(self) -> None:
        """It stops answering, as a network that swallows everything."""
        assert self._process is not None, "a running relay"
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """It answers again."""
        assert self._process is not None, "a running relay"
        self._process.send_signal(signal.SIGCONT)

    @property
    def file(self) -> Path:
        """What an app is given to know it by."""
        return self.folder / "relay.json"

    async def sms_code(self, number: str) -> bytes:
        """The newest code that was sent to a number."""

        def look() -> bytes | None:
            outbox = self.folder / "sms-outbox.jsonl"
            lines = outbox.read_text().splitlines() if outbox.exists() else []
            sent = [json.loads(line) for line in lines]
            codes = [sms["code"] for sms in sent if sms["phone"] == number]
            return codes[-1].encode() if codes else None

        code: bytes = await until("an SMS code", look)
        return code

    def close(self) -> None:
        """Ends it and removes its folder."""
        if self._process is not None:
            self.thaw()
            self.kill()
        self._folder.cleanup()
