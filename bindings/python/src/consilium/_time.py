"""Times as Python has them."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def as_datetime(milliseconds: int) -> datetime:
    """A time of the core's, for example `Message.at`, in UTC."""
    return _EPOCH + timedelta(milliseconds=milliseconds)
