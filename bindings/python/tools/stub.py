"""Writes the type stub of the generated module from the surface's snapshot.

    python tools/stub.py [--check]

The generator's own annotations are not enough for a strict type checker: variants become classes
at run time, errors are assembled. The snapshot, bindings/api.txt, has all that is needed.
"""

import re
import sys
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
SNAPSHOT = HERE.parent / "api.txt"
STUB = HERE / "src/consilium/_ffi/__init__.pyi"

HEAD = '''\
# Written by tools/stub.py from bindings/api.txt. Documentation is in the generated module.
import enum
from typing import Never

from consilium._ids import {names}

class InternalError(Exception): ...
'''
SIMPLE = {"String": "str", "Bytes": "bytes", "Boolean": "bool"}


def python_type(name: str) -> str:
    """A type of the snapshot as Python writes it."""
    if name.endswith("?"):
        return f"{python_type(name[:-1])} | None"
    if name.startswith("["):
        return f"list[{python_type(name[1:-1])}]"
    if re.fullmatch(r"U?Int\d+", name):
        return "int"
    return SIMPLE.get(name, name)


def parameters(text: str) -> list[str]:
    """`name: Type = default, …` as Python's parameters."""
    result = []
    for parameter in filter(None, text.split(", ")):
        name, _, rest = parameter.partition(": ")
        kind, has_default, _ = rest.partition(" = ")
        default = " = ..." if has_default else ""
        result.append(f"{name}: {python_type(kind)}{default}")
    return result


def snake(name: str) -> str:
    """`MessageAdded` as `MESSAGE_ADDED`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).upper()


def function(line: str, owner: str | None) -> list[str]:
    """A call, of an object if there is an owner."""
    match = re.fullmatch(
        r"(constructor )?(async )?(\w+)\((.*?)\)(?: -> (\S+))?(?: throws \S+)?", line
    )
    assert match, line
    constructor, is_async, name, arguments, returns = match.groups()
    given = parameters(arguments)
    result = python_type(returns) if returns else "None"
    lines = []
    if constructor and name == "new":
        name = "__init__"
    elif constructor:
        lines.append("@classmethod")
        result = str(owner)
    if owner is not None:
        given.insert(0, "cls" if constructor and name != "__init__" else "self")
    lines.append(f"{'async ' if is_async else ''}def {name}({', '.join(given)}) -> {result}: ...")
    return lines


def fields_of(fields: list[str]) -> list[str]:
    return [field.split(" = ")[0] for field in fields]


def record(name: str, lines: list[str]) -> list[str]:
    given = [one for line in lines for one in parameters(line)]
    body = [f"    {field}" for field in fields_of(given)]
    return [
        f"class {name}:",
        *body,
        f"    def __init__(self, *, {', '.join(given)}) -> None: ...",
    ]


def variants(name: str, lines: list[str], base: str, shown: Callable[[str], str]) -> list[str]:
    """An enum whose cases have fields, or an error: a class each, below that of all."""
    out = [f"class {name}{base}:"]
    for line in lines:
        case, _, fields = line.partition(" { ")
        given = parameters(fields.removesuffix(" }"))
        out.append(f"    class {shown(case)}({name}):")
        out += [f"        {field}" for field in given]
        out.append(f"        def __init__({', '.join(['self', *given])}) -> None: ...")
    return out


def plain_enum(name: str, lines: list[str]) -> list[str]:
    cases = [f"    {snake(line)} = {index}" for index, line in enumerate(lines)]
    return [f"class {name}(enum.Enum):", *cases]


def unmakeable(calls: list[str]) -> list[str]:
    """An object that only other calls give: its class cannot be called."""
    if any(call.startswith("constructor new(") for call in calls):
        return []
    return ["    def __init__(self, *args: Never, **kwargs: Never) -> None: ..."]


def sections(text: str) -> dict[str, list[str]]:
    """The snapshot's heads, and the lines under each."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith("#") or not line:
            continue
        if line.startswith("    "):
            lines.append(line.strip())
        else:
            lines = found.setdefault(line, [])
    return found


def stub(text: str) -> str:
    """The whole stub."""
    out: list[str] = []
    names: list[str] = []
    found = sections(text)
    calls = {
        head.removeprefix("calls of "): lines
        for head, lines in found.items()
        if head.startswith("calls of ")
    }

    def methods(name: str) -> list[str]:
        return [f"    {line}" for call in calls.get(name, []) for line in function(call, name)]

    for head, lines in found.items():
        kind, _, rest = head.partition(" ")
        name = rest.split(" ")[-1]
        if kind == "function":
            block = function(rest, None)
        elif kind == "type":
            # What it stands for is in consilium/_ids.py.
            names.append(rest.partition(" = ")[0])
            continue
        elif kind == "record":
            block = record(name, lines)
        elif kind == "error":
            block = variants(name, lines, "(Exception)", str)
            block[1:1] = methods(name)
        elif kind == "enum" and any("{" in line for line in lines):
            block = variants(name, lines, "", snake)
        elif kind == "enum":
            block = plain_enum(name, lines)
        elif kind == "interface":
            calls_in = [f"    {one}" for line in lines for one in function(line, name)]
            block = [f"class {name}:", *calls_in]
        elif name in {"CancelToken", "Client", "Session", "Subscription"}:
            block = [f"class {name}:", *unmakeable(calls[name]), *methods(name)]
        else:
            continue
        out += ["", *block]
    return HEAD.format(names=", ".join(sorted(names))) + "\n".join(out) + "\n"


def main() -> int:
    text = stub(SNAPSHOT.read_text("utf-8"))
    if "--check" in sys.argv[1:]:
        if STUB.read_text("utf-8") != text:
            print("The stub is not what the snapshot says. Run: python tools/stub.py")
            return 1
        return 0
    STUB.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
