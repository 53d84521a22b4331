"""Measurements of the main paths, as ratios within one run: ``make benchmark``.

Absolute times belong to one machine on one day; a ratio to a plain reference, measured side by side, can be compared.
"""
