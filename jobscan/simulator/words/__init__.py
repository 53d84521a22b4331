"""What simulated postings are made of, one language a file."""

from __future__ import annotations

from jobscan.simulator.words.english import ENGLISH
from jobscan.simulator.words.french import FRENCH
from jobscan.simulator.words.german import GERMAN
from jobscan.simulator.words.hebrew import HEBREW
from jobscan.simulator.words.japanese import JAPANESE
from jobscan.simulator.words.lexicon import Headings, Role, WordList
from jobscan.simulator.words.polish import POLISH
from jobscan.simulator.words.spanish import SPANISH

LEXICONS = {lexicon.language: lexicon for lexicon in (ENGLISH, GERMAN, FRENCH, SPANISH, POLISH, HEBREW, JAPANESE)}

__all__ = ["LEXICONS", "Headings", "Role", "WordList"]
