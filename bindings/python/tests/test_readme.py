"""The samples that the READMEs show are those that are compiled and run."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from person import pair
from relay import Relay

HERE = Path(__file__).resolve().parent
BINDINGS = HERE.parent.parent
SAMPLES = {
    "kotlin": (
        BINDINGS / "kotlin/src/test/kotlin/org/consilium/client/ReadmeSample.kt",
        ("// sample\n", "// end of sample"),
    ),
    "swift": (BINDINGS / "swift/Snippets/Talk.swift", ("// snippet.talk\n", "// snippet.end")),
    "python": (HERE / "readme_sample.py", ("# sample\n", "# end of sample")),
}


def sample(language: str) -> str:
    """The lines between the marks, without their indentation."""
    source, (begin, end) = SAMPLES[language]
    _, found, rest = source.read_text("utf-8").partition(begin)
    assert found and end in rest, f"{source} has its marks"
    return textwrap.dedent(rest[: rest.index(end)].rstrip(" "))


@pytest.mark.parametrize("language", SAMPLES)
def test_a_sample_has_ten_lines(language: str) -> None:
    lines = [line for line in sample(language).splitlines() if line]
    assert 5 <= len(lines) <= 10


@pytest.mark.parametrize("language", SAMPLES)
def test_a_package_s_read_me_shows_its_sample(language: str) -> None:
    shown = (BINDINGS / language / "README.md").read_text("utf-8")
    assert f"```{language}\n{sample(language)}```\n" in shown


def test_the_project_s_read_me_shows_exactly_the_samples() -> None:
    shown = (BINDINGS.parent / "README.md").read_text("utf-8")
    _, found, part = shown.partition("\n## In your app\n")
    assert found, "README.md has the part"
    blocks = part.partition("\n## ")[0].split("```")[1::2]
    wanted = {f"{language}\n{sample(language)}" for language in SAMPLES}
    assert sorted(blocks) == sorted(wanted)


async def test_the_sample_runs(relay: Relay, tmp_path: Path) -> None:
    anna, bram = await pair(relay, tmp_path)
    anna.session.lock()
    (tmp_path / "relay.json").write_bytes(relay.file.read_bytes())
    # The folder is one process's at a time.
    del anna
    ran = subprocess.run(
        [sys.executable, "-c", sample("python")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
    assert "AT_RELAY" in ran.stdout
    await bram.session.sync_now()
    assert len(await bram.session.search("Potassium", 10)) == 1
    bram.session.lock()
