import json
import unicodedata
from pathlib import Path

import pytest
import rfc8785

from base.canonical import canonical_json, normalised, sha256

STRINGS = Path(__file__).resolve().parents[3] / "shared/data/hostile/blns.json"


def test_canonical_json_sorts_keys_and_wastes_no_space():
    assert (
        canonical_json({"b": 1, "a": [True, None, "x"], "é": {"z": 1, "y": 2}})
        == '{"a":[true,null,"x"],"b":1,"é":{"y":2,"z":1}}'
    )


def test_canonical_json_sorts_keys_by_their_utf_16_units():
    # A pictograph is two units from U+D83D on, which come before U+FF01.
    assert list(json.loads(canonical_json({"\uff01": 1, "\U0001f600": 2}))) == ["\U0001f600", "\uff01"]


def test_canonical_json_is_one_text_for_two_spellings_of_a_letter():
    decomposed = unicodedata.normalize("NFD", "é")
    assert canonical_json({"title": decomposed}) == canonical_json({"title": "é"}) == '{"title":"é"}'


def test_canonical_json_leaves_out_what_a_database_cannot_hold():
    assert canonical_json({"title": "a\x00b\x1f\ud800c\n\t"}) == '{"title":"abc\\n\\t"}'


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1, 2}, 2**60])
def test_canonical_json_refuses_what_has_no_json_form(value):
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical_json({"budget_amount": value})


def test_sha256_is_over_the_utf_8_bytes():
    assert sha256("é") == "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"


@pytest.mark.skipif(not STRINGS.exists(), reason="the folder with hostile strings does not stand beside the project")
def test_canonical_json_reads_back_every_hostile_string_and_is_stable():
    for string in json.loads(STRINGS.read_text(encoding="utf-8")):
        canonical = canonical_json({"title": string})
        assert json.loads(canonical) == {"title": normalised(string)}
        assert canonical_json(json.loads(canonical)) == canonical
        # Independent of the library: the same escapes as Python's own writer gives for one string.
        assert canonical == '{"title":' + json.dumps(normalised(string), ensure_ascii=False) + "}"
