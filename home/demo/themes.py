"""The nine kinds of action of a learning city (UNESCO Institute for Lifelong Learning), as the city's themes."""

from home.demo.words import Both

THEMES: dict[str, Both] = {
    "basic-skills": Both("basisvaardigheden", "basic skills"),
    "online-courses": Both("online cursussen", "online courses"),
    "newcomer-schools": Both("nieuwkomers leren een vak", "newcomers learn a trade"),
    "intergenerational": Both("oud en jong leren samen", "old and young learn together"),
    "career-guidance": Both("loopbaanhulp", "career guidance"),
    "mobile-library": Both("mobiele bibliotheek", "mobile library"),
    "cultural-centres": Both("cultuur als leerplek", "culture as a place to learn"),
    "volunteers": Both("vrijwilligers", "volunteers"),
    "civic-participation": Both("meepraten en meebeslissen", "having a say"),
}
