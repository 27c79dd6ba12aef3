"""Whether things should move by themselves."""

from __future__ import annotations

import os

from PySide6.QtWidgets import QStyle, QWidget

REDUCE_MOTION_VARIABLE = "TOPTICKETS_REDUCE_MOTION"


def reduces_motion(widget: QWidget) -> bool:
    """Whether the user wants nothing to move by itself.

    Styles that know the platform's setting answer with animations of no length. Qt has no other way to ask, and some desktops tell
    it to no style; there the environment variable says so.
    """
    if os.environ.get(REDUCE_MOTION_VARIABLE, "0") not in {"", "0"}:
        return True
    return widget.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, widget) == 0
