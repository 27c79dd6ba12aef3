"""Two pictures beside each other, over each other, or only where they differ."""
