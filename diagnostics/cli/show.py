"""`diagnostics show`: one tree at a glance."""

from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from diagnostics.analysis.prove import Report, prove
from diagnostics.cli.folders import program_of
from diagnostics.program.routes import routes
from diagnostics.program.texts import first_wording
from diagnostics.program.types import Asked, Call, Check, Lookup, Outcome, Program, Step


@click.command()
@click.argument("tree")
@click.option("--folder", type=click.Path(path_type=Path), default=Path("trees"), show_default=True, help="The library folder.")
def show(tree: str, folder: Path) -> None:
    """Show TREE (an id, or its file): its steps, what it calls, its longest path and the number of paths."""
    program = program_of(tree, folder)
    report = prove(program)
    console = Console(highlight=False, soft_wrap=True)
    about = f"({program.tree}, {program.root.owner}, reviewed {program.root.reviewed})"
    console.print(f"[bold]{escape(first_wording(program.root.title))}[/bold]  {about}")
    table = Table("step", "kind", "says", "leads to", box=None, pad_edge=False, header_style="bold")
    for step in program.root.steps.values():
        table.add_row(step.id, type(step).__name__.lower(), escape(_says(step)), ", ".join(dict.fromkeys(routes(step))))
    console.print(table)
    called = [name for name in program.trees if name != program.tree]
    if called:
        console.print("calls: " + ", ".join(called))
    _effort(console, program, report)


def _effort(console: Console, program: Program, report: Report) -> None:
    effort = report.effort
    console.print(f"{len(program.root.steps)} steps; {effort.shortest} to {effort.longest} pages, at most {effort.minutes:.0f} minutes; "
                  f"{effort.paths} distinct paths; {report.states} states{'' if report.proved else ', not all of them explored'}")  # fmt: skip
    for finding in report.findings:
        console.print(f"{finding.code} {finding.step} {finding.detail}", style="red", markup=False)
    for tree, step in sorted(report.assumed):
        console.print(f"the condition of {step} in {tree} was taken both ways", style="yellow")


def _says(step: Step) -> str:
    if isinstance(step, Outcome):
        return step.kind if step.team is None else f"{step.kind} → {step.team}"
    if isinstance(step, Check):
        return f"check: {step.kind}"
    if isinstance(step, Lookup):
        return f"lookup: {step.source}"
    if isinstance(step, Call):
        return f"call: {step.tree}"
    return first_wording(step.heading) if isinstance(step, Asked) else ""
