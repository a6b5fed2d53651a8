"""Repeats the count of a published vote: python verify.py BUNDLE.zip [SHA256] [RESULT.json] [--taal nl|en]

Needs Python 3.11 or newer and nothing else. SHA256 is the one published with the result, from another place than the
bundle. RESULT.json is the result page as JSON: its titles are held against the hashes of them in the rules, and stand beside
the numbers. It speaks Dutch where --taal or the language of the computer says so, else English. Prints what it counted, says "Same result." and ends with status 0; what differs with status 1; why it cannot tell with status 2.

A bundle holds: rules.json (what was fixed before the vote), options.csv (the ballot paper), ballots.csv (how often each ballot
was cast: option number and mark, such as 3:1 7:2), merged.csv (of ballots that too few shared only the totals, where the rules
say so), lot.json (what a lot is drawn from), roll.json and receipts.txt (how many could vote and did), heads.json and
castings.csv (what came into the ballot box), outcome.json (the published result), hashes.txt (SHA-256 of every other file),
this program, heads.py (checks the signatures of the heads) and verify.html (this program for a browser). Every figure of the
outcome is counted anew; the sentences that explain it are not looked at.
"""

import csv
import hashlib
import io
import json
import os
import re
import sys
import unicodedata
import zipfile
from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

NAMES = {
    "rules.json",
    "options.csv",
    "ballots.csv",
    "merged.csv",
    "lot.json",
    "roll.json",
    "receipts.txt",
    "heads.json",
    "castings.csv",
    "outcome.json",
    "hashes.txt",
    "verify.py",
    "heads.py",
    "verify.html",
    "LEESMIJ.txt",
    "README.txt",
}
FEW = 5
"""A ballot that fewer share stands in the totals only, where the rules say so."""
MERGEABLE = {
    "approval",
    "single",
    "up-to-k",
    "points",
    "cumulative",
    "support-threshold",
    "for-against",
    "for-against-each",
    "yes-no",
    "greedy",
    "greedy-stop",
}
"""Rules that need no more of a ballot than what it adds to each option."""


WORDS: dict[str, str] = {}
"""What each sentence is in the language of whoever runs this; English ones need none."""


def say(sentence: str, *values: object) -> str:
    return WORDS.get(sentence, sentence).format(*values)


class CannotTell(Exception):
    """The bundle cannot be used; its sentence says why, with the values that stand in it."""

    def __str__(self) -> str:
        return say(*self.args)


# The files ----------------------------------------------------------------------------------------------------------


def read_bundle(path: Path, published_hash: str) -> dict[str, bytes]:
    """The files of a bundle by name, after every hash was checked."""
    if path.is_dir():
        if published_hash:
            raise CannotTell("The published hash is of the zip file; give that, or leave the hash out.")
        files = {one.name: one.read_bytes() for one in path.iterdir() if one.name != "__pycache__"}
    else:
        data = path.read_bytes()
        if published_hash and hashlib.sha256(data).hexdigest() != published_hash.strip().lower():
            raise CannotTell(
                "This is not the published bundle: its SHA-256 is another. Nothing in it can be relied on."
            )
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as bundle:
                names = bundle.namelist()
                if len(set(names)) < len(names):
                    raise CannotTell("The bundle holds two files of the same name.")
                files = {name: bundle.read(name) for name in names}
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
            raise CannotTell("The zip file is damaged: {}.", error) from None
    if files.keys() != NAMES:
        raise CannotTell("These files are missing or too many: {}.", ", ".join(sorted(files.keys() ^ NAMES)))
    lines = files["hashes.txt"].decode().splitlines()
    listed = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    for name in sorted(NAMES - {"hashes.txt"}):
        if listed.get(name) != hashlib.sha256(files[name]).hexdigest():
            raise CannotTell("{} is not as hashes.txt says.", name)
    return files


