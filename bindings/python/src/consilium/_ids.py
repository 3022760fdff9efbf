"""Ids, times and secrets: plain values under names that say what they are."""

from typing import TypeAlias

AccountId: TypeAlias = str
"""An account: 32 lower-case hexadecimal digits. Opaque; equal texts are equal accounts."""

ConversationId: TypeAlias = str
"""A conversation: 32 lower-case hexadecimal digits. Opaque."""

MessageId: TypeAlias = int
"""A message or gap as this device numbers it. Grows with arrival; not the order of display."""

Timestamp: TypeAlias = int
"""Milliseconds since 1970-01-01 00:00 UTC: see `as_datetime`."""

Secret: TypeAlias = bytes
"""A PIN, SMS code or recovery code in UTF-8. The core overwrites its copy at once."""
