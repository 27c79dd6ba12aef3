"""Nothing moves by itself for those who do not want it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleHintReturn, QStyleOption, QWidget
from pytestqt.qtbot import QtBot

from toptickets_desktop.gui.motion import REDUCE_MOTION_VARIABLE, reduces_motion


class _StillStyle(QProxyStyle):
    """As a platform's style is when animations are turned off."""

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,  # noqa: N803  # Qt's name
    ) -> int:
        return 0 if hint is QStyle.StyleHint.SH_Widget_Animation_Duration else super().styleHint(hint, option, widget, returnData)


def test_the_style_of_the_platform_is_asked(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    assert not reduces_motion(widget)
    style = _StillStyle("fusion")
    widget.setStyle(style)
    assert reduces_motion(widget)
    widget.setStyle(None)  # type: ignore[arg-type]  # back to the application's


@pytest.mark.parametrize(("value", "reduces"), [("1", True), ("0", False), ("", False)])
def test_the_environment_may_say_so(value: str, reduces: bool, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    monkeypatch.setenv(REDUCE_MOTION_VARIABLE, value)
    assert reduces_motion(widget) is reduces
