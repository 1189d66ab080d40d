from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from scanner.app.check import CheckReport
from scanner.app.project import Options, Project
from scanner.cli import main
from scanner.cli.options import to_options
from scanner.cli.parser import make_parser
from scanner.errors import PlanError
from scanner.model import Coverage, Finding, ScanResult, Severity, SourceError
from tests.support.calls import make_call, make_finding, make_result

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "src").mkdir()
    (tmp_path / "src/cart.ts").write_text("// cart\ntrack('Order Done')\n")
    return tmp_path


Scan = Callable[[ScanResult], None]
Check = Callable[..., None]


@pytest.fixture
def scan_gives(monkeypatch: pytest.MonkeyPatch) -> Scan:
    def give(result: ScanResult) -> None:
        for command in ("scan", "trace"):
            monkeypatch.setattr(f"scanner.cli.commands.{command}.scan_files", lambda project: result)

    return give


@pytest.fixture
def check_gives(monkeypatch: pytest.MonkeyPatch) -> Check:
    def give(*findings: Finding, result: ScanResult | None = None) -> None:
        report = CheckReport(result or make_result(make_call()), None, (), findings)
        monkeypatch.setattr("scanner.cli.commands.check.check_project", lambda project: report)

    return give


# --- arguments ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["chekc"], "unknown command 'chekc' (did you mean check?); choose from scan, check, ", id="command"),
        pytest.param(["zzz"], "unknown command 'zzz'; choose from scan, check, ", id="nothing near"),
        pytest.param(
            ["scan", "--format", "jsn"], "unknown value 'jsn' (did you mean json?); choose from human, table, concise, json", id="format"
        ),
        pytest.param(["check", "--fail-on", "eror"], "unknown value 'eror' (did you mean error?)", id="fail-on"),
        pytest.param(["scan", "--workers", "-2"], "--workers", id="negative workers"),
        pytest.param(["scan", "--workers", "two"], "'two' is not a whole number", id="workers"),
        pytest.param(["scan", "--fromat", "json"], "unrecognized arguments: --fromat", id="unknown option"),
        pytest.param(["trace"], "EVENT", id="missing event"),
        pytest.param(["scan", "missing"], "missing: there is no such file or folder", id="missing path"),
        pytest.param(["check", "src", "gone/\x1b[2J"], "gone/\\e[2J: there is no such file or folder", id="hostile path"),
        pytest.param(["scan", "--config", "none.toml"], "none.toml: cannot be read", id="missing configuration"),
    ],
)
def test_bad_arguments(arguments: list[str], message: str, capsys: Capture) -> None:
    assert main(arguments) == 2
    shown = capsys.readouterr()
    assert message in shown.err
    assert shown.err.startswith("tracklint: error: ")
    assert "Traceback" not in shown.err
    assert shown.out == ""


@pytest.mark.parametrize("arguments", [["--help"], ["scan", "--help"], ["check", "-h"], ["explain", "-h"], ["trace", "-h"], ["init", "-h"]])
def test_help_has_examples(arguments: list[str], capsys: Capture) -> None:
    assert main(arguments) == 0
    assert "examples:\n  tracklint " in capsys.readouterr().out


def test_version(capsys: Capture) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("tracklint 0.")


def test_no_command(capsys: Capture) -> None:
    assert main([]) == 2
    assert "usage: tracklint" in capsys.readouterr().err


def test_options() -> None:
    given = make_parser("0").parse_args(
        [
            "check",
            "a",
            "b.ts",
            "--plan",
            "p.yaml",
            "--plan",
            "q.yaml",
            "--select",
            "TL1, TL2",
            "--select",
            "TL301",
            "--no-include-tests",
            "--no-cache",
        ]
    )
    assert to_options(given) == Options(
        paths=(Path("a"), Path("b.ts")),
        plan=(Path("p.yaml"), Path("q.yaml")),
        select=("TL1", "TL2", "TL301"),
        include_tests=False,
        cache=False,
    )


