"""Words of officials, and what they mean in plain words."""

from home.demo.city import City
from home.demo.words import Both
from proposals.models import GlossaryTerm

TERMS = (
    (
        Both("participatie", "participation"),
        Both("participatietraject", "participatory process"),
        Both(
            "Meedoen: meedenken, meepraten of meebeslissen.",
            "Taking part: thinking along, talking along or deciding along.",
        ),
    ),
    (
        Both("beleidskader", "policy framework"),
        Both("beleidskaders", "policy frameworks"),
        Both("Wat vooraf vaststaat: de regels en het geld.", "What is settled beforehand: the rules and the money."),
    ),
    (
        Both("faciliteren", "facilitate"),
        Both("faciliteert, gefaciliteerd", "facilitates, facilitated"),
        Both("Helpen, mogelijk maken.", "Help, make possible."),
    ),
    (
        Both("laaggeletterd", "low literacy"),
        Both("laaggeletterden, laaggeletterdheid", "low-literate"),
        Both("Moeite met lezen en schrijven.", "Having trouble with reading and writing."),
    ),
    (
        Both("stakeholders", "stakeholders"),
        Both("stakeholder", "stakeholder"),
        Both("Wie ermee te maken heeft.", "Everybody whom it concerns."),
    ),
)


def lay_glossary(city: City) -> None:
    for term, forms, meaning in TERMS:
        source = GlossaryTerm.objects.create(term=term.nl, forms=forms.nl, meaning=meaning.nl, locale=city.dutch)
        GlossaryTerm.objects.create(
            term=term.en,
            forms=forms.en,
            meaning=meaning.en,
            locale=city.english,
            translation_key=source.translation_key,
        )
