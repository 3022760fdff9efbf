"""What the package promises apart from its surface."""

import re
import unittest
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent.parent
SOURCES = PACKAGE / "Sources"
LANGUAGES = {"en", "fr", "nl", "de", "ar"}


def read(path):
    return path.read_text(encoding="utf-8")


def imports(folder):
    """What the sources in a folder are built on."""
    found = set()
    for path in (SOURCES / folder).rglob("*.swift"):
        found |= set(re.findall(r"^\s*(?:@\w+ )?import (\w+)", read(path), re.M))
    return found


class Package(unittest.TestCase):
    def test_the_notification_extension_can_fetch_on_standby_and_nothing_else(self):
        manifest = read(PACKAGE / "Package.swift")
        extension = re.search(r'name: "ConsiliumNotification",\s*dependencies: \[([^]]*)\]', manifest)
        self.assertEqual(extension[1].strip(), '"ConsiliumStandby", "ConsiliumWake"')
        self.assertIn('.target(name: "ConsiliumStandby", dependencies: ["ConsiliumFFI"]),', manifest)
        self.assertIn('.target(name: "ConsiliumWake"),', manifest)
        self.assertEqual(
            imports("ConsiliumNotification"),
            {"ConsiliumStandby", "ConsiliumWake", "Foundation", "UserNotifications"},
        )
        self.assertEqual(
            imports("ConsiliumStandby"), {"ConsiliumFFI", "CryptoKit", "Foundation", "Security"}
        )
        self.assertEqual(imports("ConsiliumWake"), {"Foundation"})
        standby = "\n".join(map(read, (SOURCES / "ConsiliumStandby").rglob("*.swift")))
        crossed = re.findall(r"\b(?:Client|Session)\b|\b(fetchOnStandby|folderKeystore)\(", standby)
        self.assertEqual(crossed, ["fetchOnStandby"])

    def test_a_notification_is_given_to_the_system_in_one_place_with_no_word_of_what_was_fetched(self):
        code = read(SOURCES / "ConsiliumNotification/ConsiliumNotificationService.swift")
        self.assertEqual(code.count("UNMutableNotificationContent()"), 1)
        self.assertEqual(re.findall(r"content\.(\w+) =", code), ["body", "sound"])
        self.assertIn("_ = try? await Standby.fetch", code)

    def test_a_notification_has_the_same_words_in_every_language(self):
        keys = {}
        for folder in (SOURCES / "ConsiliumNotification/Resources").iterdir():
            strings = re.findall(r'^"([\w-]+)" = "(.+)";$', read(folder / "Localizable.strings"), re.M)
            keys[folder.name.removesuffix(".lproj")] = [key for key, _ in strings]
        self.assertEqual(set(keys), LANGUAGES)
        code = read(SOURCES / "ConsiliumNotification/ConsiliumNotificationService.swift")
        used = re.findall(r'NSLocalizedString\("([\w-]+)"', code)
        self.assertEqual({tuple(sorted(given)) for given in keys.values()}, {tuple(sorted(used))})

    def test_the_standby_slot_is_the_one_that_the_core_names(self):
        core = read(ROOT / "client-core/src/vault/locked.rs")
        named = re.search(r'STANDBY_SLOT: &str = "([^"]+)"', core)[1]
        keychain = read(SOURCES / "ConsiliumStandby/Apple/KeychainKeystore.swift")
        self.assertEqual(re.search(r'static let standby = "([^"]+)"', keychain)[1], named)

    def test_no_slot_leaves_the_device(self):
        code = "\n".join(map(read, SOURCES.glob("*/Apple/*.swift")))
        classes = set(re.findall(r"\bkSecAttrAccessible[A-Z]\w+", code))
        self.assertEqual(
            classes,
            {
                "kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly",
                "kSecAttrAccessibleWhenPasscodeSetThisDeviceOnly",
                "kSecAttrAccessibleWhenUnlockedThisDeviceOnly",
            },
        )
        self.assertIn("kSecAttrSynchronizable: false", code)

    def test_the_sample_in_the_readme_is_the_compiled_one(self):
        snippet = read(PACKAGE / "Snippets/Talk.swift")
        sample = re.search(r"// snippet\.talk\n(.*?)// snippet\.end", snippet, re.S)[1]
        shown = re.findall(r"```swift\n(.*?)```", read(PACKAGE / "README.md"), re.S)
        self.assertIn(sample, shown)
        self.assertLessEqual(len(sample.splitlines()), 10)


if __name__ == "__main__":
    unittest.main()
