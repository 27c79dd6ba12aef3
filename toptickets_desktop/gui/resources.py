"""Finds the files that ship with the program: icons, samples, translations."""

from __future__ import annotations

from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

PACKAGE = "toptickets_desktop"
FOLDER = "resources"


@cache
def resource_root() -> Traversable:
    """The folder of all resources.

    In a wheel and in a PyInstaller bundle it lies inside the package; in a checkout it lies beside it, because an editable
    install does not copy it.

    Raises:
        FileNotFoundError: the program is not installed whole.
    """
    package = resources.files(PACKAGE)
    candidates: list[Traversable] = [package.joinpath(FOLDER)]
    if isinstance(package, Path):
        candidates.append(package.parent / FOLDER)
    for candidate in candidates:
        # The package has modules of its own beside the resources, so an empty folder of that name is not enough.
        if candidate.joinpath("icons").is_dir():
            return candidate
    raise FileNotFoundError(f"no {FOLDER} folder in or beside {PACKAGE}")


def resource(*parts: str) -> Traversable:
    """One resource, which need not exist: `resource("icons", "upload.svg")`."""
    return resource_root().joinpath(*parts)


def resource_bytes(*parts: str) -> bytes:
    """The content of one resource.

    Raises:
        FileNotFoundError: there is no such resource.
    """
    return resource(*parts).read_bytes()


def resource_path(*parts: str) -> Path:
    """The path of one resource on disk, for libraries that open files themselves.

    Raises:
        FileNotFoundError: there is no such resource, or the package is in an archive.
    """
    found = resource(*parts)
    if isinstance(found, Path) and found.exists():
        return found
    raise FileNotFoundError("/".join(parts))
