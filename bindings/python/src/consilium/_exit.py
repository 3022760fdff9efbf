"""The end of the process.

A thread of the core's that calls into an interpreter that is going would end the process with an
abort. So everything that could is ended before.
"""

import atexit
import functools
import gc
import sys
import time

from consilium._ffi import EventListener, Session, Subscription
from consilium._stream import end_all

# Longest wait for listeners that are in the middle of something, and how often to look.
_PATIENCE_S = 5.0
_LOOK_AGAIN_S = 0.001

_subscriptions: list[Subscription] = []


def end_with_the_process() -> None:
    """Locks whatever is unlocked when the process ends."""
    subscribe = Session.subscribe

    @functools.wraps(subscribe)
    def remembered(session: Session, listener: EventListener) -> Subscription:
        subscription = subscribe(session, listener)
        _subscriptions[:] = [one for one in _subscriptions if not one.has_ended()]
        _subscriptions.append(subscription)
        return subscription

    setattr(Session, "subscribe", remembered)
    atexit.register(_lock_all)


def _lock_all() -> None:
    end_all()
    for subscription in _subscriptions:
        subscription.end()
    for thing in gc.get_objects():
        if type(thing) is Session:
            thing.lock()
    patience = time.monotonic() + _PATIENCE_S
    while not all(one.has_ended() for one in _subscriptions):
        if time.monotonic() > patience:
            print("consilium: an event listener does not return", file=sys.stderr)
            return
        time.sleep(_LOOK_AGAIN_S)
