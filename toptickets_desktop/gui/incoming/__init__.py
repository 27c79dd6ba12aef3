"""Getting files in: dropping, pasting, handing over, and what the user is asked before anything is sent.

Imports Qt, the rest of gui where it is shared, and the rooms below.
"""
