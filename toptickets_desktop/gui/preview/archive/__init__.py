"""Looking into archives: the listing, and texts and pictures in them, without anything being written anywhere."""
