"""A library as large as the largest that anybody keeps: generated trees, the same ones each time. For benchmarks only."""

from pathlib import Path
from random import Random

LIBRARY = """\
format: 1
title: Generated guides
locale: en
areas:
  things: {title: Things, icon: gear}
teams:
  desk:
    title: The desk
    contacts:
      - {kind: phone, value: "+44 20 7946 0100", title: The desk}
facts: {}
"""
HEADER = """\
format: 1
tree: {name}
title: The {a} {b} {c}
summary: Find out why the {a} {b} {c}, and put it right.
area: things
symptoms:
{symptoms}
owner: desk
reviewed: 2026-11-22
start: s0
steps:
"""
QUALITIES = """amber azure bent blank bright broad calm clean clear coarse copper cosy crisp curved damp deep dense dim dull dusty early even
faint fine firm flat fresh gentle glossy grand green grey heavy hollow icy ivory large late light lively long loose loud lower matt mild
narrow neat northern old open outer oval pale plain proud quick quiet rapid round rough rusty second sharp short silent simple slim slow
small smooth soft solid southern spare square steady steep stiff still straight strong sturdy sweet tall thick thin third tidy tight tiny
upper vast warm wide woolen young""".split()
THINGS = """arm axle band barrel basket beam bell belt blade block board bolt bottle bowl box bracket brake branch brick bridge broom brush
bucket bulb button cabinet cable cage candle carpet cart chain chair chest chimney clamp clip clock coil collar column cord corner cover
crane cup curtain dial disc door drawer drill drum engine fan faucet fence filter flag flap frame funnel gate gauge gear glove grate grid
grip groove hammer handle hatch heater hinge hook horn hose jar jug kettle key knob ladder lamp latch lens lever lid lock magnet mast mat
meter mill mirror motor nail needle net nozzle oven paddle panel pedal pen pin pipe piston plate plug pocket pole post press pulley pump
rack rail ramp reel ring rod roller rope rudder sail saw scale screen screw seal shaft sheet shelf shutter sieve sink slot socket spade
spindle spoke spool spring stair stand steam stem stove strap switch table tank tap tray tube valve vent wagon washer wheel winch wire""".split()
DOES = """bends blinks burns buzzes clicks drags drifts drips droops fades flickers floats glows grinds hangs hums jams jumps knocks lags leaks
leans moves pulses rattles rings rocks rolls rubs sags shakes shrinks slides slips smells spins squeaks stalls sticks stops sways swells
tilts trembles turns twists vibrates waits wobbles""".split()
DO = """adjust brush check clean close cover drain dry empty fasten file fill fit flip fold free grease hold lift lower mark measure mend move oil
open pack paint polish press pull push raise remove replace rinse rotate seal shift slide sort store tap test tie tighten trim turn 
unroll untie wash wind""".split()
SHARED, CALLERS = 10, 5
"""So many trees are called by others, and one in so many others calls one."""


def write_forest(folder: Path, trees: int = 500, steps: int = 60) -> int:
    """Writes that many trees of that many steps; gives their bytes. A first question leads to three branches; in these one in three steps is a
    question with three answers, of which some lead further ahead, and the others are instructions with two actions."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "_library.yml").write_text(LIBRARY, encoding="utf-8")
    written = 0
    for number in range(trees):
        shared = number < SHARED
        name = f"shared-{number}" if shared else f"tree-{number}"
        called = f"shared-{number // CALLERS % SHARED}" if not shared and number % CALLERS == 0 else ""
        text = tree(name, Random(number), steps, called, returns=shared)
        written += (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return written


def tree(name: str, dice: Random, steps: int = 60, called: str = "", returns: bool = False) -> str:
    """One tree. `called` is a tree that it calls before its end."""
    symptoms = "\n".join(f"  - {_thing(dice)} {dice.choice(DOES)}" for _ in range(9))
    header = HEADER.format(name=name, a=dice.choice(QUALITIES), b=dice.choice(THINGS), c=dice.choice(DOES), symptoms=symptoms)
    count = steps - 1 - bool(called)
    starts = [1, 1 + count // 3, 1 + 2 * (count // 3)]
    lines = [header.replace("area: things\n", "") if returns else header, _question(0, [f"s{start}" for start in starts], dice)]
    for number in range(1, count):
        ahead = [start for start in starts if start > number]
        end = (ahead[0] if ahead else count) - 1  # the last step of its branch
        ways = [f"s{number + n}" if number + n <= end else "last" for n in (1, 2, dice.choice((1, 2, 3)))]
        lines.append(_question(number, ways, dice) if number % 3 == 0 else _instruction(number, ways[0], dice))
    if called:
        lines.append(f"  last: {{call: {called}, next: person}}\n")
    if returns:
        lines.append("  last: {outcome: return}\n")
    else:
        lines.append(f"  {'person' if called else 'last'}: {{outcome: handoff, to: desk, says: The desk mends the {_thing(dice)}.}}\n")
    return "".join(lines)


def _question(number: int, ways: list[str], dice: Random) -> str:
    return (
        f"  s{number}:\n"
        f"    question: What does the {_thing(dice)} beside the {_thing(dice)} do?\n"
        f"    hint: Look at the {_thing(dice)} behind the {_thing(dice)} for a moment.\n"
        f"    answers:\n"
        f'      first: {{label: "It {dice.choice(DOES)} like a {_thing(dice)}", next: {ways[0]}}}\n'
        f'      second: {{label: "Nothing {dice.choice(DOES)} near the {_thing(dice)}", next: {ways[1]}}}\n'
        f'      unsure: {{label: "I cannot tell the {_thing(dice)} from the {_thing(dice)}", next: {ways[2]}}}\n'
    )


def _instruction(number: int, following: str, dice: Random) -> str:
    return (
        f"  s{number}:\n"
        f"    instruction: {dice.choice(DO).capitalize()} the {_thing(dice)} of the {_thing(dice)}\n"
        f"    actions:\n"
        f"      - {{do: {dice.choice(DO).capitalize()} the {_thing(dice)} under the {_thing(dice)}, "
        f"detail: The {_thing(dice)} {dice.choice(DOES)} a little while you do.}}\n"
        f"      - {dice.choice(DO).capitalize()} the {_thing(dice)} until the {_thing(dice)} {dice.choice(DOES)}\n"
        f"    expect: The {_thing(dice)} {dice.choice(DOES)} and the {_thing(dice)} is as it was before.\n"
        f"    minutes: 2\n"
        f"    not_fixed: {following}\n"
    )


def _thing(dice: Random) -> str:
    return f"{dice.choice(QUALITIES)} {dice.choice(THINGS)}"
