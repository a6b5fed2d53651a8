"""The home page, the agenda's front page and the pages at the foot: what they say is true of the product."""

from home.demo.words import Both, PageText

HOME_TITLE = Both("Waterrijk leert", "Waterrijk learns")
HOME_INTRO = Both(
    "Waterrijk wordt een lerende stad: een plek waar iedereen kan leren, een leven lang. Hier lees je wat we van plan zijn, "
    "praat je mee, en zie je wat ervan werd.",
    "Waterrijk is becoming a learning city: a place where everybody can learn, all their life. Here you read what we plan, have "
    "your say, and see what became of it.",
)
HOME_SLUG = Both("home", "home-en")

AGENDA_TITLE = Both("Lokale educatieve agenda", "Local educational agenda")
AGENDA_INTRO = Both(
    "Dit zijn de punten waar Waterrijk tot en met 2030 aan werkt. De draad bij elk punt laat zien hoe ver het is en wat de "
    "volgende stap is.",
    "These are the items that Waterrijk works on until 2030. The thread with each item shows how far it is and what the next "
    "step is.",
)
AGENDA_SLUG = Both("agenda", "agenda")
AGENDA_PERIOD = (2026, 2030)

HOW_IT_WORKS = PageText(
    slug=Both("hoe-het-werkt", "how-it-works"),
    title=Both("Hoe het werkt", "How it works"),
    intro=Both(
        "Van een idee tot een besluit: zo werkt de lokale educatieve agenda, en zo doe je mee.",
        "From an idea to a decision: this is how the local educational agenda works, and how you take part.",
    ),
    body=Both(
        "<h2>De agenda</h2><p>Op de agenda staan punten: dingen waar de stad aan werkt zodat meer mensen kunnen leren. Elk punt "
        "heeft een nummer dat nooit verandert. Verandert de tekst, dan krijgt die een nieuw versienummer, en staat erbij "
        "waarom.</p>"
        "<h2>Een ronde</h2><p>Bij een punt kan de gemeente een ronde openen. Je leest dan wat je kunt beïnvloeden en wat al "
        "vastligt, wie beslist en tot wanneer je mee kunt doen. Een ronde heeft fasen:</p>"
        "<ol><li><b>Voorstellen doen.</b> Je schrijft wat er volgens jou moet gebeuren.</li>"
        "<li><b>Steunen en meepraten.</b> Je steunt voorstellen van anderen en reageert erop.</li>"
        "<li><b>Onderzoeken.</b> De gemeente kijkt wat kan en wat het kost.</li>"
        "<li><b>Stemmen.</b> Als er iets te kiezen valt, stem je. Je kunt je stem vervangen tot het stemmen sluit.</li>"
        "<li><b>Tellen en besluiten.</b> De griffier telt. Bij de uitslag staat waarom iets wel of niet gekozen is. Daarna "
        "beslist het college of de raad, met redenen.</li></ol>"
        "<h2>De draad</h2><p>De rode draad bij elk punt, elke ronde en elk voorstel laat zien wat er geweest is, wat er nu kan en "
        "wat er nog komt.</p>"
        "<h2>Begin zelf iets</h2><p>Je hoeft niet te wachten op een ronde. Een voorstel bij <i>Begin zelf iets</i> kan altijd.</p>",
        "<h2>The agenda</h2><p>The agenda holds items: things the city works on so that more people can learn. Each item has a "
        "number that never changes. When the text changes it gets a new version number, and the reason stands with "
        "it.</p>"
        "<h2>A round</h2><p>The municipality can open a round on an item. You then read what you can influence and what is "
        "settled, who decides and until when you can take part. A round has phases:</p>"
        "<ol><li><b>Making proposals.</b> You write what you think should happen.</li>"
        "<li><b>Supporting and discussing.</b> You support the proposals of others and react to them.</li>"
        "<li><b>Examining.</b> The municipality looks what is possible and what it costs.</li>"
        "<li><b>Voting.</b> If there is something to choose, you vote. You can replace your ballot until voting closes.</li>"
        "<li><b>Counting and deciding.</b> The clerk counts. With the outcome stands why something was chosen or not. Then the "
        "mayor and aldermen or the council decide, with reasons.</li></ol>"
        "<h2>The thread</h2><p>The red thread with each item, round and proposal shows what has been, what can be done now and "
        "what is still to come.</p>"
        "<h2>Start something yourself</h2><p>You need not wait for a round. You can always make a proposal under <i>Start "
        "something yourself</i>.</p>",
    ),
)