class Vote:
    """What was voted on and how: options with their costs, ballots as ({option: mark}, how often), the rules.

    Of the ``merged`` ballots only the ``totals`` per option are known: the sum of the marks, how many above and how many below 0.
    """

    def __init__(self, files: dict[str, bytes]) -> None:
        rules = json.loads(files["rules.json"])
        self.round, self.method, self.settings = rules["round"], rules["method"], rules["settings"]
        self.seats, self.budget = rules["seats"] or 1, rules["budget"]
        self.most, self.points, self.by_points = rules["max_choices"], rules["points"], rules["kind"] == "points"
        self.within = self.budget if rules["within_budget"] else None
        self.rare_pattern, self.ties, self.lot = rules["rare_pattern"], rules["ties"], json.loads(files["lot.json"])
        rows = list(csv.DictReader(io.StringIO(files["options.csv"].decode(), newline="")))
        self.cost = {row["id"]: int(row["cost"]) for row in rows}
        number = {row["number"]: row["id"] for row in rows}
        if len(self.cost) < len(rows) or len(number) < len(rows):
            raise CannotTell("Two options have the same number or identifier.")
        promised = {one["reference"]: one["cost"] or 0 for one in rules["options"]}
        # What was withdrawn meanwhile is as if nobody had marked it; the others stay in their order.
        self.withdrawn = [option for option in promised if option not in self.cost]
        if [pair for pair in promised.items() if pair[0] in self.cost] != list(self.cost.items()):
            raise CannotTell("The options are not those of the rules.")
        if ("lot" in self.ties) != bool(self.lot):
            raise CannotTell("By the rules a lot is drawn, or there is one that the rules do not know.")
        if self.lot and self.lot["public_value"] != as_drawn(self.lot["public_value"]):
            raise CannotTell("Of the value of a lot only letters, as capitals, and digits count: lot.json has more.")
        self.ballots, self.blank = [], 0
        for row in csv.DictReader(io.StringIO(files["ballots.csv"].decode(), newline="")):
            pairs = [mark.split(":") for mark in row["ballot"].split()]
            marks, times = {number[key]: int(mark) for key, mark in pairs}, int(row["times"])
            if times < 1 or len(marks) < len(pairs):
                raise CannotTell("No ballot can be {}, cast {} times.", row["ballot"], times)
            if marks:
                self.ballots.append((marks, times))
            else:
                self.blank += times
        self.totals = {
            number[row["number"]]: {name: int(row[name]) for name in ("sum", "above", "below")}
            for row in csv.DictReader(io.StringIO(files["merged.csv"].decode(), newline=""))
        }
        roll = json.loads(files["roll.json"])
        # Of those without a mark: on which nothing was marked but what was withdrawn.
        self.merged, self.emptied = roll["merged"], roll.get("emptied", 0)
        if not 0 <= self.emptied <= (self.blank if self.withdrawn else 0):
            raise CannotTell("More ballots were emptied by a withdrawal than are empty.")
        self.voters = sum(times for _, times in self.ballots) + self.merged
        self.tie_order, self.closing_head = self.in_tie_order(), ""

    def add_up(self, what: str = "sum") -> dict[str, int]:
        """Per option the ``sum`` of its marks, or how many are ``above`` or ``below`` 0."""
        total = {option: self.totals[option][what] if option in self.totals else 0 for option in self.cost}
        for marks, times in self.ballots:
            for option, mark in marks.items():
                total[option] += {"sum": mark, "above": int(mark > 0), "below": int(mark < 0)}[what] * times
        return total

    def in_tie_order(self) -> list[str]:
        """All options in the order in which the tie rules put equal ones."""
        votes, place = self.add_up("above"), list(self.cost)
        seed = sha256(self.lot["head"] + "\n" + self.lot["public_value"]) if self.lot else ""
        keys: dict[str, Callable[[str], Any]] = {
            "lower-cost": lambda option: self.cost[option],
            "higher-cost": lambda option: -self.cost[option],
            "higher-votes": lambda option: -votes[option],
            "list-order": place.index,
            "lot": lambda option: sha256(seed + "\n" + option),
        }
        return sorted(self.cost, key=lambda option: [keys[rule](option) for rule in self.ties])

    def first_by_rules(self, options: Iterable[str]) -> list[str]:
        some = set(options)
        return [option for option in self.tie_order if option in some]


