"""What goes out with the program: icons, desktop files, lock files."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from toptickets_desktop.domain.file_rules import ALLOWED_TYPES
from toptickets_desktop.domain.hand_over import LINK_SCHEME

PROJECT = Path(__file__).resolve().parents[1]
LOCKS = PROJECT / "packaging" / "requirements"
DESKTOP_ENTRY = PROJECT / "packaging" / "linux" / "app.toptickets.Desktop.desktop"
METAINFO = PROJECT / "packaging" / "linux" / "app.toptickets.Desktop.metainfo.xml"
PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
PINNED = re.compile(r"^(?P<requirement>[^\s\\#][^\\]*?) \\\n(?P<hashes>(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE)
PLATFORMS = {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}


def requirements(lock: Path) -> list[Requirement]:
    """Every pin of a lock file; fails on a line that is not a pin with hashes."""
    text = lock.read_text(encoding="utf-8")
    assert PINNED.sub("", text) == "", "only pins with hashes"
    return [Requirement(match["requirement"]) for match in PINNED.finditer(text)]


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("runtime.txt", PYPROJECT["project"]["dependencies"]),
        ("dev.txt", PYPROJECT["project"]["dependencies"] + PYPROJECT["dependency-groups"]["dev"]),
    ],
)
def test_the_lock_gives_one_fitting_version_of_each_dependency(lock: str, wanted: list[str], platform: str, python: str) -> None:
    environment = {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": platform,
        "platform_system": PLATFORMS[platform],
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
    }
    pins: dict[str, Version] = {}
    for pin in requirements(LOCKS / lock):
        if pin.marker is None or pin.marker.evaluate(environment):
            name = canonicalize_name(pin.name)
            assert name not in pins, f"{name} is pinned twice for this machine"
            (specifier,) = pin.specifier
            assert specifier.operator == "=="
            pins[name] = Version(specifier.version)
    for line in wanted:
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate(environment):
            assert requirement.specifier.contains(pins[canonicalize_name(requirement.name)]), line


def test_the_locks_agree_with_each_other() -> None:
    run_time = {str(pin) for pin in requirements(LOCKS / "runtime.txt")}
    assert {(Requirement(pin).name, str(Requirement(pin).specifier)) for pin in run_time} <= {
        (pin.name, str(pin.specifier)) for pin in requirements(LOCKS / "dev.txt")
    }


def test_the_icon_files_are_the_drawings_in_every_size(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(PROJECT / "packaging")
    import make_icons  # a script beside the package

    for size_px in make_icons.SIZES_PX:
        kept = QImage(str(make_icons.icon_path(size_px))).convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
        assert kept.size() == QSize(size_px, size_px)
        assert kept == make_icons.render(size_px).convertToFormat(QImage.Format.Format_ARGB32_Premultiplied), "run packaging/make_icons.py"


@pytest.mark.parametrize(
    "command",
    [["desktop-file-validate", DESKTOP_ENTRY], ["appstreamcli", "validate", "--no-net", METAINFO]],
    ids=["desktop-file", "appstream"],
)
def test_the_desktop_files_are_valid(command: list[str | Path]) -> None:
    if shutil.which(str(command[0])) is None:
        pytest.skip(f"not installed: {command[0]}")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_desktop_files_name_the_program_alike() -> None:
    entry = DESKTOP_ENTRY.read_text(encoding="utf-8")
    metainfo = ET.parse(METAINFO).getroot()
    app_id = metainfo.findtext("id")
    assert f"Icon={app_id}\n" in entry
    assert metainfo.findtext("launchable") == DESKTOP_ENTRY.name == f"{app_id}.desktop"
    assert metainfo.find("releases/release[1]") is not None
    assert metainfo.findall("releases/release")[0].get("version") == PYPROJECT["project"]["version"]
    (program,) = PYPROJECT["project"]["gui-scripts"]
    assert f"Exec={program} %U\n" in entry
    (types,) = [line.removeprefix("MimeType=") for line in entry.splitlines() if line.startswith("MimeType=")]
    assert {*types.strip(";").split(";")} == {f"x-scheme-handler/{LINK_SCHEME}", *ALLOWED_TYPES}
    assert {binary.text for binary in metainfo.iter("binary")} == {program, *PYPROJECT["project"]["scripts"]}


def test_scripts_name_no_index_and_no_folder_of_one_machine() -> None:
    committed = [PROJECT / "dev.py", PROJECT / ".ci" / "run", *LOCKS.glob("*.txt"), *(PROJECT / "packaging").glob("*.*")]
    assert len(committed) > 6
    for file in committed:
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"(?<!no-emit-)index-url|find-links|trusted-host|pypi\.|/home/|/root/|/tmp/", text), file


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
def test_the_ci_entry_is_a_valid_executable_script() -> None:
    script = PROJECT / ".ci" / "run"
    assert script.stat().st_mode & 0o100
    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0
