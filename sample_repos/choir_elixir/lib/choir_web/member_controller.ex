defmodule ChoirWeb.MemberController do
  use ChoirWeb, :controller

  import Choir.Analytics, only: [track: 3]

  alias Choir.Members

  def create(conn, %{"member" => params}) do
    case Members.create(params) do
      {:ok, member} ->
        # event: "Member Added" [voice, invited, app] (wrapper)
        track(member, "Member Added", %{voice: member.voice, invited: params["invited"]})
        redirect(conn, to: "/members")

      {:error, changeset} ->
        # event: "Member Refused" [errors, app] (wrapper) finding: TL101
        track(conn.assigns.user, "Member Refused", %{errors: length(changeset.errors)})
        render(conn, "new.html", changeset: changeset)
    end
  end

  def show(conn, %{"id" => id}) do
    member = Members.get!(id)
    # ok
    :telemetry.execute([:choir, :member, :shown], %{count: 1}, %{id: id})
    # ok
    page(conn, "Member Shown", member)
  end

  defp page(conn, title, member) do
    render(conn, "show.html", title: title, member: member)
  end
end
