"""The composition root of the window: builds everything, owns the loop and the shutdown."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import signal
import socket
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import structlog
from PySide6.QtCore import QMessageLogContext, QSocketNotifier, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from toptickets_desktop import __version__
from toptickets_desktop.credentials import Credentials
from toptickets_desktop.domain.access import BaseUrl, KeyKind
from toptickets_desktop.domain.errors import LocalFileError
from toptickets_desktop.domain.hand_over import HandOver, InvalidHandOver
from toptickets_desktop.domain.profile import FIRST_PROFILE_ID, PRACTICE_PROFILE_ID, Profile
from toptickets_desktop.domain.system_errors import local_errors
from toptickets_desktop.domain.visible_names import visible_text
from toptickets_desktop.gui import event_loop
from toptickets_desktop.gui.bridge import Bridge
from toptickets_desktop.gui.garbage import WindowThreadCollector
from toptickets_desktop.gui.incoming.instance import InstanceLock, InstanceServer, hand_over
from toptickets_desktop.gui.main_window import MainWindow
from toptickets_desktop.gui.profiles.profile_controller import practice_profile
from toptickets_desktop.gui.profiles.profile_looks import profile_label
from toptickets_desktop.gui.resources import resource_path
from toptickets_desktop.gui.theme import Theme
from toptickets_desktop.gui.translations import PSEUDO_VARIABLE, Translations
from toptickets_desktop.gui.watchdog import WATCHDOG_VARIABLE, GuiWatchdog
from toptickets_desktop.gui.window.services import KeptIn, Services
from toptickets_desktop.logs import LOG_FILE_NAME, configure_logs, shut_own_handlers
from toptickets_desktop.settings import AppPaths, Settings, SettingsFile
from toptickets_desktop.transfer.forgetting import forget_everything
from toptickets_desktop.transfer.handed_out import HandedOut

if TYPE_CHECKING:
    from toptickets_desktop.sandbox.server import Sandbox

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for on the command line; None and empty mean: as the settings say.

    Attributes:
        demo: run on an embedded sandbox instead of the service.
        screenshots: with `demo`, drive the window through its main job and leave pictures here.
        profile: the name of the profile to use; the one that was in use last when empty.
        self_check: with `demo`, end as soon as tickets and attachments are listed.
    """

    demo: bool = False
    base_url: BaseUrl | None = None
    data_dir: Path | None = None
    profile: str = ""
    ticket: str = ""
    files: tuple[Path, ...] = ()
    screenshots: Path | None = None
    self_check: bool = False
    verbose: bool = False


def run(options: Options) -> int:
    """Show the window until it is closed.

    Returns:
        The exit code: 0, or 1 when a check that was asked for failed or the program's folders cannot be made.
    """
    with _private_files(), _paths(options) as paths:
        try:
            paths.create()
        except LocalFileError as error:
            sys.stderr.write(f"Cannot start: the folder {error.path} cannot be made ({error.reason.value}).\n")
            return 1
        configure_logs(paths.log_dir, level=logging.DEBUG if options.verbose else logging.INFO)
        settings_file = paths.settings_file
        settings = settings_file.load()
        if not _use_profile(options, settings):
            sys.stderr.write(f"Cannot start: there is no profile {visible_text(options.profile)}.\n")
            return 1
        lock = InstanceLock(paths.data_dir)
        if not lock.claim():
            exit_code = _hand_over(lock, options)
            if exit_code is not None:
                return exit_code
            settings = settings_file.load()  # the run that has ended meanwhile has saved its own
            _use_profile(options, settings)
        previous_handler = qInstallMessageHandler(_on_qt_message)
        application = QApplication.instance() or QApplication(sys.argv[:1])
        assert isinstance(application, QApplication)  # noqa: S101  # a console-only application cannot exist here
        application.setApplicationName("TopTickets Desktop")
        application.setApplicationVersion(__version__)
        application.setDesktopFileName("app.toptickets.Desktop")
        application.setQuitOnLastWindowClosed(False)
        application.setWindowIcon(_app_icon())
        translations = Translations(application, os.environ.get(PSEUDO_VARIABLE, ""))
        translations.load(settings.language)
        look = Theme(application)
        look.apply(settings.theme)
        try:
            return event_loop.run(_run(options, paths, look, settings, settings_file, lock.address), application)
        finally:
            qInstallMessageHandler(previous_handler)
            lock.release()


