"""The terms that every learning city begins with: code, place, name in Dutch and in English.

Sources: UNESCO Institute for Lifelong Learning, Key Features of Learning Cities (twelve areas) and its nine kinds of
action for equity and inclusion.
"""

from typing import NamedTuple

from home.enums import AreaLayer


class Words(NamedTuple):
    code: str
    nl: str
    en: str


ACTION_KINDS = (
    Words("basic-skills", "taal, basis- en beroepsvaardigheden", "literacy, basic and vocational skills"),
    Words("online-courses", "gratis online cursussen", "free online courses"),
    Words(
        "newcomer-schools", "scholen waar nieuwkomers een beroep leren", "schools where newcomers qualify for a trade"
    ),
    Words("intergenerational", "leren van jong en oud samen", "learning across generations"),
    Words("career-guidance", "begeleiding bij de loopbaan", "career guidance"),
    Words("mobile-library", "mobiele bibliotheken", "mobile libraries"),
    Words("cultural-centres", "culturele centra als leerplek", "cultural centres as places to learn"),
    Words("volunteers", "getrainde vrijwilligers tegen eenzaamheid", "trained volunteers against isolation"),
    Words(
        "civic-participation",
        "netwerken waarin inwoners meebeslissen",
        "networks in which residents take part in decisions",
    ),
)
FEATURE_AREAS = (
    (AreaLayer.BENEFITS, Words("1-1", "eigen kracht en samenhang", "individual empowerment and social cohesion")),
    (AreaLayer.BENEFITS, Words("1-2", "economie en cultuur in bloei", "economic development and cultural prosperity")),
    (AreaLayer.BENEFITS, Words("1-3", "duurzame ontwikkeling", "sustainable development")),
    (AreaLayer.BLOCKS, Words("2-1", "inclusief leren in het onderwijs", "inclusive learning in the education system")),
    (AreaLayer.BLOCKS, Words("2-2", "leren in gezin en buurt", "learning in families and communities")),
    (AreaLayer.BLOCKS, Words("2-3", "leren voor en op het werk", "learning for and in the workplace")),
    (AreaLayer.BLOCKS, Words("2-4", "moderne leermiddelen", "modern learning technologies")),
    (AreaLayer.BLOCKS, Words("2-5", "kwaliteit van leren", "quality in learning")),
    (AreaLayer.BLOCKS, Words("2-6", "een leven lang leren als gewoonte", "a culture of learning throughout life")),
    (AreaLayer.CONDITIONS, Words("3-1", "politieke wil en inzet", "political will and commitment")),
    (
        AreaLayer.CONDITIONS,
        Words("3-2", "bestuur met alle betrokkenen", "governance and participation of all stakeholders"),
    ),
    (AreaLayer.CONDITIONS, Words("3-3", "middelen vinden en gebruiken", "mobilisation and use of resources")),
)
TARGET_GROUPS = (
    Words("vulnerable", "kwetsbare groepen", "vulnerable groups"),
    Words("newcomers", "migranten en statushouders", "migrants and refugees with a permit"),
    Words("children-carers", "kinderen en hun verzorgers", "children and their carers"),
    Words("women", "vrouwen", "women"),
    Words("disability", "mensen met een beperking", "people with a disability"),
    Words("older-adults", "ouderen", "older adults"),
    Words("toddlers", "peuters en kleuters", "toddlers"),
    Words("isolation", "mensen die eenzaam dreigen te worden", "residents at risk of isolation"),
    Words("everybody", "alle inwoners", "all residents"),
)
