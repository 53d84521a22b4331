"""What can be wrong with an answer, by the codes of the fault catalogue."""
