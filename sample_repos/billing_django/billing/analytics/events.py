from enum import Enum, StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class InvoiceEvent(Enum):
    SENT = "Invoice Sent"
    PAID = "Invoice Paid"
    VOIDED = "Invoice Voided"


class SubscriptionEvent(StrEnum):
    STARTED = "Subscription Started"
    UPGRADED = "Subscription Upgraded"
    DOWNGRADED = "Subscription Downgraded"
    CANCELLED = "Subscription Cancelled"


class PaymentEvent(models.TextChoices):
    """Also the choices of the audit log, which shows the label."""

    SUCCEEDED = "Payment Succeeded", _("Payment succeeded")
    FAILED = "Payment Failed", _("Payment failed")
    REFUNDED = "Payment Refunded", _("Payment refunded")
