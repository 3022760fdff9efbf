"""The façade, the generated sources and the snapshot name the same surface."""

import os
import re
import subprocess
import unittest
from pathlib import Path

import surface
from surface import Call

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent.parent
SOURCES = PACKAGE / "Sources"

# What the façade puts something of its own in place of.
WRAPPED = {
    "Client": "ConsiliumClient",
    "Session": "ConsiliumSession",
    "CancelToken": "the task's cancellation",
    "EventListener": "SessionEvents",
    "Subscription": "SessionEvents",
    "ListenerError": "SessionEvents",
    "PhoneCode": "register(request:code:pin:profile:)",
    "RecoveryGroup": "confirmRecoveryCode(_:)",
    "Secret": "Secret",
}
# What an app cannot miss: ends of what the façade ends by itself.
NOT_CALLED = {
    "CancelToken.isCancelled",
    "Subscription.hasEnded",
    "Subscription.failures",
    "ClientError.code",
    "ClientError.text",
}


def read(path):
    return path.read_text(encoding="utf-8")


GENERATED = surface.generated(read(SOURCES / "ConsiliumFFI/ConsiliumFFI.swift"))
FACADE = {
    path: read(path)
    for folder in ("Consilium", "ConsiliumStandby")
    for path in sorted((SOURCES / folder).rglob("*.swift"))
}
TEXT = "\n".join(FACADE.values())


def types():
    """Every type of the surface."""
    named = {name.split(".")[0] for name in GENERATED if "." in name}
    return named | {name for name, item in GENERATED.items() if item[0] == "type"}


def made():
    """Every call that the façade makes across the border: name in the surface, labels."""
    for path, source in FACADE.items():
        owner = "Client" if path.name == "ConsiliumClient.swift" else "Session"
        for receiver, prefix in (
            (r"core\.", f"{owner}."),
            (r"session\.", "Session."),
            (r"Client\.", "Client."),
            (r"subscription\.", "Subscription."),
            (r"token\.", "CancelToken."),
        ):
            for name, labels in surface.calls_of(source, receiver):
                # Calls of the façade's own session, and of what is no object of the border.
                if f"{prefix}{name}" in GENERATED or receiver in (r"core\.", r"Client\."):
                    yield f"{prefix}{name}", labels
        for name, labels in surface.calls_of(source, ""):
            if isinstance(GENERATED.get(name), Call):
                yield name, labels
        if re.search(r"\bCancelToken\(\)", source):
            yield "CancelToken.init", []


class Surface(unittest.TestCase):
    def test_the_generated_sources_are_what_the_snapshot_says(self):
        snapshot = surface.snapshot(read(ROOT / "bindings/api.txt"))
        self.assertGreater(len(snapshot), 200)
        self.assertEqual(dict(GENERATED.items() - snapshot.items()), {}, "only generated")
        self.assertEqual(dict(snapshot.items() - GENERATED.items()), {}, "only in the snapshot")

    def test_the_committed_sources_are_what_the_generator_makes_now(self):
        command = ["cargo", "xtask", "bindings", "swift", "--check"]
        if built := os.environ.get("CONSILIUM_BUILT"):
            command[:2] = [f"{built}/xtask"]
            command.append("--built")
        told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        self.assertEqual(told.returncode, 0, told.stderr)

    def test_every_type_can_be_had_from_the_facade(self):
        aliases = dict(
            re.findall(r"public typealias (\w+) = ConsiliumFFI\.(\w+)", TEXT),
        )
        self.assertEqual([name for name, of in aliases.items() if name != of], [])
        self.assertEqual(types(), set(aliases) | set(WRAPPED))
        self.assertEqual(set(aliases) & set(WRAPPED), set())

    def test_every_call_of_the_core_can_be_made_by_the_facade(self):
        interfaces = ("EventListener.", "PlatformKeystore.", "BiometricGate.")
        there = {
            name
            for name, item in GENERATED.items()
            if isinstance(item, Call) and not name.startswith(interfaces)
        }
        called = {name for name, _ in made()}
        self.assertEqual(there - called - NOT_CALLED, set())

    def test_the_facade_calls_what_is_there_with_its_labels(self):
        wrong = []
        for name, labels in made():
            call = GENERATED.get(name)
            if call is None:
                wrong.append(f"{name} is not there")
                continue
            wanted = [part.label for part in call.parameters]
            needed = [part.label for part in call.parameters if not part.default]
            given = [label for label in wanted if label in labels]
            if labels != given or not set(needed) <= set(labels):
                wrong.append(f"{name}({labels}) instead of {wanted}")
        self.assertEqual(wrong, [])

    def test_records_are_made_with_the_fields_that_they_have(self):
        wrong = []
        for name in ("PhoneCode", "RecoveryGroup"):
            fields = [key.split(".")[1] for key in GENERATED if key.startswith(f"{name}.")]
            calls = [labels for found, labels in surface.calls_of(TEXT, "") if found == name]
            self.assertNotEqual(calls, [])
            wrong += [f"{name}({labels})" for labels in calls if labels != fields]
        self.assertEqual(wrong, [])

    def test_every_case_that_is_named_is_there(self):
        sources = [*FACADE.values(), *map(read, (PACKAGE / "Tests").rglob("*.swift"))]
        wrong, seen = [], 0
        pattern = r"\b(ClientError|KeystoreError|BiometricError|Event)(?:\.|/)(?!self\b)(\w+)(?:\(([\w:]+)\))?"
        for name, case, labels in re.findall(pattern, "\n".join(sources)):
            seen += 1
            item = GENERATED.get(f"{name}.{case}")
            if item is None:
                wrong.append(f"{name}.{case}")
            elif labels.endswith(":") and labels != "".join(f"{label}:" for label, _ in item[1]):
                wrong.append(f"{name}.{case}({labels})")
        self.assertGreater(seen, 30)
        self.assertEqual(wrong, [])

    def test_every_function_that_the_documentation_links_to_is_there(self):
        own = set()
        for start in re.finditer(r"public (?:static )?func (\w+)(?:<\w+>)?\(", TEXT):
            inputs, _ = surface.bracket(TEXT, start.end() - 1)
            labels = "".join(f"{part.label}:" for part in surface.parameters(inputs))
            own.add(f"{start[1]}({labels})")
        links = re.findall(r"``(?:Consilium(?:Client|Session)/)?([a-z]\w*\([\w:]*\))``", TEXT)
        self.assertGreater(len(links), 5)
        self.assertEqual(set(links) - own, set())

    def test_everything_public_is_documented(self):
        bare = []
        for path, source in FACADE.items():
            lines = source.splitlines()
            for place, line in enumerate(lines):
                words = line.split()
                if "public" not in words or "init" in line or " Iterator" in line:
                    continue
                above = place - 1
                while lines[above].strip().startswith("@"):
                    above -= 1
                # What a keystore's functions do is said where they are asked for.
                if not lines[above].strip().startswith("///") and "Keystore" not in path.name:
                    bare.append(f"{path.name}: {line.strip()}")
        self.assertEqual(bare, ["SessionEvents.swift: public mutating func next() async -> Event? {"])


if __name__ == "__main__":
    unittest.main()
