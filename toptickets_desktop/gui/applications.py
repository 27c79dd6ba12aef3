"""Which programs can open a type of file, on systems that keep the freedesktop.org lists. Blocking; callers use a thread.

Sources: "Association between MIME types and applications" 1.0.1 (mimeapps.list, mimeinfo.cache), "Desktop Entry Specification" 1.5
(keys, and how Exec is taken apart).
"""

from __future__ import annotations

import configparser
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FILE_BYTES_MAX = 1024 * 1024
_ENTRY = "Desktop Entry"
_DEFAULTS, _ADDED, _REMOVED, _CACHED = "Default Applications", "Added Associations", "Removed Associations", "MIME Cache"
_ID = re.compile(r"[A-Za-z0-9_.\- ]{1,200}\.desktop")
_FILE_CODES = frozenset({"%f", "%F", "%u", "%U"})
_DROPPED_CODES = frozenset({"%i", "%c", "%k", "%d", "%D", "%n", "%N", "%v", "%m"})


@dataclass(frozen=True, slots=True)
class Application:
    """A program that opens files.

    Attributes:
        id: of its desktop entry, such as `org.gnome.eog.desktop`.
        icon: a name in the icon theme, or a path.
        command: the program and its arguments, the file's place among them still to be filled.
    """

    id: str
    name: str
    icon: str
    command: tuple[str, ...]

    def arguments_for(self, path: Path) -> list[str]:
        """The command for one file."""
        filled = [str(path) if word in {"%f", "%F"} else path.as_uri() if word in {"%u", "%U"} else word for word in self.command]
        return filled if any(word in _FILE_CODES for word in self.command) else [*filled, str(path)]


def applications_for(content_type: str) -> list[Application]:
    """The programs registered for a MIME type, the user's default first, each once."""
    found: list[Application] = []
    for desktop_id in _ids_for(content_type):
        application = _application(desktop_id)
        if application is not None and application.name not in {each.name for each in found}:
            found.append(application)
    return found


def _ids_for(content_type: str) -> list[str]:
    """The order of the specification: defaults, added, then what the programs themselves say, without what the user removed."""
    defaults: list[str] = []
    added: list[str] = []
    removed: set[str] = set()
    for folder in (*_config_folders(), *(each / "applications" for each in _data_folders())):
        for name in (*(f"{desktop.lower()}-mimeapps.list" for desktop in _desktops()), "mimeapps.list"):
            lists = _parsed(folder / name)
            defaults += _entries(lists, _DEFAULTS, content_type)
            added += [each for each in _entries(lists, _ADDED, content_type) if each not in removed]
            removed |= set(_entries(lists, _REMOVED, content_type))
    cached = [
        each for folder in _data_folders() for each in _entries(_parsed(folder / "applications" / "mimeinfo.cache"), _CACHED, content_type)
    ]
    ids = [*defaults, *added, *(each for each in cached if each not in removed)]
    return list(dict.fromkeys(each for each in ids if _ID.fullmatch(each)))


def _application(desktop_id: str) -> Application | None:
    for folder in _data_folders():
        for path in _places_of(folder / "applications", desktop_id):
            parsed = _parsed(path)
            if parsed is not None and parsed.has_section(_ENTRY):
                return _from_entry(desktop_id, parsed)
    return None


def _places_of(folder: Path, desktop_id: str) -> Iterator[Path]:
    """A dash in an id may stand for a folder."""
    yield folder / desktop_id
    if "-" in desktop_id:
        yield folder / desktop_id.replace("-", "/", 1)


def _from_entry(desktop_id: str, parsed: configparser.RawConfigParser) -> Application | None:
    entry = parsed[_ENTRY]
    if entry.get("Type") != "Application" or "true" in {entry.get("Hidden"), entry.get("Terminal")}:
        return None
    command = split_exec(entry.get("Exec", ""))
    if not command or shutil.which(entry.get("TryExec") or command[0]) is None:
        return None
    return Application(desktop_id, entry.get("Name", desktop_id), entry.get("Icon", ""), tuple(command))


def split_exec(text: str) -> list[str]:
    """Take an Exec line apart: double quotes with their four escapes; no shell. Empty when it is not sound."""
    words: list[str] = []
    word, is_quoted, has_word = "", False, False
    characters = iter(text.replace("\\\\", "\\"))  # the general escape of a string value comes first
    for character in characters:
        if is_quoted and character == "\\":
            following = next(characters, "")
            word += following if following in {'"', "`", "$", "\\"} else f"\\{following}"
        elif character == '"':
            is_quoted, has_word = not is_quoted, True
        elif character in " \t" and not is_quoted:
            if has_word:
                words.append(word)
            word, has_word = "", False
        else:
            word, has_word = word + character, True
    if is_quoted:
        return []
    if has_word:
        words.append(word)
    return [word.replace("%%", "%") for word in words if word not in _DROPPED_CODES]


def _entries(parsed: configparser.RawConfigParser | None, section: str, content_type: str) -> list[str]:
    if parsed is None:
        return []
    return [each.strip() for each in parsed.get(section, content_type, fallback="").split(";") if each.strip()]


def _parsed(path: Path) -> configparser.RawConfigParser | None:
    parser = configparser.RawConfigParser(strict=False, delimiters=("=",), comment_prefixes=("#",), interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # keys keep their case
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            parser.read_string(file.read(_FILE_BYTES_MAX))
    except (OSError, configparser.Error):
        return None
    return parser


def _data_folders() -> list[Path]:
    home = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    others = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    return [Path(each) for each in (home, *others.split(":")) if each.startswith("/")]


def _config_folders() -> list[Path]:
    home = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    others = os.environ.get("XDG_CONFIG_DIRS") or "/etc/xdg"
    return [Path(each) for each in (home, *others.split(":")) if each.startswith("/")]


def _desktops() -> list[str]:
    return [each for each in os.environ.get("XDG_CURRENT_DESKTOP", "").split(":") if re.fullmatch(r"[A-Za-z0-9_.\-]{1,60}", each)]
