"""What the program is about: tickets, attachments, keys, transfers, file rules and errors.

Imports the standard library only, does no I/O, and knows neither HTTP nor Qt.
"""
