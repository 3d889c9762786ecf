"""The command line: arguments in, exit status out, no logic."""

import atexit
import gc
import os
import shlex
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from ingest.errors import GoujiError
from ingest.model import Text

READ = {"checked": Text("已读取", "read"), "partial": Text("部分读取", "read in part")}
"""What is said of a document that was read, by its status; of the others the reason is said."""
FORMATS = ("html", "json", "xlsx", "sarif", "junit", "md", "gx")


paths = click.argument("paths", nargs=-1, required=True, metavar="PATH...")
out = click.option(
    "--out", type=click.Path(path_type=Path), default=Path("gouji-out"), show_default=True, help="Folder to write."
)
lang = click.option(
    "--lang", type=click.Choice(["zh", "en"]), help="Language of every text a person reads; default from the locale."
)
jobs = click.option("--jobs", type=click.IntRange(0), default=0, help="Worker processes; 0 is one a core.")
password = click.option("--password", help="Password of an encrypted PDF.")
reading = click.option(
    "--reading",
    type=click.Choice(["first", "both"]),
    default="first",
    show_default=True,
    help="Read every table of a PDF once, or twice by independent engines.",
)
ocr = click.option(
    "--ocr",
    type=click.Choice(["auto", "never", "always"]),
    default="auto",
    show_default=True,
    help="Read scanned pages (with the extra `ocr`), none, or every page from its picture.",
)
profile = click.option(
    "--profile",
    metavar="NAME",
    help="What the report must hold: YEAR, default, or generic (totals only).",
)
subjects = click.option(
    "--subjects", metavar="FILE", help="CSV year,code,name of 政府收支分类科目 to check codes against."
)
quiet = click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
verbose = click.option("-v", "--verbose", count=True, help="Say more; -vv prints tracebacks.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="gouji")
def main() -> None:
    """Check published final accounts (部门决算) and self-assessment forms (绩效自评表) for numbers that disagree."""
    # Whatever is left at the end goes with the process: looking for cycles in it would take a quarter of a second.
    atexit.register(gc.freeze)


@main.command()
@paths
@out
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(FORMATS),
    default=("html", "json"),
    show_default=True,
    help="What to write; repeatable.",
)
@click.option("--suite", "suites", multiple=True, metavar="FILE", help="A suite beside the shipped ones; repeatable.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "never"]),
    default="error",
    show_default=True,
    help="Exit with 1 from this severity on.",
)
@profile
@subjects
@click.option("--waivers", metavar="FILE", help="Findings that are known and accepted (YAML); they do not fail a run.")
@click.option("--baseline", metavar="FILE", help="An earlier findings.json: fail on new findings only.")
@lang
@jobs
@password
@reading
@ocr
@quiet
@verbose
def check(
    paths: Sequence[str],
    out: Path,
    formats: Sequence[str],
    suites: Sequence[str],
    fail_on: str,
    profile: str | None,
    subjects: str | None,
    waivers: str | None,
    baseline: str | None,
    lang: str | None,
    jobs: int,
    password: str | None,
    reading: str,
    ocr: str,
    quiet: bool,
    verbose: int,
) -> None:
    """Read reports, check them, and write the report of what does not agree.

    A PATH is a file, a folder that is searched for reports, or - for standard input.
    Exit status: 0 nothing found, 1 findings, 2 something could not be done.
    """
    told = _language(lang)
    with _messages(verbose, told):
        import run  # not at the top: `gouji --help` must not pay for it

        options = run.Options(
            out=out,
            formats=frozenset(formats),
            suites=tuple(suites),
            lang=told,
            how=run.Reading(sys.stdin.buffer, jobs, password, reading, ocr, profile, subjects),
            command=shlex.join(["gouji", *sys.argv[1:]]),
            waivers=waivers,
            baseline=baseline,
        )
        with _progress(told, quiet=quiet) as progress:
            done = run.check(paths, options, progress)
        if not quiet:
            _console().print(done.summary(told))
    _say(done.unread(), told)
    if quiet:
        _say(done.notes, told)
    sys.exit(done.exit_status(fail_on))


@main.command()
@paths
@out
@lang
@jobs
@password
@reading
@ocr
@quiet
@verbose
def extract(
    paths: Sequence[str],
    out: Path,
    lang: str | None,
    jobs: int,
    password: str | None,
    reading: str,
    ocr: str,
    quiet: bool,
    verbose: int,
) -> None:
    """Read reports and write their canonical facts, tables and forms; no rules.

    Exit status: 0 all read, 2 a document could not be read.
    """
    told = _language(lang)
    with _messages(verbose, told):
        from ingest import batch

        how = batch.Reading(sys.stdin.buffer, jobs, password, reading, ocr)
        with _progress(told, quiet=quiet) as progress:
            unread = batch.extract(paths, out, how, progress)
    _say([*unread, *map(batch.not_read, batch.passed_over(paths, out))], told)
    sys.exit(2 if unread else 0)


