"""The parts of a national self-assessment form: where it begins and ends, its head, its fund table."""
