"""Gaps, fills and forks."""

from ..chain import Chain
from ..people import ZERO, chance


def link(counter, variant="", prev=None):
    """(counter, prev, hash) of an honest device, unless told otherwise."""
    before = ZERO if counter == 1 else message(counter - 1)
    return counter, before if prev is None else prev, message(counter, variant)


def message(counter, variant=""):
    return chance(f"message {counter}{variant}")


# Name; what arrives; the arrivals (from 0) that are one side of a fork.
SCENARIOS = [
    ("in order", [link(n) for n in range(1, 5)], []),
    ("one missing", [link(1), link(3)], []),
    ("one missing, then filled", [link(1), link(3), link(2)], []),
    (
        "several missing, filled from the middle",
        [link(1), link(6), link(4), link(3), link(5), link(2)],
        [],
    ),
    ("all in reverse", [link(n) for n in (4, 3, 2, 1)], []),
    ("late join: the first seen sets the base", [link(57), link(58)], []),
    ("late join, then an earlier one", [link(57), link(55), link(56)], []),
    ("the first with a predecessor that nobody saw", [link(9, prev=chance("unseen"))], []),
    ("fork: the same counter twice", [link(1), link(2), link(2, "b")], [2]),
    ("fork: the first counter twice", [link(1), link(1, "b")], [1]),
    (
        "fork: the same counter in a gap, filled twice",
        [link(1), link(3), link(2), link(2, "b")],
        [3],
    ),
    ("fork: another predecessor", [link(1), link(2, prev=chance("elsewhere")), link(3)], [1]),
    ("fork: the successor names another", [link(1), link(3), link(2, "b")], [2]),
    (
        "fork: known only when the one before arrives",
        [link(3, prev=chance("elsewhere")), link(2)],
        [1],
    ),
    (
        "fork: the branch goes on",
        [link(1), link(2), link(2, "b"), link(3, prev=message(2, "b"))],
        [2, 3],
    ),
    ("a predecessor across a gap is not judged", [link(1), link(3, prev=chance("elsewhere"))], []),
    ("a counter from far away", [link(1), link(2**64 - 1), link(2**40)], []),
]


def chains():
    return {
        "about": "Contents of one device in one conversation, as they arrive (none was seen "
        "before), and after each: whether it is one side of a fork, the lowest and highest counter "
        "so far, the content of the highest, and what is missing (first and last of each range).",
        "cases": [
            {"name": name, "arrivals": run(arrivals, forks, name)}
            for name, arrivals, forks in SCENARIOS
        ],
    }


def run(arrivals, forks, name):
    chain, steps = Chain(), []
    for counter, prev, mh in arrivals:
        fork = chain.arrive(counter, prev, mh)
        steps.append({"counter": counter, "prev": prev, "hash": mh, "fork": fork, **chain.state()})
    assert [at for at, step in enumerate(steps) if step["fork"]] == forks, name
    return steps
