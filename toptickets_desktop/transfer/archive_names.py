"""Names inside an archive: made from strangers' names, safe on every system, and each of them once."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from toptickets_desktop.transfer.local_names import numbered, safe_name, same_name_key


def archive_names(filenames: Iterable[str]) -> list[str]:
    """A name for each, in the same order; what some file system would take for the same name gets a number.

    Args:
        filenames: what the service says; anything may be in them.
    """
    taken: set[str] = set()
    next_number: dict[str, int] = {}
    names = []
    for filename in filenames:
        wanted = name = safe_name(filename)
        wanted_key = same_name_key(wanted)
        if wanted_key in taken:
            for number in count(next_number.get(wanted_key, 2)):
                name = numbered(wanted, number)
                if same_name_key(name) not in taken:
                    next_number[wanted_key] = number + 1
                    break
        taken.add(same_name_key(name))
        names.append(name)
    return names
