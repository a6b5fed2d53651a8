"""What a typed address may lead to: a host that the operator named, at a network address that was looked at, within bounds."""

import socket
import ssl

import pytest
import trustme

from base import fetch
from base.fetch import fetch_json
from base.refusal import Refusal
from tests.council_system import Page, council_system

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture(scope="module")
def system():
    with council_system() as found:
        yield found


def test_a_named_host_is_read_with_its_path_and_query(system):
    system.pages["m25?x=1"] = Page(b'{"titel": "M25"}', kind="application/ld+json")
    assert fetch_json(f"{system.link('m25?x=1')}#deel", {system.origin: True}) == b'{"titel": "M25"}'
    assert system.asked[-1] == "/m25?x=1"


def test_what_is_not_named_is_never_opened(system):
    asked = len(system.asked)
    port = system.origin.rpartition(":")[2]
    for link in (
        system.link("m25"),
        f"http://localhost:{port}/m25",
        f"https://127.0.0.1:{port}/m25",
        f"http://raad.example@127.0.0.1:{port}/m25",
        f"http://raad.example:{port}/m25",
        "file:///etc/passwd",
        "//raad.example/m25",
        "http://raad.example:99999/m25",
        "geen link",
        "http://[::1/m25",
        "https://raad.example/é",
    ):
        with pytest.raises(Refusal, match=r"may not read from|no whole link"):
            fetch_json(link, {"https://raad.example": True})
    assert len(system.asked) == asked


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.9", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "::1", "fe80::1", "fd00::1", "::ffff:127.0.0.1"],  # noqa: S104 - addresses that are refused
)  # fmt: skip
def test_a_named_host_that_leads_into_a_network_is_not_opened(system, monkeypatch, address):
    """Also where only one of its addresses does; and the one that was looked at is the one that is opened."""
    monkeypatch.setattr(fetch, "_connected", lambda *_, **__: pytest.fail("it was opened"))
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in ("93.184.216.34", address)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(Refusal, match="internal network"):
        fetch_json("https://raad.example/m25", {"https://raad.example": False})


def test_the_address_that_was_looked_at_is_the_one_that_is_opened(system, monkeypatch):
    """A name that leads elsewhere the second time it is asked is asked once."""
    real, port = socket.getaddrinfo, int(system.origin.rpartition(":")[2])
    answers = iter(["127.0.0.1", "10.0.0.1"])
    names = []

    def answer(host, *rest, **more):
        if host != "raad.example":
            return real(host, *rest, **more)
        names.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    system.pages["m25"] = Page(b"{}")
    assert fetch_json(f"http://raad.example:{port}/m25", {f"http://raad.example:{port}": True}) == b"{}"
    assert names == ["raad.example"]


def test_answers_that_are_no_paper_are_refused_in_words(system, monkeypatch):
    monkeypatch.setattr(fetch, "MOST_BYTES", 1000)
    system.pages |= {
        "leads-on": Page(status=302, headers={"Location": system.link("m25")}),
        "page": Page(b"<html>", kind="text/html"),
        "gone": Page(status=404),
        "huge": Page(b"[" + b"1," * 600),
        "cut": Page(b"{}", headers={"Content-Length": "9"}),
    }
    for path, words in (
        ("leads-on", "leads on to another"),
        ("page", "no JSON"),
        ("gone", "answered with 404"),
        ("huge", "more at this link"),
    ):
        with pytest.raises(Refusal, match=words):
            fetch_json(system.link(path), {system.origin: True})
    assert "/m25" not in system.asked[-4:]


def test_a_host_that_keeps_its_answer_is_left(system, monkeypatch):
    monkeypatch.setattr(fetch, "MOST_SECONDS", 0.3)
    system.pages["slow"] = Page(b'{"titel": "M25"}', hangs=True)
    with pytest.raises(Refusal, match="did not answer whole"):
        fetch_json(system.link("slow"), {system.origin: True})
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        origin = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        with pytest.raises(Refusal, match="did not answer whole"):
            fetch_json(f"{origin}/m25", {origin: True})


@pytest.mark.parametrize(
    ("name", "is_known", "is_read"),
    [
        ("raad.example", True, True),
        ("*.example", True, True),
        ("ander.example", True, False),
        # Of the address that is opened: what was asked for is a name.
        ("127.0.0.1", True, False),
        ("raad.example", False, False),
    ],
)
def test_only_who_has_the_certificate_of_the_name_is_read_at_the_address_that_was_looked_at(
    monkeypatch, tmp_path, name, is_known, is_read
):
    authority, other = trustme.CA(), trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "known.pem")
    # Where OpenSSL looks for those whom the machine trusts.
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "known.pem"))
    context, named = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), []
    (authority if is_known else other).issue_cert(name).configure_cert(context)
    context.sni_callback = lambda _socket, asked, _context: named.append(asked)
    looked_up = []

    def look_up(host, port, *_, **__):
        looked_up.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with council_system(context, host="raad.example") as secure:
        secure.pages["m25"] = Page(b'{"titel": "M25"}')
        if is_read:
            assert fetch_json(secure.link("m25"), {secure.origin: True}) == b'{"titel": "M25"}'
        else:
            with pytest.raises(Refusal, match=r"raad\.example cannot show that it is raad\.example"):
                fetch_json(secure.link("m25"), {secure.origin: True})
        assert (secure.asked, named) == (["/m25"] if is_read else [], ["raad.example"])
    # The name once, then the address that it had.
    assert looked_up == ["raad.example", "127.0.0.1"]
