"""Rules of alerts and of queries: which postings fulfil them, and why.

Start with `matcher` for thousands of rules at once, `explain` for one rule in words, `rule_check` for mistakes in a
rule, and `listing` for the queries of `jobscan jobs`.
"""
