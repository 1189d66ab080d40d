from billing.analytics import Tracker, track_event
from billing.analytics.events import SubscriptionEvent
from billing.analytics.helpers import identify_user, join_organization
from billing.analytics.intilery import sync_customer
from billing.models import Plan, Subscription


class SubscriptionService:
    def __init__(self, tracker: Tracker):
        self.tracker = tracker

    def start(self, user, organization, plan: Plan, interval: str):
        subscription = Subscription.objects.create(owner=user, organization=organization, plan=plan, interval=interval)
        # event: identify [email, first_name, created_at] (event-method)
        identify_user(user)
        # event: group [name, industry, seats] (event-method)
        join_organization(user, organization)
        # event: identify [email, company, seats] (event-method)
        sync_customer(user, organization)
        # event: "Subscription Started" [plan, interval, seats, environment]
        track_event(user, SubscriptionEvent.STARTED, plan=plan.code, interval=interval, seats=organization.seats)
        return subscription

    def change_plan(self, subscription, plan: Plan):
        upgraded = plan.monthly_price > subscription.plan.monthly_price
        event = SubscriptionEvent.UPGRADED if upgraded else SubscriptionEvent.DOWNGRADED
        # event: "Subscription Upgraded" | "Subscription Downgraded" [plan, previous_plan, service]
        self.tracker.track(subscription.owner_id, event, {"plan": plan.code, "previous_plan": subscription.plan.code})
        subscription.plan = plan
        subscription.save(update_fields=["plan"])

    def change_seats(self, subscription, seats):
        organization = subscription.organization
        # event: "Seats Changed" [seats, added, service] finding: TL101
        self.tracker.track(subscription.owner_id, "Seats Changed", {"seats": seats, "added": seats - organization.seats})
        organization.seats = seats
        organization.save(update_fields=["seats"])

    def extend_trial(self, subscription, days):
        # event: "Trial Extended (Sales)" [days, service] finding: TL101, TL303
        self.tracker.track(subscription.owner_id, "Trial Extended (Sales)", {"days": days})

    def cancel(self, subscription, survey):
        props = {"plan": subscription.plan.code, "interval": subscription.interval}
        for position, answer in enumerate(survey.answers):
            # finding: TL202
            props[f"answer_{position}"] = answer
        # event: "Subscription Cancelled" [plan, interval, service] (incomplete)
        self.tracker.track(subscription.owner_id, SubscriptionEvent.CANCELLED, props)

    def compare_plans(self, user, first: Plan, second: Plan):
        # event: "Plans Compared" [plan_1, plan_2, environment] finding: TL305
        track_event(user, "Plans Compared", plan_1=first.code, plan_2=second.code)
