"""Tells the language of a text by its function words and its script."""

from __future__ import annotations

import re
from itertools import repeat

from jobscan.decide.enrich.wording.language_words import FOREIGN_LETTERS, FUNCTION_WORDS, LANGUAGES, MOST_WORDS, UNNAMED

#: A text is read at this many places, so that one in two languages is noticed, and a long one costs no more.
_PLACES = 5
_ENOUGH = 3
#: Characters read at each place, some 24 words.
_SAMPLE = 160
#: Function words that a sample must have, their least share of its words, and how far the first language must be ahead
#: of the second, as a share of the first.
_LEAST_WORDS, _LEAST_SHARE, _LEAST_AHEAD = 4, 0.13, 0.15
#: Of the samples that have a language, those that must agree; and function words of the whole text.
_AGREEMENT, _LEAST_IN_ALL = 0.8, 7

_ASCII = bytes(range(128))
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1ea0-\u1ef9]")
_KANA = re.compile("[\u3041-\u30ff]")
_HAN = re.compile("[\u3400-\u9fff]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
#: Scripts that one language of job boards is written in, or nearly one.
_SCRIPTS = {
    "el": re.compile("[\u0370-\u03ff\u1f00-\u1fff]"),
    "he": re.compile("[\u0590-\u05ff]"),
    "ar": re.compile("[\u0600-\u06ff]"),
    "th": re.compile("[\u0e00-\u0e7f]"),
}
#: Letters of Persian, Urdu and others that Arabic does not have.
_NOT_ARABIC = re.compile("[\u067e\u0686\u0698\u06a9\u06af\u06cc\u0679\u0688\u0691\u06ba\u06d2]")
#: Letters: an Arabic, Chinese … text has at least this many.
_LEAST_LETTERS = 40


def find_language(text: str) -> str | None:
    """Return the language of a text as ISO 639-1: "en", "nb" for Norwegian; None when it is not certain.

    None is also the answer for texts that are too short, in two languages, without sentences, or in a language that is
    not known here. The words are our own choice of each language's commonest ones.
    """
    languages: list[str] = []
    total = 0
    samples = _samples(text)
    for read, sample in enumerate(samples, 1):
        language, words = _language_of(sample)
        if language:
            languages.append(language)
            total += words
        if read == _ENOUGH and language and languages.count(language) == read:
            # The start, the end and the middle agree: the rest is not read.
            break
    if total < _LEAST_IN_ALL:
        return None
    first = max(languages, key=languages.count)
    if first in UNNAMED or languages.count(first) < _AGREEMENT * len(languages):
        return None
    # Most of a text says nothing: names, figures, code.
    return first if 3 * len(languages) >= len(samples) else None


def _samples(text: str) -> list[str]:
    if len(text) <= 2 * _SAMPLE:
        return [text]
    step = max(_SAMPLE, (len(text) - _SAMPLE) // (_PLACES - 1))
    samples = [text[at : at + _SAMPLE] for at in range(0, len(text) - _SAMPLE // 2, step)]
    # The start, the end, the middle, and what is between them.
    return [
        samples[0],
        samples[-1],
        samples[len(samples) // 2],
        *samples[1 : len(samples) // 2],
        *samples[len(samples) // 2 + 1 : -1],
    ]


def _language_of(sample: str) -> tuple[str | None, int]:
    """Return the language of a sample and how many words show it; a script counts as many."""
    others = _beyond_ascii(sample)
    # Accents, quotes and dashes.
    if len(others) * 12 < len(sample):
        return _language_of_words(sample, others)
    latin = len(_LATIN.findall(sample))
    asian = len(_HAN.findall(sample)), len(_KANA.findall(sample)), len(_HANGUL.findall(sample))
    if 8 * sum(asian) > latin:
        return (_asian_language(*asian), _LEAST_IN_ALL) if 2 * sum(asian) > latin else (None, 0)
    for language, letters in _SCRIPTS.items():
        count = len(letters.findall(sample))
        if count >= _LEAST_LETTERS and count > 2 * latin:
            is_other = language == "ar" and len(_NOT_ARABIC.findall(sample)) * 50 > count
            return (None if is_other else language), _LEAST_IN_ALL
    return _language_of_words(sample, others)


def _beyond_ascii(sample: str) -> str:
    return "" if sample.isascii() else sample.encode("utf-8", "ignore").translate(None, _ASCII).decode()


def _asian_language(han: int, kana: int, hangul: int) -> str | None:
    total = han + kana + hangul
    if total < _LEAST_LETTERS // 2:
        return None
    if hangul > 0.7 * total and kana == 0:
        return "ko"
    if kana > 0.2 * total and hangul == 0:
        return "ja"
    return "zh" if han == total else None


def _language_of_words(sample: str, others: str) -> tuple[str | None, int]:
    words = sample.lower().split()[:MOST_WORDS]
    counts = sum(map(FUNCTION_WORDS.get, words, repeat(0))).to_bytes(len(LANGUAGES) + 1, "little")
    hits = counts[-1]
    if hits < _LEAST_WORDS or hits < _LEAST_SHARE * len(words):
        return None, 0
    of_languages = counts[:-1]
    second, score = sorted(of_languages)[-2:]
    if score < _LEAST_WORDS or score - second < max(2, _LEAST_AHEAD * score):
        return None, 0
    language = LANGUAGES[of_languages.index(score)]
    foreign = FOREIGN_LETTERS.get(language)
    if others and foreign is not None and len(foreign.findall(others)) > 2:
        return None, 0
    return language, hits
