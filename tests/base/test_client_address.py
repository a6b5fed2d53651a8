import pytest
from django.test import RequestFactory

from base.client_address import client_address

PROXY = "10.0.0.1"

CASES = {
    "no proxy: the header is not believed": (0, "198.51.100.9", "203.0.113.5", "203.0.113.5"),
    "one proxy: what it saw": (1, "198.51.100.9", PROXY, "198.51.100.9"),
    "one proxy: what the visitor wrote stands further left": (1, "192.0.2.66, 198.51.100.9", PROXY, "198.51.100.9"),
    "two proxies": (2, "192.0.2.66, 198.51.100.9, 10.0.0.2", PROXY, "198.51.100.9"),
    "fewer than our proxies would have left: the peer": (2, "198.51.100.9", PROXY, PROXY),
    "nonsense in the header: the peer": (1, "unknown", PROXY, PROXY),
    "with a port": (1, "198.51.100.9:52114", PROXY, "198.51.100.9"),
    "a network of IPv6": (1, "2001:db8:1:2:aaaa::1", PROXY, "2001:db8:1:2::/64"),
    "IPv6 with brackets and a port": (1, "[2001:db8:1:2::9]:443", PROXY, "2001:db8:1:2::/64"),
    "IPv4 in IPv6": (0, "", "::ffff:203.0.113.5", "203.0.113.5"),
    "a socket has no address": (0, "", "", "unknown"),
}


@pytest.mark.parametrize(("proxies", "forwarded", "remote", "address"), CASES.values(), ids=CASES)
def test_client_address_believes_our_own_proxies_alone(proxies, forwarded, remote, address, settings):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().post("/", REMOTE_ADDR=remote, headers={"x-forwarded-for": forwarded})
    assert client_address(request) == address
