"""The statutory tables: which one is this, and which cell is which number."""
