"""`download --if-exists ask`: the questions, put before the first byte. Inside a running loop, Ctrl+C would only be noted."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from toptickets_desktop.cli.formats import size_text
from toptickets_desktop.domain.transfer import ConflictPolicy
from toptickets_desktop.domain.visible_names import visible_text
from toptickets_desktop.transfer.conflicts import existing_file

_WORDS = {"keep": ConflictPolicy.KEEP_BOTH, "replace": ConflictPolicy.REPLACE, "skip": ConflictPolicy.SKIP}
_CHOICE = click.Choice(list(_WORDS))


def ask_about_conflicts(places: Iterable[tuple[str, Path, str, int | None]]) -> dict[str, ConflictPolicy]:
    """Ask about each name that is taken; what turns up after that is kept beside the new file.

    Args:
        places: key, folder, wanted name and size in bytes of each file that is to be saved.

    Returns:
        What to do, by key.

    Raises:
        LocalFileError: a folder cannot be read.
    """
    decisions: dict[str, ConflictPolicy] = {}
    taken = []
    for key, folder, name, size_bytes in places:
        found = existing_file(folder, name)
        decisions[key] = ConflictPolicy.KEEP_BOTH
        if found is not None:
            taken.append((key, name, found, size_bytes))
    for number, (key, name, (path, old_bytes, modified_at), new_bytes) in enumerate(taken):
        changed = "" if modified_at is None else f", of {modified_at.astimezone():%Y-%m-%d %H:%M}"
        sizes = f"{size_text(old_bytes)}{changed}; the new one, {visible_text(name)}: {size_text(new_bytes)}"
        click.echo(f"{visible_text(str(path))} is there already: {sizes}.", err=True)
        word = click.prompt("Keep both, replace the old one, or skip the new one?", type=_CHOICE, default="keep", err=True)
        decisions[key] = policy = _WORDS[word]
        left = taken[number + 1 :]
        if left and click.confirm(f"Do the same with the other {len(left)}?", err=True):
            decisions.update((other, policy) for other, *_ in left)
            break
    return decisions
