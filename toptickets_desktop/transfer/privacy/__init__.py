"""What a file would tell beyond what its sender means to: secrets in text, places and devices in pictures and videos.

Belongs here: finding such things and taking them out, on this computer alone. Imports the standard library only.
"""
