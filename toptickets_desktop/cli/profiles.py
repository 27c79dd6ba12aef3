"""`profiles`."""

from __future__ import annotations

from toptickets_desktop.cli.exit_codes import ExitCode
from toptickets_desktop.cli.invocation import Invocation


def list_profiles(invocation: Invocation) -> int:
    """Print the profiles that the command can use; no key is read."""
    output, used = invocation.output, invocation.profile
    profiles = [each for each in invocation.settings.profiles if not each.is_practice]
    if output.as_json:
        for each in profiles:
            folder = str(each.download_dir)
            output.json_line({"name": each.label, "base_url": each.base_url, "download_dir": folder, "is_used": each.id == used.id})
        return ExitCode.DONE
    rows = [["*" if each.id == used.id else "", each.label, each.base_url, str(each.download_dir)] for each in profiles]
    output.table(["", "Profile", "Address", "Download folder"], rows)
    return ExitCode.DONE
