defmodule Choir.ReminderWorker do
  use Oban.Worker, queue: :mail

  alias Choir.{Analytics, Members, Rehearsals}

  @sent "Reminder Sent"

  @impl Oban.Worker
  def perform(%Oban.Job{args: %{"rehearsal_id" => id}}) do
    rehearsal = Rehearsals.get!(id)

    Members.all()
    |> Enum.filter(& &1.reminded)
    |> Enum.each(fn member ->
      # event: "Reminder Sent" [rehearsal_id, channel, app] (wrapper)
      Analytics.track(member, @sent, %{rehearsal_id: id, channel: channel(member)})
    end)

    # event: "Reminders Finished" [hall]
    PostHog.bare_capture("Reminders Finished", "worker", %{hall: rehearsal.hall})
    :ok
  end

  defp channel(%{phone: nil}), do: "mail"
  defp channel(_member), do: "text"
end
