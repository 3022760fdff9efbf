"""Whatever is called on a session that is locked says so."""

import inspect
from collections.abc import Awaitable, Callable
from pathlib import Path

import consilium
import pytest
from consilium import ClientError, Profile, Scheme, Session, Urgency
from person import PIN, Person
from relay import Relay

# These have nothing to fail at.
OTHERS = {"connect", "connectivity_changed", "disconnect", "is_locked", "lock", "touch"}


def calls(
    session: Session, account: str, conversation: str
) -> dict[str, Callable[[], Awaitable[object]]]:
    """Each call of a session that waits for something."""
    return {
        "own_account": session.own_account,
        "set_profile": lambda: session.set_profile(Profile(name="Anna", profession="")),
        "change_pin": lambda: session.change_pin(PIN, b"739154"),
        "recovery_code": session.recovery_code,
        "confirm_recovery_code": lambda: session.confirm_recovery_code([]),
        "set_biometrics": lambda: session.set_biometrics(True),
        "biometrics_enabled": session.biometrics_enabled,
        "set_discoverable": lambda: session.set_discoverable(True),
        "answer_number_move": lambda: session.answer_number_move(False),
        "delete_account": session.delete_account,
        "wake": session.wake,
        "sync_now": session.sync_now,
        "status": session.status,
        "diagnostics": session.diagnostics,
        "tick": session.tick,
        "import_address_book": lambda: session.import_address_book([]),
        "find_contacts": lambda: session.find_contacts(Scheme.HMAC_SHA1),
        "contacts": session.contacts,
        "contact": lambda: session.contact(account),
        "accept_request": lambda: session.accept_request(account),
        "decline_request": lambda: session.decline_request(account),
        "block": lambda: session.block(account),
        "unblock": lambda: session.unblock(account),
        "safety_number": lambda: session.safety_number(account),
        "qr_payload": lambda: session.qr_payload(account),
        "check_qr": lambda: session.check_qr(account, b""),
        "mark_compared": lambda: session.mark_compared(account),
        "dismiss_new_key": lambda: session.dismiss_new_key(account),
        "send_without_checking": lambda: session.send_without_checking(account),
        "conversations": session.conversations,
        "conversation": lambda: session.conversation(conversation),
        "messages": lambda: session.messages(conversation),
        "message": lambda: session.message(1),
        "search": lambda: session.search("a"),
        "send_text": lambda: session.send_text(account, "a", Urgency.ROUTINE),
        "edit": lambda: session.edit(1, "a"),
        "delete_for_everyone": lambda: session.delete_for_everyone(1),
        "delete_here": lambda: session.delete_here(1),
        "retry": lambda: session.retry(1),
        "acknowledge_seen": lambda: session.acknowledge_seen(1),
        "mark_read": lambda: session.mark_read(conversation),
        "keep": lambda: session.keep(conversation, True),
        "set_draft": lambda: session.set_draft(account, "a"),
    }


class Deaf(consilium.EventListener):
    """Listens to nothing."""

    def on_events(self, events: list[consilium.Event]) -> None:
        """Is never called."""


async def test_whatever_is_called_after_the_lock_says_so(relay: Relay, tmp_path: Path) -> None:
    anna = await Person.register(relay, tmp_path / "anna", "Anna")
    own = await anna.session.own_account()
    after = calls(anna.session, own.account, own.conversation)
    # Compared with the class, so that none can be forgotten.
    public = dict(inspect.getmembers(Session, inspect.isfunction))
    known = {name for name in public if not name.startswith("_")}
    assert known == after.keys() | OTHERS | {"subscribe"}
    anna.session.lock()
    anna.session.lock()
    assert anna.session.is_locked()
    for name, call in after.items():
        with pytest.raises(ClientError.Locked):
            await call()
            pytest.fail(f"{name} went through")
    with pytest.raises(ClientError.Locked):
        anna.session.subscribe(Deaf())
    with pytest.raises(ClientError.Locked):
        consilium.events(anna.session)
    anna.session.touch()
    anna.session.disconnect()
    anna.session.connect()
    anna.session.connectivity_changed(True)
