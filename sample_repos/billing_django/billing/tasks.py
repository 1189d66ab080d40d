import segment.analytics as analytics
from celery import shared_task

from .analytics.constants import DUNNING_ENDED
from .analytics.intilery import send_renewal_notice
from .models import Invoice, Subscription


@shared_task(track_started=True)
def send_analytics_event(user_id, event, properties=None):
    # ok
    analytics.track(user_id, event, properties or {})


@shared_task
def end_dunning(invoice_id, outcome):
    invoice = Invoice.objects.select_related("subscription").get(pk=invoice_id)
    # event: "Dunning Ended" [invoice_id, outcome]
    send_analytics_event.delay(
        str(invoice.subscription.owner_id),
        DUNNING_ENDED,
        {"invoice_id": invoice_id, "outcome": outcome},
    )


@shared_task
def remind_of_renewals(days_left):
    for subscription in Subscription.objects.filter(interval="year").select_related("plan"):
        # event: "Renewal Notice Requested" [plan, days_left] (event-method)
        send_renewal_notice(subscription, days_left)


@shared_task
def close_books():
    for invoice in Invoice.objects.overdue():
        # ok
        end_dunning.delay(invoice.pk, "written_off")
