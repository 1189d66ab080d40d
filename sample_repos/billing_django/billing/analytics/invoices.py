"""The events of an invoice, one method each."""

from .events import InvoiceEvent
from .tracker import tracker


def _invoice_properties(invoice):
    props = {"invoice_id": invoice.pk, "currency": invoice.currency}
    props["total"] = float(invoice.total)
    if invoice.coupon:
        props["coupon"] = invoice.coupon
    return props


class InvoiceAnalytics:
    def __init__(self, tracker):
        self.tracker = tracker

    def sent(self, invoice, channel):
        props = _invoice_properties(invoice)
        props.update(channel=channel, terms=invoice.terms)
        # event: "Invoice Sent" [invoice_id, currency, total, coupon, channel, terms, service]
        self.tracker.track(invoice.subscription.owner_id, InvoiceEvent.SENT.value, props)

    def paid(self, invoice, days_open):
        # event: "Invoice Paid" [invoice_id, currency, total, coupon, days_open, service]
        self.tracker.track(
            invoice.subscription.owner_id,
            InvoiceEvent.PAID.value,
            _invoice_properties(invoice) | {"days_open": days_open},
        )

    def voided(self, invoice, reason):
        # event: "Invoice Voided" [invoice_id, reason, service]
        self.tracker.track(invoice.subscription.owner_id, InvoiceEvent.VOIDED.value, {"invoice_id": invoice.pk, "reason": reason})


invoice_analytics = InvoiceAnalytics(tracker)
