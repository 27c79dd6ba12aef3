"""Finding things and commands: the palette, the sheet of shortcuts, pinned and recent tickets, chips.

May import the shared parts of gui, transfer.workspace's client through the bridge, settings and domain.
"""
