defmodule ChoirWeb.Presence do
  use Phoenix.Presence, otp_app: :choir, pubsub_server: Choir.PubSub

  def enter(socket, user) do
    # ok
    track(socket, "rehearsal", %{voice: user.voice})
  end
end
