"""The narrative: headings, paragraphs over page breaks, sentences, the numbers in them and what they are about."""
