defmodule Choir.Analytics.Events do
  @moduledoc "The names of events."

  @rehearsal_joined "Rehearsal Joined"
  @names %{left: "Rehearsal Left", planned: "Rehearsal Planned"}

  def rehearsal_joined, do: @rehearsal_joined
  def name(key), do: @names[key]
end
