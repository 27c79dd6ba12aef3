"""A look into a running X server, through Xlib itself: what no command-line tool tells.

Sources: the Xlib manual (XGetSelectionOwner), the X Fixes extension (XFixesGetCursorImage).
"""

from __future__ import annotations

import ctypes
import ctypes.util
from types import TracebackType
from typing import Self


class _CursorImage(ctypes.Structure):
    """XFixesCursorImage of X11/extensions/Xfixes.h."""

    _fields_ = (
        ("x", ctypes.c_short),
        ("y", ctypes.c_short),
        ("width", ctypes.c_ushort),
        ("height", ctypes.c_ushort),
        ("x_hot", ctypes.c_ushort),
        ("y_hot", ctypes.c_ushort),
        ("serial", ctypes.c_ulong),
        ("pixels", ctypes.c_void_p),
        ("atom", ctypes.c_ulong),
        ("name", ctypes.c_char_p),
    )


class XServer:
    """A connection to an X server.

    Raises:
        OSError: there is none under that name, or the libraries are missing.
    """

    def __init__(self, display_name: str) -> None:
        self._xlib = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
        self._xfixes = ctypes.CDLL(ctypes.util.find_library("Xfixes") or "libXfixes.so.3")
        self._xlib.XOpenDisplay.restype = ctypes.c_void_p
        self._xlib.XInternAtom.restype = ctypes.c_ulong
        self._xlib.XInternAtom.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int)
        self._xlib.XGetSelectionOwner.restype = ctypes.c_ulong
        self._xlib.XGetSelectionOwner.argtypes = (ctypes.c_void_p, ctypes.c_ulong)
        self._xlib.XCloseDisplay.argtypes = (ctypes.c_void_p,)
        self._xlib.XFree.argtypes = (ctypes.c_void_p,)
        self._xfixes.XFixesGetCursorImage.restype = ctypes.POINTER(_CursorImage)
        self._xfixes.XFixesGetCursorImage.argtypes = (ctypes.c_void_p,)
        self._display: int | None = self._xlib.XOpenDisplay(display_name.encode())
        if not self._display:
            raise OSError(f"no X server answers as {display_name}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._xlib.XCloseDisplay(self._display)

    def selection_owner(self, selection: str) -> int:
        """The window that owns a selection, such as XdndSelection while something is dragged; 0 when none does."""
        return int(self._xlib.XGetSelectionOwner(self._display, self._xlib.XInternAtom(self._display, selection.encode(), 0)))

    def cursor(self) -> tuple[int, str]:
        """The serial number and the name (often empty) of the cursor that is shown."""
        image = self._xfixes.XFixesGetCursorImage(self._display)
        serial, name = int(image.contents.serial), (image.contents.name or b"").decode()
        self._xlib.XFree(image)
        return serial, name
