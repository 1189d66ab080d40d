from django.apps import AppConfig
from django.conf import settings


class BillingConfig(AppConfig):
    name = "billing"

    def ready(self):
        import segment.analytics as analytics

        from . import signals  # noqa: F401

        analytics.write_key = settings.SEGMENT_WRITE_KEY
        analytics.send = not settings.DEBUG
