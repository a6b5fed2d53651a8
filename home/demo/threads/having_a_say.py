"""The item about taking part itself."""

from home.demo.words import Both, ItemText, Thread

ITEM = ItemText(
    slug=Both("meepraten-en-meebeslissen", "having-a-say"),
    title=Both("Meepraten en meebeslissen over leren", "Having a say about learning"),
    summary=Both(
        "Deze agenda is niet af. Iedereen in Waterrijk kan erover meepraten, en bij elk punt staat wat er met die inbreng "
        "gebeurde.",
        "This agenda is not finished. Everybody in Waterrijk can have a say in it, and with every item stands what happened to "
        "what people said.",
    ),
    problem=Both(
        "<p>Inwoners die eerder meepraatten, hoorden vaak niets terug. Dan kom je een volgende keer niet meer.</p>",
        "<p>Residents who took part before often heard nothing back. Then you do not come the next time.</p>",
    ),
    ambition=Both(
        "<p>Van elk voorstel kun je met twee klikken zien wat ervan geworden is, en waarom.</p>",
        "<p>Of every proposal you can see in two clicks what became of it, and why.</p>",
    ),
    measures=Both(
        "<ul><li>Deze website, waar je voorstellen doet, steunt, bespreekt en stemt.</li>"
        "<li>Een inspiratiedag per jaar, met een tafel voor elk punt van de agenda.</li>"
        "<li>Hulp op papier en aan de balie voor wie niet online is.</li>"
        "<li>Een deur die altijd openstaat: <i>Begin zelf iets</i>.</li></ul>",
        "<ul><li>This website, where you make, support and discuss proposals, and vote.</li>"
        "<li>One inspiration day a year, with a table for every item of the agenda.</li>"
        "<li>Help on paper and at the desk for people who are not online.</li>"
        "<li>A door that is always open: <i>Start something yourself</i>.</li></ul>",
    ),
    responsible=Both("Gemeenteraad, door de griffier", "Municipal council, through the clerk"),
    themes=("civic-participation",),
    feature_areas=("3-2", "3-1"),
    target_groups=("everybody",),
    day=-100,
    budget=30_000,
    budget_year=2027,
    budget_source=Both("budget van de raad", "budget of the council"),
)

THREAD = Thread(item=ITEM)
