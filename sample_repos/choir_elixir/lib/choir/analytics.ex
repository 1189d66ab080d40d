defmodule Choir.Analytics do
  @moduledoc """
  Product events. Everything goes through `track/3`, which adds what all events have.
  """

  alias Choir.Analytics.Events

  require Logger

  @app "choir"

  def track(user, event, properties \\ %{}) do
    properties =
      properties
      |> Map.put(:app, @app)
      |> Map.merge(%{distinct_id: user.id})

    # ok
    PostHog.capture(event, properties)
  end

  def rehearsal_joined(user, rehearsal) do
    # event: "Rehearsal Joined" [rehearsal_id, voice, app]
    track(user, Events.rehearsal_joined(), %{rehearsal_id: rehearsal.id, voice: user.voice})
  end

  def rehearsal_left(user, rehearsal, reason \\ nil) do
    properties = %{rehearsal_id: rehearsal.id}
    properties = if reason, do: Map.put(properties, :reason, reason), else: properties
    # event: "Rehearsal Left" [rehearsal_id, reason, app]
    track(user, Events.name(:left), properties)
  end

  def log(event) do
    # ok
    Logger.info("Rehearsal Joined", event: event)
  end
end
