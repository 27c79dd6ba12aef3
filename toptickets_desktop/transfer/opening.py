"""Whether a file may be handed to the platform's program for it: judged by its content and its name together. Blocks; callers use a thread.

The platform goes by the name, or by the content, or by both, each in its own way. So a file is opened without a question only when both
say the same, and that is on the short list of what only shows something. All else is told what it really is, first.
"""

from __future__ import annotations

import os
import re
import stat
import zipfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from toptickets_desktop.domain.file_rules import ending_of, other_type_of_name, type_of_name
from toptickets_desktop.domain.system_errors import local_errors
from toptickets_desktop.transfer import sniffing

_READ_FLAGS = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
_ZIP_ENTRIES_LOOKED_AT = 10_000
_ZIP_BYTES_MAX = 256 * 1024 * 1024
_BLOCK_BYTES = 1024 * 1024


class Nature(StrEnum):
    """What a file can do when it is opened; the first that holds, from the top."""

    PROGRAM = "program"
    INSTALLER = "installer"
    SCRIPT = "script"
    SHORTCUT = "shortcut"  # starts something that is elsewhere
    MACROS = "macros"  # an office document that has, or under this name may have, programs in it
    WEB_PAGE = "web_page"
    DRAWING = "drawing"  # SVG, which browsers run scripts of
    DISGUISED = "disguised"  # the content is not what the name says
    UNKNOWN = "unknown"
    HARMLESS = "harmless"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a file is.

    Attributes:
        real_type: the MIME type that makes it so; None when nothing is known.
        named_type: what its name says; None when that says nothing.
    """

    nature: Nature
    real_type: str | None
    named_type: str | None

    @property
    def opens_at_once(self) -> bool:
        """Whether one gesture opens it."""
        return self.nature is Nature.HARMLESS

    @property
    def may_be_opened(self) -> bool:
        """Whether it is opened at all, after a question: what runs as a program is not."""
        return self.nature not in {Nature.PROGRAM, Nature.INSTALLER, Nature.SCRIPT, Nature.SHORTCUT, Nature.DISGUISED}


# Text is opened only under names that no browser or interpreter claims.
_TEXT_ENDINGS = frozenset({".txt", ".text", ".log", ".csv"})
_SHOWN_ONLY = frozenset(
    {
        "application/pdf",
        "image/png",
        "image/jpeg",
        "image/gif",
        "image/webp",
        "video/mp4",
        "video/webm",
        "video/ogg",
        "video/quicktime",
        sniffing.ZIP,
        "application/x-7z-compressed",
        "application/gzip",
    }
)
_MOVIES = frozenset({"video/mp4", "video/quicktime"})  # one program shows both

_NATURE_OF_TYPE: dict[str, Nature] = {
    **dict.fromkeys(
        (
            "application/vnd.microsoft.portable-executable",
            "application/x-executable",
            "application/x-mach-binary",
            "application/x-dex",
            "application/wasm",
            "application/java-vm",
            "application/java-archive",
            "application/hta",
            "application/x-archive",
        ),
        Nature.PROGRAM,
    ),
    **dict.fromkeys(
        (
            "application/x-msi",
            "application/vnd.debian.binary-package",
            "application/x-rpm",
            "application/x-apple-diskimage",
            "application/x-iso9660-image",
            "application/vnd.android.package-archive",
            "application/x-itunes-ipa",
            "application/x-browser-extension",
            "application/vnd.ms-appx",
            "application/x-package-in-zip",
            "application/vnd.ms-cab-compressed",
        ),
        Nature.INSTALLER,
    ),
    **dict.fromkeys(
        (
            sniffing.SCRIPT,
            "text/javascript",
            "text/x-python",
            "application/x-sh",
            "application/x-bat",
            "application/x-powershell",
            "text/vbscript",
            "application/x-php",
            "application/x-perl",
            "application/x-ruby",
            "text/x-lua",
            "text/x-tcl",
            "application/x-applescript",
            "application/x-registry",
            "application/x-setupscript",
            "application/postscript",
        ),
        Nature.SCRIPT,
    ),
    **dict.fromkeys(("application/x-ms-shortcut", "application/x-desktop", "application/x-mswinurl"), Nature.SHORTCUT),
    **dict.fromkeys(("application/vnd.ms-office.macroenabled", "application/x-ole-storage"), Nature.MACROS),
    **dict.fromkeys((sniffing.HTML, "multipart/related"), Nature.WEB_PAGE),
    sniffing.SVG: Nature.DRAWING,
}

# Names that systems and their programs act upon and that no type above has: installers, launchers, settings, consoles, macros, help.
_OTHER_ENDINGS: dict[Nature, frozenset[str]] = {
    Nature.PROGRAM: frozenset(
        {".jar", ".jnlp", ".gadget", ".xll", ".wll", ".drv", ".efi", ".ax", ".mui", ".app", ".action", ".workflow", ".prg", ".out", ".ko"}
    ),
    Nature.INSTALLER: frozenset(
        {".pkg", ".mpkg", ".img", ".vhd", ".vhdx", ".flatpak", ".flatpakref", ".flatpakrepo", ".snap", ".application", ".appinstaller"}
        | {".msu", ".mobileconfig", ".udif", ".sparseimage", ".oxt", ".vsix", ".theme", ".themepack", ".deskthemepack", ".pkg.tar.zst"}
    ),
    Nature.SCRIPT: frozenset(
        {".msh", ".msh1", ".msh2", ".mshxml", ".msc", ".ps1xml", ".ps2", ".pssc", ".cdxml", ".bas", ".ws", ".tool", ".terminal", ".pyc"}
        | {".pyz", ".pyzw", ".awk", ".osx", ".ipynb", ".r", ".jl", ".groovy", ".ts", ".ksh", ".chm", ".hlp", ".job", ".scf", ".diagcab"}
        | {".slk", ".iqy", ".oqy", ".rqy", ".dqy", ".xsl", ".xslt", ".swf", ".vbp", ".ade", ".adp", ".mde", ".one"}
    ),
    Nature.SHORTCUT: frozenset(
        {".library-ms", ".search-ms", ".searchconnector-ms", ".settingcontent-ms", ".rdp", ".website", ".inetloc", ".fileloc", ".afploc"}
        | {
            ".mad",
            ".maf",
            ".mag",
            ".mam",
            ".maq",
            ".mar",
            ".mas",
            ".mat",
            ".mav",
            ".maw",
            ".partial",
            ".kdelnk",
            ".service",
            ".crt",
            ".pfx",
        }
    ),
    Nature.MACROS: frozenset(
        {
            ".doc",
            ".dot",
            ".xls",
            ".xlt",
            ".xla",
            ".xlm",
            ".xlw",
            ".ppt",
            ".pot",
            ".pps",
            ".ppa",
            ".ppam",
            ".sldm",
            ".potm",
            ".mdb",
            ".accdb",
        }
        | {".accde", ".pub", ".vsd", ".vsdm", ".vss", ".vst", ".mpp"}
    ),
    Nature.WEB_PAGE: frozenset(
        {".xhtml", ".xht", ".shtml", ".dhtml", ".htc", ".asp", ".aspx", ".jsp", ".cgi", ".eml", ".xml", ".webarchive"}
    ),
    Nature.DRAWING: frozenset(),
}
_NATURE_OF_ENDING = {ending: nature for nature, endings in _OTHER_ENDINGS.items() for ending in endings}

# What text says of itself, besides what sniffing knows; of its first lines.
_TEXT_SIGNS: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"\A(?:\s|#[^\n]*\n)*\[desktop entry\]", re.IGNORECASE), "application/x-desktop"),
    (re.compile(rb"\A\s*\[(?:internetshortcut|defaultinstall|shell|autorun)", re.IGNORECASE), "application/x-mswinurl"),
    (re.compile(rb"\A\s*(?:windows registry editor|regedit4)", re.IGNORECASE), "application/x-registry"),
    (re.compile(rb"\A\s*@?(?:echo\s+off|setlocal)\b", re.IGNORECASE), "application/x-bat"),
    (re.compile(rb"\A\s*<\?php", re.IGNORECASE), "application/x-php"),
    (re.compile(rb"\A\s*(?:<\?xml[^>]*>\s*)?<(?:job|package)\b[^>]*>.{0,2000}<script", re.IGNORECASE | re.DOTALL), "text/vbscript"),
    (re.compile(rb"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!doctype[^>]*>\s*)?<(?:html|script|iframe|body)\b", re.IGNORECASE), sniffing.HTML),
    (re.compile(rb"\A(?:\s|<\?xml[^>]*>|<!--.*?-->|<!doctype[^>]*>)*<(?:\w+:)?svg\b", re.IGNORECASE | re.DOTALL), sniffing.SVG),
)
_TEXT_SIGNS_BYTES = 8192

# Files inside ZIP containers that make them programs or bring macros along.
_MACRO_MEMBER = re.compile(r"(?:^|/)(?:vbaproject\.bin|vbadata\.xml|basic/script-lc\.xml|macrosheets/)", re.IGNORECASE)
_PROGRAM_MEMBER = re.compile(r"^(?:meta-inf/manifest\.mf|androidmanifest\.xml|classes\.dex|appxmanifest\.xml)$", re.IGNORECASE)


def judge_file(path: Path) -> Judgement:
    """Look at a file, following no link.

    Raises:
        LocalFileError: it is not there, is no plain file, or cannot be read.
    """
    with local_errors(path):
        fd = os.open(path, _READ_FLAGS | getattr(os, "O_NOFOLLOW", 0))
        with os.fdopen(fd, "rb") as stream:
            if not stat.S_ISREG(os.fstat(fd).st_mode):
                return Judgement(Nature.UNKNOWN, None, None)
            return judge(path.name, stream)


def judge(name: str, stream: BinaryIO) -> Judgement:
    """Say what a file is.

    Args:
        name: what it is called on the disk.
        stream: its content, from the first byte on.
    """
    head = stream.read(sniffing.HEAD_BYTES)
    found_type = _type_of_content(head, stream)
    named_type = type_of_name(name) or other_type_of_name(name)
    found_nature = _NATURE_OF_TYPE.get(found_type or "")
    named_nature = _NATURE_OF_TYPE.get(named_type or "") or _NATURE_OF_ENDING.get(ending_of(name))
    order = list(Nature)
    natures = [nature for nature in (found_nature, named_nature) if nature is not None]
    if natures:
        worst = min(natures, key=order.index)
        return Judgement(worst, found_type if worst is found_nature else named_type or found_type, named_type)
    if found_type == sniffing.PLAIN_TEXT and ending_of(name) in _TEXT_ENDINGS:
        return Judgement(Nature.HARMLESS, found_type, named_type)
    if found_type is not None and found_type in _SHOWN_ONLY:
        if found_type == named_type or {found_type, named_type} == _MOVIES:
            return Judgement(Nature.HARMLESS, found_type, named_type)
    elif named_type is None or found_type == named_type:
        return Judgement(Nature.UNKNOWN, found_type, named_type)
    is_text_by_another_name = found_type == named_type == sniffing.PLAIN_TEXT
    is_disguised = named_type is not None and found_type is not None and not is_text_by_another_name
    return Judgement(Nature.DISGUISED if is_disguised else Nature.UNKNOWN, found_type, named_type)


def _type_of_content(head: bytes, stream: BinaryIO) -> str | None:
    if sniffing.is_zip(head):
        return _type_of_zip(head, stream)
    found_type = sniffing.sniff(head)
    if found_type == sniffing.PLAIN_TEXT:
        start = _as_ascii(head)[:_TEXT_SIGNS_BYTES]
        found_type = next((mime for sign, mime in _TEXT_SIGNS if sign.search(start)), found_type)
        if found_type == sniffing.PLAIN_TEXT and not _is_text_to_the_end(head, stream):
            return None
    return found_type


def _as_ascii(head: bytes) -> bytes:
    """The head as most programs would read it, whichever of the encodings with a mark it is in."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            return head[2:].decode(encoding, errors="ignore").encode(errors="ignore")
    return head.removeprefix(b"\xef\xbb\xbf")


def _is_text_to_the_end(head: bytes, stream: BinaryIO) -> bool:
    block = head
    while block:
        if not sniffing.is_text([block]) and block is not head:
            # A block in the middle of UTF-16 has no mark; such text is taken at its beginning's word.
            return head[:2] in {b"\xff\xfe", b"\xfe\xff"}
        block = stream.read(_BLOCK_BYTES)
    return True


def _type_of_zip(head: bytes, stream: BinaryIO) -> str | None:
    found_type = sniffing.sniff(head)
    try:
        if stream.seek(0, os.SEEK_END) > _ZIP_BYTES_MAX:
            return found_type
        with zipfile.ZipFile(stream) as archive:
            names = archive.namelist()[:_ZIP_ENTRIES_LOOKED_AT]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RecursionError, EOFError):
        return found_type
    if any(_MACRO_MEMBER.search(each) for each in names):
        return "application/vnd.ms-office.macroenabled"
    if any(_PROGRAM_MEMBER.match(each) for each in names):
        return "application/vnd.android.package-archive" if "AndroidManifest.xml" in names else "application/java-archive"
    return found_type
