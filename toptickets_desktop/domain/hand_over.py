"""What one start of the program may tell the one that runs: files to ask about, and a ticket to select. Nothing else can be said.

The text comes from outside (a socket, a link on a web page), so everything about it is bounded and checked.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

MESSAGE_BYTES_MAX = 1024 * 1024
FILES_MAX = 10_000
PATH_CHARACTERS_MAX = 4_096

LINK_SCHEME = "toptickets"

_VERSION = 1
_KEYS = frozenset({"version", "files", "ticket"})
_TICKET = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62}[A-Za-z0-9])?", re.ASCII)
_LINK = re.compile(rf"(?i:{LINK_SCHEME}://ticket/)({_TICKET.pattern})/?", re.ASCII)
_NUMBER_IN_NAME = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2,10}-[0-9]{1,9}(?![A-Za-z0-9])", re.ASCII)
_FOLDERS_LOOKED_AT = 3


class InvalidHandOver(ValueError):
    """It is not a message of ours, or asks for something that may not be asked for."""


@dataclass(frozen=True, slots=True)
class HandOver:
    """Files to ask about, and a ticket's id or number; either may be missing.

    Attributes:
        files: absolute paths; whether there is anything at them is not known.
        ticket: such as TKT-1042; empty for none.
    """

    files: tuple[Path, ...] = ()
    ticket: str = ""

    def __post_init__(self) -> None:
        if len(self.files) > FILES_MAX or not all(_is_good_path(str(path)) for path in self.files):
            raise InvalidHandOver
        if self.ticket and not _TICKET.fullmatch(self.ticket):
            raise InvalidHandOver

    def to_bytes(self) -> bytes:
        """One line.

        Raises:
            InvalidHandOver: it is too long.
        """
        # ASCII alone: names that are no Unicode travel as lone surrogates, and come out as they were.
        text = json.dumps({"version": _VERSION, "files": [str(path) for path in self.files], "ticket": self.ticket}, ensure_ascii=True)
        if len(text) >= MESSAGE_BYTES_MAX:
            raise InvalidHandOver
        return text.encode("ascii") + b"\n"

    @classmethod
    def from_bytes(cls, data: bytes) -> HandOver:
        """Read what `to_bytes` wrote.

        Raises:
            InvalidHandOver: it did not write this.
        """
        if len(data) > MESSAGE_BYTES_MAX or not data.endswith(b"\n"):
            raise InvalidHandOver
        try:
            values = json.loads(data)
        except (ValueError, RecursionError) as exc:
            raise InvalidHandOver from exc
        if not isinstance(values, dict) or values.keys() != _KEYS or values["version"] != _VERSION:
            raise InvalidHandOver
        files, ticket = values["files"], values["ticket"]
        if not isinstance(files, list) or not isinstance(ticket, str) or not all(isinstance(file, str) for file in files):
            raise InvalidHandOver
        if len(files) > FILES_MAX or not all(_is_good_path(file) for file in files):
            raise InvalidHandOver
        return cls(tuple(Path(file) for file in files), ticket)


def ticket_of_link(link: str) -> str:
    """The ticket that `toptickets://ticket/TKT-1042` names. A link can say nothing else.

    Raises:
        InvalidHandOver: it is no such link.
    """
    found = _LINK.fullmatch(link)
    if found is None:
        raise InvalidHandOver
    return found[1]


def is_link(argument: str) -> bool:
    """Whether an argument wants to be a link of ours, good or bad."""
    return argument[: len(LINK_SCHEME) + 1].casefold() == f"{LINK_SCHEME}:"


def path_of_argument(argument: str) -> Path:
    """The absolute path that an argument means; desktops hand over files as `file:` URLs."""
    if argument[:8].casefold() == "file:///":
        path = unquote(urlsplit(argument).path, errors="surrogateescape")
        argument = path.removeprefix("/") if os.name == "nt" else path
    return Path(argument).absolute()


def tickets_in_names(paths: Iterable[Path]) -> list[str]:
    """What looks like the number of a ticket in the names of files, then of the folders around them; the likeliest first, each once."""
    chosen = list(paths)
    found: dict[str, None] = {}
    for level in range(_FOLDERS_LOOKED_AT + 1):
        for path in chosen:
            name = path.name if level == 0 else next((parent.name for parent in list(path.parents)[level - 1 : level]), "")
            for number in _NUMBER_IN_NAME.findall(name[:PATH_CHARACTERS_MAX]):
                found.setdefault(number.upper())
    return list(found)


def _is_good_path(text: str) -> bool:
    return 0 < len(text) <= PATH_CHARACTERS_MAX and "\0" not in text and os.path.isabs(text)  # noqa: PTH117  # before it is made a Path
