"""French: titles carry "(H/F)", marks stand after no-break blanks."""

from __future__ import annotations

from jobscan.simulator.words.lexicon import Headings, WordList, lines, roles

FRENCH = WordList(
    language="fr",
    roles=roles("""
Développeur back-end | Ingénierie | Plateforme
Développeuse mobile | Ingénierie | Mobile
Ingénieur fiabilité | Ingénierie | Infrastructure
Ingénieure données | Données | Plateforme de données
Chef de produit | Produit | Cœur de produit
Designer produit | Design | Expérience
Ingénieur commercial | Ventes | Grands comptes
Chargée de clientèle | Relation client | Comptes
Contrôleur de gestion | Finance | Pilotage
Responsable ressources humaines | RH | Développement
Responsable logistique | Opérations | Entrepôt
Technicien de maintenance | Opérations | Terrain
Juriste droit des affaires | Juridique | Contrats
Infirmière diplômée d'État | Soins | Clinique
"""),
    levels=lines("""
{} (H/F)
{} senior (H/F)
{} confirmé·e (H/F)
{} principal (F/H/X)
{} débutant accepté (H/F)
{} – CDD 12 mois (H/F)
Responsable d'équipe, {} (H/F)
Stage – {} (H/F)
"""),
    headings=Headings(
        "À propos de {company}",
        "Le poste",
        "Vos missions",
        "Votre profil",
        "Les plus",
        "Ce que nous offrons",
        "Rémunération",
    ),
    about=lines("""
{company} conçoit des solutions pour {area} utilisées chaque jour par plus de 1 500 entreprises.
Née à Lyon dans un garage (oui, vraiment), notre société compte aujourd'hui des équipes dans neuf pays.
Nous croyons qu'une bonne décision se prend à plusieurs, mais qu'une seule personne doit en répondre.
Nos clients nous recommandent parce que nous tenons nos délais & que nous disons non quand il le faut.
Chez {company}, chacun peut lire les comptes, poser des questions et proposer mieux.
L'entreprise est rentable, indépendante et compte bien le rester.
"""),
    opening=lines("""
Dans le cadre de notre développement, nous recherchons une personne motivée pour le poste suivant : {title}.
Vous interviendrez sur tout le cycle de vie de nos projets liés à {area}, de l'idée à l'exploitation.
Vous travaillerez au quotidien avec {tool} et {other}, dans un environnement exigeant mais bienveillant.
Le poste est à pourvoir dès que possible ; le télétravail est possible jusqu'à trois jours par semaine.
Rattaché·e à la direction, vous échangerez chaque semaine avec les équipes produit, support et ventes.
Après un parcours d'intégration de quatre semaines, vous prendrez la responsabilité d'un périmètre complet.
"""),
    team="Vous rejoindrez une équipe de {size} personnes soudées et curieuses.",
    duties=lines("""
Concevoir, développer et maintenir des solutions autour de {area}
Recueillir les besoins des utilisateurs et les traduire en priorités claires
Améliorer la qualité, la performance et la sécurité de nos outils ({tool}, {other})
Rédiger une documentation utile, à jour et agréable à lire
Suivre les indicateurs clés et proposer des actions correctives
Accompagner les nouveaux arrivants et partager vos connaissances
Développer un portefeuille de clients et fidéliser les comptes existants
Participer aux revues mensuelles avec la direction & les partenaires
Garantir le respect des procédures, des normes et de la réglementation (RGPD)
Coordonner les prestataires et veiller au respect des budgets
Assurer la maintenance préventive et curative des équipements
Contribuer à l'amélioration continue de nos processus
"""),
    wants=lines("""
De formation Bac+3 à Bac+5, ou une expérience équivalente
Au moins trois ans d'expérience sur un poste similaire
Bonne maîtrise de {tool} ; la connaissance de {other} est un atout
Excellentes capacités rédactionnelles et relationnelles
Rigueur, autonomie et sens des priorités
Français courant et anglais professionnel
Goût du travail en équipe et esprit de service
Permis B et mobilité ponctuelle en région
Intérêt marqué pour {area} et envie d'apprendre
Capacité à expliquer simplement des sujets complexes
"""),
    nice=lines("""
Une première expérience dans un environnement international
Une certification {tool}
La pratique d'une troisième langue
Une contribution à un projet libre
Une expérience de tutorat ou d'encadrement
"""),
    benefits=lines("""
25 jours de congés payés et jusqu'à 12 jours de RTT
Titres-restaurant d'une valeur de 11 € pris en charge à 60 %
Mutuelle familiale prise en charge à 100 %
Remboursement de 75 % des transports en commun ou forfait mobilités durables
Intéressement & participation
Télétravail jusqu'à trois jours par semaine
Budget formation de 1 500 € par an
Congé second parent de 10 semaines rémunéré à 100 %
Locaux lumineux au cœur de la ville
"""),
    pay="La rémunération fixe se situe entre {low} et {high} brut par {per}, selon l'expérience.",
    per={"year": "an", "month": "mois"},
    closing=lines("""
Tous nos postes sont ouverts aux personnes en situation de handicap. À compétences égales, {company} s'engage en faveur\
 de la diversité et de l'égalité des chances.
Notre processus : un échange de trente minutes, un cas pratique, une rencontre avec l'équipe – et une réponse sous\
 dix jours, quelle qu'elle soit.
Les candidatures reçues sont traitées par des êtres humains ; vos données sont conservées douze mois au plus.
"""),
    areas=lines("""
la facturation
la chaîne logistique
la gestion des sinistres
la maintenance ferroviaire
le commerce en ligne
la santé connectée
la paie
"""),
)
