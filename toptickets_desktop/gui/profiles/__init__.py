"""Named profiles: the menu, the switch from one to another, and the dialog that manages them.

May import the shared parts of gui, gui.sign_in, settings, credentials' plain types, and domain.
"""
