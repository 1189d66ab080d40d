from billing.analytics import tracker

from .payments import PaymentService, StripeGateway
from .subscriptions import SubscriptionService

subscriptions = SubscriptionService(tracker)
payments = PaymentService(StripeGateway(), tracker)
