"""English: most postings of any market."""

from __future__ import annotations

from jobscan.simulator.words.lexicon import Headings, WordList, lines, roles

ENGLISH = WordList(
    language="en",
    roles=roles("""
Backend Engineer | Engineering | Platform
Software Engineer, Payments | Engineering | Payments
Frontend Engineer | Engineering | Web
Full Stack Engineer | Engineering | Growth
Site Reliability Engineer | Engineering | Infrastructure
Android Engineer | Engineering | Mobile
iOS Engineer | Engineering | Mobile
Embedded Software Engineer (C/C++) | Engineering | Devices
Machine Learning Engineer | Data | Applied AI
Data Engineer | Data | Data Platform
Data Scientist | Data | Insights
Analytics Engineer | Data | Insights
Research Scientist, Computer Vision | Research | Perception
Engineering Manager | Engineering | Platform
Test Automation Engineer | Engineering | Quality
Database Administrator | IT | Systems
IT Support Specialist | IT | Workplace Technology
Security Engineer | Security | Product Security
SOC Analyst | Security | Detection & Response
Product Manager | Product | Core Product
Technical Program Manager | Product | Program Office
Product Designer | Design | Product Design
UX Researcher | Design | Research
Technical Writer | Product | Documentation
Account Executive, Mid-Market | Sales | Commercial
Enterprise Account Executive | Sales | Enterprise
Sales Development Representative | Sales | New Business
Solutions Architect | Sales | Solutions
Customer Success Manager | Customer Success | Accounts
Customer Support Specialist | Customer Success | Support
Implementation Consultant | Customer Success | Onboarding
Content Marketing Manager | Marketing | Content
Performance Marketing Manager | Marketing | Acquisition
Brand Designer | Marketing | Brand
Recruiter | People | Talent Acquisition
HR Business Partner | People | People Partners
Financial Analyst | Finance | FP&A
Payroll Specialist | Finance | Payroll
Senior Accountant, R2R | Finance | Accounting
Legal Counsel, Commercial | Legal | Legal
Supply Chain Planner | Operations | Supply Chain
Warehouse Associate | Operations | Fulfilment
Office Manager | Operations | Workplace
Field Service Technician | Operations | Field Service
Manufacturing Engineer | Operations | Production
Registered Nurse | Care | Clinical
"""),
    levels=lines("""
{}
Senior {}
Staff {}
Principal {}
Lead {}
Junior {}
{} II
{} III
Sr. {}
{} (12-month contract)
{} – New Business Lines
Associate {}
{} | Night Shift
{} Intern, Summer 2027
"""),
    headings=Headings(
        "About {company}",
        "The role",
        "What you'll do",
        "What you bring",
        "Nice to have",
        "What we offer",
        "Compensation",
    ),
    about=lines("""
{company} builds the software that {area} teams open first in the morning and close last at night.
Founded by people who had run the old process by hand for years, we set out to make it boring, fast and auditable.
Today more than 4,000 organisations in 37 countries rely on {company}, from two-person shops to public companies.
We are backed by patient investors, profitable in our core market, and careful about how quickly we grow.
Our customers describe us as “the vendor that picks up the phone”, and we intend to keep it that way.
We believe that small teams with clear ownership beat large teams with clear process, most of the time.
Work at {company} is written down: decisions, trade-offs and mistakes are in the open for everyone to read.
We ship every day, we measure what we ship, and we delete what nobody uses.
Our mission is simple to say & hard to do: give people back the hours that {area} takes from them.
We are a distributed company with hubs on three continents and a strong habit of meeting in person twice a year.
What started as an internal tool for {area} is now a platform that moves billions of records a day.
We care about craft, kindness and candour – in that order when they conflict, which is rarely.
"""),
    opening=lines("""
As a {title} at {company} you will own a part of the product that customers notice every single day.
This role sits between {area} and the people who depend on it, and you will be the person both sides trust.
You will work with {tool} and {other} in a codebase that is old enough to be interesting and young enough to change.
We are looking for a {title} who enjoys turning a vague problem into a short list of things worth doing.
The position is new: you will shape how we approach {area} over the next two years rather than inherit a backlog.
You will spend roughly half of your time on planned work and the other half on what we learn along the way.
Success after six months means that our {area} numbers are understood, trusted and moving in the right direction.
You will report to the head of the department and work side by side with colleagues in four time zones.
If you have ever looked at a process and thought “this should take a minute, not a week”, we should talk.
We move quickly, but we would rather do three things properly than ten things twice.
Our stack includes {tool}, {other} and a healthy amount of plain SQL; what matters more is how you reason about it.
You will have the freedom to say no, provided that you can explain why – and the support to say yes when it counts.
"""),
    team="You will join a team of {size} people who review each other's work and take their holidays.",
    duties=lines("""
Design, build and operate services around {area}, from the first sketch to the on-call handover
Break down ambiguous requirements into small steps that can be shipped, measured and, if need be, rolled back
Partner with product, design and support to understand what customers are really trying to do
Own the roadmap for {area} and communicate progress honestly, including when the answer is “not yet”
Improve the reliability of our {tool} pipelines and bring the number of manual interventions to zero
Write clear documents that help the next person make a better decision than you could have made alone
Mentor colleagues through pairing, reviews and the occasional well-timed question
Analyse data with {tool} and {other} and turn it into recommendations that people act on
Run quarterly business reviews with key accounts and follow up on every commitment made in them
Introduce automated tests where they pay off, and remove those that only slow us down
Keep an eye on cost: know what a request, a customer and a feature cost us to serve
Lead incident reviews without blame and make sure that their actions are finished, not merely filed
Negotiate with vendors and internal stakeholders to get the best outcome for our users
Maintain accurate records in our {tool} instance and improve the way we forecast from them
Prepare month-end and year-end reports and explain variances to people who do not read spreadsheets for fun
Evaluate new tools critically; we adopted {other} last year and retired two others
Build strong relationships with partner teams in {area} and represent their needs in planning
Develop playbooks for recurring situations so that nobody has to be a hero on a Sunday
Support customers during onboarding and make sure that their first week is a good one
Contribute to the security of our systems: threat models, reviews, and sensible defaults
Track and report on key metrics such as adoption, retention, cycle time and satisfaction
Coordinate deliveries between our sites and keep stock levels within the agreed limits
Create prototypes quickly, test them with five users, and throw most of them away
Manage a portfolio of roughly forty accounts worth about $3M in annual recurring revenue
Ensure compliance with internal policies and with the regulations of the markets we serve (GDPR, SOC 2, HIPAA)
Help us hire: write fair exercises, interview with care, and give feedback within two days
Migrate the remaining workloads from {other} to {tool} without anybody outside the team noticing
Present results to leadership & to the whole company in our monthly demo hour
"""),
    wants=lines("""
3+ years of experience in a comparable role, or a convincing story about how you learned the same things elsewhere
Hands-on experience with {tool}; experience with {other} or similar tools will help you to get started faster
Strong written communication: you can explain a difficult trade-off in half a page
A degree in a relevant field or equivalent practical experience
The ability to work independently, to ask for help early, and to finish what you start
Experience with {area} in a growing company, ideally across several countries
A pragmatic approach to quality: you know when “good enough” is good enough
Comfort with data: you can write your own queries and you question the numbers that look too good
Excellent organisational skills and attention to detail, even on the third repetition
Fluency in English, both written and spoken; German, French or Spanish is a plus
Demonstrated ability to lead projects that involve more than one team
Familiarity with agile ways of working and an opinion on which parts of them are useful
Experience in working with customers directly, including when things have gone wrong
A track record of improving processes rather than merely following them
Proficiency with spreadsheets & presentation software, and the wisdom to avoid both when a sentence will do
Willingness to travel up to 15% of the time, and to take part in an on-call rotation every sixth week
A valid driving licence and the ability to lift up to 20 kg (45 lbs) where the job requires it
Understanding of distributed systems, of failure modes, and of the cost of abstraction
Curiosity about {area} and the patience to learn its vocabulary
The right to work in the country of employment; we can support visa transfers for some positions
Experience with budgets of more than €500,000 and the discipline to come in under them
Empathy for users, colleagues and your future self
"""),
    nice=lines("""
You have contributed to open-source projects or written publicly about {area}
Previous experience at a company between 50 and 500 employees
Knowledge of {other}, or of another tool in the same family
Experience with regulated industries such as finance, health or energy
You have taught, mentored or managed people before
A second language that some of our customers speak
You have carried a pager and have opinions about alerts
Certifications in {tool} – though we will not hold their absence against you
Familiarity with accessibility standards (WCAG 2.2 AA)
You have seen a migration go wrong and helped to put it right
"""),
    benefits=lines("""
Competitive salary and equity in a company with a plan to be around for a long time
30 days of paid holiday plus public holidays, and a quiet week at the end of the year
Health, dental and vision insurance for you and your dependants
401(k) or local pension plan with a 5% employer match
Flexible working hours and a real choice between home and office
A learning budget of $2,000 a year, which you do not have to justify in advance
16 weeks of fully paid parental leave for all parents
A laptop of your choice and €800 for your home office
Lunch on us when you are in the office & a well-stocked kitchen
Two company gatherings a year, last time in Lisbon and in Kraków
Four weeks of sabbatical after five years
Subsidised public transport or bicycle lease
Employee assistance programme with confidential counselling
Volunteer time: three days a year for a cause of your choice
Relocation support for you and your family
A clear salary framework that everybody can read
Wellbeing stipend of $60 a month
Dog-friendly offices (most of them)
"""),
    pay="The base pay for this position is expected to be between {low} and {high} per {per}, depending on location,"
    " experience and skills; it may be one part of a total package that includes equity and benefits.",
    per={"year": "year", "month": "month"},
    closing=lines("""
{company} is an equal opportunity employer. We do not discriminate on the basis of race, colour, religion, sex, sexual\
 orientation, gender identity, national origin, age, disability, veteran status or any other characteristic protected\
 by law.
If you need an adjustment at any point of the process, tell your recruiter; it will not affect the decision.
Studies show that some people apply only when they meet every requirement. If this role excites you, please apply\
 even if you do not tick all the boxes.
We process applications in the order in which they arrive and answer every one of them, usually within ten working days.
To all recruitment agencies: {company} does not accept unsolicited CVs and is not responsible for any fees related to\
 them.
Please be aware of fraud: we never ask for payments, and all genuine messages come from our own domain.
"""),
    areas=lines("""
billing
developer experience
customer onboarding
revenue operations
fraud prevention
observability
clinical scheduling
supply chain visibility
identity & access
search relevance
fleet maintenance
document processing
demand forecasting
workforce planning
energy trading
risk reporting
"""),
)

#: Tools have the same names everywhere.
TOOLS = tuple(
    "Python,Go,Rust,TypeScript,Kotlin,Java 21,PostgreSQL,Kafka,Kubernetes,Terraform,AWS,Google Cloud,Azure,Snowflake,"
    "dbt,Spark,Airflow,React,Figma,Salesforce,HubSpot,SAP S/4HANA,NetSuite,Workato,Looker,Tableau,Power BI,Jira,"
    "Zendesk,C++,.NET 8,GraphQL,ClickHouse,Redis,Elasticsearch,PyTorch,Datadog,GitLab CI,Swift,Excel".split(",")
)
