"""The sandbox as one object: start it, talk HTTP to it, stop it."""

from __future__ import annotations

import hmac
import os
import secrets
import shutil
import socket
import tempfile
from collections.abc import Collection, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

from toptickets_desktop.domain.access import ApiKey, BaseUrl, KeyKind, Scope, is_loopback
from toptickets_desktop.sandbox.access_log import AccessLog, LogFile, RequestRecord
from toptickets_desktop.sandbox.api_app import ApiParts, make_api_app
from toptickets_desktop.sandbox.database import Database
from toptickets_desktop.sandbox.keys import KeyRegister, derived_key, random_key
from toptickets_desktop.sandbox.listener import ServerThread, bound_socket, origin_of
from toptickets_desktop.sandbox.private_files import make_private_folder, write_private
from toptickets_desktop.sandbox.seed import USER_OF_KIND, seed_database
from toptickets_desktop.sandbox.signed_urls import UrlSigner
from toptickets_desktop.sandbox.storage_app import make_storage_app
from toptickets_desktop.sandbox.throttle import Throttle

STORAGE_LOG_NAME = "storage-access.jsonl"
STORAGE_LOG_VARIABLE = "TOPTICKETS_SANDBOX_STORAGE_LOG"
_STORAGE_LOG_BYTES_MAX = 4 * 1024 * 1024
_SECRET_BYTES = 32
# The whole of 127.0.0.0/8 is loopback on Linux and Windows (RFC 6890); macOS has only 127.0.0.1 and ::1.
_STORAGE_HOSTS = ("127.0.0.2", "127.0.0.3", "::1")


