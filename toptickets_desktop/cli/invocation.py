"""What one run of the command was given, and what it opens with that: folders, logs, the key, the service."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toptickets_desktop.cli.errors import NoKey, NoSuchProfile
from toptickets_desktop.cli.output import Output
from toptickets_desktop.domain.access import BaseUrl
from toptickets_desktop.domain.errors import LocalFileError
from toptickets_desktop.domain.profile import FIRST_PROFILE_ID, Profile

if TYPE_CHECKING:
    from toptickets_desktop.credentials import Credentials
    from toptickets_desktop.settings import AppPaths, Settings
    from toptickets_desktop.transfer.workspace import Workspace

LOG_FILE_NAME = "toptickets.log"


@dataclass
class Invocation:
    """The options that all commands share; empty means: as the settings say."""

    base_url_text: str = ""
    profile_name: str = ""
    data_dir: Path | None = None
    as_json: bool = False
    verbose: bool = False
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    log_file: Path | None = None

    @cached_property
    def log(self) -> Any:
        """A logger; the library is imported when something is to be logged or the logs are set up."""
        import structlog

        return structlog.get_logger("toptickets_desktop.cli")

    @cached_property
    def output(self) -> Output:
        return Output(as_json=self.as_json)

    @cached_property
    def paths(self) -> AppPaths:
        from toptickets_desktop.settings import AppPaths

        return AppPaths.under(self.data_dir) if self.data_dir is not None else AppPaths.for_user()

    @cached_property
    def settings(self) -> Settings:
        return self.paths.settings_file.load()

    @cached_property
    def profile(self) -> Profile:
        """Whose key and address are used: that of `--profile`, else the first one, whichever the window shows.

        Raises:
            NoSuchProfile: there is none of that name, or it is the practice service's.
        """
        profiles = [each for each in self.settings.profiles if not each.is_practice]
        if not self.profile_name:
            return next((each for each in profiles if each.id == FIRST_PROFILE_ID), profiles[0] if profiles else self.settings.profile)
        wanted = self.profile_name.casefold()
        found = next((each for each in profiles if wanted == each.label.casefold()), None)
        if found is None:
            raise NoSuchProfile(self.profile_name)
        return found

    @cached_property
    def base_url(self) -> BaseUrl:
        """Which service to talk to.

        Raises:
            InvalidBaseUrl: the address given cannot be used.
            NoSuchProfile: the profile asked for is not there.
        """
        profile = self.profile
        return BaseUrl.parse(self.base_url_text or profile.base_url)

    @cached_property
    def credentials(self) -> Credentials:
        from toptickets_desktop.credentials import Credentials

        return Credentials(environment=self.environment)

    def start_logs(self) -> None:
        """Write logs from now on. Where no folder can be made there are none: they are not worth failing for."""
        import logging

        from toptickets_desktop.logs import configure_logs

        level = logging.DEBUG if self.verbose else logging.INFO
        configure_logs(None, level=level)
        try:
            self.paths.create()
        except LocalFileError:
            return
        self.log_file = configure_logs(self.paths.log_dir, level=level, file_name=LOG_FILE_NAME)
        if self.verbose:
            self.output.note(f"Log: {self.log_file}")

    @asynccontextmanager
    async def open_workspace(self) -> AsyncIterator[Workspace]:
        """Load the key and open everything that it needs; closed at the end, with all parts removed.

        Raises:
            NoKey: nobody has given one.
            CredentialError: the keyring does not give it out.
            InvalidApiKey: the environment's is none.
        """
        base_url = self.base_url
        stored = await self.credentials.load(base_url, profile_id=self.profile.id)
        if stored is None:
            raise NoKey
        from toptickets_desktop.transfer.backoff import UNATTENDED
        from toptickets_desktop.transfer.workspace import Workspace

        workspace = await Workspace.open(
            base_url,
            stored.key,
            concurrency=self.settings.concurrency,
            policy=UNATTENDED,
            access=self.settings.network_access,
            bandwidth_limit_bytes_per_s=self.settings.bandwidth_limit_bytes_per_s,
        )
        try:
            yield workspace
        finally:
            await workspace.close()
