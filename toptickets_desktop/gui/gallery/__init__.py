"""The attachments of a ticket as a grid of thumbnails: the same model and the same selection as the table."""
