"""`diagnostics check`: every violation of the trees, the proofs, and what the rules advise."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from time import perf_counter

import click

from diagnostics.checking.cache import Cache, user_cache
from diagnostics.checking.check import Checker, Outcome
from diagnostics.checking.processes import HelperLost, processors
from diagnostics.cli.counted import counted
from diagnostics.cli.folders import Meant, meant
from diagnostics.lint.subject import Spot
from diagnostics.settings import Settings
from diagnostics.violations import Violation, errors, in_order

FORMATS = ("text", "json", "sarif", "github", "junit")


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="Exit 1 for warnings too.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="Text for people, or a document for programs.")
@click.option("--watch", is_flag=True, help="Stay, and check again what is saved, until Ctrl-C.")
@click.option("--fix", is_flag=True, help="Cure what has a certain cure, where nothing else breaks by it, and check again.")
@click.option("--links", is_flag=True, help="Ask every link too whether it is dead. Takes as long as the sites do.")
@click.option("--processes", type=click.IntRange(1, 64), help="How many processes check at once. Left out, as many as there are processors.")
@click.option("--no-cache", is_flag=True, help="Look at every file, and remember nothing.")
def check(
    paths: tuple[Path, ...], strict: bool, form: str, watch: bool, fix: bool, links: bool, processes: int | None, no_cache: bool
) -> None:
    """Check trees: what is wrong in their files, whether anybody can get stuck in them, and what could help better.

    PATHS are a library folder, folders in it, or tree files; `trees` if left out. What a tree calls is checked with it. What did not change
    since the last check is not looked at again.
    """
    if watch and (fix or links):
        raise click.UsageError("--watch stays with what is being written: leave --fix and --links out")
    wanted = meant(paths)
    checker = Checker(wanted.folder, None if no_cache else _cache(), processes or processors())
    try:
        if watch:
            _watch(checker, wanted, form)
            return
        outcome = checker.check(_today())
        if fix:
            outcome = _fix(checker, outcome, wanted, form)
    except HelperLost as lost:
        raise click.ClickException(str(lost)) from None
    violations = shown(outcome, wanted)
    if links:
        violations = in_order([*violations, *_dead_links(checker, outcome, wanted)])
    _print(violations, outcome, wanted, form)
    checker.keep()
    if violations if strict else errors(violations):
        raise SystemExit(1)


def shown(outcome: Outcome, wanted: Meant) -> list[Violation]:
    """The violations in the files that are meant."""
    if not wanted.trees:
        return list(outcome.violations)
    files = _files(outcome, wanted)
    return [violation for violation in outcome.violations if violation.span.file in files]


def _files(outcome: Outcome, wanted: Meant) -> set[str]:
    return wanted.files_of({name: tree.calls for name, tree in outcome.trees.items()})


def summary(violations: Sequence[Violation], outcome: Outcome, wanted: Meant) -> str:
    """The last line: how many trees, how many of them proved, and how much is wrong."""
    wrong = len(errors(violations))
    count = len(wanted.trees) or sum(bool(tree.file) for tree in outcome.trees.values())
    proved = [tree for name, tree in outcome.trees.items() if tree.proved and (not wanted.trees or name in wanted.trees)]
    return (f"{counted(count, 'tree')}, {len(proved)} proved ({counted(sum(tree.states for tree in proved), 'state')}); "
            f"{counted(wrong, 'violation')}, {counted(len(violations) - wrong, 'warning')}")  # fmt: skip


def _print(violations: Sequence[Violation], outcome: Outcome, wanted: Meant, form: str, after: str = "") -> None:
    """On standard output what the format wants, and nothing else."""
    if form == "text":
        click.echo("".join(f"{violation.text()}\n\n" for violation in violations), nl=False)
    else:
        from diagnostics.lint.reports import FORMATS as REPORTS

        click.echo(REPORTS[form](violations, wanted.folder.as_posix()), nl=False)
    click.echo(summary(violations, outcome, wanted) + after, err=form != "text")


def _fix(checker: Checker, outcome: Outcome, wanted: Meant, form: str) -> Outcome:
    """Cures what has a certain cure; gives what is wrong then."""
    from diagnostics.authoring.fixing import fix_folder

    def recheck(copy: Path) -> list[Violation]:
        return shown(checker.beside(copy).check(_today()), Meant(copy, wanted.trees))

    fixed = fix_folder(wanted.folder, shown(outcome, wanted), recheck)
    if fixed.cured:
        click.echo(f"{counted(len(fixed.cured), 'violation')} cured in {', '.join(fixed.files)}\n", err=form != "text")
    if fixed.left:
        click.echo(f"{counted(len(fixed.left), 'cure')} not made: something else would break, or a file cannot be written\n", err=form != "text")
    return checker.check(_today())


def _dead_links(checker: Checker, outcome: Outcome, wanted: Meant) -> Iterator[Violation]:
    """The links in the files that are meant, asked one and all."""
    from diagnostics.checking.links import check_links, links_in

    files, places = _files(outcome, wanted), dict[str, list[Spot]]()
    for name, tree in outcome.trees.items():
        written = checker.written(name) if tree.file in files else None
        for address, spot in links_in(written) if written is not None else ():
            places.setdefault(address, []).append(spot)
    return check_links(places)


def _watch(checker: Checker, wanted: Meant, form: str) -> None:
    """Checks, and checks again whenever something is saved. The helpers of the first check are gone before the watch begins: processes that
    have threads do not multiply well."""
    from diagnostics.cli.watching import changes

    try:
        begun = perf_counter()
        before = _told(checker, wanted, form, begun, None)
        saves = changes(wanted.folder)
        before = _told(checker, wanted, form, perf_counter(), before)  # what was saved before the watch began
        for saved in saves:
            begun = perf_counter()
            checker.forget(saved)
            before = _told(checker, wanted, form, begun, before)
    except KeyboardInterrupt:
        return


def _told(checker: Checker, wanted: Meant, form: str, begun: float, before: Outcome | None) -> Outcome:
    """Checks, and prints what was found if anything was looked at."""
    outcome = checker.check(_today())
    if before is None or outcome.looked or outcome.violations != before.violations:
        if form == "text":
            click.clear()  # only a terminal is cleared
        _print(shown(outcome, wanted), outcome, wanted, form, f" ({1000 * (perf_counter() - begun):.0f} ms)")
        checker.keep()
    return outcome


def _cache() -> Cache | None:
    """Where the settings say, or where the system keeps what programs can do without."""
    place = Path(given) if (given := Settings.from_environment().cache) else user_cache()
    return Cache(place) if place is not None else None


def _today() -> date:
    return date.today()  # noqa: TID251 (the command line is where the day comes from)
