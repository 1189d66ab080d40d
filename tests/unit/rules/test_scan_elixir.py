"""Small Elixir programs through the whole scan: which calls are found, and what they send."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.unit.rules.calls import calls_in

HELPERS = """\
defmodule Shop.Metrics do
  def sent(user, name, props \\\\ %{}), do: PostHog.capture(name, Map.put(props, :distinct_id, user.id))
end
"""
WEB = "defmodule ShopWeb do\n  def live do\n    quote do\n      {}\n      import ShopWeb.Gettext\n    end\n  end\nend\n"


def page(body: str, head: str = "") -> str:
    return f"defmodule ShopWeb.Page do\n  {head}\n  def run(user) do\n    {body}\n  end\nend\n"


FOUND = [
    pytest.param(
        {"lib/m.ex": HELPERS, "lib/p.ex": page('Shop.Metrics.sent(user, "A", %{k: 1})')},
        ['lib/p.ex:4 track "A" [k] wrapper high'],
        id="by the whole name",
    ),
    pytest.param(
        {"lib/m.ex": HELPERS, "lib/p.ex": page('Metrics.sent(user, "A")', "alias Shop.Metrics")},
        ['lib/p.ex:4 track "A" [] wrapper high'],
        id="by an alias",
    ),
    pytest.param(
        {"lib/m.ex": HELPERS, "lib/p.ex": page('sent(user, "A")', "import Shop.Metrics")},
        ['lib/p.ex:4 track "A" [] wrapper high'],
        id="by an import of all",
    ),
    pytest.param(
        {
            "lib/m.ex": HELPERS,
            "lib/w.ex": WEB.replace("{}", "import Shop.Metrics"),
            "lib/p.ex": page('sent(user, "A")', "use ShopWeb, :live"),
        },
        ['lib/p.ex:4 track "A" [] wrapper high'],
        id="by an import in the code that a use writes",
    ),
    pytest.param(
        {
            "lib/m.ex": HELPERS,
            "lib/w.ex": WEB.replace("{}", "alias Shop.Metrics"),
            "lib/p.ex": page('Metrics.sent(user, "A")', "use ShopWeb, :live"),
        },
        ['lib/p.ex:4 track "A" [] wrapper high'],
        id="by an alias in the code that a use writes",
    ),
    pytest.param(
        {"lib/p.ex": page('Segment.Analytics.track(user.id, "A", %{k: 1})')},
        ['lib/p.ex:4 track "A" [k] direct high'],
        id="several arguments",
    ),
    pytest.param(
        {"lib/p.ex": page('%Segment.Analytics.Track{userId: user.id, event: "A", properties: %{k: 1}} |> Segment.Analytics.track()')},
        ['lib/p.ex:4 track "A" [k] direct high'],
        id="a struct",
    ),
    pytest.param(
        {
            "lib/p.ex": 'defmodule P do\n  def log(:in, params), do: PostHog.capture("In", params)\n'
            '  def log(:out, params), do: PostHog.capture("Out", params)\n  def run, do: log(:out, %{k: 1})\nend\n'
        },
        ['lib/p.ex:2 track "In" [...] direct high', 'lib/p.ex:3 track "Out" [k] direct high'],
        id="clauses told apart by an atom",
    ),
    pytest.param(
        {
            "config/prod.exs": "import Config\nconfig :shop, :sender, Shop.Metrics\n",
            "lib/m.ex": HELPERS,
            "lib/p.ex": page('@sender.sent(user, "A")', "@sender Application.compile_env(:shop, :sender)"),
        },
        ['lib/p.ex:4 track "A" [] wrapper high'],
        id="a module that the configuration names",
    ),
    pytest.param(
        {
            "config/runtime.exs": "import Config\nconfig :shop, sender: Shop.Metrics\n",
            "lib/m.ex": HELPERS,
            "lib/p.ex": page('Application.get_env(:shop, :sender).sent(user, "A")'),
        },
        ['lib/p.ex:4 track "A" [] wrapper high'],
        id="a module that a keyword of the configuration names",
    ),
]

SILENT = [
    pytest.param({"lib/m.ex": HELPERS, "lib/p.ex": page('sent(user, "A")')}, id="not imported"),
    pytest.param({"lib/m.ex": HELPERS, "lib/p.ex": page('Other.Metrics.sent(user, "A")')}, id="a module of another name"),
    pytest.param({"lib/m.ex": HELPERS, "lib/p.ex": page('Metrics.sent(user, "A")', "alias Other.Metrics")}, id="an alias of another"),
    pytest.param(
        {"lib/m.ex": HELPERS, "lib/w.ex": WEB.replace("{}", ""), "lib/p.ex": page('sent(user, "A")', "use ShopWeb, :live")},
        id="a use that does not import it",
    ),
    pytest.param({"lib/p.ex": page('Shop.PostHog.capture("A", %{k: 1})')}, id="a module of the program that is named like an SDK's"),
    pytest.param({"lib/p.ex": page("Segment.Analytics.Context.new()")}, id="another module of the SDK"),
    pytest.param(
        {
            "config/test.exs": "import Config\nconfig :shop, :sender, Shop.Metrics\n",
            "lib/m.ex": HELPERS,
            "lib/p.ex": page('@sender.sent(user, "A")', "@sender Application.compile_env(:shop, :sender)"),
        },
        id="a configuration of tests",
    ),
    pytest.param(
        {
            "config/prod.exs": "import Config\nconfig :other, :sender, Shop.Metrics\n",
            "lib/m.ex": HELPERS,
            "lib/p.ex": page('@sender.sent(user, "A")', "@sender Application.compile_env(:shop, :sender)"),
        },
        id="the configuration of another application",
    ),
    pytest.param({"lib/p.ex": page(":telemetry.execute([:shop, :sent], %{k: 1}, %{})")}, id="measurements"),
    pytest.param({"lib/p.ex": page('Logger.info("A", k: 1)')}, id="a log"),
    pytest.param({"lib/p.ex": page('Presence.track(user, "room", %{k: 1})', "alias ShopWeb.Presence")}, id="presence"),
]


@pytest.mark.parametrize(("files", "expected"), FOUND)
def test_found(files: Mapping[str, str], expected: list[str]) -> None:
    assert calls_in(files) == expected


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: Mapping[str, str]) -> None:
    assert calls_in(files) == []