def as_drawn(value: str) -> str:
    """The one way in which a lot is drawn with a public value: its letters, as capitals, and digits."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", value).upper() if sign.isalnum())


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def check_numbers(files: dict[str, bytes], vote: Vote) -> None:
    """Ballots, receipts, roll and what came into the box must agree."""
    roll, receipts = json.loads(files["roll.json"]), files["receipts.txt"].decode().split()
    if vote.voters + vote.blank + roll["set_aside"] != roll["cast"]:
        found = vote.voters + vote.blank
        raise CannotTell("The ballots are {}, {} set aside, but {} cast.", found, roll["set_aside"], roll["cast"])
    if roll["cast"] > roll["size"]:
        raise CannotTell("More ballots were cast than people could vote.")
    if len(set(receipts)) < len(receipts) or len(receipts) > roll["cast"]:
        raise CannotTell("A receipt stands there twice, or there are more receipts than ballots.")
    castings = list(csv.DictReader(io.StringIO(files["castings.csv"].decode(), newline="")))
    replaced = {row["replaces"] for row in castings if row["replaces"]}
    inside = [row for row in castings if row["envelope"] not in replaced]
    if len(inside) != roll["cast"]:
        raise CannotTell("There are {} envelopes in the box, but {} ballots were cast.", len(inside), roll["cast"])
    if sorted(row["receipt"] for row in inside if row["receipt"]) != receipts:
        raise CannotTell("The receipts are not those of the envelopes in the box.")
    check_heads(json.loads(files["heads.json"]), castings, vote)


def check_heads(published: dict[str, Any], castings: list[dict[str, str]], vote: Vote) -> None:
    """Each head holds the one before and the hash of what came in since; the last one closes the box.

    Who signed them is another question: heads.py answers it.
    """
    before, of_head = "", dict[str, list[str]]()
    for row in castings:
        line = f"{row['envelope']} {row['receipt']} {row['replaces']}"
        of_head.setdefault(row["head"], []).append(line)
    heads = published["heads"]
    for number, head in enumerate(heads, start=1):
        said = json.loads(head["content"])
        came_in = "\n".join(sorted(of_head.pop(str(number), [])))
        chain = {"number": number, "before": before, "castings": sha256(came_in), "is_closing": number == len(heads)}
        chain |= {"round": vote.round, "box": published["public_key"]}
        if head["sha256"] != sha256(head["content"]) or any(said[name] != chain[name] for name in chain):
            raise CannotTell("Head {} of the ballot box does not fit what came in, or the head before it.", number)
        before = head["sha256"]
    if of_head or not heads:
        raise CannotTell("Something came into the ballot box that no head holds.")
    if vote.lot and vote.lot["head"] != before:
        raise CannotTell("The lot was not drawn with the head that closed the box.")
    vote.closing_head = before


def check_ballots(vote: Vote) -> None:
    """Every ballot must be one that the rules permit."""
    for marks, times in vote.ballots:
        if not is_permitted(marks, vote):
            raise CannotTell("The rules do not permit the ballot {}.", marks)
        if vote.rare_pattern == "merged" and times < FEW:
            raise CannotTell(
                "Fewer than {} people cast the ballot {}: by the rules it must not stand whole.", FEW, marks
            )
    if not vote.merged and not vote.totals:
        return
    if vote.rare_pattern != "merged" or vote.method not in MERGEABLE:
        raise CannotTell("By the rules no ballots of {} are merged.", vote.method)
    # Of these only the totals can be held against the rules, not each ballot.
    everything = {name: sum(total[name] for total in vote.totals.values()) for name in ("sum", "above", "below")}
    most = min(vote.most or len(vote.cost), most_marks(vote) or len(vote.cost))
    points = min(vote.points or everything["sum"], vote.settings.get("most") or everything["sum"])
    for total in [*vote.totals.values(), everything]:
        fine = total["above"] >= 0 and total["below"] >= 0
        if vote.method in STANCES:
            fine = fine and total["sum"] == total["above"] - total["below"]
        elif vote.by_points:
            fine = fine and total["sum"] >= total["above"] and not total["below"]
        else:
            fine = fine and total["sum"] == total["above"] and not total["below"]
        within = vote.merged if total is not everything else vote.merged * most
        if not fine or total["above"] + total["below"] > within:
            raise CannotTell("The totals {} cannot be of {} ballots that the rules permit.", total, vote.merged)
    if vote.by_points and everything["sum"] > vote.merged * points:
        raise CannotTell("{} ballots do not have {} points.", vote.merged, everything["sum"])


STANCES = ("for-against", "for-against-each", "yes-no")
RANKED = ("irv", "stv", "stv-scottish")


def most_marks(vote: Vote) -> int | None:
    return {"single": 1, "up-to-k": vote.settings.get("most")}.get(vote.method)


def is_permitted(marks: dict[str, int], vote: Vote) -> bool:
    settings, values = vote.settings, sorted(marks.values())
    if vote.most is not None and len(values) > vote.most:
        return False
    if vote.within is not None and sum(vote.cost[option] for option in marks) > vote.within:
        return False
    if vote.method in STANCES:
        return set(values) <= ({-1, 1} if vote.method == "yes-no" else {-1, 0, 1})
    if vote.method in RANKED:
        fine = values[0] >= 1
        fine = fine and (settings.get("equal_ranks") != "refuse" or len(set(values)) == len(values))
        return fine and (settings.get("skipped_ranks") != "refuse" or set(values) == set(range(1, values[-1] + 1)))
    if vote.by_points:
        fine = values[0] >= 0 and values[-1] <= (settings.get("most_each") or values[-1])
        fine = fine and (vote.points is None or sum(values) <= vote.points)
        if vote.method == "cumulative":
            fine = fine and sum(values) <= settings["most"]
            fine = fine and (settings["spend"] != "all" or sum(values) in (0, settings["most"]))
        return fine
    return set(values) == {1} and len(values) <= (most_marks(vote) or len(values))


# Counting: each gives winners in order, and what else the outcome says in figures -----------------------------------

Counted = dict[str, Any]


def fill_seats(vote: Vote, scores: dict[str, int], merit: dict[str, Any]) -> Counted:
    """The highest merit first; options without a merit cannot win."""
    order = sorted(vote.first_by_rules(merit), key=merit.__getitem__, reverse=True)
    return {"winners": order[: vote.seats], "scores": scores}


def add_marks(vote: Vote) -> Counted:
    scores = vote.add_up()
    outcome = fill_seats(vote, scores, {option: score for option, score in scores.items() if score > 0})
    if vote.settings.get("win_by") == "majority" and max(scores.values()) * 2 <= vote.voters:
        outcome["winners"] = []
    return outcome


def support_threshold(vote: Vote) -> Counted:
    scores = vote.add_up()
    enough = [option for option in vote.first_by_rules(scores) if scores[option] >= vote.settings["threshold"]]
    return {"winners": sorted(enough, key=scores.__getitem__, reverse=True), "scores": scores}


def yes_and_no(vote: Vote) -> tuple[dict[str, int], dict[str, int]]:
    return vote.add_up("above"), vote.add_up("below")


def for_against(vote: Vote) -> Counted:
    yes, no = yes_and_no(vote)
    net = {option: yes[option] - no[option] for option in yes}
    merit = {}
    for option in net:
        if net[option] > 0:
            share = Fraction(yes[option], yes[option] + no[option])
            merit[option] = (share if vote.settings["measure"] == "share" else net[option], -no[option])
    return fill_seats(vote, net, merit)


def for_against_each(vote: Vote) -> Counted:
    """Every option by itself: more for than against."""
    yes, no = yes_and_no(vote)
    net = {option: yes[option] - no[option] for option in yes}
    more = [option for option in vote.first_by_rules(net) if net[option] > 0]
    return {"winners": sorted(more, key=lambda option: (-net[option], no[option])), "scores": net}


def yes_no(vote: Vote) -> Counted:
    yes, no = yes_and_no(vote)

    def adopted(option: str) -> bool:
        both = yes[option] + no[option]
        wanted = vote.settings["needed"]
        if vote.voters + vote.blank < (vote.settings["quorum"] or 0) or not both:
            return False
        if wanted == "more-than-half":
            return yes[option] * 2 > both
        return yes[option] >= both * {"two-thirds": Fraction(2, 3), "three-quarters": Fraction(3, 4)}[wanted]

    return {
        "winners": sorted(filter(adopted, vote.first_by_rules(yes)), key=yes.__getitem__, reverse=True),
        "scores": yes,
    }


def greedy(vote: Vote) -> Counted:
    scores, left, winners = vote.add_up(), vote.budget, []
    for option in sorted(vote.first_by_rules(scores), key=scores.__getitem__, reverse=True):
        if not scores[option]:
            break
        if vote.cost[option] <= left:
            winners.append(option)
            left -= vote.cost[option]
        elif vote.method == "greedy-stop":
            break
    return {"winners": winners, "scores": scores}


def equal_shares(vote: Vote) -> Counted:
    """Each has the same money; what costs those who want it least by what it is worth to them goes first.

    An option is worth its cost to who approved it, or to who gave it points as many as these.
    """
    scores = vote.add_up()
    if not vote.voters:
        return {"winners": [], "scores": scores, "share": None}
    by_points = "points" in vote.method
    worth: dict[str, list[tuple[int, int]]] = {option: [] for option in vote.cost}
    for purse, (marks, _) in enumerate(vote.ballots):
        for option, mark in marks.items():
            if mark:
                worth[option].append((purse, mark if by_points else vote.cost[option]))
    wanted = vote.add_up("above")
    free = [option for option in vote.first_by_rules(worth) if worth[option] and not vote.cost[option]]
    free.sort(key=wanted.__getitem__, reverse=True)
    dear = [option for option in vote.first_by_rules(worth) if worth[option] and vote.cost[option]]
    rise = 0
    bought = buy(vote, worth, dear, rise)
    if "add1" in vote.method and sum(vote.cost[option] for option in dear) > vote.budget:
        more = bought
        while sum(vote.cost[option] for option in more) <= vote.budget:
            bought, rise = more, rise + 1
            more = buy(vote, worth, dear, rise)
        rise -= 1
    if vote.method.endswith("add1u"):  # what is still left goes by most votes
        rest = sorted((option for option in dear if option not in bought), key=scores.__getitem__, reverse=True)
        for option in rest:
            if sum(vote.cost[one] for one in [*bought, option]) <= vote.budget:
                bought.append(option)
    return {"winners": free + bought, "scores": scores, "share": str(Fraction(vote.budget, vote.voters) + rise)}


def buy(vote: Vote, worth: dict[str, list[tuple[int, int]]], options: list[str], rise: int) -> list[str]:
    """What is bought, in order, with so many units more for everybody. Money is in parts of a unit, all whole numbers.

    The price of what an option is worth never falls while money is spent, so who was dearer before still is.
    """
    parts, times = vote.voters, [times for _, times in vote.ballots]
    money = [vote.budget + rise * vote.voters] * len(times)
    price, bought = dict.fromkeys(options, Fraction(0)), list[str]()
    while True:
        best = None
        for option in sorted(price, key=price.__getitem__):
            if best is not None and price[option] > price[best]:
                break
            payers, due = worth[option], vote.cost[option] * parts
            if sum(money[purse] * times[purse] for purse, _ in payers) < due:
                del price[option]  # out of reach for good
                continue
            while True:  # who cannot pay that price gives all, which raises it for the others
                total = sum(times[purse] * value for purse, value in payers)
                poor = {purse for purse, value in payers if money[purse] * total < due * value}
                if not poor:
                    break
                due -= sum(money[purse] * times[purse] for purse in poor)
                payers = [(purse, value) for purse, value in payers if purse not in poor]
            price[option] = Fraction(due, total * parts)
            if best is None or (price[option], options.index(option)) < (price[best], options.index(best)):
                best = option
        if best is None:
            return bought
        finer = (price[best] * parts).denominator
        money, parts = [amount * finer for amount in money], parts * finer
        each = int(price[best] * parts)
        for purse, value in worth[best]:
            money[purse] -= min(money[purse], each * value)
        bought.append(best)
        del price[best]


def transferable_vote(vote: Vote) -> Counted:
    """Instant run-off and single transferable vote, count by count.

    ``papers`` are [options in order, how often, what each is worth, at which option it stands]. What a paper is worth is in
    units of the last decimal; in exact fractions where the rules state no decimals.
    """
    rules: dict[str, Any] = (
        {"decimals": 0} if vote.method == "irv" else SCOTTISH if vote.method == "stv-scottish" else {}
    )
    rules = {"skipped_ranks": "pass-over", "equal_ranks": "pass-over", **vote.settings, **rules}
    exact = rules["decimals"] is None
    unit: Any = Fraction(1) if exact else 10 ** rules["decimals"]
    papers: list[Any] = [[in_order(marks, rules), times, unit, 0] for marks, times in vote.ballots]
    papers = [paper for paper in papers if paper[0]]
    ballots = sum(times for _, times, _, _ in papers)
    seats = 1 if vote.method == "irv" else vote.seats
    continuing = [option for option in vote.cost if any(option in order for order, _, _, _ in papers)]
    elected, pending, settled = list[str](), list[str](), set[str]()
    counts, history = list[dict[str, Any]](), list[dict[str, Any]]()

    def standing() -> dict[str, Any]:
        """The votes of all that are not excluded. Whose surplus has gone on keeps the quota."""
        votes = {option: quota if option in settled else 0 for option in [*continuing, *elected]}
        for order, times, value, at in papers:
            if at < len(order):
                votes[order[at]] += times * value
        return votes

    def most_votes_first(options: list[str]) -> list[str]:
        """Equal ones by the other counts, as the rules say, then by the tie rules."""
        other = {"backward": history[::-1], "forward": history, "ignore": []}[rules["earlier_counts"]]
        ranked = vote.first_by_rules(options)
        return sorted(ranked, key=lambda option: [votes[option], *(before[option] for before in other)], reverse=True)

    def move(option: str, part: Any, of: Any) -> None:
        """Every paper at this option goes on to its next continuing one, worth ``part / of`` of what it was."""
        for paper in papers:
            order, _, value, at = paper
            if at < len(order) and order[at] == option:
                paper[2] = Fraction(value * part) / of if exact else value * part // of
                paper[3] = next((place for place in range(at, len(order)) if order[place] in continuing), len(order))

    def elect(options: list[str]) -> None:
        for option in most_votes_first(options)[: seats - len(elected)]:
            continuing.remove(option)
            elected.append(option)
            counts[-1]["elected"].append(option)
            if votes[option] > quota or (rules.get("idle_surpluses") == "count" and votes[option] == quota):
                pending.append(option)

    quota: Any = (ballots // (seats + 1) + 1) * unit
    if rules.get("quota") == "hare":
        quota = max(ballots // seats, 1) * unit
    elif rules.get("quota") == "droop-exact":
        quota = Fraction(ballots * unit, seats + 1)
    while ballots:
        votes = standing()
        history.append(votes)
        if vote.method == "irv":
            quota = sum(votes[option] for option in continuing) // 2 + 1
        stuck = sum(times * value for order, times, value, at in papers if at == len(order))
        lost = ballots * unit - sum(votes.values()) - stuck
        count: dict[str, Any] = {"votes": {option: as_written(figure, unit) for option, figure in votes.items()}}
        for name, figure in (("non_transferable", stuck), ("remainder", lost), ("quota", quota)):
            count[name] = as_written(figure, unit)
        counts.append(count | {"elected": []})
        exceeds = rules.get("quota") == "droop-exact"
        elect([option for option in continuing if votes[option] > quota or (votes[option] == quota and not exceeds)])
        if len(continuing) <= seats - len(elected) and rules.get("below_quota") != "leave-empty":
            elect(continuing)
        full = len(elected) == seats or not continuing
        if full and not (pending and rules.get("idle_surpluses") == "count"):
            break
        if pending:
            going = pending[:] if rules.get("surpluses") == "together" else most_votes_first(pending)[:1]
            for option in going:
                pending.remove(option)
                move(option, votes[option] - quota, votes[option])
                settled.add(option)
        else:
            option = most_votes_first(continuing)[-1]
            continuing.remove(option)
            move(option, 1, 1)
    scores = dict.fromkeys(vote.cost, 0)
    scores.update({option: int(votes // unit) for option, votes in (history[0] if history else {}).items()})
    return {"winners": elected, "scores": scores, "counts": counts}


SCOTTISH = {"decimals": 5, "skipped_ranks": "stop", "equal_ranks": "stop", "earlier_counts": "backward"}


def in_order(marks: dict[str, int], rules: dict[str, Any]) -> list[str]:
    """The options of a ballot in order of preference, as far as the rules let it be read."""
    order, due = [], 1
    for rank in sorted(set(marks.values())):
        here = [option for option in marks if marks[option] == rank]
        if (rank > due and rules["skipped_ranks"] == "stop") or (len(here) > 1 and rules["equal_ranks"] == "stop"):
            break
        order += here if len(here) == 1 else []
        due = rank + 1
    return order


def as_written(figure: Any, unit: Any) -> int | str:
    """A whole number as a number, any other as "7/3"."""
    figure = Fraction(figure) / unit
    return figure.numerator if figure.denominator == 1 else str(figure)


COUNTERS = {
    "approval": add_marks,
    "single": add_marks,
    "up-to-k": add_marks,
    "points": add_marks,
    "cumulative": add_marks,
    "support-threshold": support_threshold,
    "for-against": for_against,
    "for-against-each": for_against_each,
    "yes-no": yes_no,
    "greedy": greedy,
    "greedy-stop": greedy,
    "equal-shares": equal_shares,
    "equal-shares-add1": equal_shares,
    "equal-shares-points": equal_shares,
    "equal-shares-add1u": equal_shares,
    "equal-shares-points-add1": equal_shares,
    "equal-shares-points-add1u": equal_shares,
    "irv": transferable_vote,
    "stv": transferable_vote,
    "stv-scottish": transferable_vote,
}


# Comparing ----------------------------------------------------------------------------------------------------------


def differences(vote: Vote, published: dict[str, Any], counted: Counted | None = None) -> list[str]:
    """Sentences about what the published outcome says otherwise than this count."""
    counted = counted or COUNTERS[vote.method](vote)
    cost = sum(vote.cost[option] for option in counted["winners"])
    figures = [
        (say("the rule"), published["rule"], vote.method),
        (say("the winners, in order"), published["winners"], counted["winners"]),
        (say("the scores"), published["scores"], counted["scores"]),
        (say("the cost"), published["cost"], cost),
        (say("what each could spend"), published["explanation"]["share"], counted.get("share")),
        (say("the number of counts"), len(published.get("counts", [])), len(counted.get("counts", []))),
    ]
    for number, (theirs, ours) in enumerate(zip(published.get("counts", []), counted.get("counts", [])), start=1):
        figures += [(say("the {} in count {}", say(name), number), theirs[name], ours[name]) for name in ours]
    return [say("Published {}: {}. Counted here: {}.", *figure) for figure in figures if figure[1] != figure[2]]


def titles_in(path: Path, files: dict[str, bytes]) -> dict[str, str]:
    """The titles that are those of the rules, by option: words of another hash are not what was voted on."""
    labels = json.loads(path.read_bytes())["labels"]
    promised = {one["reference"]: one.get("title_sha256") for one in json.loads(files["rules.json"])["options"]}
    return {
        option: " ".join(title.split())
        for option, title in labels.items()
        if hashlib.sha256(title.encode()).hexdigest() == promised.get(option)
    }


def outcome_in_words(vote: Vote, counted: Counted, titles: dict[str, str]) -> list[str]:
    """A line for each option: what won first, in its order."""
    winners, scores = counted["winners"], counted["scores"]
    yes, no = yes_and_no(vote)
    lines = []
    for option in winners + sorted(
        (one for one in vote.cost if one not in winners), key=scores.__getitem__, reverse=True
    ):
        figures, place = f"{scores[option]}", winners.index(option) + 1 if option in winners else 0
        if vote.method in STANCES:
            figures = say("{} for, {} against", yes[option], no[option])
        fate = say("place {}", place) if place else say("not chosen")
        if vote.method == "for-against-each":
            fate = say("adopted" if place else "not adopted")
        if vote.method == "yes-no":
            figures, fate = say("{} yes, {} no", yes[option], no[option]), say("adopted" if place else "not adopted")
        name = f"{option} {titles[option]}" if option in titles else option
        lines.append(f"{name}: {figures}, {fate}.")
    return lines


DUTCH = {
    "The published hash is of the zip file; give that, or leave the hash out.": "De gepubliceerde hash is van het zipbestand: geef dat, of laat de hash weg.",
    "This is not the published bundle: its SHA-256 is another. Nothing in it can be relied on.": "Dit is niet de gepubliceerde bundel: de SHA-256 is anders. Op niets erin kun je vertrouwen.",
    "The bundle holds two files of the same name.": "In de bundel zitten twee bestanden met dezelfde naam.",
    "The zip file is damaged: {}.": "Het zipbestand is beschadigd: {}.",
    "These files are missing or too many: {}.": "Deze bestanden ontbreken of zijn te veel: {}.",
    "{} is not as hashes.txt says.": "{} is niet zoals hashes.txt zegt.",
    "Two options have the same number or identifier.": "Twee opties hebben hetzelfde nummer of kenmerk.",
    "The options are not those of the rules.": "De opties zijn niet die van de regels.",
    "By the rules a lot is drawn, or there is one that the rules do not know.": "Volgens de regels wordt er geloot en dat ontbreekt, of er is een loting die de regels niet kennen.",
    "Of the value of a lot only letters, as capitals, and digits count: lot.json has more.": "Van de waarde van een loting tellen alleen letters, als hoofdletters, en cijfers: in lot.json staat meer.",
    "No ballot can be {}, cast {} times.": "Geen stembiljet kan {} zijn, {} keer uitgebracht.",
    "The ballots are {}, {} set aside, but {} cast.": "Er zijn {} stembiljetten en {} terzijde gelegd, maar er zijn er {} uitgebracht.",
    "More ballots were cast than people could vote.": "Er zijn meer stembiljetten uitgebracht dan er mensen mochten stemmen.",
    "A receipt stands there twice, or there are more receipts than ballots.": "Een ontvangstcode staat er twee keer in, of er zijn meer ontvangstcodes dan stembiljetten.",
    "There are {} envelopes in the box, but {} ballots were cast.": "Er zitten {} enveloppen in de stembus, maar er zijn {} stembiljetten uitgebracht.",
    "The receipts are not those of the envelopes in the box.": "De ontvangstcodes zijn niet die van de enveloppen in de stembus.",
    "Head {} of the ballot box does not fit what came in, or the head before it.": "Regel {} van de stembus past niet bij wat erin kwam, of bij de regel ervoor.",
    "Something came into the ballot box that no head holds.": "Er kwam iets in de stembus dat in geen regel van de stembus staat.",
    "The lot was not drawn with the head that closed the box.": "Er is niet geloot met de sluitregel van de stembus.",
    "The rules do not permit the ballot {}.": "De regels staan het stembiljet {} niet toe.",
    "Fewer than {} people cast the ballot {}: by the rules it must not stand whole.": "Minder dan {} mensen brachten het stembiljet {} uit: volgens de regels mag het er niet los in staan.",
    "By the rules no ballots of {} are merged.": "Volgens de regels worden bij {} geen stembiljetten samengevoegd.",
    "The totals {} cannot be of {} ballots that the rules permit.": "De totalen {} kunnen niet van {} stembiljetten zijn die de regels toestaan.",
    "{} ballots do not have {} points.": "{} stembiljetten hebben geen {} punten.",
    "the rule": "regel",
    "the winners, in order": "winnaars, op volgorde",
    "the scores": "aantallen",
    "the cost": "kosten",
    "what each could spend": "wat ieder kon besteden",
    "the number of counts": "aantal telronden",
    "votes": "stemmen",
    "non_transferable": "niet overdraagbaar",
    "remainder": "afrondingsrest",
    "quota": "kiesdeler",
    "elected": "gekozen",
    "the {} in count {}": "{} in telronde {}",
    "Published {}: {}. Counted here: {}.": "Gepubliceerd, {}: {}. Hier geteld: {}.",
    "{} for, {} against": "{} voor, {} tegen",
    "{} yes, {} no": "{} ja, {} nee",
    "place {}": "plaats {}",
    "not chosen": "niet gekozen",
    "adopted": "aangenomen",
    "not adopted": "niet aangenomen",
    "A SHA-256 is 64 digits and letters from a to f.": "Een SHA-256 is 64 cijfers en letters van a tot en met f.",
    "This program does not know the rule {}.": "Dit programma kent de regel {} niet.",
    "{} cannot be read: {}.": "{} is niet te lezen: {}.",
    "The files of the bundle do not fit together: {} {}.": "De bestanden van de bundel passen niet bij elkaar: {} {}.",
    "Rule {}: {} ballots counted, {} blank.": "Regel {}: {} stembiljetten geteld, {} blanco.",
    "On {} more only what was withdrawn was marked: they count for the turnout.": "Op nog {} was alleen aangekruist wat is ingetrokken: ze tellen mee voor de opkomst.",
    "More ballots were emptied by a withdrawal than are empty.": "Er zijn meer stembiljetten leeg geworden door een intrekking dan er lege zijn.",
    "Of {} ballots that fewer than {} people shared only the totals were looked at.": "Van {} stembiljetten die minder dan {} mensen gelijk invulden, is alleen naar de totalen gekeken.",
    "Withdrawn after the rules were published, and not counted: {}.": "Ingetrokken nadat de regels waren gepubliceerd, en niet geteld: {}.",
    "The roll of {} people at the opening has the SHA-256 {}.": "De kiezerslijst van {} mensen bij de opening heeft de SHA-256 {}.",
    "The rules have the SHA-256 {}.": "De regels hebben de SHA-256 {}.",
    "The box was closed by the head {}. The site must give the same.": "De sluitregel van de stembus is {}. De site moet dezelfde noemen.",
    "Counted here:": "Hier geteld:",
    "What {} calls {} is not the title that the rules fixed.": "Wat in {} de titel van {} is, is niet de titel die in de regels vastligt.",
    "This round was cancelled: what was counted decides nothing.": "Deze ronde is afgeblazen: wat er geteld is, beslist niets.",
    "Another result.": "Een andere uitslag.",
    "Same result.": "Zelfde uitslag.",
    "Without the published SHA-256 nobody knows whether this bundle is the published one.": "Zonder de gepubliceerde SHA-256 weet niemand of dit de gepubliceerde bundel is.",
}


def learn_language(arguments: list[str]) -> list[str]:
    """The arguments without --taal, after the words of the language that it, or else the computer, says."""
    asked = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    left = list(arguments)
    if "--taal" in left[:-1]:
        place = left.index("--taal")
        asked = left[place + 1]
        del left[place : place + 2]
    WORDS.clear()
    WORDS.update(DUTCH if asked.lower().startswith("nl") else {})
    return left


def main(arguments: list[str]) -> int:
    arguments = learn_language(arguments)
    figures = [Path(one) for one in arguments[1:] if one.endswith(".json")]
    hashes = [one for one in arguments[1:] if not one.endswith(".json")]
    if not arguments or len(figures) > 1 or len(hashes) > 1:
        print("Usage: python verify.py BUNDLE.zip [SHA256] [RESULT.json] [--taal nl|en]")
        return 2
    path, published_hash = Path(arguments[0]), hashes[0] if hashes else ""
    if published_hash and not re.fullmatch("[0-9a-fA-F]{64}", published_hash.strip()):
        print(say("A SHA-256 is 64 digits and letters from a to f."))
        return 2
    try:
        files = read_bundle(path, published_hash)
        vote = Vote(files)
        if vote.method not in COUNTERS:
            raise CannotTell("This program does not know the rule {}.", vote.method)
        check_numbers(files, vote)
        check_ballots(vote)
        counted = COUNTERS[vote.method](vote)
        found = differences(vote, json.loads(files["outcome.json"]), counted)
        titles = titles_in(figures[0], files) if figures else {}
        # A bundle stays as it was published: its name, or the result page, says what came of the round.
        is_cancelled = path.stem.endswith("-cancelled") or any(
            "cancelled_at" in json.loads(one.read_bytes()) for one in figures
        )
    except OSError as error:
        print(say("{} cannot be read: {}.", error.filename or path, error.strerror or error))
        return 2
    except CannotTell as problem:
        print(problem)
        return 2
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        print(say("The files of the bundle do not fit together: {} {}.", type(error).__name__, error))
        return 2
    print(say("Rule {}: {} ballots counted, {} blank.", vote.method, vote.voters, vote.blank - vote.emptied))
    if vote.emptied:
        print(say("On {} more only what was withdrawn was marked: they count for the turnout.", vote.emptied))
    if vote.merged:
        print(say("Of {} ballots that fewer than {} people shared only the totals were looked at.", vote.merged, FEW))
    if vote.withdrawn:
        print(say("Withdrawn after the rules were published, and not counted: {}.", ", ".join(vote.withdrawn)))
    if opening := json.loads(files["roll.json"])["opening"]:
        print(say("The roll of {} people at the opening has the SHA-256 {}.", opening["size"], opening["sha256"]))
    print(say("The rules have the SHA-256 {}.", hashlib.sha256(files["rules.json"]).hexdigest()))
    print(say("The box was closed by the head {}. The site must give the same.", vote.closing_head))
    print(say("Counted here:"))
    for line in outcome_in_words(vote, counted, titles):
        print(line)
    for option in vote.cost:
        if figures and option not in titles:
            print(say("What {} calls {} is not the title that the rules fixed.", figures[0], option))
    for difference in found:
        print(difference)
    if is_cancelled:
        print(say("This round was cancelled: what was counted decides nothing."))
    print(say("Another result." if found else "Same result."))
    if not published_hash:
        print(say("Without the published SHA-256 nobody knows whether this bundle is the published one."))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
