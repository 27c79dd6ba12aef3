"""The viewer of the program's own log.

May import the shared parts of gui, domain's redaction, and the standard library; the log comes as a path.
"""