class Sandbox:
    """The whole service on this machine, with made-up tickets and attachments. Nothing in it blocks anyone's event loop.

    The API and the storage listen on different loopback addresses, so that they are different hosts to a client, as in real life.

    Args:
        host: loopback address for the API.
        port: its port; 0 for any free one.
        tickets: how many tickets to make up when there is no data yet.
        data_dir: where everything is kept; None for a temporary folder that goes away in the end.
        url_lifetime_s: how long signed URLs work, in seconds; negative for URLs that are born expired.
        seed: False leaves an empty service empty.
        storage_log: a file that also gets a line for each request to the storage, besides `storage-access.jsonl` in the data;
            by default the one named in the environment as TOPTICKETS_SANDBOX_STORAGE_LOG, by which a test run watches every process.
    """

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        tickets: int = 60,
        data_dir: Path | None = None,
        url_lifetime_s: float = 3600,
        seed: bool = True,
        storage_log: Path | None = None,
    ) -> None:
        if not is_loopback(host):
            raise ValueError("the sandbox serves this machine only")
        self._host = "127.0.0.1" if host == "localhost" else host
        self._port = port
        self._ticket_count = tickets
        self._data_dir = data_dir
        self._seeds = seed
        self._url_lifetime_s = url_lifetime_s
        named_log = os.environ.get(STORAGE_LOG_VARIABLE)
        self._storage_log = Path(named_log) if storage_log is None and named_log else storage_log
        self._throttle = Throttle()
        self._api_log = AccessLog()
        self._storage_access = AccessLog()
        self._running: _Running | None = None

    def start(self) -> None:
        """Fill the service when it is empty, and serve; returns when both listeners accept.

        Blocks for a moment, or for seconds when it makes up 100,000 tickets.

        Raises:
            OSError: the port is taken, or the folder cannot be used.
        """
        if self._running is not None:
            raise RuntimeError("the sandbox runs already")
        folder = Path(tempfile.mkdtemp(prefix="toptickets-sandbox-")) if self._data_dir is None else self._data_dir
        try:
            self._running = self._started_in(folder)
        except BaseException:
            if self._data_dir is None:
                shutil.rmtree(folder)
            raise

    def stop(self) -> None:
        """Stop serving; connections are closed at once. A temporary folder is removed. Does nothing when stopped."""
        running, self._running = self._running, None
        if running is None:
            return
        running.thread.stop()
        running.database.close()
        if self._data_dir is None:
            shutil.rmtree(running.folder)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    @property
    def base_url(self) -> BaseUrl:
        """Where the API answers; ends in `/v1`."""
        return BaseUrl.parse(f"{self._now_running.api_origin}/v1")

    @property
    def storage_origin(self) -> str:
        """Where signed URLs point, such as `http://127.0.0.2:41234`."""
        return self._now_running.storage_origin

    @property
    def data_dir(self) -> Path:
        """Where everything is kept while it runs."""
        return self._now_running.folder

    @property
    def keys(self) -> Mapping[KeyKind, ApiKey]:
        """The key of each kind, the same as long as the data lives."""
        return MappingProxyType(dict(self._now_running.keys))

    @property
    def requests(self) -> tuple[RequestRecord, ...]:
        """The last requests that the API answered, oldest first; kept after `stop()`."""
        return self._api_log.records

    @property
    def storage_requests(self) -> tuple[RequestRecord, ...]:
        """The last requests that the storage answered, oldest first; kept after `stop()`, until the next start."""
        return self._storage_access.records

    def add_key(self, kind: KeyKind, *, scopes: Collection[Scope] | None = None, requests_per_minute: int | None = None) -> ApiKey:
        """Make another key, known until `stop()`; scopes and budget are those of its kind unless given."""
        key = random_key(kind)
        self._now_running.register.add(key, scopes=scopes, requests_per_minute=requests_per_minute, user_id=USER_OF_KIND[kind])
        return key

    def revoke_key(self, key: ApiKey) -> None:
        """Answer 401 to a key from now on."""
        self._now_running.register.revoke(key)

    def set_url_lifetime(self, url_lifetime_s: float) -> None:
        """How long signed URLs work that are asked for from now on, in seconds; negative: born expired."""
        self._url_lifetime_s = url_lifetime_s
        self._now_running.signer.lifetime_s = url_lifetime_s

    def limit_speed(self, bytes_per_s: int | None) -> None:
        """Let each upload and download move no faster than this; None for no limit."""
        self._throttle.bytes_per_s = bytes_per_s

    def add_attachment(
        self, ticket_id: str, *, filename: str, content_type: str, content: bytes, uploaded_by_user_id: str | None = None
    ) -> str:
        """Put an attachment in past all checks, as hostile as you like; returns its id."""
        database = self._now_running.database
        row = database.store(
            ticket_id, filename=filename, content_type=content_type, content=content, uploaded_by_user_id=uploaded_by_user_id
        )
        database.add_attachment(row)
        return row.id

    @property
    def _now_running(self) -> _Running:
        if self._running is None:
            raise RuntimeError("the sandbox is not running")
        return self._running

    def _started_in(self, folder: Path) -> _Running:
        make_private_folder(folder)
        secret = _secret_in(folder)
        with ExitStack() as opened:
            database = Database(folder)
            opened.callback(database.close)
            if self._seeds and database.is_empty:
                seed_database(database, self._ticket_count)
            api_socket = opened.enter_context(bound_socket(self._host, self._port))
            storage_socket = opened.enter_context(_storage_socket(self._host))
            log_files = [LogFile(folder / STORAGE_LOG_NAME, _STORAGE_LOG_BYTES_MAX)]
            if self._storage_log is not None:
                log_files.append(LogFile(self._storage_log))
            self._storage_access = AccessLog(files=log_files)
            signer = UrlSigner(hmac.digest(secret, b"signed urls", "sha256"), lifetime_s=self._url_lifetime_s)
            register, keys = KeyRegister(), {kind: derived_key(secret, kind) for kind in KeyKind}
            for kind, key in keys.items():
                register.add(key, user_id=USER_OF_KIND[kind])
            storage_origin = origin_of(storage_socket)
            api = make_api_app(ApiParts(database, register, signer, self._throttle, storage_origin, secret))
            storage = make_storage_app(database, signer, self._throttle)
            api_origin = origin_of(api_socket)
            thread = ServerThread([(self._api_log.watch(api), api_socket), (self._storage_access.watch(storage), storage_socket)])
            thread.start()
            opened.pop_all()  # all of it now ends with stop()
        return _Running(folder, database, register, keys, signer, thread, api_origin, storage_origin)


@dataclass(frozen=True, slots=True)
class _Running:
    """What there is only while the sandbox runs."""

    folder: Path
    database: Database
    register: KeyRegister
    keys: Mapping[KeyKind, ApiKey]
    signer: UrlSigner
    thread: ServerThread
    api_origin: str
    storage_origin: str


def _secret_in(folder: Path) -> bytes:
    """The secret from which keys and signatures come, the same as long as the folder lives."""
    file = folder / "secret"
    with suppress(FileExistsError):
        write_private(file, secrets.token_bytes(_SECRET_BYTES))
    return file.read_bytes()


def _storage_socket(api_host: str) -> socket.socket:
    for host in _STORAGE_HOSTS:
        if host != api_host:
            with suppress(OSError):
                return bound_socket(host, 0)
    return bound_socket(api_host, 0)  # the same address, then, on another port
