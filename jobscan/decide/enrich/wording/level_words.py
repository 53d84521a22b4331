"""The words of titles that say how senior a position is, and the company in which they do not."""

from __future__ import annotations

from collections import defaultdict

from jobscan.domain.facts import Level

_WORDS = {
    Level.INTERNSHIP: (
        "intern, interns, internship, internships, trainee, trainees, traineeship, apprentice, apprenticeship,"
        " apprenticeships, coop, co - op, working student, student worker,"
        # German
        " werkstudent, werkstudentin, werkstudenten, werkstudierende, praktikant, praktikantin, praktikanten, "
        "praktikum,"
        " pflichtpraktikum, azubi, azubis, auszubildende, auszubildender, auszubildenden, ausbildung, volontär,"
        " volontärin, volontariat, studentische hilfskraft, duales studium,"
        # French
        " stagiaire, stagiaires, stage, alternance, alternant, alternante, apprenti, apprentie, apprentissage,"
        # Spanish and Portuguese
        " becario, becaria, beca, prácticas, practicante, pasante, aprendiz, estágio, estagiário, estagiária,"
        # Italian
        " tirocinio, tirocinante, stagista, apprendista, apprendistato,"
        # Dutch
        " stagiair, stageplek, stageplaats, meewerkstage, afstudeerstage, afstudeeropdracht, werkstudente,"
        # Polish
        " staż, stażysta, stażystka, praktykant, praktykantka, praktyki"
    ),
    Level.EXECUTIVE: (
        "chief, ceo, cto, cfo, coo, cmo, cio, ciso, cpo, cro, chro, cco, vp, svp, evp, vice president, president,"
        " managing director, executive director, founder, co - founder, cofounder,"
        " geschäftsführer, geschäftsführerin, geschäftsführung, geschäftsleitung, vorstand, vorständin,"
        " directeur général, directrice générale, director general, directora general,"
        " amministratore delegato, direttore generale, direttrice generale, consejero delegado,"
        " algemeen directeur, prezes, wiceprezes, dyrektor generalny, członek zarządu"
    ),
    Level.DIRECTOR: (
        "director, directors, dir, head, direktor, direktorin, bereichsleiter, bereichsleiterin, bereichsleitung,"
        " directeur, directrice, directora, direttore, direttrice, hoofd, dyrektor, dyrektorka, diretor, diretora"
    ),
    Level.MANAGER: (
        "manager, managers, manageress, mgr, managerin, teammanager,"
        " leiter, leiterin, leitung, abteilungsleiter, abteilungsleiterin, abteilungsleitung, filialleiter,"
        " filialleiterin, filialleitung, marktleiter, marktleiterin, betriebsleiter, betriebsleiterin, standortleiter,"
        " standortleiterin, standortleitung, vertriebsleiter, vertriebsleiterin, vertriebsleitung, verkaufsleiter,"
        " verkaufsleiterin, werksleiter, werkleiter, produktionsleiter, produktionsleiterin, produktionsleitung,"
        " niederlassungsleiter, niederlassungsleiterin, personalleiter, personalleiterin, restaurantleiter,"
        " restaurantleiterin, küchenleiter, storeleiter, entwicklungsleiter, entwicklungsleiterin, marketingleiter,"
        " marketingleiterin, pflegedienstleitung, einrichtungsleitung, kitaleitung, lagerleiter, lagerleiterin,"
        " responsable, gérant, gérante, jefe, jefa, gerente, encargado, encargada, responsabile,"
        " afdelingshoofd, leidinggevende, bedrijfsleider, filiaalmanager, kierownik, kierowniczka, menedżer, menadżer,"
        " menedżerka, menadżerka, chef de service, chef de département, chef des ventes, chef de rayon, capo reparto"
    ),
    Level.PRINCIPAL: "principal, staff, distinguished, principale",
    Level.LEAD: (
        "lead, leader, teamlead, techlead, teamleiter, teamleiterin, teamleitung, gruppenleiter, gruppenleiterin,"
        " gruppenleitung, schichtleiter, schichtleiterin, schichtleitung, supervisor, supervisora, foreman, forewoman,"
        " vorarbeiter, vorarbeiterin, chef d ' équipe, chef d ’ équipe, cheffe d ' équipe, jefe de equipo, jefa de "
        "equipo,"
        " jefe de turno, líder, capo squadra, caposquadra, caporeparto, teamleider, ploegleider, meewerkend voorman,"
        " voorman, lider, liderka, brygadzista, team captain, shift leader, teamchef"
    ),
    Level.SENIOR: (
        "senior, sr, snr, sénior, seniorin, starszy, starsza, expérimenté, expérimentée, ervaren, esperto, esperta"
    ),
    Level.JUNIOR: (
        "junior, jr, jnr, júnior, juniorin, entry level, entry - level, entrylevel, graduate, graduates, grad,"
        " new grad, early career, early - career, berufseinsteiger, berufseinsteigerin, berufsanfänger, einsteiger,"
        " absolvent, absolventin, hochschulabsolvent, quereinsteiger, débutant, débutante, débutants, recién titulado,"
        " neolaureato, neolaureata, neolaureati, starter, młodszy, młodsza, absolwent, absolwentka, associate"
    ),
    Level.MID: (
        "mid, midlevel, intermediate, medior, regular, semi senior, semi - senior, semisenior, confirmé, confirmée,"
        " young professional, mid weight, midweight"
    ),
}


