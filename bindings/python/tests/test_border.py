"""A caller that does everything wrong, and callbacks that do."""

import asyncio
import threading
from pathlib import Path

import consilium
import pytest
from consilium import ClientConfig, ClientError, Event, PhoneCode, Profile
from person import PIN, Person, new_number, phone_code
from relay import Relay
from wait import until


@pytest.mark.parametrize(
    "garbage", ["", "0", "0" * 31, "0" * 33, "g" * 32, "é" * 16, "' or 1=1; --", "f" * 1_000_000]
)
async def test_an_id_that_is_none_is_an_argument_error(
    relay: Relay, tmp_path: Path, garbage: str
) -> None:
    anna = await Person.register(relay, tmp_path / "anna", "Anna")
    with pytest.raises(ClientError.Argument) as refused:
        await anna.session.contact(garbage)
    assert refused.value.code() == "ARGUMENT"
    with pytest.raises(ClientError.Argument):
        await anna.session.messages(garbage)
    anna.session.lock()


async def test_values_of_a_wrong_type_or_size_never_reach_the_core(
    relay: Relay, tmp_path: Path
) -> None:
    anna = await Person.register(relay, tmp_path / "anna", "Anna")
    for wrong in (2**63, -(2**63) - 1):
        with pytest.raises(ValueError):
            await anna.session.message(wrong)
    with pytest.raises(TypeError):
        await anna.session.search(7)  # type: ignore[arg-type]
    with pytest.raises(ClientError.UnknownMessage):
        await anna.session.message(2**63 - 1)
    anna.session.lock()


async def test_an_error_says_what_to_do_and_has_a_stable_code(
    relay: Relay, tmp_path: Path
) -> None:
    anna = await Person.register(relay, tmp_path / "anna", "Anna")
    anna.session.lock()
    with pytest.raises(ClientError.WrongPin) as refused:
        await anna.client.unlock(b"000000")
    error = refused.value
    assert (error.tries_left, error.code()) == (9, "PIN-WRONG")
    assert str(error) == "Wrong PIN. 9 tries are left. (PIN-WRONG)"
    with pytest.raises(ClientError.PinRefused) as easy:
        anna.client.check_new_pin(b"123456")
    assert easy.value.rule == consilium.PinRule.RUN
    with pytest.raises(ClientError.Argument):
        await anna.client.unlock(b"\xff\xfe")


async def test_one_of_two_who_unlock_at_once_gets_the_session(
    relay: Relay, tmp_path: Path
) -> None:
    anna = await Person.register(relay, tmp_path / "anna", "Anna")
    anna.session.lock()
    ended = await asyncio.gather(
        *(anna.client.unlock(PIN) for _ in range(4)), return_exceptions=True
    )
    refused = [one for one in ended if isinstance(one, ClientError.InUse)]
    assert len(refused) == 3


class Throwing(consilium.EventListener):
    """Throws what is no error of the core's."""

    def __init__(self) -> None:
        self.thread = ""

    def on_events(self, events: list[Event]) -> None:
        self.thread = threading.current_thread().name
        raise ValueError("a listener's own fault")


async def test_what_a_listener_throws_is_counted_and_harms_nothing(
    relay: Relay, tmp_path: Path
) -> None:
    anna = await Person.register(relay, tmp_path / "anna", "Anna")
    throwing = Throwing()
    subscription = anna.session.subscribe(throwing)
    async with consilium.events(anna.session) as events:
        for already in range(2):
            await anna.session.send_text(anna.account, "one more", consilium.Urgency.ROUTINE)
            await until("its failure", lambda: subscription.failures() > already)
        await anext(events)
    assert throwing.thread != threading.main_thread().name
    anna.session.lock()
    await until("its end", subscription.has_ended)


async def test_the_stream_ends_with_the_session(relay: Relay, tmp_path: Path) -> None:
    anna = await Person.register(relay, tmp_path / "anna", "Anna")
    events = consilium.events(anna.session)
    anna.session.lock()
    heard = [event async for event in events]
    assert isinstance(heard[-1], Event.LOCKED)
    assert [event async for event in events] == []


async def test_a_reader_that_is_too_slow_is_told_to_read_everything_again(
    relay: Relay, tmp_path: Path
) -> None:
    anna = await Person.register(relay, tmp_path / "anna", "Anna")
    events = consilium.events(anna.session)
    for round_ in range(2000):
        await anna.session.set_draft(anna.account, f"{round_}")
    anna.session.lock()
    heard = [event async for event in events]
    assert any(isinstance(event, Event.RESYNC) for event in heard)
    assert isinstance(heard[-1], Event.LOCKED)


class Moody(consilium.PlatformKeystore):
    """A keystore in memory that throws when it is told to."""

    def __init__(self) -> None:
        self.slots: dict[str, bytes] = {}
        self.mood: Exception | None = None

    def _look(self) -> None:
        if self.mood is not None:
            raise self.mood

    def store(self, slot: str, secret: bytes) -> None:
        self._look()
        self.slots[slot] = bytes(secret)

    def load(self, slot: str) -> bytes | None:
        self._look()
        return self.slots.get(slot)

    def delete(self, slot: str) -> None:
        self._look()
        self.slots.pop(slot, None)

    def hardware_backed(self) -> bool:
        self._look()
        return True


@pytest.mark.parametrize(
    "mood", [consilium.KeystoreError.Unavailable(), ValueError("a keystore's own fault")]
)
async def test_a_keystore_of_one_s_own_works_and_its_failure_is_typed(
    relay: Relay, tmp_path: Path, mood: Exception
) -> None:
    keystore = Moody()
    client = await consilium.open_client(
        tmp_path / "anna", relay=relay.file, region="NL", keystore=keystore
    )
    code = await phone_code(client, relay, new_number())
    async with consilium.locking(
        await client.register(code, PIN, Profile(name="Anna", profession=""))
    ):
        assert keystore.slots
    keystore.mood = mood
    with pytest.raises(ClientError.Keystore):
        await client.unlock(PIN)
    keystore.mood = None
    async with consilium.unlocked(client, PIN) as session:
        assert not session.is_locked()


async def test_files_that_are_garbage_are_refused_with_their_reason(tmp_path: Path) -> None:
    with pytest.raises(ClientError.RelayFile):
        consilium.parse_relay_file("{}")
    with pytest.raises(ClientError.NotAnAddressBook):
        await consilium.parse_address_book(bytes(64))
    config = ClientConfig(data_dir=str(tmp_path), relay_file="[", default_region="NL")
    with pytest.raises(ClientError.RelayFile):
        await consilium.Client.open(config, Moody())


async def test_a_code_of_no_attempt_or_a_wrong_one_makes_no_account(
    relay: Relay, tmp_path: Path
) -> None:
    client = await consilium.open_client(tmp_path / "anna", relay=relay.file, region="NL")
    anna = Profile(name="Anna", profession="")
    code = PhoneCode(attempt=b"", code=b"000000", number=new_number())
    with pytest.raises(ClientError.RelayRefused):
        await client.register(code, PIN, anna)
    code = await phone_code(client, relay, new_number())
    code.code = b"999999" if code.code != b"999999" else b"000000"
    with pytest.raises(ClientError.RelayRefused) as refused:
        await client.register(code, PIN, anna)
    assert refused.value.refusal == consilium.Refusal.CODE_WRONG
    assert await client.state() == consilium.ClientState.EMPTY
