"""The methods of counting and what a round lays down for them, in people's words.

What `participation.tally` declares and is not named here, is shown as it is declared.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.tally.method import Parameter
from participation.tally.rules import METHODS_BY_NAME

# By name, in the order in which they are offered: how a method is called, and how it works for who never heard of it.
METHODS = {
    "approval": (
        gettext_lazy("Most votes"),
        gettext_lazy("Everybody marks what they find good. What has most marks comes first."),
    ),
    "single": (
        gettext_lazy("One choice each"),
        gettext_lazy("Everybody chooses one. What is chosen most comes first."),
    ),
    "up-to-k": (
        gettext_lazy("A few choices each"),
        gettext_lazy("Everybody marks a few, as many as the rules allow. What has most marks comes first."),
    ),
    "yes-no": (
        gettext_lazy("Yes or no"),
        gettext_lazy("Everybody says yes or no to each. What enough of them said yes to is adopted."),
    ),
    "for-against": (
        gettext_lazy("For, neutral or against"),
        gettext_lazy(
            "Everybody says of each whether they are for, neutral or against. What has most people for it, less those against, comes first."
        ),
    ),
    "for-against-each": (
        gettext_lazy("For, neutral or against, each by itself"),
        gettext_lazy(
            "Everybody says of each whether they are for, neutral or against. Each is settled by itself: it is adopted when more people are for it than against."
        ),
    ),
    "points": (
        gettext_lazy("Points for each"),
        gettext_lazy("Everybody gives each as many points as they find it worth. What has most points comes first."),
    ),
    "cumulative": (
        gettext_lazy("Points to divide"),
        gettext_lazy(
            "Everybody divides the same number of points over what they find good. What has most points comes first."
        ),
    ),
    "support-threshold": (
        gettext_lazy("Enough support"),
        gettext_lazy("Everybody marks what they support. Everything with enough support is chosen."),
    ),
    "irv": (
        gettext_lazy("In order, one is chosen"),
        gettext_lazy(
            "Everybody puts them in order. What has fewest first places falls off, and those ballots go on to what stands next on them, until one has more than half."
        ),
    ),
    "stv-scottish": (
        gettext_lazy("In order, several are chosen (Scottish rules)"),
        gettext_lazy(
            "Everybody puts them in order. What reaches the number of votes that is needed is chosen, and what it has more goes on to what stands next on those ballots. Then what has fewest falls off."
        ),
    ),
    "stv": (
        gettext_lazy("In order, several are chosen (rules of your own)"),
        gettext_lazy(
            "Everybody puts them in order. What reaches the number of votes that is needed is chosen, and what it has more goes on to what stands next on those ballots. Then what has fewest falls off."
        ),
    ),
    "greedy": (
        gettext_lazy("Budget: most votes first, skip what no longer fits"),
        gettext_lazy("What has most marks is funded first. What no longer fits the money left is skipped."),
    ),
    "greedy-stop": (
        gettext_lazy("Budget: most votes first, stop at the first that does not fit"),
        gettext_lazy("What has most marks is funded first, until the first that does not fit the money left."),
    ),
    "equal-shares": (
        gettext_lazy("Budget: equal shares"),
        gettext_lazy(
            "Every voter gets an equal share of the money. A project is funded when those who marked it can pay it "
            "together; the one that takes least of each comes first."
        ),
    ),
    "equal-shares-add1": (
        gettext_lazy("Budget: equal shares, completed by add1"),
        gettext_lazy(
            "Every voter gets an equal share of the money. A project is funded when those who marked it can pay it "
            "together; the one that takes least of each comes first. The shares are raised, the same for everybody, for "
            "as long as the outcome fits the budget. Where everything that was marked fits, they stay as they are."
        ),
    ),
    "equal-shares-add1u": (
        gettext_lazy("Budget: equal shares, completed by add1 and then by most votes"),
        gettext_lazy(
            "Every voter gets an equal share of the money. A project is funded when those who marked it can pay it "
            "together; the one that takes least of each comes first. The shares are raised, the same for everybody, for "
            "as long as the outcome fits the budget. What is still left goes to what has most votes and fits."
        ),
    ),
    "equal-shares-points": (
        gettext_lazy("Budget: equal shares, with points"),
        gettext_lazy(
            "Every voter gets an equal share of the money. A project is funded when those who gave it points can pay it "
            "together, each by their points; the one with the cheapest points comes first."
        ),
    ),
    "equal-shares-points-add1": (
        gettext_lazy("Budget: equal shares, with points, completed by add1"),
        gettext_lazy(
            "Every voter gets an equal share of the money. A project is funded when those who gave it points can pay it "
            "together, each by their points; the one with the cheapest points comes first. The shares are raised, the same "
            "for everybody, for as long as the outcome fits the budget. Where everything that was given points fits, they "
            "stay as they are."
        ),
    ),
    "equal-shares-points-add1u": (
        gettext_lazy("Budget: equal shares, with points, completed by add1 and then by most points"),
        gettext_lazy(
            "Every voter gets an equal share of the money. A project is funded when those who gave it points can pay it "
            "together, each by their points; the one with the cheapest points comes first. The shares are raised, the same "
            "for everybody, for as long as the outcome fits the budget. What is still left goes to what has most points and "
            "fits."
        ),
    ),
}
PARAMETERS = {
    "most": gettext_lazy("how much one ballot can mark or give at most"),
    "most_each": gettext_lazy("points for one option at most"),
    "spend": gettext_lazy("whether a ballot must give all its points"),
    "win_by": gettext_lazy("how many votes win"),
    "needed": gettext_lazy("which share of all yes and no must be yes"),
    "quorum": gettext_lazy("how many ballots are needed for a valid result, blank ones too"),
    "threshold": gettext_lazy("how many must support it"),
    "measure": gettext_lazy("what comes first"),
    "skipped_ranks": gettext_lazy("where a ballot skips a place"),
    "equal_ranks": gettext_lazy("where a ballot gives one place to several"),
    "earlier_counts": gettext_lazy("which other rounds of the count settle a tie"),
    "quota": gettext_lazy("how many votes choose somebody"),
    "decimals": gettext_lazy("decimals of a vote, the rest left out; empty: exact"),
    "surpluses": gettext_lazy("what those chosen have too much goes on"),
    "idle_surpluses": gettext_lazy("where that can change nothing any more"),
    "below_quota": gettext_lazy("the last seats"),
}
CHOICES = {
    "some": gettext_lazy("no, points may be left"),
    "all": gettext_lazy("yes, or it is blank"),
    "most": gettext_lazy("most votes"),
    "majority": gettext_lazy("more than half of the votes"),
    "more-than-half": gettext_lazy("more than half"),
    "two-thirds": gettext_lazy("two thirds"),
    "three-quarters": gettext_lazy("three quarters"),
    "net": gettext_lazy("most people for it, less those against"),
    "share": gettext_lazy("the largest share for it, of those for and against"),
    "pass-over": gettext_lazy("pass over that place and read on"),
    "stop": gettext_lazy("read no further"),
    "refuse": gettext_lazy("ask the voter to mend it"),
    "backward": gettext_lazy("the latest first"),
    "forward": gettext_lazy("the earliest first"),
    "ignore": gettext_lazy("none"),
    "droop": gettext_lazy("one more than the ballots divided by the seats and one (Droop)"),
    "droop-exact": gettext_lazy("more than the ballots divided by the seats and one (exact)"),
    "hare": gettext_lazy("the ballots divided by the seats (Hare)"),
    "one-by-one": gettext_lazy("one in each round of the count"),
    "together": gettext_lazy("all at once"),
    "skip": gettext_lazy("no round of the count"),
    "count": gettext_lazy("a round of the count all the same"),
    "elect": gettext_lazy("go to who is left, with fewer votes too"),
    "leave-empty": gettext_lazy("stay empty without enough votes"),
}


def method_choices() -> list[tuple[str, str]]:
    """What an editor chooses from; the empty name is no vote."""
    order = [name for name in METHODS if name in METHODS_BY_NAME]
    order += [name for name in METHODS_BY_NAME if name not in METHODS]
    return [("", _("No vote")), *((name, method_label(name)) for name in order)]


def method_label(name: str) -> str:
    return str(METHODS[name][0]) if name in METHODS else name


def method_meaning(name: str) -> str:
    return str(METHODS[name][1]) if name in METHODS else ""


def parameter_label(parameter: Parameter) -> str:
    return str(PARAMETERS.get(parameter.name, parameter.meaning))


def choice_label(choice: str) -> str:
    return str(CHOICES.get(choice, choice))
