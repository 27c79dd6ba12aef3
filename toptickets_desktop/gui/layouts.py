"""Layouts on the grid: nothing around them, and one step of the grid between their parts, unless said otherwise."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from toptickets_desktop.gui.theme import SPACING

Layout = TypeVar("Layout", bound=QBoxLayout)


def horizontal(parent: QWidget | None = None, *, spacing_px: int = SPACING, margin_px: int = 0) -> QHBoxLayout:
    """Parts side by side, in the direction of reading."""
    return _set(QHBoxLayout(parent) if parent else QHBoxLayout(), spacing_px, margin_px)


def vertical(parent: QWidget | None = None, *, spacing_px: int = SPACING, margin_px: int = 0) -> QVBoxLayout:
    """Parts below each other."""
    return _set(QVBoxLayout(parent) if parent else QVBoxLayout(), spacing_px, margin_px)


def _set(layout: Layout, spacing_px: int, margin_px: int) -> Layout:
    layout.setSpacing(spacing_px)
    layout.setContentsMargins(margin_px, margin_px, margin_px, margin_px)
    return layout