HOUSE_RULES = PageText(
    slug=Both("huisregels", "house-rules"),
    title=Both("Huisregels", "House rules"),
    intro=Both(
        "Wat je hier schrijft, kan iedereen lezen. Met een paar regels blijft het een goed gesprek.",
        "Everybody can read what you write here. A few rules keep it a good conversation.",
    ),
    body=Both(
        "<h2>Wat kan</h2><p>Je mag het oneens zijn, met de gemeente en met elkaar. Kritiek op een plan of een besluit halen we "
        "niet weg. We kijken nooit naar welke partij je aanhangt.</p>"
        "<h2>Wat niet kan</h2><ol><li>Persoonlijke gegevens van een ander, zoals een adres of een telefoonnummer.</li>"
        "<li>Beledigen, bedreigen of een groep mensen wegzetten.</li><li>Iets dat tegen de wet is.</li>"
        "<li>Reclame.</li><li>Een voorstel over iets waar de gemeente niet over gaat.</li>"
        "<li>Twee keer hetzelfde voorstel.</li><li>Iets anders waardoor een goed gesprek niet kan. De moderator "
        "schrijft dan op wat.</li></ol><p>Verbergt een moderator iets, dan lees je welke van deze regels het is.</p>"
        "<h2>Wat een moderator doet</h2><p>Een moderator kan iets verbergen, maar verandert nooit je woorden. Je leest altijd "
        "waarom iets verborgen is. In de meeste rondes leest een moderator een voorstel voordat het op de site komt; dat duurt "
        "hooguit twee werkdagen. Reacties staan meteen op de site.</p>"
        "<h2>Niet eens met een moderator</h2><p>Op je eigen pagina lees je wat er is beslist en waarom, en maak je "
        "bezwaar. Iemand anders dan de eerste moderator kijkt er opnieuw naar.</p><h2>Iets melden</h2><p>Zie je iets dat hier niet "
        "hoort? Meld het met de link eronder. Daar heb je geen account voor nodig. Hoe vaak we iets verbergen, staat in het <i>Verslag "
        "van de moderatie</i>, onder aan elke pagina.</p>",
        "<h2>What is fine</h2><p>You may disagree, with the municipality and with each other. We do not take away criticism of a "
        "plan or a decision. We never look at which party you favour.</p>"
        "<h2>What is not</h2><ol><li>Personal data of somebody else, such as an address or a phone number.</li>"
        "<li>Insults, threats or running down a group of people.</li><li>Anything that is against the law.</li>"
        "<li>Advertising.</li><li>A proposal about something the municipality has no say in.</li>"
        "<li>The same proposal twice.</li><li>Anything else that keeps a good conversation from being held. The moderator "
        "then writes what.</li></ol><p>When a moderator hides something, you read which of these rules it is.</p>"
        "<h2>What a moderator does</h2><p>A moderator can hide something but never changes your words. You always read why "
        "something is hidden. In most rounds a moderator reads a proposal before it comes on the site; that takes two working days "
        "at most. Comments are on the site at once.</p>"
        "<h2>If you disagree with a moderator</h2><p>On your own page you read what was ruled and why, and you can object. Somebody "
        "other than the first moderator looks at it again.</p><h2>Reporting</h2><p>Do you see something that should not be here? Report it "
        "with the link below it. You need no account. How often we hide something stands in the <i>Record of moderation</i>, at the foot "
        "of every page.</p>",
    ),
)

