"""Where a request came from, for throttles."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

# A household or an office gets a network of this size; its owner may use any address in it.
IPV6_NETWORK_BITS = 64


def client_address(request: HttpRequest) -> str:
    """The network address of whoever asks, as far as the proxies in front of us are to be believed.

    TRUSTED_PROXY_COUNT says how many of them add to X-Forwarded-For. An IPv6 address stands for its /64 network;
    behind a local socket without a proxy's word everybody is "local".
    """
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    count = settings.TRUSTED_PROXY_COUNT
    named = hops[-count] if 0 < count <= len(hops) else request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(named)
    except ValueError:
        return "local"
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network(f"{address}/{IPV6_NETWORK_BITS}", strict=False).network_address)
    return str(address)
