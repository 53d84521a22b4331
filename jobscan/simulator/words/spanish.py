"""Spanish, as written in Spain and in Mexico."""

from __future__ import annotations

from jobscan.simulator.words.lexicon import Headings, WordList, lines, roles

SPANISH = WordList(
    language="es",
    roles=roles("""
Desarrollador/a backend | Ingeniería | Plataforma
Ingeniero/a de datos | Datos | Plataforma de datos
Ingeniero/a de fiabilidad | Ingeniería | Infraestructura
Analista de ciberseguridad | Seguridad | Respuesta
Responsable de producto | Producto | Núcleo
Diseñador/a de producto | Diseño | Experiencia
Ejecutivo/a de cuentas | Ventas | Empresas
Gestor/a de clientes | Atención al cliente | Cuentas
Contable | Finanzas | Contabilidad
Técnico/a de selección | Personas | Selección
Coordinador/a de logística | Operaciones | Almacén
Técnico/a de mantenimiento | Operaciones | Campo
Especialista en marketing digital | Marketing | Captación
Enfermero/a | Sanidad | Clínica
"""),
    levels=lines("""
{}
{} sénior
{} (turno de mañana)
{} – proyecto internacional
Jefe/a de equipo: {}
{} con inglés
{} júnior
Prácticas: {}
"""),
    headings=Headings(
        "Sobre {company}",
        "El puesto",
        "Qué harás",
        "Qué buscamos",
        "Se valorará",
        "Qué ofrecemos",
        "Salario",
    ),
    about=lines("""
En {company} creamos tecnología para {area} que utilizan a diario más de 900 empresas en doce países.
Nacimos en Málaga en 2014 y seguimos siendo una empresa independiente, rentable y con ganas de aprender.
Creemos en los equipos pequeños, en las decisiones por escrito y en salir a la hora.
Nuestros clientes nos recomiendan porque contestamos rápido & resolvemos a la primera.
La confianza es nuestra forma de trabajar: objetivos claros y libertad para alcanzarlos.
¿Nuestro secreto? Escuchar antes de proponer y medir después de entregar.
"""),
    opening=lines("""
Buscamos incorporar a nuestro equipo una persona con iniciativa para el puesto de {title}.
Participarás en todo el ciclo de vida de nuestros proyectos de {area}, desde el diseño hasta la puesta en marcha.
Trabajarás a diario con {tool} y {other}, junto a compañeros de producto, soporte y ventas.
El contrato es indefinido y la incorporación, inmediata o a convenir.
Es una posición nueva, por lo que tendrás margen para proponer, equivocarte y mejorar.
En seis meses esperamos que seas la persona de referencia en {area}.
"""),
    team="Te unirás a un equipo de {size} personas.",
    duties=lines("""
Diseñar, desarrollar y mantener soluciones relacionadas con {area}
Analizar los requisitos con las áreas de negocio y convertirlos en tareas concretas
Mejorar la calidad y el rendimiento de nuestros sistemas basados en {tool} y {other}
Elaborar informes mensuales y presentar los resultados a la dirección
Acompañar a los clientes durante la implantación y resolver sus dudas
Documentar los procesos para que cualquiera pueda seguirlos
Coordinar a proveedores externos y controlar los presupuestos
Realizar el mantenimiento preventivo y correctivo de los equipos
Captar nuevas oportunidades y hacer crecer la cartera existente
Velar por el cumplimiento de la normativa vigente (RGPD, PRL)
Formar a las nuevas incorporaciones & compartir buenas prácticas
Participar en la mejora continua de los procesos internos
"""),
    wants=lines("""
Titulación universitaria, FP de grado superior o experiencia equivalente
Al menos tres años de experiencia en un puesto similar
Buen conocimiento de {tool}; se valora experiencia con {other}
Capacidad de organización, autonomía y trabajo en equipo
Nivel alto de inglés (B2 o superior)
Experiencia en {area} o interés real por aprender
Orientación al cliente y facilidad para comunicar
Carné de conducir B y disponibilidad para viajar de forma ocasional
Pensamiento analítico y atención al detalle
Manejo avanzado de hojas de cálculo
"""),
    nice=lines("""
Experiencia en entornos internacionales
Conocimientos de otros idiomas
Certificaciones en {tool}
Experiencia en la coordinación de equipos
Participación en comunidades técnicas
"""),
    benefits=lines("""
Contrato indefinido y jornada flexible de entrada y salida
Viernes por la tarde libres y jornada intensiva en verano
Seguro médico privado para ti & tu familia
Tarjeta restaurante y cheque guardería
25 días laborables de vacaciones
Teletrabajo hasta tres días por semana
Clases de inglés y presupuesto anual de formación
Plan de carrera con revisiones semestrales
Fruta, café y buen ambiente
"""),
    pay="El salario se sitúa entre {low} y {high} brutos al {per}, según la experiencia aportada.",
    per={"year": "año", "month": "mes"},
    closing=lines("""
{company} garantiza la igualdad de oportunidades en todos sus procesos de selección, con independencia del género, la\
 edad, el origen, la discapacidad o la orientación sexual.
Si crees que encajas, envíanos tu currículum: respondemos a todas las candidaturas en menos de diez días.
Al inscribirte aceptas que tratemos tus datos únicamente para este proceso.
"""),
    areas=lines("""
la logística
la banca digital
el turismo
la energía solar
la sanidad
el comercio electrónico
los seguros
"""),
)
