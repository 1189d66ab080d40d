defmodule Choir.Rehearsals do
  @moduledoc "Who sings what, and when."

  alias Choir.Analytics
  alias Choir.Rehearsals.Rehearsal

  defmodule Rehearsal do
    defstruct [:id, :hall, seats: 40]
  end

  def join(user, %Rehearsal{} = rehearsal) do
    # event: "Rehearsal Joined" [rehearsal_id, voice, app] (event-method)
    Analytics.rehearsal_joined(user, rehearsal)
    {:ok, rehearsal}
  end

  def leave(user, rehearsal, reason) do
    # event: "Rehearsal Left" [rehearsal_id, reason, app] (event-method)
    Analytics.rehearsal_left(user, rehearsal, reason)
  end

  def plan(user, hall, songs) do
    rehearsal = %Rehearsal{id: System.unique_integer(), hall: hall}

    user
    # event: "Rehearsal Planned" [hall, songs, app] (wrapper)
    |> Analytics.track("Rehearsal Planned", %{hall: hall, songs: length(songs)})

    for song <- songs do
      # event: "Song * Added" [position, app] (pattern) (wrapper) finding: TL201
      Analytics.track(user, "Song #{song.title} Added", %{"position" => song.position})
    end

    rehearsal
  end

  def move(user, rehearsal, hall) do
    event = if rehearsal.hall == hall, do: "Rehearsal Confirmed", else: "Rehearsal Moved"
    # event: "Rehearsal Confirmed" | "Rehearsal Moved" [from, to, app] (wrapper)
    Analytics.track(user, event, %{from: rehearsal.hall, to: hall})
  end
end
