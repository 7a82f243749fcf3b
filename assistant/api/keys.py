"""Who asks: anybody, or a desk with its key."""

import hmac
from base64 import b64decode
from binascii import Error as NoBase64
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address, ip_network

from pydantic import SecretStr
from starlette.datastructures import Headers
from starlette.types import Scope

from assistant.api.problems import Fault
from assistant.settings import Settings

FORWARDED = ("forwarded", "x-forwarded-for")


@dataclass(frozen=True)
class Caller:
    """Whoever sent a request. `name` tells callers apart and is never logged."""

    name: str
    is_desk: bool
    """Whether it may ask as hotline or adviser."""
    has_key: bool = False


@dataclass(frozen=True)
class Keys:
    """The keys of an installation, and who may do without one."""

    keys: tuple[SecretStr, ...]
    is_local: bool
    """Whether the server listens to this machine alone."""

    @classmethod
    def of(cls, settings: Settings) -> "Keys":
        """The keys that are set."""
        return cls(settings.desk_keys, _is_loopback(settings.host))

    @property
    def is_open(self) -> bool:
        """Whether the desks need no key: nobody but this machine can ask, and none is set."""
        return self.is_local and not self.keys

    def caller(self, scope: Scope) -> Caller:
        """Who sent this request; raises Fault for a key that is none."""
        headers = Headers(scope=scope)
        if key := _key_in(headers):
            if self.keys and not self._holds(key):
                raise _unauthorised("This key is not one of the desks' keys.")
            if self.keys:
                return Caller(sha256(key.encode()).hexdigest(), is_desk=True, has_key=True)
        name = _network(scope["client"][0] if scope.get("client") else "")
        return Caller(name, is_desk=self.is_open and _is_here(scope, headers))

    def admit_desk(self, caller: Caller) -> None:
        """Raises Fault unless the caller may ask as hotline or adviser."""
        if caller.is_desk:
            return
        if self.keys:
            raise _unauthorised("The desks need a key: send it as `Authorization: Bearer …`.")
        detail = "The desks are open on the server's own machine only. To open them to others, set YANGLAO_DESK_KEYS."
        raise Fault(HTTPStatus.FORBIDDEN, "desks_closed", detail)

    def _holds(self, key: str) -> bool:
        return any(_same(key, known.get_secret_value()) for known in self.keys)


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _unauthorised(detail: str) -> Fault:
    # A browser asks its user for a password, which is the key; programs send it as a bearer.
    headers = {"WWW-Authenticate": 'Basic realm="desk", charset="UTF-8", Bearer realm="desk"'}
    return Fault(HTTPStatus.UNAUTHORIZED, "key_needed", detail, headers)


def _key_in(headers: Headers) -> str:
    """The key of a request, empty where it has none."""
    scheme, _, value = headers.get("authorization", "").partition(" ")
    match scheme.lower():
        case "bearer":
            return value.strip()
        case "basic":
            try:
                return b64decode(value, validate=True).decode().partition(":")[2]
            except (NoBase64, UnicodeDecodeError):
                raise _unauthorised("The credentials cannot be read.") from None
        case _:
            return headers.get("x-api-key", "").strip()


def _is_loopback(host: str) -> bool:
    """Whether an address or the name in a URL is this machine's own."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _is_here(scope: Scope, headers: Headers) -> bool:
    """Whether a request comes from this machine and from nowhere else."""
    host = scope["client"][0] if scope.get("client") else ""
    try:
        is_near = ip_address(host).is_loopback
    except ValueError:
        is_near = True  # a socket of this machine has no address
    # A proxy on the same machine speaks for somebody who need not be on it; and a page from elsewhere whose name
    # was made to mean this machine still sends that name.
    is_forwarded = any(name in headers for name in FORWARDED)
    return is_near and not is_forwarded and _is_loopback(_hostname(headers.get("host", "")))


def _hostname(host: str) -> str:
    return host if host.endswith("]") else host.rpartition(":")[0] if ":" in host else host


def _network(host: str) -> str:
    """What tells clients apart: one household has a whole /64 of version 6."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(ip_network((int(address), 64), strict=False).network_address)
    return str(getattr(address, "ipv4_mapped", None) or address)


def session_key(session: str, caller: Caller, secret_from: int = 22) -> str:
    """The name under which a conversation is remembered.

    Only this hash is kept, so who reads the memory can take over no conversation. A session that is long enough to be a
    secret is one wherever it is sent from; a shorter one could be guessed, and counts for its caller alone.
    """
    owner = "" if len(session) >= secret_from else caller.name
    return sha256(f"{owner}\n{session}".encode()).hexdigest()
