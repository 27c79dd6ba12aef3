"""What the desktop around the window is told: notifications, and progress in the task bar or dock.

May import the shared parts of gui, gui.transfers, and domain; only session_bus.py imports jeepney here.
"""
