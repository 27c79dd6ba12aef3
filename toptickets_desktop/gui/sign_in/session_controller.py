"""Who is signed in: finds the key, asks for it, changes it, forgets it."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from toptickets_desktop.credentials import Credentials, KeySource
from toptickets_desktop.domain.access import DEFAULT_BASE_URL, ApiKey, BaseUrl, KeyKind
from toptickets_desktop.domain.errors import KeyringUnavailable, TopTicketsError, Unauthorized
from toptickets_desktop.domain.profile import transfers_account_of
from toptickets_desktop.domain.ticket import TicketQuery
from toptickets_desktop.gui import messages
from toptickets_desktop.gui.bridge import Bridge
from toptickets_desktop.gui.sign_in.sign_in_dialog import SignInDialog
from toptickets_desktop.gui.tasks import TaskOwner
from toptickets_desktop.settings import Settings
from toptickets_desktop.store.database import DatabaseTrouble
from toptickets_desktop.transfer.cache_folder import CacheLimits
from toptickets_desktop.transfer.workspace import Workspace

_SESSION = "session"


class SessionController(QObject):
    """Opens and closes the workspace.

    Signals:
        signed_in(): the workspace of another key is open; `base_url`, `key_kind` and `key_source` tell whose.
        key_changed(): the workspace goes on with another key; as before, its facts tell which.
        signed_out(): there is no workspace any more.
        key_found(): the key that is kept for the account has been found; signing in comes next.
        account_forgotten(str): the key of this account was removed.
        status_said(str): a sentence for the status line.
    """

    key_found = Signal()
    account_forgotten = Signal(str)
    signed_in = Signal()
    key_changed = Signal()
    signed_out = Signal()
    status_said = Signal(str)

    def __init__(
        self,
        window: QWidget,
        bridge: Bridge,
        credentials: Credentials,
        settings: Settings,
        journal_path: Path | None = None,
        content_dir: Path | None = None,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._bridge = bridge
        self._credentials = credentials
        self._settings = settings
        self._journal_path = journal_path
        self._content_dir = content_dir
        self._dialog: SignInDialog | None = None
        self.base_url = BaseUrl.parse(DEFAULT_BASE_URL)
        self.key_kind: KeyKind | None = None
        self.key_source: KeySource | None = None
        self.tasks = TaskOwner(self)

    @property
    def profile_id(self) -> str:
        """Of the profile in use."""
        return self._settings.profile_id

    @property
    def account(self) -> str:
        """The name under which what belongs to this profile and service is remembered."""
        return transfers_account_of(self.profile_id, self.base_url)

    @property
    def dialog(self) -> SignInDialog | None:
        """The sign-in dialog while it is open."""
        return self._dialog

    def start(self, base_url: BaseUrl) -> None:
        """Sign in with the key that is kept for the service; ask for one when there is none."""
        self.base_url = base_url
        self.tasks.start(_SESSION, self._start(), on_error=self._on_start_failed)

    def ask_for_key(self, notice: str = "") -> None:
        """Open the sign-in dialog; one that is open already stays."""
        if self._dialog is not None:
            self._dialog.raise_()
            return
        self._dialog = SignInDialog(
            self.base_url,
            check_key=self._check_key,
            save_key=self._save_key,
            keep_for_session=self._keep_for_session,
            notice=notice,
            parent=self._window,
        )
        self._dialog.signed_in.connect(self._on_dialog_signed_in)
        self._dialog.finished.connect(self._on_dialog_finished)
        self._dialog.open()

    def ask_unless_signing_in(self) -> None:
        """Something was asked for that needs a key."""
        if not self.tasks.is_running(_SESSION):
            self.ask_for_key()

    def note_unauthorized(self) -> None:
        """The service does not take the key: ask for another, once."""
        if self._bridge.has_workspace:
            self.ask_for_key(self.tr("The service did not accept the key: it is wrong, expired or revoked."))

    def remove_key(self) -> None:
        """Forget the key and sign out."""
        self.tasks.start(_SESSION, self._remove_key(), on_error=self._on_remove_failed)

    async def leave(self) -> None:
        """Close what the profile in use has open; its key stays where it is, and its transfers wait in the journal."""
        self.tasks.cancel(_SESSION)
        if self._dialog is not None:
            dialog, self._dialog = self._dialog, None
            dialog.finished.disconnect(self._on_dialog_finished)
            dialog.reject()
            dialog.deleteLater()
        await self._bridge.close_workspace()
        self.key_kind = self.key_source = None

    async def forget_profile(self, base_url: BaseUrl, profile_id: str) -> None:
        """Take the key of a profile that is not in use out of the keyring, and forget its transfers.

        Raises:
            CredentialError: the keyring may still hold the key.
        """
        with contextlib.suppress(KeyringUnavailable):  # without a keyring there is no key in it
            await self.forget_key(base_url, profile_id)
        self.account_forgotten.emit(transfers_account_of(profile_id, base_url))

        async def forget(workspace: Workspace) -> None:
            account = transfers_account_of(profile_id, base_url)
            if workspace.journal_store is not None:
                await workspace.journal_store.forget_account(account)
            await asyncio.to_thread(workspace.prepared_files.forget_account, account)

        with contextlib.suppress(Unauthorized):  # nobody is signed in: what is left over goes when it is old
            await self._bridge.call(forget)

    async def forget_key(self, base_url: BaseUrl, profile_id: str) -> None:
        """Take the key of a profile that is not in use out of the keyring.

        Raises:
            CredentialError: the keyring may still hold it.
        """
        await self._bridge.run(lambda: self._credentials.remove(base_url, profile_id=profile_id))

    async def _start(self) -> None:
        profile_id, base_url = self.profile_id, self.base_url
        stored = await self._bridge.run(lambda: self._credentials.load(base_url, profile_id=profile_id))
        if stored is None:
            self.ask_for_key()
            return
        self.key_found.emit()
        await self._open(self.base_url, stored.key, stored.source)

    async def _open(self, base_url: BaseUrl, key: ApiKey, source: KeySource) -> None:
        account = transfers_account_of(self.profile_id, base_url)
        if self._bridge.is_open_for(base_url, account):
            await self._bridge.use_key(key)
            self.key_kind, self.key_source = key.kind, source
            self.key_changed.emit()
            return
        await self._bridge.open_workspace(
            base_url,
            key,
            concurrency=self._settings.concurrency,
            journal_path=self._journal_path,
            content_dir=self._content_dir,
            cache_limits=CacheLimits.of(self._settings),
            account=account,
            access=self._settings.network_access,
            bandwidth_limit_bytes_per_s=self._settings.bandwidth_limit_bytes_per_s,
        )
        self.base_url, self.key_kind, self.key_source = base_url, key.kind, source
        self.signed_in.emit()  # before the rows of earlier transfers come, since the window clears its lists now
        trouble = await self._bridge.restore_transfers(paused=not self._settings.resumes_transfers)
        if trouble is not None:
            self.status_said.emit(self._trouble_text(trouble))

    def _trouble_text(self, trouble: DatabaseTrouble) -> str:
        match trouble:
            case DatabaseTrouble.DAMAGED:
                return self.tr("The list of earlier transfers was damaged and has been set aside; a new one was begun.")
            case DatabaseTrouble.NEWER:
                return self.tr("The list of earlier transfers is from a later release and has been set aside; a new one was begun.")
            case DatabaseTrouble.IN_USE:
                return self.tr("Another window has the list of transfers: those of this window are forgotten when it closes.")
            case DatabaseTrouble.UNUSABLE:
                return self.tr("The list of transfers cannot be written: they are forgotten when the window closes.")

    async def _check_key(self, base_url: BaseUrl, key: ApiKey) -> None:
        async def ask() -> None:
            from toptickets_desktop.api.client import ApiClient  # with libraries that a window can be shown without

            client = ApiClient(base_url, key, access=self._settings.network_access)
            try:
                await client.list_tickets(TicketQuery(), limit=1)
            finally:
                await client.aclose()

        await self._bridge.run(ask)

    async def _save_key(self, base_url: BaseUrl, key: ApiKey) -> None:
        await self._bridge.run(lambda: self._credentials.save(base_url, key, profile_id=self.profile_id))

    def _keep_for_session(self, base_url: BaseUrl, key: ApiKey) -> None:
        self._credentials.keep_for_session(base_url, key, profile_id=self.profile_id)

    async def _remove_key(self) -> None:
        await self.forget_key(self.base_url, self.profile_id)
        self.account_forgotten.emit(self.account)
        await self._bridge.close_workspace()
        self.key_kind = self.key_source = None
        self.signed_out.emit()
        self.status_said.emit(self.tr("The key was removed from this computer."))

    def _on_dialog_signed_in(self, base_url: BaseUrl, key: ApiKey, stored: bool) -> None:
        # What another key has opened is not for this one to see.
        self.account_forgotten.emit(transfers_account_of(self.profile_id, base_url))
        source = KeySource.KEYRING if stored else KeySource.SESSION
        self.tasks.start(_SESSION, self._open(base_url, key, source), on_error=self._on_start_failed)

    def _on_dialog_finished(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.deleteLater()
        if not self._bridge.has_workspace and not self.tasks.is_running(_SESSION):
            self.signed_out.emit()

    def _on_start_failed(self, error: TopTicketsError) -> None:
        self.ask_for_key(f"{messages.sentence(error)} {messages.hint(error)}".strip())

    def _on_remove_failed(self, error: TopTicketsError) -> None:
        box = QMessageBox(QMessageBox.Icon.Warning, self.tr("Remove key"), messages.sentence(error), parent=self._window)
        box.setInformativeText(messages.hint(error))
        box.open()
