from django.conf import settings
from posthog import Posthog


class Tracker:
    """Product events go to PostHog; services get one of these, so that tests can pass a fake."""

    def __init__(self, client):
        self._client = client

    def track(self, user_id, event, properties=None):
        # ok
        self._client.capture(
            distinct_id=str(user_id),
            event=event,
            properties={**(properties or {}), "service": "billing"},
        )


tracker = Tracker(Posthog(settings.POSTHOG_API_KEY, host="https://eu.i.posthog.com"))