def _hand_over(lock: InstanceLock, options: Options) -> int | None:
    """Another start has the window already: leave to it what this one was given. None when that was ending, and this is the first."""
    try:
        message = HandOver(options.files, options.ticket.strip().removeprefix("#"))
        is_taken = hand_over(lock.address, message, is_alone=lock.claim)
    except InvalidHandOver:
        sys.stderr.write("TopTickets Desktop is running, and cannot be handed these files or this ticket.\n")
        return 1
    if lock.is_held:
        return None
    if not is_taken:
        sys.stderr.write("TopTickets Desktop is running with this folder already, and does not answer.\n")
    return 0 if is_taken else 1


async def _run(options: Options, paths: AppPaths, look: Theme, settings: Settings, settings_file: SettingsFile, address: str) -> int:
    collector = WindowThreadCollector()
    collector.start()
    bridge = Bridge()
    credentials = Credentials(environment={} if options.demo else dict(os.environ))
    practice = _Practice(paths, credentials)
    kept_in = KeptIn(
        journal_path=paths.journal_path,
        metadata_path=paths.metadata_path,
        content_dir=paths.content_dir,
        log_path=paths.log_dir / LOG_FILE_NAME,
    )
    handed_out = HandedOut(paths.handed_out_dir)
    window = MainWindow(Services(bridge, credentials, settings, kept_in=kept_in, handed_out=handed_out, practice=practice))
    saver = _SettingsSaver(settings_file, settings)
    closed = asyncio.Event()
    window.closed.connect(closed.set)
    window.settings_changed.connect(saver.save_soon)
    window.theme_chosen.connect(look.apply)
    server = InstanceServer(address, window)
    server.received.connect(window.incoming.receive)
    bridge.start()
    restore_hooks = _install_hooks(window)
    watchdog: GuiWatchdog | None = None
    try:
        window.show()
        watchdog = GuiWatchdog(Path(os.environ[WATCHDOG_VARIABLE])) if os.environ.get(WATCHDOG_VARIABLE) else None
        tidying = asyncio.create_task(asyncio.to_thread(handed_out.clear_left), name="clear what earlier runs left")
        window.start(options.base_url, ticket=options.ticket or ("TKT-1042" if options.demo else ""), files=options.files)
        if options.self_check or options.screenshots is not None:
            from toptickets_desktop import tour

            if options.screenshots is None:
                return await tour.check(window)
            return await tour.take_screenshots(window, look, options.screenshots, paths.cache_dir)
        await closed.wait()
        await tidying
        return 0
    finally:
        restore_hooks()
        server.close()
        await window.shut_down()
        if watchdog is not None:
            watchdog.stop()
        window.hide()
        await bridge.close(limit_s=window.quitting.time_limit_s)
        await asyncio.to_thread(handed_out.clear)
        await practice.stop()
        await saver.close()
        if window.forgets_everything:
            left = await forget_everything(paths, credentials, stop_logs=shut_own_handlers)
            for each in left:
                sys.stderr.write(f"Still there: {each}\n")
        window.deleteLater()
        collector.stop()


_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def _on_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Qt's own messages go where all others go, through the redactor, instead of to the terminal."""
    _log.log(_QT_LEVELS.get(kind, logging.WARNING), "Qt", category=context.category, message=message)


def _app_icon() -> QIcon:
    return QIcon(str(resource_path("icons", "app", "toptickets.svg")))


class _Practice:
    """The embedded service as a profile: it lives from `start` to `stop`, and its data stays for the next time."""

    def __init__(self, paths: AppPaths, credentials: Credentials) -> None:
        self._folder = paths.data_dir / "sandbox"
        self._credentials = credentials
        self._sandbox: Sandbox | None = None
        self._lock = asyncio.Lock()

    async def start(self) -> BaseUrl:
        """Start it, unless it runs; whoever does not wait any more leaves it running until `stop`."""
        return await asyncio.shield(self._start())

    async def stop(self) -> None:
        """Stop it, if it runs."""
        async with self._lock:
            sandbox, self._sandbox = self._sandbox, None
            if sandbox is not None:
                await asyncio.to_thread(sandbox.stop)

    async def _start(self) -> BaseUrl:
        async with self._lock:
            if self._sandbox is None:
                self._sandbox = await asyncio.to_thread(self._started)
                key = self._sandbox.keys[KeyKind.ADMIN]
                self._credentials.keep_for_session(self._sandbox.base_url, key, profile_id=PRACTICE_PROFILE_ID)
            return self._sandbox.base_url

    def _started(self) -> Sandbox:
        from toptickets_desktop.sandbox.server import Sandbox  # a server and its libraries, which only practice needs

        sandbox = Sandbox(data_dir=self._folder)
        with local_errors(self._folder):
            sandbox.start()
        return sandbox


