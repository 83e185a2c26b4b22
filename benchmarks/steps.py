"""One answer to one question: the engine, a state machine, a workflow engine, and a dictionary."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from transitions import Machine

from benchmarks.measure import Row, ratio
from diagnostics.engine import Reply, Start, advance, replay
from diagnostics.program.types import Choice, Program

DAY = date(2026, 11, 22)


def rows(program: Program, repetitions: int) -> Iterator[Row]:
    """The first question of a program, answered with its first answer."""
    state = replay(program, Start(DAY), {})
    step = program.root.steps[state.step]
    assert isinstance(step, Choice)
    answer, reply, place = next(iter(step.answers)), Reply(next(iter(step.answers))), state.place
    routes = {name: one.next or step.next or "" for name, one in step.answers.items()}
    assert advance(program, state, place, reply).step == routes[answer], "the same transition on both sides"

    def engine() -> object:
        return advance(program, state, place, reply)

    table = {place: routes}
    there_and_back = ratio(_state_machine(place, routes, answer), engine, (500, 1000), repetitions)
    yield Row("one answer in `transitions`, to one in the engine", there_and_back / 2, at_least=3)
    workflow = _workflow(routes, answer, 20 * (repetitions + 1))
    yield Row("one answer in SpiffWorkflow, to one in the engine", ratio(workflow, engine, (20, 1000), repetitions), at_least=50)
    yield Row("one answer in the engine, to one look into a dictionary", ratio(engine, lambda: table[place][answer], (1000, 20_000), repetitions))


def _state_machine(place: str, routes: dict[str, str], answer: str) -> Callable[[], object]:
    """There and back: two transitions, since a machine moves and does not give a new state. Like the engine it keeps what was answered where."""
    model = _Visit(place)
    there = [{"trigger": f"answer_{name}", "source": place, "dest": target, "before": "keep"} for name, target in routes.items()]
    back = [{"trigger": "back", "source": target, "dest": place, "before": "keep"} for target in set(routes.values())]
    Machine(model, states=[place, *set(routes.values())], transitions=[*there, *back], initial=place, auto_transitions=False)
    forward, backward = getattr(model, f"answer_{answer}"), model.back

    def there_and_back() -> None:
        forward(answer)
        backward(answer)

    return there_and_back


class _Visit:
    """The model of the state machine."""

    state: str
    back: Any

    def __init__(self, place: str) -> None:
        self.place, self.answers = place, dict[str, str]()

    def keep(self, answer: str) -> None:
        self.answers[self.place] = answer


def _workflow(routes: dict[str, str], answer: str, instances: int) -> Callable[[], object]:
    """One user task completed, and the gateway behind it followed to the next one. Each call takes an instance that was made before."""
    parser = BpmnParser()
    parser.add_bpmn_str(_bpmn(routes))
    spec, started = parser.get_spec("visit"), []
    for _ in range(instances + 1):
        instance = BpmnWorkflow(spec)
        instance.do_engine_steps()
        started.append(instance)

    def complete() -> None:
        instance = started.pop()
        task = instance.get_next_task(state=TaskState.READY, manual=True)
        task.data["answer"] = answer
        task.run()
        instance.do_engine_steps()
        following = instance.get_next_task(state=TaskState.READY, manual=True)
        assert following.task_spec.name == routes[answer], "the same transition on both sides"

    return complete


def _bpmn(routes: dict[str, str]) -> bytes:
    """A user task, a gateway on its answer, and a user task for each step that an answer leads to."""
    flows = [("f_start", "start", "question", ""), ("f_asked", "question", "decide", "")]
    flows += [(f"f_{name}", "decide", target, f"answer == '{name}'") for name, target in routes.items()]
    flows += [(f"f_end_{target}", target, "end", "") for target in set(routes.values())]

    def links(element: str) -> str:
        incoming = "".join(f"<incoming>{name}</incoming>" for name, _, to, _ in flows if to == element)
        return incoming + "".join(f"<outgoing>{name}</outgoing>" for name, source, _, _ in flows if source == element)

    tasks = "".join(f'<userTask id="{target}">{links(target)}</userTask>' for target in sorted(set(routes.values())))
    arrows = "".join(
        f'<sequenceFlow id="{name}" sourceRef="{source}" targetRef="{to}">' + (f"<conditionExpression>{when}</conditionExpression>" if when else "")
        + "</sequenceFlow>" for name, source, to, when in flows)  # fmt: skip
    xml: Any = (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="benchmark"><process id="visit" isExecutable="true">'
        f'<startEvent id="start">{links("start")}</startEvent><userTask id="question">{links("question")}</userTask>'
        f'<exclusiveGateway id="decide">{links("decide")}</exclusiveGateway>{tasks}<endEvent id="end">{links("end")}</endEvent>{arrows}'
        "</process></definitions>")
    return bytes(xml, "utf-8")
