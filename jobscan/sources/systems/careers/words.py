"""Words that distinguish titles of postings, places and mere buttons, in the languages of recorded pages."""

from __future__ import annotations

import re

#: Who is wanted, as titles say it: whole words of English and of Romance languages, ends of German and Dutch compounds.
_JOBS = re.compile(
    r"\b(?:engineers?|developers?|managers?|directors?|analysts?|architects?|designers?|scientists?|technicians?"
    r"|technologists?"
    r"|specialists?|assistants?|associates?|coordinators?|consultants?|administrators?|supervisors?|operators?"
    r"|representatives?|officers?|executives?|interns?|internships?|apprentices?|trainees?|teachers?|nurses?|drivers?"
    r"|cooks?|chefs?|bakers?|custodians?|coach(?:es)?|counselors?|advis[eo]rs?|paraeducators?|aides?|cashiers?"
    r"|servers?|clerks?"
    r"|accountants?|recruiters?|planners?|buyers?|machinists?|mechanics?|welders?|electricians?|assemblers?"
    r"|inspectors?|editors?|writers?|copywriters?|producers?|researchers?|lecturers?|professors?|therapists?"
    r"|physicians?|pharmacists?"
    r"|paralegals?|attorneys?|counsel|controllers?|strategists?|leads?|head of|vice president|vp|generalists?"
    r"|programmers?|testers?"
    r"|sellers?|salesperson|drafters?|handlers?|attendants?|caretakers?|cleaners?|guards?|instructors?|partners?"
    r"|postdocs?"
    r"|phd|stagiaires?|ing[ée]nieure?s?|d[ée]veloppeu(?:r|se)s?|charg[ée]e?s? de|responsables?"
    r"|technicien(?:ne)?s?|conducteurs?"
    r"|conseill[eè]re?s?|vendeu(?:r|se)s?|alternan(?:t|ce)|comptables?|chef de projet|ingenier[oa]s?"
    r"|desarrollador(?:a|es)?"
    r"|t[ée]cnic[oa]s?|encargad[oa]s?|vendedor(?:a|es)?|auxiliar(?:es)?|analista|gerente|ingegner[ei]"
    r"|sviluppat(?:ore|rice)"
    r"|addett[oaie]|impiegat[oaie]|engenheir[oa]s?|estagi[áa]ri[oa]s?|in[żz]ynier|programista|specjalista"
    r"|kierownik)\b"
    r"|(?:ingenieur|entwickler|leiter|mitarbeiter|sachbearbeiter|techniker|mechaniker|elektroniker|monteur"
    r"|kaufmann|kauffrau"
    r"|fachkraft|berater|verk[äa]ufer|pfleger|erzieher|lehrer|fahrer|helfer|assistent|referent|werkstudent"
    r"|praktikant|praktikum"
    r"|ausbildung|azubi|auszubildende|koch|k[öo]chin|b[äa]cker|medewerker|ontwikkelaar|adviseur|verpleegkundige"
    r"|stagiair"
    r"|docent|konsulent|utvecklare|s[äa]ljare)(?:r|s|n|en|in|innen|e)?\b",
    re.IGNORECASE,
)
#: Marks that stand in titles only: "(m/w/d)", "(f/m/x)", "Koch:in".
_MARKS = re.compile(
    r"\(\s?[mwfdxhvi](?:\s?[/|*,]\s?(?:[mwfdxhvi]|gn|all)){1,3}\s?\)|\w[:*/]-?in(?:nen)?\b|\ball genders\b",
    re.IGNORECASE,
)
#: What links say that lead to a posting without naming it.
_BUTTON = re.compile(
    r"(?:(?:apply|bewerben|postuler|inscr[ií]bete|solliciteer|candidati|aplicar|candidatar)\b.{0,30}"
    r"|(?:click here to )?(?:read|learn|view|see|show|find|discover|get|more|open)\b.{0,30}"
    r"|(?:full )?(?:job )?(?:details?|description|info(?:rmation)?)"
    r"|(?:view|see) (?:job|role|position|details?)|download(?: pdf)?|pdf|here|link|mehr\b.{0,30}|jetzt\b.{0,30}"
    r"|zur (?:stelle|stellenanzeige|ausschreibung)"
    r"|weiterlesen|en savoir plus|voir\b.{0,30}|d[ée]couvrir\b.{0,30}|lire\b.{0,20}|ver\b.{0,20}|leer m[áa]s"
    r"|scopri\b.{0,20}|lees meer|bekijk\b.{0,30}"
    r"|meer\b.{0,20}|saiba mais|[→›»>+\s-]*)\s*[→›»>!.…]*",
    re.IGNORECASE,
)
#: Papers that stand beside postings.
_PAPER = re.compile(
    r"\bapplication\b(?! +(?:engineer|developer|manager|specialist|scientist|analyst|support))|\bagreement\b|\bcba\b"
    r"|\bw-?4\b|\bi-?9\b|\bhandbook\b|\bpolic(?:y|ies)\b|\bsalary schedule\b|\bbenefits?\b|\bformular\b|\bnotice\b",
    re.IGNORECASE,
)
_WORKPLACE = re.compile(r"(?:fully )?(?:remote|hybrid|on-?site|home ?office|t[ée]l[ée]travail)\b.{0,40}", re.IGNORECASE)
_TOWN = re.compile(
    r"[^\W\d_][\w .'’()/-]{1,50}, ?(?:[A-Z]{2}\b(?:,? ?(?:USA?|\d{5}))?|USA?|UK|United (?:States|Kingdom)|Canada"
    r"|Germany|Deutschland"
    r"|Austria|[ÖO]sterreich|Switzerland|Schweiz|France|Spain|Espa[ñn]a|Italy|Italia|Netherlands|Nederland"
    r"|Belgium|Ireland|India"
    r"|Israel|Japan|Singapore|Australia|Poland|Polska|Portugal|Sweden|Denmark|Norway|Finland|Brazil|Mexico)"
)
_LABELLED = re.compile(
    r"(?:location|standort|arbeitsort|einsatzort|lieu|ubicaci[óo]n|localidad|sede|locatie|city|ort)\s?:\s?(.{2,80})",
    re.IGNORECASE,
)


def names_job(title: str) -> bool:
    """Say whether a title says who is wanted."""
    return _JOBS.search(title.replace("_", " ")) is not None or _MARKS.search(title) is not None


def is_button(words: str) -> bool:
    """Say whether a link's words name nothing: "Apply now", "Learn more", an arrow."""
    return _BUTTON.fullmatch(words) is not None


def is_paper(title: str) -> bool:
    """Say whether a file is a form or an agreement, which no posting is, by its title."""
    return _PAPER.search(title) is not None


def read_place(words: str) -> str | None:
    """Return the place that a short text is, or has behind "Location:"; None when it is none."""
    if labelled := _LABELLED.fullmatch(words):
        return labelled[1].strip()
    return words if len(words) <= 80 and (_WORKPLACE.fullmatch(words) or _TOWN.fullmatch(words)) else None
