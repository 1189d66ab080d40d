from functools import partial

import segment.analytics as analytics
from django.conf import settings

from .constants import REPORT_EXPORTED, REPORT_SCHEDULED


def track_event(user, event, **props):
    """Sends an event of a user; every keyword becomes a property."""
    props["environment"] = settings.ENVIRONMENT
    # ok
    analytics.track(str(user.pk), event, props)


# ok
track_report_exported = partial(track_event, event=REPORT_EXPORTED)
# ok
track_report_scheduled = partial(track_event, event=REPORT_SCHEDULED)


def identify_user(user):
    # event: identify [email, first_name, created_at]
    analytics.identify(
        str(user.pk),
        {"email": user.email, "first_name": user.first_name, "created_at": user.date_joined.isoformat()},
    )


def join_organization(user, organization):
    traits = dict(name=organization.name, industry=organization.industry)
    traits["seats"] = organization.seats
    # event: group [name, industry, seats]
    analytics.group(str(user.pk), str(organization.pk), traits)
