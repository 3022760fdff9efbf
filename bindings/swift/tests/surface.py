"""What the generated sources, the snapshot and the façade name, in one form.

A surface is a dict from a name to a tuple that says what it is:

    "Client.unlock"      -> Call
    "Message.body"       -> ("field", type, place)
    "Event.messageAdded" -> ("case", ((label, type), …))
    "AccountId"          -> ("type", builtin)
"""

import re
from typing import NamedTuple


class Parameter(NamedTuple):
    """A parameter as its caller writes it."""

    label: str
    type: str
    default: bool


class Call(NamedTuple):
    """A function, method or constructor."""

    parameters: tuple
    returns: str
    waits: bool
    throws: bool


BUILTIN = {"Bytes": "Data", "Boolean": "Bool"}


def swift_type(name):
    """A type of the snapshot as Swift has it."""
    return re.sub(r"\w+", lambda word: BUILTIN.get(word[0], word[0]), name)


def camel(name):
    """A name of the snapshot as Swift has it."""
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


def lower_first(name):
    return name[0].lower() + name[1:]


def split(text):
    """The parts between commas that are in no bracket."""
    parts, depth, start = [], 0, 0
    for place, sign in enumerate(text):
        depth += sign in "([{" or -(sign in ")]}")
        if sign == "," and depth == 0:
            parts.append(text[start:place])
            start = place + 1
    parts.append(text[start:])
    return [part.strip() for part in parts if part.strip()]


def bracket(text, start):
    """The text between the bracket at `start` and the one that closes it, and the place after."""
    closing = {"(": ")", "{": "}"}[text[start]]
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] == text[start]) - (text[place] == closing)
        if depth == 0:
            return text[start + 1 : place], place + 1
    raise ValueError(f"no {closing} for the one at {start}")


def bare(source):
    """Swift without comments and without what texts say."""
    pattern = r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"'
    return re.sub(pattern, lambda found: '""' if found[0][0] == '"' else " ", source, flags=re.S)


def parameters(text):
    found = []
    for part in split(text):
        name, kind = part.split(":", 1)
        kind, _, default = kind.partition("=")
        found.append(Parameter(name.split()[0], kind.strip(), bool(default)))
    return tuple(found)


def returned(tail):
    found = re.match(r"[^{]*?->\s*([^{]+)", tail)
    return found[1].strip() if found else ""


# The generated sources.

DECLARATION = re.compile(
    r"^(?:public|open)\s+(class|struct|enum|protocol|typealias)\s+(\w+)([^{\n=]*)(?:=\s*(\w+))?",
    re.M,
)
# Helpers of the generator are indented, or begin with its name.
FUNCTION = re.compile(r"^(?:public|open) (?:static )?func `?(\w+)`?\s*\(", re.M)
CONSTRUCTOR = re.compile(r"^public convenience (init)\s*\(", re.M)
PRIVATE = re.compile(r"FfiConverter|uniffi|Uniffi|\w+Impl$")


def functions(text, owner, found):
    for start in [*FUNCTION.finditer(text), *CONSTRUCTOR.finditer(text)]:
        if PRIVATE.match(start[1]):
            continue
        inputs, after = bracket(text, start.end() - 1)
        tail = text[after : text.find("{", after)]
        waits, throws = "async" in tail, "throws" in tail
        found[owner + start[1]] = Call(parameters(inputs), returned(tail), waits, throws)


def protocol(name, text, found):
    for start in re.finditer(r"^\s*func (\w+)\s*\(", text, re.M):
        inputs, after = bracket(text, start.end() - 1)
        tail = text[after:].split("\n", 1)[0]
        call = Call(parameters(inputs), returned(tail), "async" in tail, "throws" in tail)
        found[f"{name}.{start[1]}"] = call


def record(name, text, found):
    start = re.search(r"\binit\s*\(", text)
    inputs, _ = bracket(text, start.end() - 1)
    for place, field in enumerate(parameters(inputs)):
        found[f"{name}.{field.label}"] = ("field", field.type, field.default, place)


