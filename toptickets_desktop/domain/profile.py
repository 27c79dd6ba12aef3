"""A desk to work at: a service, the key that goes with it, a folder for downloads, and a colour by which it is told from others."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from toptickets_desktop.domain.access import BaseUrl

FIRST_PROFILE_ID = ""
"""Of the profile that is there from the start; its key lies where releases without profiles put it."""

PRACTICE_PROFILE_ID = "practice"
"""Of the embedded practice service, which has a new address in every run."""

PROFILE_NAME_LENGTH_MAX = 40


class ProfileColor(StrEnum):
    """The colours to choose from; which they are exactly is a matter of the window."""

    BLUE = "blue"
    GREEN = "green"
    ORANGE = "orange"
    RED = "red"
    PURPLE = "purple"
    TEAL = "teal"
    GREY = "grey"


@dataclass(frozen=True, slots=True)
class Profile:
    """One desk.

    Attributes:
        id: never changes and is never shown; `FIRST_PROFILE_ID`, `PRACTICE_PROFILE_ID`, or random.
        name: what the user calls it; empty until they call it something.
        base_url: the service's address; of the practice service, the one it had last.
    """

    id: str
    name: str
    base_url: str
    download_dir: Path
    color: ProfileColor = ProfileColor.BLUE

    @property
    def label(self) -> str:
        """What it is called in a list: its name, or the host of the service while it has none."""
        return self.name or urlsplit(self.base_url).hostname or self.base_url

    @property
    def is_practice(self) -> bool:
        """Whether this is the embedded practice service."""
        return self.id == PRACTICE_PROFILE_ID


def account_of(profile_id: str, base_url: BaseUrl) -> str:
    """The name under which a profile's key is kept: of its own for each profile and each address.

    So a key never goes to another address when a profile's address is changed, and never from one profile to another.
    """
    return base_url.text if profile_id == FIRST_PROFILE_ID else f"{base_url.text} {profile_id}"


def transfers_account_of(profile_id: str, base_url: BaseUrl) -> str:
    """The name under which a profile's transfers are remembered: the practice service is the same under each of its addresses."""
    if profile_id == PRACTICE_PROFILE_ID and base_url.is_loopback:
        return PRACTICE_PROFILE_ID
    return account_of(profile_id, base_url)
