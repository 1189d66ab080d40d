defmodule Choir.MixProject do
  use Mix.Project

  def project do
    [app: :choir, version: "0.3.0", elixir: "~> 1.16", deps: deps()]
  end

  defp deps do
    [{:phoenix, "~> 1.7"}, {:posthog, "~> 2.0"}, {:oban, "~> 2.18"}]
  end
end
