"""The market itself: boards, companies and postings that live by seeded dice, and the truth about them."""
