"""What the program remembers between two runs, and the folders it keeps things in. No secret is ever a setting.

Imports the standard library, platformdirs and domain only.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import tempfile
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

import platformdirs
import structlog

from toptickets_desktop.domain.access import DEFAULT_BASE_URL, BaseUrl
from toptickets_desktop.domain.errors import InvalidBaseUrl, InvalidProxy
from toptickets_desktop.domain.finding import FindingMemory
from toptickets_desktop.domain.network_access import NetworkAccess, ProxyMode, checked_proxy_url
from toptickets_desktop.domain.profile import FIRST_PROFILE_ID, PROFILE_NAME_LENGTH_MAX, Profile, ProfileColor
from toptickets_desktop.domain.system_errors import local_errors, local_file_error
from toptickets_desktop.domain.transfer import ConflictPolicy

CONCURRENCY_DEFAULT = 4
CONCURRENCY_MAX = 8
BANDWIDTH_MIN_BYTES_PER_S = 16 * 1024
CACHE_LIMIT_BYTES_DEFAULT = 512 * 1024 * 1024
CACHE_LIMIT_BYTES_MAX = 64 * 1024 * 1024 * 1024
CACHE_AGE_DAYS_DEFAULT = 7
UNDO_S_DEFAULT = 8
UNDO_S_MAX = 60
CACHE_AGE_DAYS_MAX = 365

_SETTINGS_FILE_NAME = "settings.json"
_JOURNAL_FILE_NAME = "transfers.sqlite"
_CONTENT_FOLDER_NAME = "content"
_METADATA_FILE_NAME = "metadata.sqlite"
_HANDED_OUT_FOLDER_NAME = "out"
_SETTINGS_FILE_BYTES_MAX = 1024 * 1024
_PRIVATE_FOLDER_MODE = 0o700
_PROFILES_MAX = 100
_LANGUAGE_LENGTH_MAX = 20

Choice = TypeVar("Choice", bound=StrEnum)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class AppPaths:
    """The folders that this program writes to.

    Attributes:
        download_dir: where downloads go unless the user chooses another folder; made when the first file comes.
    """

    config_dir: Path
    data_dir: Path
    cache_dir: Path
    log_dir: Path
    download_dir: Path

    @classmethod
    def for_user(cls) -> AppPaths:
        """The folders that the platform has for the signed-in user."""
        # Folder names on Linux and other Unixes are lower-case without blanks; Windows and macOS show them to people.
        name = "TopTickets Desktop" if sys.platform in {"win32", "darwin"} else "toptickets-desktop"
        dirs = platformdirs.PlatformDirs(name, appauthor=False)
        return cls(dirs.user_config_path, dirs.user_data_path, dirs.user_cache_path, dirs.user_log_path, dirs.user_downloads_path)

    @classmethod
    def under(cls, data_dir: Path) -> AppPaths:
        """Everything inside one folder, as `--data-dir` asks for."""
        base = data_dir.expanduser().absolute()
        return cls(base / "config", base / "data", base / "cache", base / "logs", base / "downloads")

    @property
    def settings_file(self) -> SettingsFile:
        """The settings kept in `config_dir`, whose download folder is ours unless the user chose another."""
        return SettingsFile(self.config_dir / _SETTINGS_FILE_NAME, defaults=Settings(download_dir=self.download_dir))

    @property
    def content_dir(self) -> Path:
        """Where the window keeps what was looked at."""
        return self.cache_dir / _CONTENT_FOLDER_NAME

    @property
    def metadata_path(self) -> Path:
        """Where the window keeps what it knew of tickets, for the next start and for when the service is not reached."""
        return self.cache_dir / _METADATA_FILE_NAME

    @property
    def handed_out_dir(self) -> Path:
        """Where copies lie that other programs are given, until the program ends."""
        return self.cache_dir / _HANDED_OUT_FOLDER_NAME

    @property
    def journal_path(self) -> Path:
        """Where the window remembers transfers from one run to the next."""
        return self.data_dir / _JOURNAL_FILE_NAME

    def create(self) -> None:
        """Make the folders, readable by this user alone.

        Raises:
            LocalFileError: a folder cannot be made.
        """
        for folder in (self.config_dir, self.data_dir, self.cache_dir, self.log_dir):
            with local_errors(folder):
                _make_private_folder(folder)
                folder.chmod(_PRIVATE_FOLDER_MODE)


def _make_private_folder(folder: Path) -> None:
    """Make a folder and those on the way to it that are not there; `mkdir(parents=True)` would let everybody look into the latter."""
    missing = [each for each in folder.parents if not each.exists()]
    for each in (*reversed(missing), folder):
        each.mkdir(mode=_PRIVATE_FOLDER_MODE, exist_ok=True)


@dataclass(slots=True)
class Settings:
    """What the user chose, and how the window was left.

    Attributes:
        download_dir, base_url, profile_id, profile_name, profile_color: of the profile in use. The address is always one that
            `BaseUrl.parse` accepts when it comes from a file.
        other_profiles: those that are not in use, each with an id of its own.
        ticket_subfolders: whether downloads go into a folder for each ticket, inside the download folder.
        proxy_mode, proxy_url, extra_ca_file: see `NetworkAccess`.
        language: a code such as "de"; empty for the system's.
        notifies: whether the desktop is told when transfers end while the window is not looked at.
        concurrency: how many transfers run at once, 1 to `CONCURRENCY_MAX`.
        bandwidth_limit_bytes_per_s: how fast all transfers together may be, at least `BANDWIDTH_MIN_BYTES_PER_S`; None for no limit.
        conflict_policy: what happens when a file of a download's name is there already.
        resumes_transfers: whether what an earlier run left goes on by itself; else it waits paused.
        cache_limit_bytes: how much is kept on the disk of what was looked at; 0 keeps no more than what is in use.
        cache_age_days: how long it is kept after it was last used.
        clears_cache_at_quit: whether none of it outlives the program.
        undo_s: how long deleting can be undone before the service is asked; 0 asks at once.
        theme: "system", "light" or "dark"; any other word means "system".
        window: geometry, columns and splitters, as text that only the window understands.
        last_ticket_id: the ticket that was open last, by the text of the base URL.
        finding: pinned and recent tickets and filters, by the text of the base URL.
    """

    download_dir: Path = field(default_factory=platformdirs.user_downloads_path)
    base_url: str = DEFAULT_BASE_URL
    concurrency: int = CONCURRENCY_DEFAULT
    bandwidth_limit_bytes_per_s: int | None = None
    conflict_policy: ConflictPolicy = ConflictPolicy.KEEP_BOTH
    resumes_transfers: bool = True
    cache_limit_bytes: int = CACHE_LIMIT_BYTES_DEFAULT
    cache_age_days: int = CACHE_AGE_DAYS_DEFAULT
    clears_cache_at_quit: bool = False
    undo_s: int = UNDO_S_DEFAULT
    theme: str = "system"
    window: dict[str, str] = field(default_factory=dict)
    last_ticket_id: dict[str, str] = field(default_factory=dict)
    finding: dict[str, FindingMemory] = field(default_factory=dict)
    profile_id: str = FIRST_PROFILE_ID
    profile_name: str = ""
    profile_color: ProfileColor = ProfileColor.BLUE
    other_profiles: list[Profile] = field(default_factory=list)
    ticket_subfolders: bool = False
    proxy_mode: ProxyMode = ProxyMode.SYSTEM
    proxy_url: str = ""
    extra_ca_file: Path | None = None
    language: str = ""
    notifies: bool = True

    @property
    def network_access(self) -> NetworkAccess:
        """The way to the service."""
        return NetworkAccess(self.proxy_mode, self.proxy_url, self.extra_ca_file)

    @property
    def profile(self) -> Profile:
        """The profile in use."""
        return Profile(self.profile_id, self.profile_name, self.base_url, self.download_dir, self.profile_color)

    @property
    def profiles(self) -> list[Profile]:
        """All profiles, by name; the practice service, once it was used, comes last."""
        return sorted([self.profile, *self.other_profiles], key=lambda each: (each.is_practice, each.name.casefold(), each.id))

    def use_profile(self, profile: Profile) -> None:
        """Have another profile in use; the one that was is kept."""
        if profile.id != self.profile_id:
            self.other_profiles = [each for each in [self.profile, *self.other_profiles] if each.id != profile.id]
        self.profile_id, self.profile_name, self.profile_color = profile.id, profile.name, profile.color
        self.base_url, self.download_dir = profile.base_url, profile.download_dir

    def put_profile(self, profile: Profile) -> None:
        """Add a profile, or change the one of that id."""
        if profile.id == self.profile_id:
            self.use_profile(profile)
        else:
            self.other_profiles = [*(each for each in self.other_profiles if each.id != profile.id), profile]

    def remove_profile(self, profile_id: str) -> None:
        """Forget a profile that is not in use."""
        self.other_profiles = [each for each in self.other_profiles if each.id != profile_id]


class SettingsFile:
    """Reads and writes the settings. Both block: not to be called on an event loop while transfers run."""

    def __init__(self, path: Path, *, defaults: Settings | None = None) -> None:
        """Name the file.

        Args:
            path: where it is, or will be.
            defaults: what holds for everything that the file does not say. What equals them is not written, so that a better
                default of a later release reaches users who never chose.
        """
        self.path = path
        self._defaults = defaults if defaults is not None else Settings()

    def load(self) -> Settings:
        """Read the settings. Never fails: a damaged file is set aside as `….damaged`, a wrong value is replaced by its default."""
        try:
            with self.path.open("rb") as file:
                content = file.read(_SETTINGS_FILE_BYTES_MAX + 1)
        except FileNotFoundError:
            return self._copy_of_defaults()
        except OSError as exc:
            _log.warning("settings not readable", error=type(exc).__name__)
            return self._copy_of_defaults()
        try:
            if len(content) > _SETTINGS_FILE_BYTES_MAX:
                raise ValueError("too large")
            stored = dict(json.loads(content).items())  # AttributeError when it is not an object
        except (ValueError, AttributeError, RecursionError) as exc:
            _log.warning("settings damaged, set aside", error=type(exc).__name__)
            with contextlib.suppress(OSError):
                self.path.replace(self.path.with_name(f"{self.path.name}.damaged"))
            return self._copy_of_defaults()
        return self._from_stored(stored)

    def save(self, settings: Settings) -> None:
        """Write the settings, whole or not at all.

        Raises:
            LocalFileError: they cannot be written; the old file is still there.
        """
        text = json.dumps(self._to_stored(settings), indent=2, sort_keys=True, ensure_ascii=True) + "\n"
        temporary: Path | None = None
        try:
            _make_private_folder(self.path.parent)
            # mkstemp makes the file with mode 0600.
            descriptor, temporary_name = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
            temporary = Path(temporary_name)
            with open(descriptor, "w", encoding="utf-8") as file:  # noqa: PTH123  # a descriptor, which Path cannot open
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self.path)
        except OSError as exc:
            if temporary is not None:
                temporary.unlink(missing_ok=True)
            raise local_file_error(self.path, exc) from exc

    def _copy_of_defaults(self) -> Settings:
        return self._from_stored({})

    def _from_stored(self, stored: dict[str, Any]) -> Settings:
        default = self._defaults
        proxy_mode, proxy_url = _proxy(stored.get("proxy_mode"), stored.get("proxy_url"))
        return Settings(
            download_dir=_folder(stored.get("download_dir"), default.download_dir),
            base_url=_base_url(stored.get("base_url"), default.base_url),
            concurrency=_number(stored.get("concurrency"), default.concurrency, 1, CONCURRENCY_MAX),
            bandwidth_limit_bytes_per_s=_limit(stored.get("bandwidth_limit_bytes_per_s"), default.bandwidth_limit_bytes_per_s),
            conflict_policy=_choice(stored.get("conflict_policy"), default.conflict_policy),
            resumes_transfers=_flag(stored.get("resumes_transfers"), default.resumes_transfers),
            cache_limit_bytes=_number(stored.get("cache_limit_bytes"), default.cache_limit_bytes, 0, CACHE_LIMIT_BYTES_MAX),
            cache_age_days=_number(stored.get("cache_age_days"), default.cache_age_days, 1, CACHE_AGE_DAYS_MAX),
            clears_cache_at_quit=_flag(stored.get("clears_cache_at_quit"), default.clears_cache_at_quit),
            undo_s=_number(stored.get("undo_s"), default.undo_s, 0, UNDO_S_MAX),
            theme=_text(stored.get("theme"), default.theme),
            window=_texts(stored.get("window"), default.window),
            last_ticket_id=_texts(stored.get("last_ticket_id"), default.last_ticket_id),
            finding=_finding(stored.get("finding")),
            profile_id=_text(stored.get("profile_id"), default.profile_id),
            profile_name=_profile_name(stored.get("profile_name")),
            profile_color=_choice(stored.get("profile_color"), default.profile_color),
            other_profiles=_profiles(stored.get("other_profiles"), default, in_use=_text(stored.get("profile_id"), default.profile_id)),
            ticket_subfolders=_flag(stored.get("ticket_subfolders"), default.ticket_subfolders),
            proxy_mode=proxy_mode,
            proxy_url=proxy_url,
            extra_ca_file=_file(stored.get("extra_ca_file")),
            language=_text(stored.get("language"), default.language)[:_LANGUAGE_LENGTH_MAX],
            notifies=_flag(stored.get("notifies"), default.notifies),
        )

    def _to_stored(self, settings: Settings) -> dict[str, object]:
        values = {each.name: getattr(settings, each.name) for each in fields(settings)}
        chosen = {name: value for name, value in values.items() if value != getattr(self._defaults, name)}
        return {name: _storable(value) for name, value in chosen.items()}


def _folder(value: object, default: Path) -> Path:
    """Only an absolute path means the same in every run."""
    return Path(value) if isinstance(value, str) and "\0" not in value and Path(value).is_absolute() else default


def _file(value: object) -> Path | None:
    return Path(value) if isinstance(value, str) and value and "\0" not in value and Path(value).is_absolute() else None


def _storable(value: object) -> object:
    """What JSON can hold."""
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, Profile):
        return {name: _storable(part) for name, part in asdict(value).items()}
    if isinstance(value, FindingMemory):
        return value.to_stored()
    if isinstance(value, dict):
        return {name: _storable(part) for name, part in value.items()}
    return [_storable(each) for each in value] if isinstance(value, list) else value


def _profiles(value: object, default: Settings, *, in_use: str) -> list[Profile]:
    """The other profiles; one that is damaged is left out, and so is one with the id of another."""
    found: dict[str, Profile] = {}
    for stored in value[:_PROFILES_MAX] if isinstance(value, list) else []:
        if not isinstance(stored, dict) or not isinstance(stored.get("id"), str):
            continue
        profile = Profile(
            id=stored["id"],
            name=_profile_name(stored.get("name")),
            base_url=_base_url(stored.get("base_url"), ""),
            download_dir=_folder(stored.get("download_dir"), default.download_dir),
            color=_choice(stored.get("color"), ProfileColor.BLUE),
        )
        if profile.base_url and profile.id != in_use:
            found.setdefault(profile.id, profile)
    return list(found.values())


def _finding(value: object) -> dict[str, FindingMemory]:
    accounts = list(value.items())[:_PROFILES_MAX] if isinstance(value, dict) else []
    return {account: FindingMemory.from_stored(stored) for account, stored in accounts if isinstance(account, str)}


def _profile_name(value: object) -> str:
    return " ".join(_text(value, "").split())[:PROFILE_NAME_LENGTH_MAX]


def _choice(value: object, default: Choice) -> Choice:
    """A member of the enumeration that `default` belongs to."""
    return next((each for each in type(default) if each == value), default)


def _proxy(mode: object, url: object) -> tuple[ProxyMode, str]:
    """A proxy that cannot be used is none; the system's is asked instead of going past a proxy that somebody asked for."""
    try:
        checked = checked_proxy_url(_text(url, ""))
    except InvalidProxy:
        checked = ""
    chosen = _choice(mode, ProxyMode.SYSTEM)
    return (ProxyMode.SYSTEM if chosen is ProxyMode.MANUAL and not checked else chosen), checked


def _base_url(value: object, default: str) -> str:
    if not isinstance(value, str):
        return default
    try:
        return BaseUrl.parse(value).text
    except InvalidBaseUrl:
        return default


def _number(value: object, default: int, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        return default
    return min(max(value, least), most)


def _limit(value: object, default: int | None) -> int | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return default
    return max(value, BANDWIDTH_MIN_BYTES_PER_S)


def _flag(value: object, default: bool) -> bool:
    return value if isinstance(value, bool) else default


def _text(value: object, default: str) -> str:
    return value if isinstance(value, str) else default


def _texts(value: object, default: dict[str, str]) -> dict[str, str]:
    if not isinstance(value, dict):
        return dict(default)
    return {key: text for key, text in value.items() if isinstance(key, str) and isinstance(text, str)}