def _by_first_word() -> dict[str, tuple[tuple[tuple[str, ...], Level], ...]]:
    """Return the phrases by their first word, the longest first: "vice president" is no "president"."""
    phrases: dict[str, list[tuple[tuple[str, ...], Level]]] = defaultdict(list)
    for level, words in _WORDS.items():
        for phrase in dict.fromkeys(words.split(",")):
            parts = tuple(phrase.split())
            phrases[parts[0]].append((parts, level))
    return {
        first: tuple(sorted(dict.fromkeys(found), key=lambda phrase: -len(phrase[0])))
        for first, found in phrases.items()
    }


#: First word → phrases that begin with it, and what they mean.
LEVEL_WORDS = _by_first_word()

#: Who leads or looks after something.
LEADERS = frozenset(
    "manager head director lead leader coordinator recruiter supervisor advisor adviser specialist officer teacher "
    "coach"
    " counselor vp partner trainer koordinator koordinatorin leiter leiterin leitung betreuer betreuerin ausbilder"
    " responsable coordinatrice coordinateur referent referentin".split()
)
#: Words for the training itself, which somebody else may organise: "Manager, Internships".
ABSTRACT_TRAINING = frozenset("internships apprenticeships interns apprentices trainees ausbildung praktika".split())
#: What one manages without leading people.
NO_MANAGER = frozenset(
    "product products project projects program programs programme programmes account accounts success community case"
    " relationship brand category campaign partner partnership partnerships channel content event events territory "
    "asset"
    " contract contracts change release portfolio engagement client alliance alliances activation key stage".split()
)
NO_MANAGER_PAIRS = {
    ("product", "marketing"),
    ("partner", "marketing"),
    ("social", "media"),
    ("product", "growth"),
    ("go-to-market", "product"),
}
_THINGS = frozenset(
    "projet projets produit produits compte comptes proyecto proyectos producto productos cuenta cuentas progetto"
    " progetti prodotto prodotti projektu projektów produktu produktów budowy projeto projetos produto produtos conta"
    " contas clientela clientèle marca".split()
)
#: Word → what makes another thing of it when it stands before, or behind.
NOT_BEFORE = {
    "director": frozenset(("art", "funeral", "casting")),
    "principal": frozenset(("assistant", "vice", "deputy", "school", "elementary")),
    "vice": frozenset(("assistant", "associate")),
    "graduate": frozenset(("under", "post")),
    "mid": frozenset(("early", "to")),
    "starter": frozenset(("self",)),
    "leader": frozenset(("thought",)),
    "supervisor": frozenset(("clinical",)),
}
NOT_BEHIND = {
    "lead": frozenset(
        "generation gen generator conversion qualification nurturing abatement paint free time acid".split()
    ),
    "senior": frozenset(
        "living care citizen citizens services housing center centre home homes high community".split()
    ),
    "junior": frozenset("college high achievement school colleges".split()),
    "graduate": frozenset("admissions school schools studies teaching research student students assistant".split()),
    "mid": frozenset(
        "market atlantic west shift day night term states size sized cap america office range century season stream"
        " south north wales island coast tier town morning week year".split()
    ),
    "intermediate": frozenset("school language".split()),
    "president": frozenset(("office",)),
    "principal": frozenset("investigator investigators".split()),
    "manager": frozenset(("assistant",)),
    "jefe": _THINGS,
    "jefa": _THINGS,
    "gerente": _THINGS,
    "responsable": _THINGS,
    "responsabile": _THINGS,
    "kierownik": _THINGS,
    "kierowniczka": _THINGS,
    "encargado": _THINGS,
    "encargada": _THINGS,
    "starter": frozenset("home homes kit".split()),
    "leitung": frozenset(("projekt", "projekte")),
    "leiter": frozenset(("projekt", "projekte")),
}
#: Numbers behind a trade. The third of the five grades that most employers have is senior.
GRADES = {
    name: level
    for level, names in (
        (Level.JUNIOR, "i 1"),
        (Level.MID, "ii ll 2"),
        (Level.SENIOR, "iii lll iv 3 4"),
        (Level.PRINCIPAL, "v vi 5 6"),
    )
    for name in names.split()
}
#: Trades of which "staff" is a rank: a staff engineer, but no staff nurse.
STAFF_TRADES = frozenset(
    "engineer engineering software developer designer scientist data product machine ml ai backend frontend back front"
    " full fullstack security site sre ux ui research researcher program technical hardware systems system platform"
    " devops infrastructure mobile ios android cloud firmware embedded mechanical electrical network qa test architect"
    " applied web solutions reliability quality production algorithm robotics analytics".split()
)
#: Trades of which an associate is a beginner; elsewhere the word is a rank or no rank at all.
ASSOCIATE_TRADES = frozenset(
    "engineer engineering developer designer scientist analyst programmer software data consultant product researcher"
    " copywriter editor accountant architect technician technologist".split()
)
#: What people are, so that a number behind it is a grade.
TRADES = frozenset(
    "engineer developer analyst technician technologist specialist designer scientist accountant administrator"
    " consultant assistant manager programmer architect associate coordinator representative clerk operator mechanic"
    " officer nurse worker planner scheduler buyer inspector machinist assembler electrician researcher writer editor"
    " tester auditor planner recruiter paralegal attorney counsel custodian driver instructor teacher professor"
    " supervisor therapist pharmacist chemist biologist estimator controller expert advisor agent generalist handler"
    " welder installer dispatcher investigator librarian inspector surveyor drafter modeler trainer carpenter plumber"
    " cook cashier teller underwriter adjuster processor examiner entwickler ingenieur ingénieur développeur técnico"
    " ingeniero desarrollador consultor inżynier programista specjalista handlowiec support secretary qa fullstack"
    " backend frontend java python react".split()
)
#: What may stand before the abbreviation of an office that one holds oneself.
HOLDS_OFFICE = frozenset("interim fractional deputy group regional global acting / & and ( co-founder founder".split())
