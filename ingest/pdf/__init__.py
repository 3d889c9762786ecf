"""A PDF → pages, words, rules, grids: what `ingest.documents`, `ingest.tables` and `ingest.ocr` are made of."""
