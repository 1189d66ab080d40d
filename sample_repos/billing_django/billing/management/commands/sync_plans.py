from django.core.management.base import BaseCommand

from billing.models import Plan, Subscription


class Command(BaseCommand):
    help = "Moves subscriptions off a plan that is no longer sold."

    def add_arguments(self, parser):
        parser.add_argument("old")
        parser.add_argument("new")

    def handle(self, *args, old, new, **options):
        from billing.analytics.tracker import tracker

        target = Plan.objects.get(code=new)
        moved = Subscription.objects.filter(plan__code=old)
        for subscription in moved:
            on_trial = subscription.trial_ends_at is not None
            # event: "Plan Migrated" [plan, previous_plan, onTrial, service] finding: TL304
            tracker.track(subscription.owner_id, "Plan Migrated", {"plan": target.code, "previous_plan": old, "onTrial": on_trial})
        count = moved.update(plan=target)
        self.stdout.write(f"{count} subscriptions moved")
