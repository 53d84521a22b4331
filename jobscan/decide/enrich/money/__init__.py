"""Amounts of money in a text, and what is said around them: is it pay, for which time, and for whom?

`amounts` finds and reads them, `surroundings` gathers the words around one, `verdict` decides.
"""
