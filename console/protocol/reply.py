"""How every process answers a request, as JSON."""

from typing import Any

from msgspec import Struct

PROTOCOL_VERSION = 1


class Refusal(Struct, frozen=True):
    """Why a request was not carried out: a code for programs, a text that says what to do."""

    code: str
    text: str


class Reply(Struct, frozen=True):
    """The answer to the request of that id: ``result`` or ``refused``."""

    id: str
    result: Any = None
    refused: Refusal | None = None
    v: int = PROTOCOL_VERSION
