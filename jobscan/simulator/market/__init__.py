"""The market itself: boards, companies and postings driven by seeded random generators, and the truth about them."""
