"""The words in which postings state facts, and the passages around them."""
