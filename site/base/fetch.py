"""Reads an address that somebody typed, from hosts that the operator named and nowhere else.

The connection goes to the network address that was looked at, so that a name cannot lead elsewhere a moment later. No
redirect is followed, nothing is unpacked, and bytes and seconds are bounded.
"""

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from ipaddress import IPv6Address, ip_address
from ssl import SSLCertVerificationError
from threading import Event, Timer
from urllib.parse import SplitResult, urlsplit

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from urllib3 import HTTPResponse, Timeout
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.util.ssl_match_hostname import CertificateError

from base.refusal import Refusal

MOST_BYTES = 2_000_000
# In all, from the first byte that is sent to the last that is read.
MOST_SECONDS = 10.0
PORTS = {"https": 443, "http": 80}


def fetch_json(url: str, allowed: Mapping[str, bool]) -> bytes:
    """The body of an address that answers with JSON. `allowed` holds origins (scheme, host and port where it is not the
    usual one), each with whether it may lie in the operator's own network. Raises Refusal with what to do."""
    return _fetch(url, allowed, "application/json", MOST_BYTES)


def fetch_document(url: str, allowed: Mapping[str, bool], most_bytes: int) -> bytes:
    """The same of an address that answers with a document; what it really is its content says (`base.file_content`)."""
    return _fetch(url, allowed, "application/pdf, */*;q=0.1", most_bytes)


def _fetch(url: str, allowed: Mapping[str, bool], accept: str, most_bytes: int) -> bytes:
    parts = _split(url)
    origin = origin_of(parts)
    if origin not in allowed:
        raise Refusal(
            _("This site may not read from %(host)s. It may from: %(hosts)s. Paste the JSON, or ask who runs the site.")
            % {"host": parts.hostname or url[:60], "hosts": ", ".join(allowed) or _("nowhere")}
        )
    address = _address(parts, is_internal=allowed[origin])
    try:
        with _connected(parts, address) as (connection, is_cut):
            connection.request(
                "GET",
                f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}",
                headers={
                    "Host": parts.netloc,
                    "Accept": accept,
                    "Accept-Encoding": "identity",
                    "User-Agent": "Leerstad",
                },
                preload_content=False,
                decode_content=False,
            )
            response = connection.getresponse()
            _refuse_answer(response)
            if accept == "application/json":
                _refuse_page(response)
            body = b"".join(_pieces(response, most_bytes))
            if is_cut.is_set():
                raise TimeoutError
    except (SSLCertVerificationError, CertificateError) as error:
        raise Refusal(
            _(
                "%(host)s cannot show that it is %(host)s: its certificate is of another name, or nobody vouches for it. Ask who runs it, "
                "or paste the JSON."
            )
            % {"host": parts.hostname}
        ) from error
    except (HTTPError, OSError, ValueError) as error:
        raise Refusal(
            _("%(host)s did not answer whole within %(seconds)d seconds. Try again later, or paste the JSON.")
            % {"host": parts.hostname, "seconds": max(1, MOST_SECONDS)}
        ) from error
    return body


def origin_of(parts: SplitResult) -> str:
    """`https://host`, with the port only where it is not the usual one of its scheme; empty where it is no address."""
    try:
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in PORTS or not parts.hostname or parts.username is not None or parts.password is not None:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}" + (f":{port}" if port not in (None, PORTS[parts.scheme]) else "")


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url.strip())
        url.strip().encode("ascii")
    except ValueError as error:
        raise Refusal(_("This is no whole link. Copy it from the address bar, from https:// on.")) from error
    return parts


def _address(parts: SplitResult, *, is_internal: bool) -> str:
    """Of the host, on the public internet unless the operator said that it is internal."""
    host = str(parts.hostname)
    try:
        found = socket.getaddrinfo(host, parts.port or PORTS[parts.scheme], type=socket.SOCK_STREAM)
    except (OSError, ValueError) as error:
        raise Refusal(_("There is no host %(host)s. Look at the link.") % {"host": host}) from error
    addresses = [str(one[4][0]) for one in found]
    # One address that may not be opened is enough: the name is not to be trusted.
    if not is_internal and not all(_is_public(one) for one in addresses):
        raise Refusal(
            _(
                "%(host)s lies in an internal network, and this site does not look there. Paste the JSON, or ask who runs the site."
            )
            % {"host": host}
        )
    return addresses[0]


def _is_public(text: str) -> bool:
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return address.is_global and not address.is_multicast


@contextmanager
def _connected(parts: SplitResult, address: str) -> Iterator[tuple[HTTPConnection, Event]]:
    """A connection to that address which is cut off when the time is over, however slowly it answers."""
    timeout = Timeout(total=MOST_SECONDS)
    port, host = parts.port or PORTS[parts.scheme], str(parts.hostname)
    connection: HTTPConnection = (
        HTTPSConnection(
            address,
            port,
            server_hostname=host,
            assert_hostname=host,
            timeout=timeout.connect_timeout,
        )
        if parts.scheme == "https"
        else HTTPConnection(address, port, timeout=timeout.connect_timeout)
    )
    is_cut = Event()

    def cut() -> None:
        is_cut.set()
        if connection.sock is not None:
            with suppress(OSError):
                connection.sock.shutdown(socket.SHUT_RDWR)

    timer = Timer(MOST_SECONDS, cut)
    timer.daemon = True
    timer.start()
    try:
        yield connection, is_cut
    finally:
        timer.cancel()
        connection.close()


def _refuse_answer(response: HTTPResponse) -> None:
    if 300 <= response.status < 400:
        raise Refusal(_("This link leads on to another one. Open it yourself, and copy the link where you end up."))
    if response.status != 200:
        raise Refusal(
            _("The information system answered with %(status)d instead of a paper or a vote. Look at the link.")
            % {"status": response.status}
        )


def _refuse_page(response: HTTPResponse) -> None:
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
        raise Refusal(
            _(
                "There is a page at this link, and no JSON. Ask the supplier for the link of the same in Open Raadsinformatie."
            )
        )


def _pieces(response: HTTPResponse, most_bytes: int) -> Iterator[bytes]:
    size = 0
    while piece := response.read1(65536):
        size += len(piece)
        if size > most_bytes:
            raise Refusal(
                _("There is more at this link than the %(size)s that are read of it. Look at the link.")
                % {"size": filesizeformat(most_bytes)}
            )
        yield piece
