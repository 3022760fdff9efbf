"""Writes the vectors, or checks that the committed ones are what would be written."""

import json
import sys
from pathlib import Path

from .case import encode
from .cases import FILES

FOLDER = Path(__file__).resolve().parent.parent


def render(content):
    return json.dumps(encode(content), indent=1, ensure_ascii=False) + "\n"


def main(arguments):
    if arguments not in ([], ["--check"]):
        print("usage: python -m independent [--check]", file=sys.stderr)
        return 2
    made = {f"{name}.json": render(make()) for name, make in FILES.items()}
    if not arguments:
        for name, text in made.items():
            (FOLDER / name).write_text(text, encoding="utf-8")
        print(f"{len(made)} files written")
        return 0
    wrong = [name for name, text in made.items() if not holds(FOLDER / name, text)]
    wrong += sorted(path.name for path in FOLDER.glob("*.json") if path.name not in made)
    for name in wrong:
        print(f"{name}: not what the independent implementation makes", file=sys.stderr)
    if not wrong:
        print(f"{len(made)} files of vectors agree with the independent implementation")
    return 1 if wrong else 0


def holds(path, text):
    return path.is_file() and path.read_text(encoding="utf-8") == text


sys.exit(main(sys.argv[1:]))
