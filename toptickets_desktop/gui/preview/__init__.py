"""The preview of what is selected: pictures, decoded off the GUI thread, and cards for everything else.

Knows the domain and Qt; where the bytes come from is the business of preview_controller.py.
"""
