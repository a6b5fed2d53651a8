"""An item on the agenda that has no round yet."""

from home.demo.words import Both, ItemText, Thread

ITEM = ItemText(
    slug=Both("gratis-online-cursussen", "free-online-courses"),
    title=Both("Gratis online cursussen over Waterrijk zelf", "Free online courses about Waterrijk itself"),
    summary=Both(
        "Hoe werkt het gemaal, wat staat er in een bouwvergunning, hoe begin je een vereniging? Korte cursussen over de stad, "
        "gratis en op elk moment te volgen.",
        "How does the pumping station work, what is in a building permit, how do you start a club? Short courses about the "
        "city, free and at any moment.",
    ),
    problem=Both(
        "<p>Er is veel kennis over de stad, maar die zit in hoofden en in rapporten. Cursussen die wel online staan, gaan niet "
        "over hier.</p>",
        "<p>There is much knowledge about the city, but it sits in heads and in reports. The courses that are online are not "
        "about this place.</p>",
    ),
    ambition=Both(
        "<p>In 2028 staan er twintig korte cursussen, elk gemaakt door een inwoner en een vakmens samen.</p>",
        "<p>In 2028 there are twenty short courses, each made by a resident and a professional together.</p>",
    ),
    measures=Both(
        "<ul><li>Vijf cursussen per jaar, in gewone taal en met ondertitels.</li>"
        "<li>In elk buurthuis een computer en iemand die op weg helpt.</li>"
        "<li>Alles vrij te gebruiken voor scholen.</li></ul>",
        "<ul><li>Five courses a year, in plain language and with subtitles.</li>"
        "<li>In every community centre a computer and somebody to help you start.</li>"
        "<li>Everything free to use for schools.</li></ul>",
    ),
    responsible=Both("Bibliotheek, met het opleidingscentrum", "Library, with the training centre"),
    themes=("online-courses",),
    feature_areas=("2-4", "2-6"),
    target_groups=("everybody", "disability"),
    day=-150,
    period=(2027, 2029),
    budget=60_000,
    budget_year=2027,
    budget_source=Both("bijdrage van het opleidingscentrum", "contribution of the training centre"),
)

THREAD = Thread(item=ITEM)
