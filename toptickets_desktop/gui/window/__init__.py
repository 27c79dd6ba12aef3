"""The rooms of the main window: its services, its parts, how they are laid out and connected, and the life of a session in it."""
