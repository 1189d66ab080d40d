# frozen_string_literal: true

module ExperimentsHelper
  EXPERIMENTS = {
    pricing: { event: "Pricing Experiment Seen", key: :variant },
    onboarding: { event: "Onboarding Experiment Seen", key: :step }
  }.freeze

  def experiment_seen(name, value)
    experiment = EXPERIMENTS.fetch(name)
    # event: "Pricing Experiment Seen" | "Onboarding Experiment Seen"
    POSTHOG.capture({
      distinct_id: current_user.id,
      event: experiment[:event],
      properties: { experiment[:key] => value }
    })
  end

  # ok
  def content_capture(&block) = capture(&block)
end
