"""German: titles carry "(m/w/d)", compounds are long."""

from __future__ import annotations

from jobscan.simulator.words.lexicon import Headings, WordList, lines, roles

GERMAN = WordList(
    language="de",
    roles=roles("""
Softwareentwickler Backend | Entwicklung | Plattform
Softwareentwicklerin Embedded Systems | Entwicklung | Geräte
DevOps-Ingenieur | Entwicklung | Infrastruktur
Dateningenieur | Daten | Datenplattform
Produktmanagerin | Produkt | Kernprodukt
UX-Designer | Design | Produktdesign
Vertriebsmitarbeiter im Außendienst | Vertrieb | Region Süd
Kundenberaterin | Kundenservice | Betreuung
Buchhalter | Finanzen | Rechnungswesen
Personalreferentin | Personal | Recruiting
Werkstudent Marketing | Marketing | Inhalte
Servicetechniker für Wärmepumpen | Betrieb | Außendienst
Qualitätssicherungsbeauftragte | Produktion | Qualität
Lagerlogistiker | Betrieb | Logistik
IT-Sicherheitsbeauftragter | IT | Sicherheit
Pflegefachkraft | Pflege | Klinik
"""),
    levels=lines("""
{} (m/w/d)
Senior {} (m/w/d)
Leitender {} (m/w/d)
{} (w/m/d) in Teilzeit
{} – Schwerpunkt Großkunden (m/w/d)
Junior {} (m/w/d)
{} mit Führungsverantwortung (m/w/d)
{} (all genders)
Praktikum: {} (m/w/d)
"""),
    headings=Headings(
        "Über {company}", "Die Stelle", "Deine Aufgaben", "Dein Profil", "Von Vorteil", "Das bieten wir", "Vergütung"
    ),
    about=lines("""
{company} entwickelt Lösungen für {area}, auf die sich mehr als 2.000 Unternehmen in Europa jeden Tag verlassen.
Gegründet als kleines Ingenieurbüro, sind wir heute an sieben Standorten zu Hause und weiterhin inhabergeführt.
Wir glauben an kurze Wege, ehrliche Rückmeldungen und daran, dass gute Arbeit Zeit braucht.
Unsere Kundinnen und Kunden schätzen uns, weil wir auch nach dem Verkauf ans Telefon gehen.
Bei {company} zählt, was du kannst – nicht, wo du es gelernt hast.
Wir wachsen aus eigener Kraft und können deshalb langfristig denken.
"""),
    opening=lines("""
Zur Verstärkung unseres Teams suchen wir zum nächstmöglichen Zeitpunkt eine engagierte Persönlichkeit als {title}.
In dieser Rolle gestaltest du das Thema {area} von der ersten Idee bis zum laufenden Betrieb mit.
Du arbeitest täglich mit {tool} und {other} und entscheidest gemeinsam mit dem Team, wie es weitergeht.
Uns ist wichtig, dass du Verantwortung übernimmst, Fragen stellst und auch einmal widersprichst.
Die Stelle ist unbefristet und auf Wunsch in Teilzeit ab 80 % möglich.
Nach einer gründlichen Einarbeitung übernimmst du einen eigenen Bereich mit klaren Zielen & viel Gestaltungsspielraum.
"""),
    team="Du wirst Teil eines Teams von {size} Kolleginnen und Kollegen.",
    duties=lines("""
Konzeption, Umsetzung und Betrieb von Lösungen rund um {area}
Analyse von Anforderungen gemeinsam mit Fachbereichen, Kundinnen und Kunden
Weiterentwicklung unserer Systeme auf Basis von {tool} und {other}
Erstellung verständlicher Dokumentation, die auch in zwei Jahren noch hilft
Planung und Durchführung von Schulungen an unseren Standorten
Überwachung von Kennzahlen sowie Ableitung geeigneter Maßnahmen
Betreuung von Bestandskunden und Aufbau langfristiger Geschäftsbeziehungen
Durchführung von Wartungs-, Prüf- und Instandsetzungsarbeiten nach Vorgabe
Mitarbeit in bereichsübergreifenden Projekten mit dem Ziel, Abläufe zu vereinfachen
Vorbereitung von Monats- und Jahresabschlüssen nach HGB & IFRS
Qualitätssicherung durch automatisierte Tests, Reviews und regelmäßige Rückmeldungen
Fachliche Anleitung von Auszubildenden und neuen Teammitgliedern
Abstimmung mit Lieferanten sowie Prüfung von Angeboten und Verträgen
"""),
    wants=lines("""
Abgeschlossenes Studium, eine Ausbildung oder vergleichbare Berufserfahrung
Mehrjährige Praxis mit {tool}; Kenntnisse in {other} sind willkommen
Selbstständige, strukturierte Arbeitsweise und Freude an der Zusammenarbeit
Sehr gute Deutschkenntnisse (mindestens C1) und gute Englischkenntnisse
Gespür dafür, was Nutzerinnen und Nutzer wirklich brauchen
Erfahrung im Bereich {area} oder die Bereitschaft, dich schnell einzuarbeiten
Führerschein der Klasse B und gelegentliche Reisebereitschaft (ca. 10 %)
Sicherer Umgang mit Zahlen, Tabellen und den gängigen Office-Programmen
Kommunikationsstärke gegenüber Kollegen, Kunden und der Geschäftsführung
Interesse an modernen Methoden und der Mut, Bestehendes in Frage zu stellen
Zuverlässigkeit, Sorgfalt und eine gute Portion Humor
"""),
    nice=lines("""
Erfahrung in einem regulierten Umfeld (Medizintechnik, Energie, Finanzen)
Zertifizierungen rund um {tool}
Kenntnisse einer weiteren Fremdsprache
Erfahrung in der Anleitung von Auszubildenden
Ehrenamtliches Engagement
"""),
    benefits=lines("""
30 Tage Urlaub, dazu der 24. und 31. Dezember frei
Flexible Arbeitszeiten und bis zu drei Tage mobiles Arbeiten pro Woche
Betriebliche Altersvorsorge mit 20 % Arbeitgeberzuschuss
Deutschlandticket oder JobRad nach Wahl
Persönliches Weiterbildungsbudget von 1.500 € im Jahr
Moderne Büros in zentraler Lage mit höhenverstellbaren Tischen
Regelmäßige Teamveranstaltungen & ein legendäres Sommerfest
Unbefristeter Arbeitsvertrag und faire, transparente Vergütung
Kostenlose Getränke, Obst und ein Zuschuss zum Mittagessen
Betriebsarzt, Rückenschule und Zuschuss zum Fitnessstudio
"""),
    pay="Das Gehalt für diese Position liegt je nach Erfahrung zwischen {low} und {high} brutto pro {per}.",
    per={"year": "Jahr", "month": "Monat"},
    closing=lines("""
Wir freuen uns über Bewerbungen von allen Menschen, unabhängig von Geschlecht, Nationalität, Herkunft, Religion,\
 Behinderung, Alter oder sexueller Identität. Schwerbehinderte Menschen werden bei gleicher Eignung bevorzugt.
Bewirb dich mit Lebenslauf und deinem frühestmöglichen Eintrittstermin; ein Anschreiben brauchen wir nicht.
Fragen vorab? Unser Recruiting-Team ist werktags von 9 bis 16 Uhr für dich da.
"""),
    areas=lines("""
Gebäudetechnik
Zahlungsverkehr
Lieferketten
Fertigungsplanung
Energiehandel
Versicherungsprozesse
Patientenverwaltung
"""),
)
