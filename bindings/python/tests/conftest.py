"""What every test has: a relay of its own."""

from collections.abc import Iterator

import pytest
from relay import Relay


@pytest.fixture
def relay() -> Iterator[Relay]:
    """The real relay."""
    running = Relay()
    yield running
    running.close()
