"""What the window works with, and where it may keep things."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from toptickets_desktop.credentials import Credentials
from toptickets_desktop.gui.bridge import Bridge
from toptickets_desktop.gui.profiles.profile_controller import PracticeService
from toptickets_desktop.settings import Settings
from toptickets_desktop.transfer.handed_out import HandedOut


@dataclass(frozen=True, slots=True)
class KeptIn:
    """Where the window keeps what is to outlast it.

    Attributes:
        journal_path: where transfers are remembered for the next run; None to forget them.
        metadata_path: where what is known of tickets is kept for the next run; None to forget it.
        content_dir: where what was looked at is kept; None for the user's own folder of this program.
        log_path: the program's log, which can then be looked at.
    """

    journal_path: Path | None = None
    metadata_path: Path | None = None
    content_dir: Path | None = None
    log_path: Path | None = None


@dataclass(frozen=True, slots=True)
class Services:
    """What the window works with.

    Attributes:
        settings: read for how the window was left, and kept up to date.
        kept_in: the files and folders of its own.
        handed_out: where copies for other programs are made; None for the user's own folder of this program.
        practice: the embedded service, which is then offered as a profile.
    """

    bridge: Bridge
    credentials: Credentials
    settings: Settings
    kept_in: KeptIn = KeptIn()
    handed_out: HandedOut | None = None
    practice: PracticeService | None = None
