"""Looking at PDF: pages come as pictures and words as boxes from the decoding process; this room lays them out and paints them."""
