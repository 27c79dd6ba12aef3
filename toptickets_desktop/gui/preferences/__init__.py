"""The dialog for what the user can choose.

May import the shared parts of gui, the words about keys of gui.sign_in, settings, credentials' plain types, and domain.
"""
