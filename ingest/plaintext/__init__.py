"""The shapes a converter leaves a report in: encodings, pipe tables, HTML, columns of blanks, one cell a line."""
