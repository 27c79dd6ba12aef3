from __future__ import annotations

from collections.abc import Iterator
from importlib import resources as importlib_resources
from pathlib import Path

import pytest

from toptickets_desktop.gui import resources
from toptickets_desktop.gui.resources import resource, resource_bytes, resource_path, resource_root


@pytest.fixture(autouse=True)
def _look_again() -> Iterator[None]:
    resource_root.cache_clear()
    yield
    resource_root.cache_clear()


def _install(root: Path, *, inside: bool, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lay out a program under `root` with its resources inside the package, as in a wheel, or beside it, as in a checkout."""
    package = root / "toptickets_desktop"
    folder = (package if inside else root) / "resources"
    (folder / "icons").mkdir(parents=True)
    package.mkdir(exist_ok=True)
    (folder / "icons" / "upload.svg").write_bytes(b"<svg/>")
    monkeypatch.setattr(importlib_resources, "files", lambda _name: package)
    return folder


def test_the_resources_of_this_checkout_are_found() -> None:
    assert resource_bytes("icons", "upload.svg").startswith(b"<!--")
    assert resource_path("icons").is_dir()
    assert b"ISC License" in resource_bytes("icons", "LICENSE")


@pytest.mark.parametrize("inside", [True, False])
def test_a_wheel_has_them_inside_and_a_checkout_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inside: bool) -> None:
    folder = _install(tmp_path, inside=inside, monkeypatch=monkeypatch)

    assert resource_bytes("icons", "upload.svg") == b"<svg/>"
    assert resource_path("icons", "upload.svg") == folder / "icons" / "upload.svg"


def test_a_missing_resource_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _install(tmp_path, inside=True, monkeypatch=monkeypatch)

    assert not resource("icons", "nothing.svg").is_file()
    with pytest.raises(FileNotFoundError):
        resource_bytes("icons", "nothing.svg")
    with pytest.raises(FileNotFoundError, match=r"icons/nothing\.svg"):
        resource_path("icons", "nothing.svg")


def test_a_program_without_resources_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib_resources, "files", lambda _name: tmp_path / resources.PACKAGE)

    with pytest.raises(FileNotFoundError, match="resources"):
        resource_root()
