"""The words around names of skills: how much a skill is wanted, and whether a word is a skill at all."""

from __future__ import annotations

import re

#: Said of skills before or after them in their sentence.
PREFERRED_WORDS = (
    *("nice to have", "nice-to-haves", "good to have", "great to have", "a plus", "is plus", "big plus", "huge plus"),
    *("strong plus", "major plus", "definite plus", "are a plus", "added plus", "pluses", "preferred", "prefered"),
    *("desirable", "desired", "advantageous", "an advantage", "added advantage", "an asset", "a bonus", "bonus points"),
    *("would be beneficial", "is beneficial", "beneficial", "welcome", "optional", "not required", "not mandatory"),
    *(
        "von vorteil",
        "wünschenswert",
        "ein plus",
        "gerne auch",
        "bonuspunkte",
        "vorteilhaft",
        "kein muss",
        "wäre schön",
    ),
    *("un plus", "souhaité", "souhaitée", "souhaitable", "un atout", "apprécié", "appréciée", "appréciés"),
    *("deseable", "valorable", "se valorará", "un punto a favor", "se valora", "een plus", "een pré", "pluspunt"),
    *("gradito", "preferibile", "costituisce titolo preferenziale", "mile widziane", "desejável", "diferencial"),
)
#: Said before them only: "Python and, ideally, Go".
FORWARD_WORDS = (
    *("ideally", "preferably", "bonus for", "bonus", "extra credit", "plus points", "idealerweise", "vorzugsweise"),
    *("bestenfalls", "im idealfall", "idéalement", "de préférence", "idealmente", "preferiblemente", "bij voorkeur"),
    *("idealiter", "preferibilmente", "de preferência"),
)
REQUIRED_WORDS = (
    *("must", "must have", "must-haves", "required", "mandatory", "essential", "requirement", "you need", "is a must"),
    *("erforderlich", "zwingend", "notwendig", "vorausgesetzt", "voraussetzung", "unabdingbar", "muss", "setzen wir"),
    *("exigé", "exigée", "requis", "requise", "indispensable", "obligatoire", "impératif", "imprescindible"),
    *("obligatorio", "requerido", "necesario", "vereist", "noodzakelijk", "must-have", "richiesto", "richiesta"),
)

#: Phrases that contain the name of a skill and mean something else.
NO_SKILLS = (
    *(
        "go to market",
        "go-live",
        "go live",
        "go above",
        "good to go",
        "go the extra",
        "on the go",
        "go-getter",
        "let's go",
    ),
    *("r&d", "r & d", "c-level", "c-suite", "c level", "c suite", "c-corp", "series c", "series b", "series a"),
    *("vitamin c", "hepatitis c", "schedule c", "class c", "plan b", "excel at", "excel in", "excel as", "to excel"),
    *("rest of", "the rest", "rest assured", "spring semester", "spring break", "spring term", "express written"),
    *(
        "express consent",
        "american express",
        "orient express",
        "swift response",
        "swift action",
        "react to",
        "react quickly",
    ),
    *("access to", "access control", "early access", "word of mouth", "in a word", "key word", "word processing"),
    *("outlook on", "positive outlook", "teams of", "assembly line", "assembly lines", "oracle of", "access card"),
    *(
        "chef de",
        "sous chef",
        "head chef",
        "executive chef",
        "pastry chef",
        "ruby tuesday",
        "salt lake",
        "salt lake city",
    ),
    *("meta description", "apple watch", "apple pay", "google pay", "amazon prime", "equal opportunity", "bash street"),
    *(
        "learning and development budget",
        "learning and development opportunities",
        "recruitment process",
        "latin america",
    ),
    *("recruiting process", "recruiting team", "recruitment team", "recruitment fraud", "recruitment agencies"),
    *("version control systems", "sound engineering principles", "national origin", "latin american"),
    *("json resume", "flash sale", "at&t", "p&l responsibility for none", "teams up", "github.com", "linkedin.com"),
    *("facebook.com", "instagram.com", "youtube.com", "figma.com", "english breakfast", "french fries", "swiss german"),
    *("node of", "golden rule", "make sure", "elm street", "delphi method", "cloud nine", "box office", "black box"),
)

#: What may stand between two items of a list in a sentence.
JOINT = re.compile(
    r"[\s,/|&;()\[\]·•+:–-]{0,4}(?:(?:and|or|und|oder|et|ou|y|o|e|en|of|and/or|sowie|bzw\.)\s{1,2})?[(]?"
)
#: What follows an ordinary word that is a skill here.
SKILL_AFTER = re.compile(
    r"[ -](?:programm|develop|engineer|language|skills?\b|experience\b|expertise|knowledge|proficien|code\b|codebase"
    r"|back-?end|micro-?services?|framework|librar|certif|admin|stack\b|scripting|modeling|modelling|macros?\b"
    r"|spreadsheet|pivot|entwick|kenntniss|erfahrung|programmier|dévelop|desarroll|ontwikkel|\(?advanced|[1-9]\b)",
    re.IGNORECASE,
)
#: How the word before begins that introduces a skill: "proficient in Go"; or with a colon, "Languages: Go".
INTRODUCING = (
    *("proficien", "experience", "knowledge", "skill", "expert", "fluen", "written", "familiar", "coding", "built"),
    *("program", "background", "competen", "language", "tool", "kenntnis", "erfahrung", "umgang", "sicher"),
    *(
        "connaissance",
        "maîtrise",
        "expérience",
        "conocimiento",
        "experiencia",
        "dominio",
        "kennis",
        "ervaring",
        "stack",
    ),
)
#: What stands between them, and what may stand after it.
INTRODUCED_BY = frozenset("in with of using on like mit von en de du met van as e.g.".split())
BEFORE_NAMES = frozenset("the modern advanced idiomatic core basic microsoft ms dem der such".split())
#: A lower-case word after the first word of a sentence, where that is no list: "Excel in a …".
GOES_ON = re.compile(
    r" (?!and |or |und |oder |et |y |e |en |of |skills|experience|knowledge|programming|develop)[a-zà-ÿ]"
)

#: Near the name of a language that people speak, when it is asked for: "German (C1)", "fluent in Spanish".
SPEAKING = re.compile(
    r"fluen|nativ|bilingu|multilingu|mother.tongue|speak|spoken|language|proficien|verbal|written|\bwriting"
    r"|\b[abc][12]\b|business.level|conversation|communicat|command of|good level|knowledge of|skills"
    r"|flie(?:ß|ss)end|verhandlungssicher|mutterspr|sprach|sprich|kenntnis|wort und schrift|niveau|beherrsch"
    r"|courant|maternel|langue|parl(?:é|er|ez)|maîtris|anglophone|\blu,|écrit"
    r"|idioma|nivel|hablad|habla|fluid|dominio|materna|vloeiend|\btaal|beheers|moedertaal|spreek"
    r"|lingua|parlat|fluente|madrelingua|biegł|język|fluência|domínio",
    re.IGNORECASE,
)
