#!/usr/bin/env python3
"""Writes what the app contains, with versions and licences, for its page *About*.

    mobile-demo/app/components.py            # writes presentation/src/main/resources/…/components.tsv
    mobile-demo/app/components.py --check    # fails if that file is not what it would write

Reads Cargo's metadata of the native library, and the class path and pom files of the window.
"""
import json
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as xml

APP = pathlib.Path(__file__).resolve().parent
ROOT = APP.parent.parent
OUT = APP / "presentation/src/main/resources/org/consilium/app/components.tsv"
LIBRARY = "consilium-ffi"
# In the source of crates, with licences of their own.
IN_CRATES = {
    "libsodium": ("libsodium-sys-stable", "1.0.22", "ISC"),
    "SQLCipher": ("libsqlite3-sys", "4.19.0", "BSD-3-Clause"),
}


def crates():
    command = ["cargo", "metadata", "--format-version", "1", "--locked", "--offline"]
    host = subprocess.run(["rustc", "-vV"], check=True, capture_output=True, text=True).stdout
    platform = re.search(r"host: (\S+)", host).group(1)
    answer = subprocess.run(
        command + ["--filter-platform", platform], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    data = json.loads(answer)
    packages = {package["id"]: package for package in data["packages"]}
    nodes = {node["id"]: node for node in data["resolve"]["nodes"]}
    waiting = [id for id, package in packages.items() if package["name"] == LIBRARY]
    found = set()
    while waiting:
        id = waiting.pop()
        if id in found:
            continue
        found.add(id)
        for dep in nodes[id]["deps"]:
            if any(kind["kind"] is None for kind in dep["dep_kinds"]):
                waiting.append(dep["pkg"])
    for id in found:
        package = packages[id]
        if package["source"] is not None:
            yield package["name"], package["version"], tidy(package["license"] or "see its source")
    names = {packages[id]["name"] for id in found}
    for name, (crate, version, licence) in IN_CRATES.items():
        if crate in names:
            yield name, version, licence


def pom_licence(pom):
    """The licences of a pom file, or of the nearest parent that names any."""
    space = {"m": "http://maven.apache.org/POM/4.0.0"}
    tree = xml.parse(pom).getroot()
    names = [name.text.strip() for name in tree.findall("m:licenses/m:license/m:name", space)]
    if names:
        return " OR ".join(sorted({SPDX.get(name, name) for name in names}))
    parent = tree.find("m:parent", space)
    if parent is None:
        return None
    group, artifact, version = (parent.find(f"m:{tag}", space).text for tag in ("groupId", "artifactId", "version"))
    own_group = tree.findtext("m:groupId", default=group, namespaces=space)
    # A pom lies in a folder for each word of its group, its artifact and its version.
    repository = pom.parents[len(own_group.split(".")) + 2]
    above = repository / group.replace(".", "/") / artifact / version / f"{artifact}-{version}.pom"
    return pom_licence(above) if above.exists() else None


SPDX = {
    "The Apache Software License, Version 2.0": "Apache-2.0",
    "The Apache License, Version 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache-2.0": "Apache-2.0",
    "LGPL-2.1-or-later": "LGPL-2.1-or-later",
}


# In jars, with licences of their own.
IN_JARS = {
    "Skia": ("skiko-awt", "BSD-3-Clause"),
    "libffi": ("jna", "MIT"),
}


def tidy(licence):
    """SPDX has no slash: it meant *or*."""
    return re.sub(r" ?/ ?", " OR ", licence)


def pom_name(pom, artifact):
    """What its makers call it, if that says more than the file's name."""
    name = xml.parse(pom).getroot().findtext("m:name", default="", namespaces={"m": "http://maven.apache.org/POM/4.0.0"})
    return artifact if "$" in name or not name.strip() else name.strip()


def jars():
    path = (APP / "desktop/target/classpath").read_text().strip()
    for jar in map(pathlib.Path, path.split(":")):
        if jar.name.startswith("consilium-"):
            continue
        artifact, version = jar.parent.parent.name, jar.parent.name
        pom = jar.with_suffix(".pom")
        name = pom_name(pom, artifact)
        yield name, version, pom_licence(pom) or "see its source"
        for part, (jar_with_it, licence) in IN_JARS.items():
            if artifact == jar_with_it:
                yield part, f"in {name} {version}", licence


def main():
    rows = sorted(set(crates()) | set(jars()), key=lambda row: (row[0].lower(), row[1]))
    text = "".join("\t".join(row) + "\n" for row in rows)
    if "--check" in sys.argv[1:]:
        if OUT.read_text() != text:
            sys.exit(f"{OUT.relative_to(ROOT)} is out of date: run mobile-demo/app/components.py")
        return
    OUT.write_text(text)
    print(f"{len(rows)} components", file=sys.stderr)


main()
