"""The deep-tree self-assessment form (F19): fund table, use table, score tree of two or three levels."""