@main.group()
def gx() -> None:
    """Use the suites with plain Great Expectations."""


@gx.command("export")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--suite", "suites", multiple=True, metavar="FILE", help="A suite beside the shipped ones; repeatable.")
@lang
@verbose
def gx_export(folder: Path, suites: Sequence[str], lang: str | None, verbose: int) -> None:
    """Write the suites as a Great Expectations project."""
    with _messages(verbose, _language(lang)):
        import run

        run.export(folder, suites)


@main.group()
def rules() -> None:
    """Look at the rules, and test them."""


@rules.command("list")
@click.option("--suite", "suites", multiple=True, metavar="FILE", help="A suite beside the shipped ones; repeatable.")
@lang
@verbose
def rules_list(suites: Sequence[str], lang: str | None, verbose: int) -> None:
    """Print one line a rule: id, severity, title."""
    with _messages(verbose, _language(lang)):
        import run

        for rule in run.rules(suites):
            click.echo(f"{rule.id:10} {rule.severity:8} {rule.title[_language(lang)]}")


@rules.command("show")
@click.argument("rule_id", metavar="ID")
@click.option("--suite", "suites", multiple=True, metavar="FILE", help="A suite beside the shipped ones; repeatable.")
@lang
@verbose
def rules_show(rule_id: str, suites: Sequence[str], lang: str | None, verbose: int) -> None:
    """Print one rule in full."""
    with _messages(verbose, _language(lang)):
        import run

        click.echo(run.describe(rule_id, suites, _language(lang)))


@rules.command("lint")
@click.argument("files", nargs=-1, metavar="[FILE...]")
@click.option("--on", "reports", multiple=True, metavar="REPORT", help="A report that exercises them; repeatable.")
@lang
@verbose
def rules_lint(files: Sequence[str], reports: Sequence[str], lang: str | None, verbose: int) -> None:
    """Say what is wrong with suites: the shipped ones, or FILEs; exit status 2 if anything is.

    Rules that no example report exercises are named as well, and are no error.
    """
    told = _language(lang)
    with _messages(verbose, told):
        import run

        problems, unexercised = run.lint(files, reports)
    for line in (*problems, *unexercised):
        click.echo(line[told], err=True)
    sys.exit(2 if problems else 0)


@rules.command("test")
@click.argument("files", nargs=-1, metavar="[FILE...]")
@lang
@verbose
def rules_test(files: Sequence[str], lang: str | None, verbose: int) -> None:
    """Run the examples that stand in the suites; exit status 1 if one does not come out as written."""
    told = _language(lang)
    with _messages(verbose, told):
        from expectations import catalogue

        count, problems = catalogue.examine(files)
    for problem in problems:
        click.echo(problem[told], err=True)
    bad = len(problems)
    click.echo(f"{count} 条规则，{bad} 处不符" if told == "zh" else f"{count} rules, {bad} problems")
    sys.exit(1 if problems else 0)


def _language(chosen: str | None) -> str:
    """Zh unless the locale says English: the documents and most of their readers are Chinese."""
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return chosen or ("en" if named.lower().startswith("en") else "zh")


def _console() -> Console:
    return Console(highlight=False, soft_wrap=False)


@contextmanager
def _progress(lang: str, *, quiet: bool) -> Iterator[Callable[[str, str, Text | None, int, int], None]]:
    """Tell of each document on standard error as it is finished: a bar on a terminal, else one line each."""
    console = Console(stderr=True, highlight=False)
    if quiet or not console.is_terminal:

        def tell(path: str, status: str, reason: Text | None, done: int, total: int) -> None:
            if not quiet and status in READ:
                why = f": {reason[lang]}" if reason else ""
                click.echo(f"{path}: {READ[status][lang]}{why}" + (f" ({done}/{total})" if total > 1 else ""), err=True)

        yield tell
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as bar:
        task = bar.add_task("gouji", total=None)

        def move(path: str, status: str, reason: Text | None, done: int, total: int) -> None:
            del status, reason
            name = "".join(c if c.isprintable() else " " for c in Path(path).name)[:40]
            bar.update(task, completed=done, total=total, description=name)

        yield move


def _say(texts: Sequence[Mapping[str, str]], lang: str) -> None:
    for text in texts:
        click.echo(f"gouji: {text[lang]}", err=True)


@contextmanager
def _messages(verbose: int, lang: str) -> Iterator[None]:
    """One clear line and exit status 2 for what gouji or the system cannot do; the traceback with -vv."""
    try:
        yield
    except (GoujiError, OSError) as error:
        if verbose >= 2:
            raise
        click.echo(f"gouji: {error.text[lang] if isinstance(error, GoujiError) else error}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
