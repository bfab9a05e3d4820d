"""What trusted proxies say of the client's request (RFC 7239, and the older ``X-Forwarded-*``)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Final

from starlette.datastructures import Headers

Network = IPv4Network | IPv6Network

_PAIR: Final = re.compile(
    r"""(?P<name>[!#$%&'*+.^_`|~0-9A-Za-z-]+)=(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<plain>[^;,\s"]+))"""
)
_ELEMENT: Final = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*")+')
_PORT: Final = re.compile(r"(?<=[\d\]]):\d+$")


@dataclass(frozen=True, slots=True)
class Hop:
    """What one proxy says of the request that came to it; empty: nothing."""

    client: str = ""
    scheme: str = ""
    host: str = ""


def trusts(networks: Iterable[Network], address: str) -> bool:
    """Say whether *address* lies in one of *networks*.

    >>> from ipaddress import ip_network
    >>> trusts([ip_network("10.0.0.0/8")], "10.1.2.3"), trusts([], "10.1.2.3")
    (True, False)
    """
    try:
        place = ip_address(address.strip("[]"))
    except ValueError:
        return False
    return any(place in network for network in networks if network.version == place.version)


def read_hops(headers: Headers) -> list[Hop]:
    """Read what proxies have added, the one nearest to the client first.

    ``Forwarded`` is heard alone where it stands.
    """
    forwarded = ", ".join(headers.getlist("forwarded"))
    if forwarded:
        return [_read_element(element) for element in _ELEMENT.findall(forwarded)]
    clients = _listed(headers, "x-forwarded-for")
    schemes = _listed(headers, "x-forwarded-proto")
    hosts = _listed(headers, "x-forwarded-host")
    number = max(map(len, (clients, schemes, hosts)))
    rows = zip(*(_aligned(values, number) for values in (clients, schemes, hosts)), strict=True)
    return [Hop(_bare(client), scheme.lower(), host) for client, scheme, host in rows]


def original(hops: Sequence[Hop], networks: Iterable[Network]) -> Hop:
    """Give the request as it came to the outermost proxy that is trusted.

    The nearest proxy is trusted already; a hop counts if the one that it came from is, too.

    >>> original([Hop("6.6.6.6", host="evil"), Hop("1.2.3.4", "https", "a.org")], []).host
    'a.org'
    """
    trusted = list(networks)
    found = Hop()
    for hop in reversed(hops):
        said = {name: getattr(hop, name) for name in ("client", "scheme", "host")}
        found = replace(found, **{name: value for name, value in said.items() if value})
        if not trusts(trusted, hop.client):
            break
    return found


def _read_element(element: str) -> Hop:
    said = {
        match["name"].lower(): re.sub(r"\\(.)", r"\1", match["quoted"] or match["plain"] or "")
        for match in _PAIR.finditer(element)
    }
    return Hop(_bare(said.get("for", "")), said.get("proto", "").lower(), said.get("host", ""))


def _listed(headers: Headers, name: str) -> list[str]:
    return [item.strip() for item in ",".join(headers.getlist(name)).split(",") if item.strip()]


def _aligned(values: list[str], number: int) -> list[str]:
    """Bring a list that is shorter than others to their length: its last is the nearest proxy's."""
    return [""] * (number - len(values)) + values


def _bare(client: str) -> str:
    """Strip port and brackets off a client's address."""
    port = _PORT.search(client) if client.count(":") == 1 or "]" in client else None
    return (client[: port.start()] if port else client).strip("[]")