def test_options_that_are_not_given() -> None:
    assert to_options(make_parser("0").parse_args(["scan"])) == Options()


# --- exit codes ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("severity", "arguments", "code"),
    [
        pytest.param("error", [], 1, id="error"),
        pytest.param("warning", [], 0, id="warning"),
        pytest.param("info", [], 0, id="note"),
        pytest.param("warning", ["--fail-on", "warning"], 1, id="warning fails on warning"),
        pytest.param("info", ["--fail-on", "warning"], 0, id="note does not"),
        pytest.param("info", ["--fail-on", "info"], 1, id="note fails on info"),
        pytest.param("error", ["--fail-on", "never"], 0, id="never"),
        pytest.param("error", ["--exit-zero"], 0, id="exit zero"),
    ],
)
def test_exit_code_of_a_finding(severity: Severity, arguments: list[str], code: int, check_gives: Check) -> None:
    check_gives(make_finding(severity=severity))
    assert main(["check", *arguments]) == code


def test_exit_code_of_nothing(check_gives: Check) -> None:
    check_gives()
    assert main(["check"]) == 0


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 0), ("info", 1)])
def test_low_confidence_fails_only_when_all_does(fail_on: str, code: int, check_gives: Check) -> None:
    check_gives(replace(make_finding(), confidence="low"))
    assert main(["check", "--fail-on", fail_on]) == code


BROKEN = make_result(make_call(), coverage=Coverage(1, 1, 1, (), (SourceError("src/cart.ts", 2, "unexpected )"),)))


@pytest.mark.parametrize(("arguments", "code"), [(["check"], 0), (["check", "--strict"], 2), (["check", "--strict", "--exit-zero"], 2)])
def test_strict_check(arguments: list[str], code: int, check_gives: Check, capsys: Capture) -> None:
    check_gives(result=BROKEN)
    assert main(arguments) == code
    assert ("not read as a whole: src/cart.ts:2: unexpected )" in capsys.readouterr().err) is (code == 2)