def cases(name, text, found):
    for start in re.finditer(r"^\s*case (\w+)(\()?", text, re.M):
        inputs = bracket(text, start.end() - 1)[0] if start[2] else ""
        fields = tuple((field.label, field.type) for field in parameters(inputs))
        found[f"{name}.{start[1]}"] = ("case", fields)


def generated(source):
    """The surface of the generated sources."""
    source = bare(source)
    found = {}
    declared = {start[2] for start in DECLARATION.finditer(source)}
    top = source
    for start in DECLARATION.finditer(source):
        kind, name, _, builtin = start.groups()
        if kind == "typealias":
            if not PRIVATE.match(name):
                found[name] = ("type", builtin)
            continue
        body, after = bracket(source, source.index("{", start.start()))
        top = top.replace(source[start.start() : after], "")
        if PRIVATE.match(name):
            continue
        if kind == "class":
            functions(body, f"{name}.", found)
        elif kind == "protocol" and not (
            name.endswith("Protocol") and name.removesuffix("Protocol") in declared
        ):
            protocol(name, body, found)
        elif kind == "struct":
            record(name, body, found)
        elif kind == "enum":
            cases(name, re.sub(r"\bswitch self\s*\{[^}]*\}", "", body), found)
            functions(body, f"{name}.", found)
    functions(top, "", found)
    return found


# The snapshot.


def snapshot_call(owner, line):
    found = re.fullmatch(r"(constructor )?(async )?(\w+)\((.*)\)(?: -> (\S+))?( throws \w+)?", line)
    constructor, waits, name, inputs, returns, throws = found.groups()
    if constructor:
        returns = owner.rstrip(".") if name != "new" else None
        name = "init" if name == "new" else name
    given = []
    for part in split(inputs):
        label, kind = part.split(": ", 1)
        kind, _, default = kind.partition(" = ")
        given.append(Parameter(camel(label), swift_type(kind), bool(default)))
    call = Call(tuple(given), swift_type(returns or ""), bool(waits), bool(throws))
    return owner + camel(name), call


def snapshot_field(line):
    label, kind = line.split(": ", 1)
    kind, _, default = kind.partition(" = ")
    return camel(label), swift_type(kind), bool(default)


def snapshot(text):
    """The surface that bindings/api.txt tells of, as Swift has it."""
    found = {}
    owner = kind = ""
    place = 0
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if not line.startswith(" "):
            kind, _, rest = line.partition(" ")
            owner, place = rest.split()[-1], 0
            if kind == "function":
                name, call = snapshot_call("", rest)
                found[name] = call
            elif kind == "type":
                name, _, builtin = rest.partition(" = ")
                found[name] = ("type", swift_type(builtin))
            continue
        line = line.strip()
        if kind in ("calls", "interface"):
            name, call = snapshot_call(f"{owner}.", line)
            found[name] = call
        elif kind == "record":
            label, type_, default = snapshot_field(line)
            found[f"{owner}.{label}"] = ("field", type_, default, place)
            place += 1
        elif kind in ("enum", "error"):
            name, _, fields = line.partition(" { ")
            fields = tuple(snapshot_field(field)[:2] for field in split(fields.removesuffix(" }")))
            name = name if kind == "error" else lower_first(name)
            found[f"{owner}.{name}"] = ("case", fields)
        else:
            raise ValueError(f"a line of no known kind: {line}")
    return found


# The façade.


def calls_of(source, receiver):
    """Each call of a method of `receiver`: its name and its labels."""
    source = bare(source)
    for start in re.finditer(rf"(?<![\w.]){receiver}(\w+)\(", source):
        inputs, _ = bracket(source, start.end() - 1)
        labels = [re.match(r"(\w+)\s*:|", part)[1] for part in split(inputs)]
        yield start[1], labels
