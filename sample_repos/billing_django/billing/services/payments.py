import logging
from decimal import Decimal

import stripe
from django.conf import settings
from statsd import StatsClient

from billing.analytics import Tracker
from billing.analytics.events import PaymentEvent
from billing.analytics.intilery import send_event

from .gateway_types import Charge

logger = logging.getLogger(__name__)
statsd = StatsClient(settings.STATSD_HOST, prefix="billing")


class StripeGateway:
    def __init__(self):
        self.client = stripe.StripeClient(settings.STRIPE_API_KEY).payment_intents

    def capture(self, intent_id, amount):
        # ok
        intent = self.client.capture(intent_id, {"amount_to_capture": int(amount * 100)})
        return Charge(intent.id, amount, intent.currency, intent.status == "succeeded")


class PaymentService:
    def __init__(self, gateway: StripeGateway, tracker: Tracker):
        self.gateway = gateway
        self.tracker = tracker

    def collect(self, invoice, intent_id):
        # ok
        charge = self.gateway.capture(intent_id, invoice.total)
        event = PaymentEvent.SUCCEEDED if charge.succeeded else PaymentEvent.FAILED
        # event: "Payment Succeeded" | "Payment Failed" [invoice_id, amount, currency, failure_code, service]
        self.tracker.track(
            invoice.subscription.owner_id,
            event,
            {
                "invoice_id": invoice.pk,
                "amount": float(charge.amount),
                "currency": charge.currency,
                "failure_code": charge.failure_code,
            },
        )
        # ok
        statsd.incr("payment.collected")
        # ok
        logger.info("Payment Collected", extra={"invoice": invoice.number})
        return charge

    def refund(self, invoice, amount: Decimal, reason):
        base = {"invoice_id": invoice.pk, "currency": invoice.currency}
        # event: "Payment Refunded" [invoice_id, currency, amount, reason, service]
        self.tracker.track(invoice.subscription.owner_id, PaymentEvent.REFUNDED.value, dict(base, amount=float(amount), reason=reason))
        # event: "Payment Refunded" [invoice_id, amount]
        send_event(invoice.subscription.owner_id, PaymentEvent.REFUNDED.value, {"invoice_id": invoice.pk, "amount": float(amount)})
