"""What residents proposed before there was this site."""

from home.demo.words import Both, EarlierRemark, EarlierWords, RoundText, Span, Thread
from participation.enums import PhaseKind
from proposals.enums import DecidingBody, ParticipationLevel

ROUND = RoundText(
    slug=Both("uit-de-ideeenbus", "from-the-suggestion-box"),
    title=Both(
        "Uit de ideeënbus: wat wilde Waterrijk leren?", "From the suggestion box: what did Waterrijk want to learn?"
    ),
    summary=Both(
        "Voordat deze site er was, stond er een ideeënbus in de bibliotheek. Wat erin zat, bewaren we hier.",
        "Before there was this site, a suggestion box stood in the library. What was in it we keep here.",
    ),
    background=Both(
        "<p>Namen tonen we niet meer: deze ideeën zijn meer dan twee jaar oud.</p>",
        "<p>We show no names any more: these ideas are more than two years old.</p>",
    ),
    open_to_influence=Both(
        "<ul><li>Niets meer: dit is het archief.</li></ul>", "<ul><li>Nothing any more: this is the archive.</li></ul>"
    ),
    not_open=Both(
        "<ul><li>Staat jouw idee erbij? Begin het dan opnieuw bij 'Begin zelf iets'.</li></ul>",
        "<ul><li>Is your idea among them? Then begin it anew at 'Start something yourself'.</li></ul>",
    ),
    what_happens_next=Both(
        "De ideeën zijn gelezen voor de eerste leeragenda van Waterrijk.",
        "The ideas were read for the first learning agenda of Waterrijk.",
    ),
    phases=(Span(PhaseKind.COLLECT, -960, -920), Span(PhaseKind.DISCUSS, -960, -900)),
    day=-96,
    who_decides=DecidingBody.EXECUTIVE,
    level=ParticipationLevel.ADVISE,
    under="meepraten-en-meebeslissen",
)

EARLIER = (
    EarlierWords(
        -950,
        "Een taalwandeling langs het water",
        "Elke zaterdag een rondje lopen en praten. Wie Nederlands leert, loopt naast wie het spreekt.",
        "Ida",
        41,
        "WR02",
        (EarlierRemark("Piet", "Ik loop mee, en ik ken alle bruggen."),),
    ),
    EarlierWords(
        -944,
        "Repareren leren in het buurthuis",
        "Breng je kapotte stofzuiger mee en ga naar huis met een hele, die je zelf hebt gemaakt.",
        "Een handige buur",
        28,
        "WR06",
    ),
    EarlierWords(
        -938,
        "Muziekles voor wie nooit een instrument had",
        "In de kelder van de school liggen twaalf violen. Wie wil ze?",
        "Roos",
        35,
        "WR04",
        (
            EarlierRemark("Meester Bo", "Ik kan op woensdag lesgeven."),
            EarlierRemark("", "Mag het ook een trommel zijn?"),
        ),
    ),
)

THREAD = Thread(item=None, consultation_round=ROUND, earlier=EARLIER)
