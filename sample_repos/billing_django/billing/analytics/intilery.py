"""Mails and journeys run in Intilery, which has no Python client: its HTTP API is called as it is."""

import requests
from django.conf import settings

BASE_URL = f"https://tracking.intilery.com/track/{settings.INTILERY_ACCOUNT}/billing/LEDGERWORKS/v1"
HEADERS = {"auth-token": settings.INTILERY_TOKEN}
TIMEOUT = 5


def sync_customer(user, organization):
    payload = {
        "userId": str(user.pk),
        "event": "identify",
        "traits": {"email": user.email, "company": organization.name, "seats": organization.seats},
    }
    # event: identify [email, company, seats]
    requests.post(f"{BASE_URL}/identify", json=payload, headers=HEADERS, timeout=TIMEOUT)


def send_renewal_notice(subscription, days_left):
    # event: "Renewal Notice Requested" [plan, days_left]
    requests.post(
        f"{BASE_URL}/track",
        json={
            "userId": str(subscription.owner_id),
            "event": "Renewal Notice Requested",
            "properties": {"plan": subscription.plan.code, "days_left": days_left},
        },
        headers=HEADERS,
        timeout=TIMEOUT,
    )


def send_event(user_id, event, properties):
    # ok
    requests.post(
        f"{BASE_URL}/track",
        json={"userId": str(user_id), "event": event, "properties": properties},
        headers=HEADERS,
        timeout=TIMEOUT,
    )