PRIVACY = PageText(
    slug=Both("privacy", "privacy"),
    title=Both("Privacy", "Privacy"),
    intro=Both(
        "Lezen kan zonder account en zonder cookies. Dit bewaren we als je meedoet.",
        "You can read without an account and without cookies. This is what we keep when you take part.",
    ),
    body=Both(
        "<h2>Als je alleen leest</h2><p>Dan krijg je geen cookie en slaan we niets over je op. Geen enkele pagina haalt iets op bij "
        "een ander bedrijf.</p>"
        "<h2>Als je inlogt</h2><p>We bewaren je mailadres en de naam die je kiest. Je mailadres zien andere bezoekers nooit. Er is "
        "geen wachtwoord: je krijgt een code per mail. Zodra je inlogt of een formulier invult, krijg je één cookie. Dat is nodig "
        "om je herkend te houden en verdwijnt als je uitlogt.</p>"
        "<h2>Als je iets schrijft</h2><p>Je voorstel of reactie is openbaar, met de naam die je erbij zet. Laat je de naam leeg, dan "
        "staat er 'een inwoner'. Wat je nog aan het schrijven bent, bewaren we als concept; dat zie jij alleen.</p>"
        "<h2>Als je steunt</h2><p>Iedereen ziet hoeveel mensen een voorstel steunen. Wie dat zijn, laten we niemand zien.</p>"
        "<h2>Als je stemt</h2><p>We bewaren dat je gestemd hebt, zodat je maar één keer meetelt. Tot het stemmen sluit ligt je stem "
        "in een envelop met je naam, zodat je hem kunt vervangen. Bij de sluiting gaan de stemmen uit de enveloppen, worden ze "
        "geschud en verdwijnt de koppeling met je naam. De stemmen zijn niet versleuteld: wie de server beheert, zou tot de "
        "sluiting in een envelop kunnen kijken. Wat je aankruist en nog niet instuurt, staat alleen in je eigen browser: in een "
        "cookie die na een uur of bij het stemmen verdwijnt.</p>"
        "<h2>Je gegevens inzien of laten wissen</h2><p>Mail naar meedoen@waterrijk.example. Op <i>Mijn pagina</i> kun je zelf de naam "
        "veranderen die anderen zien.</p>",
        "<h2>If you only read</h2><p>Then you get no cookie and we store nothing about you. No page fetches anything from another "
        "company.</p>"
        "<h2>When you sign in</h2><p>We keep your mail address and the name you choose. Other visitors never see your mail address. "
        "There is no password: you get a code by mail. As soon as you sign in or fill in a form you get one cookie. It is needed to "
        "keep knowing you and goes away when you sign out.</p>"
        "<h2>When you write something</h2><p>Your proposal or comment is public, with the name you put to it. If you leave the name "
        "empty it says 'a resident'. What you are still writing we keep as a draft, which only you see.</p>"
        "<h2>When you support something</h2><p>Everybody sees how many people support a proposal. Who they are we show to "
        "nobody.</p>"
        "<h2>When you vote</h2><p>We keep that you voted, so that you count only once. Until voting closes your ballot lies in an "
        "envelope with your name on it, so that you can replace it. At the close the ballots are taken out of the envelopes and "
        "shuffled, and the link to your name is destroyed. The ballots are not encrypted: whoever manages the server could look "
        "into an envelope until the close. What you mark and have not cast stands in your own browser alone: in a cookie that goes "
        "away after an hour or when you vote.</p>"
        "<h2>Seeing your data or having it erased</h2><p>Write to meedoen@waterrijk.example. On <i>My page</i> you can change the name "
        "that others see.</p>",
    ),
)

