from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import Signal, receiver

from .analytics.constants import DUNNING_STARTED
from .analytics.invoices import invoice_analytics
from .models import Invoice
from .tasks import send_analytics_event

invoice_paid = Signal()
invoice_overdue = Signal()


@receiver(invoice_paid)
def record_payment(sender, invoice, days_open, **kwargs):
    # event: "Invoice Paid" [invoice_id, currency, total, coupon, days_open, service] (event-method)
    invoice_analytics.paid(invoice, days_open)


@receiver(invoice_overdue)
def start_dunning(sender, invoice, attempt, **kwargs):
    properties = {"invoice_id": invoice.pk, "attempt": attempt}
    transaction.on_commit(
        # event: "Dunning Started" [invoice_id, attempt]
        lambda: send_analytics_event.delay(str(invoice.subscription.owner_id), DUNNING_STARTED, properties)
    )


@receiver(post_save, sender=get_user_model())
def welcome(sender, instance, created, **kwargs):
    if created:
        from .analytics import track_event

        # event: "Account Created" [environment]
        track_event(instance, "Account Created")


def settle(invoice: Invoice, days_open: int):
    invoice.paid = invoice.total
    invoice.save(update_fields=["paid"])
    # ok
    invoice_paid.send(sender=Invoice, invoice=invoice, days_open=days_open)
