"""The link in a mail that stops its alert: signed, so that nobody can stop another's."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING
from urllib.parse import quote

from itsdangerous import BadSignature, URLSafeSerializer

from jobscan.persistence import SecretRepository

if TYPE_CHECKING:
    from jobscan.persistence import Database

_SECRET = "unsubscribe"  # noqa: S105 - its name
_SALT = "jobscan unsubscribe 1"


class UnsubscribeLinks:
    """Makes the links and reads them back. They are valid as long as the database's key: old mails must work, too."""

    def __init__(self, key: str, url: str) -> None:
        self._serializer = URLSafeSerializer(key, salt=_SALT)
        self._url = url

    @classmethod
    async def load(cls, database: Database, url: str) -> UnsubscribeLinks:
        """Return the links below ``url``, signed with the database's key, which is created if there is none."""
        async with database.write() as session:
            key = await SecretRepository(session).get_or_add(_SECRET, secrets.token_hex(32))
        return cls(key, url)

    def url_for(self, alert_id: int) -> str:
        """Return the link that stops an alert."""
        return f"{self._url}?token={quote(self._serializer.dumps(alert_id))}"

    def read(self, token: str) -> int | None:
        """Return the alert of a token; None when we did not sign it."""
        try:
            found = self._serializer.loads(token)
        except BadSignature:
            return None
        return found if isinstance(found, int) else None