def _use_profile(options: Options, settings: Settings) -> bool:
    """Have the profile in use that was asked for on the command line; False when there is none of that name."""
    known = settings.profiles
    if options.demo:
        settings.use_profile(next((each for each in known if each.is_practice), practice_profile(settings.download_dir)))
    elif options.profile:
        wanted = next((each for each in known if profile_label(each).casefold() == options.profile.casefold()), None)
        if wanted is None:
            return False
        settings.use_profile(wanted)
    elif options.base_url is not None and options.base_url.text != settings.base_url:
        address = options.base_url.text
        first = FIRST_PROFILE_ID
        fitting = next((each for each in known if each.base_url == address and not each.is_practice), None)
        if fitting is not None:
            settings.use_profile(fitting)
        elif len(known) > 1 or settings.profile.is_practice:
            # No profile that the user made gets another address because of an option.
            free = first if all(each.id != first for each in known) else uuid.uuid4().hex[:12]
            settings.use_profile(Profile(free, "", address, settings.download_dir, settings.profile_color))
    return True


@contextmanager
def _private_files() -> Iterator[None]:
    """Whatever this process writes is for its user alone."""
    previous = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(previous)


@contextmanager
def _paths(options: Options) -> Iterator[AppPaths]:
    """The folders to use; a demo without a folder of its own gets one that is gone afterwards, but for the downloads."""
    if options.data_dir is not None:
        yield AppPaths.under(options.data_dir)
        return
    user_paths = AppPaths.for_user()
    if not options.demo:
        yield user_paths
        return
    user_paths.cache_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="demo-", dir=user_paths.cache_dir))
    try:
        yield replace(AppPaths.under(folder), download_dir=user_paths.cache_dir / "demo-downloads")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _SettingsSaver:
    """Writes settings off the window's thread; several changes at once are one write."""

    def __init__(self, file: SettingsFile, settings: Settings) -> None:
        self._file = file
        self._settings = settings
        self._task: asyncio.Task[None] | None = None
        self._is_dirty = False

    def save_soon(self) -> None:
        self._is_dirty = True
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._save(), name="save settings")

    async def close(self) -> None:
        if self._task is not None:
            await self._task

    async def _save(self) -> None:
        while self._is_dirty:
            self._is_dirty = False
            kept = self._settings
            picture = replace(kept, window=dict(kept.window), last_ticket_id=dict(kept.last_ticket_id), finding=dict(kept.finding))
            try:
                await asyncio.to_thread(self._file.save, picture)
            except LocalFileError as error:
                _log.warning("settings not saved", reason=error.reason.value)


def _install_hooks(window: MainWindow) -> Callable[[], None]:
    """End cleanly on SIGINT and SIGTERM, and log what nobody caught.

    Python runs its signal handlers only between two of its own instructions, which Qt's loop may not reach for long; so the signal's
    number comes through a socket that Qt watches.
    """
    ours, theirs = socket.socketpair()
    for end in (ours, theirs):
        end.setblocking(False)
    previous_fd = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
    notifier = QSocketNotifier(ours.fileno(), QSocketNotifier.Type.Read, window)
    notifier.activated.connect(lambda: ours.recv(64))
    watched = (signal.SIGINT, signal.SIGTERM)
    previous_handlers = {number: signal.signal(number, lambda _number, _frame: window.quitting.end_session()) for number in watched}
    previous_hook = sys.excepthook

    def on_uncaught(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
        _log.error("uncaught error", exc_info=(kind, error, traceback))
        window.report_defect(error)

    sys.excepthook = on_uncaught

    def restore() -> None:
        sys.excepthook = previous_hook
        for number, handler in previous_handlers.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(previous_fd)
        notifier.setEnabled(False)
        ours.close()
        theirs.close()

    return restore