ACCESSIBILITY = PageText(
    slug=Both("toegankelijkheid", "accessibility"),
    title=Both("Toegankelijkheid", "Accessibility"),
    intro=Both(
        "Iedereen moet mee kunnen doen. Lukt iets niet, dan horen we dat graag.",
        "Everybody must be able to take part. If something does not work for you, we would like to hear it.",
    ),
    body=Both(
        "<h2>Waar je op kunt rekenen</h2><ul><li>Alles werkt met alleen een toetsenbord, en zonder JavaScript.</li>"
        "<li>Alles past op een smal scherm en blijft leesbaar als je vergroot.</li>"
        "<li>Kleur is nooit het enige teken. Grafieken hebben een tabel.</li>"
        "<li>Er is een donkere weergave en een weergave met hoog contrast; de site volgt de instelling van je apparaat.</li>"
        "<li>Wat in een andere taal geschreven is, is zo gemarkeerd dat een voorleesprogramma de goede stem kiest.</li></ul>"
        "<h2>De norm</h2><p>De site is gebouwd naar WCAG 2.2, niveau AA. Elke soort pagina wordt bij elke wijziging automatisch "
        "getest. Een onderzoek door een onafhankelijke partij is er nog niet; deze stad is een demonstratie en heeft daarom geen "
        "officiële verklaring. Een gemeente die de site in gebruik neemt, publiceert die hier.</p>"
        "<h2>Iets werkt niet</h2><p>Mail naar meedoen@waterrijk.example. Je krijgt binnen vijf werkdagen antwoord. Tot die tijd helpen "
        "we je op een andere manier mee te doen.</p>",
        "<h2>What you can count on</h2><ul><li>Everything works with a keyboard alone, and without JavaScript.</li>"
        "<li>Everything fits a narrow screen and stays readable when you enlarge it.</li>"
        "<li>Colour is never the only sign. Charts have a table.</li>"
        "<li>There is a dark view and a view with high contrast; the site follows the setting of your device.</li>"
        "<li>What is written in another language is marked, so that a screen reader takes the right voice.</li></ul>"
        "<h2>The standard</h2><p>The site is built to WCAG 2.2, level AA. Every kind of page is tested automatically with every "
        "change. An inspection by an independent party has not been done yet; this city is a demonstration and therefore has no "
        "official statement. A municipality that takes the site into use publishes its own here.</p>"
        "<h2>Something does not work</h2><p>Write to meedoen@waterrijk.example. You get an answer within five working days. Until then "
        "we help you take part in another way.</p>",
    ),
)

CONTACT = PageText(
    slug=Both("contact", "contact"),
    title=Both("Contact", "Contact"),
    intro=Both(
        "Een vraag, of kom je er niet uit? Zo bereik je ons.",
        "A question, or are you stuck? This is how you reach us.",
    ),
    body=Both(
        "<h2>Mail</h2><p>meedoen@waterrijk.example</p>"
        "<h2>Langskomen</h2><p>In het stadhuis en in de bibliotheek in de Binnenhaven helpt een medewerker je om een voorstel te "
        "schrijven of te stemmen. Je hoeft geen afspraak te maken.</p>"
        "<h2>Een lek melden</h2><p>Heb je een zwakke plek in de beveiliging gevonden? Mail naar beveiliging@waterrijk.example.</p>"
        "<p>Waterrijk is een verzonnen stad. Deze adressen bestaan niet.</p>",
        "<h2>Mail</h2><p>meedoen@waterrijk.example</p>"
        "<h2>Dropping in</h2><p>In the town hall and in the library in the Binnenhaven somebody helps you write a proposal or vote. "
        "You need no appointment.</p>"
        "<h2>Reporting a leak</h2><p>Did you find a weak spot in our security? Write to beveiliging@waterrijk.example.</p>"
        "<p>Waterrijk is an invented city. These addresses do not exist.</p>",
    ),
)

FOOTER_PAGES = (HOW_IT_WORKS, HOUSE_RULES, PRIVACY, ACCESSIBILITY, CONTACT)

# A number that nobody has.
VOTING_HELP = {
    "nl": {
        "telephone": "14 0123",
        "desk": "de balie van het stadhuis, op werkdagen van 9 tot 17 uur",
        "help_point": "de bibliotheek, op woensdag van 13 tot 17 uur",
    },
    "en": {
        "telephone": "14 0123",
        "desk": "the desk of the town hall, on working days from 9 to 17",
        "help_point": "the library, on Wednesdays from 13 to 17",
    },
}
