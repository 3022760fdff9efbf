"""What every test has: a relay of its own, in a process that signals can end."""

import signal
from collections.abc import Iterator

import pytest
from relay import Relay

# Python ignores SIGPIPE; hosts in Swift or C do not. A relay that goes away must not end them.
signal.signal(signal.SIGPIPE, signal.SIG_DFL)


@pytest.fixture
def relay() -> Iterator[Relay]:
    """The real relay."""
    running = Relay()
    yield running
    running.close()