@pytest.mark.parametrize(("arguments", "code"), [(["scan"], 0), (["scan", "--strict"], 2)])
def test_strict_scan(arguments: list[str], code: int, scan_gives: Scan) -> None:
    scan_gives(BROKEN)
    assert main(arguments) == code


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        pytest.param(PlanError("not a plan", "plan.yaml", 3), 2, "tracklint: error: plan.yaml:3: not a plan\n", id="what a user can mend"),
        pytest.param(ZeroDivisionError("x"), 2, "tracklint: error: internal error: ZeroDivisionError: x\n", id="defect"),
        pytest.param(KeyboardInterrupt(), 130, "", id="interrupt"),
    ],
)
def test_exit_code_of_an_error(error: BaseException, code: int, message: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    def fail(project: Project) -> ScanResult:
        raise error

    monkeypatch.setattr("scanner.cli.commands.scan.scan_files", fail)
    assert main(["scan"]) == code
    shown = capsys.readouterr().err
    assert shown.startswith(message)
    assert "Traceback" not in shown


def test_traceback_when_wished(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr("scanner.cli.commands.scan.scan_files", lambda project: 1 / 0)
    assert main(["scan", "--traceback"]) == 2
    assert "Traceback" in capsys.readouterr().err


# --- what is shown ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "start"),
    [
        pytest.param([], "Order Completed  track  1 call\n", id="human"),
        pytest.param(["--format", "concise"], "src/cart.ts:3:5: track Order Completed", id="concise"),
        pytest.param(["--format", "table"], "event ", id="table"),
        pytest.param(["--format", "json"], '{\n  "format": "tracklint.scan/1"', id="json"),
        pytest.param(["--color", "always"], "\x1b[1mOrder Completed", id="colour"),
        pytest.param(["--list-languages"], "language ", id="languages"),
    ],
)
def test_scan(arguments: list[str], start: str, scan_gives: Scan, capsys: Capture) -> None:
    scan_gives(make_result(make_call()))
    assert main(["scan", *arguments]) == 0
    assert capsys.readouterr().out.startswith(start)


@pytest.mark.parametrize(
    ("arguments", "start"),
    [
        pytest.param([], "src/cart.ts:2:7: TL101 ", id="human"),
        pytest.param(["--format", "concise"], "src/cart.ts:2:7: TL101 ", id="concise"),
        pytest.param(["--format", "table"], "place ", id="table"),
        pytest.param(["--format", "json"], '{\n  "format": "tracklint.check/1"', id="json"),
    ],
)
def test_check(arguments: list[str], start: str, check_gives: Check, capsys: Capture) -> None:
    check_gives(make_finding())
    assert main(["check", *arguments]) == 1
    assert capsys.readouterr().out.startswith(start)


def test_check_shows_the_source(check_gives: Check, capsys: Capture) -> None:
    check_gives(make_finding())
    main(["check"])
    assert "2 | track('Order Done')\n" in capsys.readouterr().out


@pytest.mark.parametrize("form", ["human", "concise", "table"])
def test_statistics(form: str, check_gives: Check, capsys: Capture) -> None:
    check_gives(make_finding(), make_finding())
    main(["check", "--statistics", "--format", form])
    assert capsys.readouterr().out.endswith("     2  TL101  unplanned-event\n")


def test_quiet(check_gives: Check, scan_gives: Scan, capsys: Capture) -> None:
    check_gives()
    scan_gives(make_result())
    assert main(["check", "-q"]) == main(["scan", "-q"]) == 0
    assert capsys.readouterr().out == ""


def test_output_file_has_no_colours(project: Path, scan_gives: Scan, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    scan_gives(make_result(make_call()))
    assert main(["scan", "--output", "out.txt"]) == 0
    assert (project / "out.txt").read_text().startswith("Order Completed  track")
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("event", ["Order Completed", "order_completed", "OrderCompleted"])
def test_trace(event: str, scan_gives: Scan, capsys: Capture) -> None:
    scan_gives(make_result(make_call(), make_call("Other")))
    assert main(["trace", event]) == 0
    assert "src/cart.ts:3:5  in checkout" in capsys.readouterr().out


def test_trace_as_json(scan_gives: Scan, capsys: Capture) -> None:
    scan_gives(make_result(make_call(), make_call("Other")))
    assert main(["trace", "Other", "--format", "json"]) == 0
    out = capsys.readouterr().out
    assert '"Other"' in out
    assert "Order Completed" not in out


@pytest.mark.parametrize(
    ("event", "message"),
    [("Order Compleded", "no call sends 'Order Compleded' (did you mean Order Completed?)"), ("Xyz", "no call sends 'Xyz'\n")],
)
def test_trace_of_an_unknown_event(event: str, message: str, scan_gives: Scan, capsys: Capture) -> None:
    scan_gives(make_result(make_call()))
    assert main(["trace", event]) == 1
    assert message in capsys.readouterr().err


# --- several outputs ------------------------------------------------------------------------------


def test_outputs_beside_the_terminal(project: Path, check_gives: Check, capsys: Capture) -> None:
    check_gives(make_finding())
    assert main(["check", "--output", "json=a.json", "--output", "gitlab=b.json"]) == 1
    assert capsys.readouterr().out.startswith("src/cart.ts:2:7: TL101 ")
    assert '"tracklint.check/1"' in (project / "a.json").read_text()
    assert '"check_name"' in (project / "b.json").read_text()


def test_output_in_place_of_the_terminal(project: Path, check_gives: Check, capsys: Capture) -> None:
    check_gives(make_finding())
    assert main(["check", "--format", "concise", "--output", "a.txt", "--output", "sarif=a.sarif"]) == 1
    assert capsys.readouterr().out == ""
    assert (project / "a.txt").read_text().startswith("src/cart.ts:2:7: TL101 ")
    assert '"2.1.0"' in (project / "a.sarif").read_text()


@pytest.mark.parametrize(
    ("output", "file"),
    [
        pytest.param("./jsn=a.json", "jsn=a.json", id="a folder before it"),
        pytest.param("my-run=1.txt", "my-run=1.txt", id="no word before it"),
    ],
)
def test_output_file_with_a_sign_in_its_name(output: str, file: str, project: Path, check_gives: Check) -> None:
    check_gives()
    assert main(["check", "--output", output]) == 0
    assert (project / file).is_file()


def test_unknown_output_format(check_gives: Check, capsys: Capture) -> None:
    check_gives()
    assert main(["check", "--output", "sraif=a"]) == 2
    assert "unknown format 'sraif' (did you mean sarif?)" in capsys.readouterr().err


def test_output_that_cannot_be_written(check_gives: Check, capsys: Capture) -> None:
    check_gives()
    assert main(["check", "--output", "none/a.txt"]) == 2
    assert "none/a.txt: cannot be written: there is no folder none" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("outputs", "message"),
    [
        pytest.param(["json=a.json", "sarif=a.json"], "a.json: --output names this file twice", id="one file for two formats"),
        pytest.param(["a.json", "sarif=./a.json"], "a.json: --output names this file twice", id="another way to write it"),
        pytest.param(["a.txt", "b.txt"], "only one file can take the place of the terminal", id="two files for one format"),
        pytest.param(["json=a.json", "sarif=none/b"], "none/b: cannot be written: there is no folder none", id="no folder for the second"),
        pytest.param(["json=a.json", "sarif=src"], "src: cannot be written: it is a folder", id="a folder"),
    ],
)
def test_outputs_that_are_refused(outputs: list[str], message: str, project: Path, check_gives: Check, capsys: Capture) -> None:
    check_gives(make_finding())
    (project / "src").mkdir(exist_ok=True)
    assert main(["check", *(word for output in outputs for word in ("--output", output))]) == 2
    captured = capsys.readouterr()
    assert message in captured.err
    assert captured.out == ""
    assert not (project / "a.json").exists()


def test_a_dash_is_the_terminal(project: Path, check_gives: Check, capsys: Capture) -> None:
    check_gives(make_finding())
    assert main(["check", "--output", "-", "--output", "json=a.json"]) == 1
    assert capsys.readouterr().out.startswith("src/cart.ts:2:7: TL101 ")
    assert not (project / "-").exists()


# --- errors that can be followed --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("config", "arguments", "lines"),
    [
        pytest.param(b'ignore = ["TL99"]\n', (), ["tracklint.toml: there is no finding 'TL99'"], id="a code in the configuration"),
        pytest.param(b"", ("--select", "TL99"), ["there is no finding 'TL99'"], id="a code on the command line"),
        pytest.param(
            b'ignore = ["TL98", "TL99"]\n',
            (),
            ["tracklint.toml: there is no finding 'TL98'", "tracklint.toml: there is no finding 'TL99'"],
            id="every line says where",
        ),
        pytest.param(b"a = 1\nb = '\xff'\n", (), ["tracklint.toml:2: not UTF-8"], id="bytes"),
        pytest.param(b"nope = 1\n", (), ["tracklint.toml:1: unknown setting `nope`"], id="an unknown setting"),
    ],
)
def test_errors_name_files_from_the_current_folder(
    config: bytes, arguments: tuple[str, ...], lines: list[str], project: Path, capsys: Capture
) -> None:
    (project / "tracklint.toml").write_bytes(config)
    assert main(["check", *arguments]) == 2
    told = capsys.readouterr().err.splitlines()
    assert [line.split(" (did you")[0] for line in told] == [f"tracklint: error: {line}" for line in lines]


@pytest.mark.parametrize("command", [["init"], ["baseline", "update"], ["comment"]], ids=" ".join)
def test_what_cannot_be_strict_does_not_take_the_option(command: list[str], capsys: Capture) -> None:
    assert main([*command, "--strict"]) == 2
    assert "unrecognized arguments: --strict" in capsys.readouterr().err
