"""Small Dart programs through the whole scan: which calls are found, and what they send."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.unit.rules.calls import calls_in

SENDER = """\
import 'package:mixpanel_flutter/mixpanel_flutter.dart';
class Tracker {
  Tracker(this._mixpanel);
  final Mixpanel _mixpanel;
  void sent(String name, {Map<String, dynamic>? properties}) => _mixpanel.track(name, properties: properties);
}
"""
EVENT = """\
abstract class Event {
  String get name;
  Map<String, Object> get parameters;
}
class Opened extends Event {
  Opened({required this.page});
  final String page;
  @override
  String get name => 'opened';
  @override
  Map<String, Object> get parameters => {'page': page};
}
"""


def page(body: str, head: str = "") -> str:
    return f"{head}\nclass Page {{\n  void run(context) {{\n    {body}\n  }}\n}}\n"


FOUND = [
    pytest.param(
        {"lib/a.dart": SENDER, "lib/p.dart": page("context.read<Tracker>().sent('A', properties: {'k': 1});")},
        ['lib/p.dart:4 track "A" [k] wrapper medium'],
        id="handed out by type",
    ),
    pytest.param(
        {"lib/a.dart": SENDER, "lib/p.dart": page("Provider.of<Tracker>(context).sent('A');")},
        ['lib/p.dart:4 track "A" [] wrapper medium'],
        id="handed out by type for a context",
    ),
    pytest.param(
        {"lib/a.dart": SENDER, "lib/p.dart": page("getIt<Tracker>().sent('A');")},
        ['lib/p.dart:4 track "A" [] wrapper medium'],
        id="locator",
    ),
    pytest.param(
        {
            "lib/a.dart": SENDER + "final tracker = Tracker(m);\nvoid logged(String name) => tracker.sent('a_$name');\n",
            "lib/p.dart": page("logged('b');"),
        },
        ['lib/p.dart:4 track "a_b" [] wrapper medium'],
        id="function at the top of another file",
    ),
    pytest.param(
        {
            "lib/a.dart": SENDER,
            "lib/p.dart": "class Shop extends StatefulWidget {\n  const Shop({this.event = 'shop_opened'});\n  final String event;\n}\n"
            "class _ShopState extends State<Shop> {\n  void run(Tracker tracker) {\n    tracker.sent(widget.event);\n  }\n}\n",
        },
        ['lib/p.dart:7 track "shop_opened" [] wrapper medium'],
        id="field of the component of a state",
    ),
    pytest.param(
        {
            "lib/a.dart": SENDER + "extension Quoted on String { String quoted() => this; }\n"
            "enum Place {\n  top(name: 'Top');\n  const Place({required this.name});\n  final String name;\n}\n",
            "lib/p.dart": page("getIt<Tracker>().sent(Place.top.name);"),
        },
        ['lib/p.dart:4 track "Top" [] wrapper medium'],
        id="field of an enum beside an extension of its type",
    ),
    pytest.param(
        {
            "lib/e.dart": EVENT + "class AnalyticsService {\n  void logEvent(Event event) { queue.add(event); }\n}\n",
            "lib/p.dart": page("getIt<AnalyticsService>().logEvent(Opened(page: 'x'));"),
        },
        ['lib/p.dart:4 track "opened" [page] direct low'],
        id="event that is an object",
    ),
    pytest.param(
        {
            "lib/a.dart": "import 'package:matomo_tracker/matomo_tracker.dart';\n"
            "void sent(String name) => MatomoTracker.instance.trackEvent(\n"
            "  eventInfo: EventInfo(category: 'c', action: name, name: 'x'));\n",
            "lib/p.dart": page("sent('A');"),
        },
        ['lib/p.dart:4 track "A" [+category, +name] wrapper high'],
        id="event that is an object of the SDK",
    ),
    pytest.param(
        {
            "lib/a.dart": "import 'package:matomo_tracker/matomo_tracker.dart';\n"
            "class AnalyticsHelper {\n"
            "  static void setReports(bool allow) { MatomoTracker.instance.setVisitorUserId(anonymousId()); }\n"
            "  static void setUser(String id) { MatomoTracker.instance.setVisitorUserId(id); }\n"
            "}\n",
            "lib/p.dart": page("AnalyticsHelper.setReports(false); AnalyticsHelper.setUser('7');"),
        },
        [
            "lib/a.dart:3 identify - [] direct high",
            "lib/a.dart:4 identify - [] direct high",
            "lib/p.dart:4 identify - [] event-method high",
        ],
        id="a setting that says again who the user is",
    ),
    pytest.param(
        {
            "lib/a.dart": SENDER,
            "lib/p.dart": "import 'a.dart';\n"
            "class Check {\n  Check({required this.event});\n  final String event;\n"
            "  void track() { Tracker().sent(event); }\n}\n"
            "void f() {\n  final checks = [Check(event: 'A'), Check(event: 'B')];\n"
            "  for (final check in checks) { check.track(); }\n}\n",
        },
        ['lib/p.dart:9 track "A" | "B" [] wrapper medium'],
        id="objects that each hold a name",
    ),
]

SILENT = [
    pytest.param({"lib/a.dart": SENDER, "lib/p.dart": page("context.read<Player>().sent('A');")}, id="handed out of another type"),
    pytest.param({"lib/a.dart": SENDER, "lib/p.dart": page("context.read<Tracker>().dispose();")}, id="another method"),
    pytest.param({"lib/a.dart": SENDER, "lib/p.dart": page("context.decode<Tracker>().sent('A');")}, id="made of something by type"),
    pytest.param({"lib/a.dart": SENDER, "lib/p.dart": page("player.track('A');")}, id="a player"),
    pytest.param({"lib/p.dart": page("queue.add(Opened(page: 'x'));")}, id="a queue"),
    pytest.param({"lib/p.dart": page("log('A', name: 'b');", "import 'dart:developer';")}, id="a log"),
    pytest.param({"lib/p.dart": page("bloc.add(CounterIncremented());")}, id="an event of the program"),
    pytest.param({"lib/p.dart": page("stream.listen((event) => setState(() {}));")}, id="a stream"),
]


@pytest.mark.parametrize(("files", "expected"), FOUND)
def test_found(files: Mapping[str, str], expected: list[str]) -> None:
    assert calls_in(files) == expected


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: Mapping[str, str]) -> None:
    assert calls_in(files) == []
