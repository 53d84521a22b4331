"""Rules of alerts and of questions: which postings fulfil them, and why.

The way in is `matcher` for thousands of rules at once, `explain` for one rule in words, `rule_check` for the mistakes
of a rule, and `listing` for what `jobscan jobs` is asked.
"""
