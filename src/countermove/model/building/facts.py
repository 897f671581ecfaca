"""What a case in code says of itself: its heading, states, constraints, labels, scenarios, beliefs and sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Self

from countermove.errors import QuestionError, did_you_mean, quoted
from countermove.model.building.parts import changed, given, index_of, read, spliced, unknown, without_key
from countermove.model.labels import Label
from countermove.model.records import Actor, CaseRecord
from countermove.model.statements import Statement

__all__ = ["FactEdits"]

CONSTRAINTS = ("impossible", "always")


class FactEdits(CaseRecord):
    """How a case in code begins, and what it says of more than one actor. Each method gives a new case."""

    @classmethod
    def build(cls, title: str = "", *, at: str = "", about: str = "", citation: str = "") -> Self:
        """A case without anything in it yet, to which the methods `with_...` add.

        Parameters
        ----------
        title
            What the case is called.
        at
            The moment that it describes.
        about, citation
            A description, and where the model was published.

        Returns
        -------
        Case
            A case without actors.

        Examples
        --------
        >>> from countermove import Case
        >>> Case.build("Harbour", at="2026-05").with_actor("port", options={"toll": "Raise the toll"})
        Case('Harbour', 1 actor, 1 option)
        """
        return cls(actors={}).with_heading(title or None, at=at or None, about=about or None, citation=citation or None)

    def with_heading(
        self,
        title: str | None = None,
        *,
        at: str | None = None,
        about: str | None = None,
        citation: str | None = None,
    ) -> Self:
        """The case with another title, moment, description or citation; what is None stays.

        Examples
        --------
        >>> from countermove import Case
        >>> Case.build("Harbour").with_heading("The harbour toll").title
        'The harbour toll'
        """
        values = {"title": title, "at": at, "about": about, "citation": citation}
        return changed(
            self,
            **{
                key: read(type(self), key, value, "with_heading", (key,), 0, key)
                for key, value in values.items()
                if value is not None
            },
        )

    def with_status_quo(self, taken: str | Sequence[str] | None) -> Self:
        """The case with another status quo.

        Parameters
        ----------
        taken
            The options taken now, all others are not; in a graph case the id of a state; None: the case has none.

        Returns
        -------
        Case
            A new case.

        Examples
        --------
        >>> from countermove import Case
        >>> Case.build().with_actor("port", options={"toll": "Raise the toll"}).with_status_quo(["port.toll"]).status_quo
        ('port.toll',)
        """
        value = None if taken is None else read(
            type(self), "status_quo", taken, "with_status_quo", ("status quo",), 0, "taken"
        )  # fmt: skip
        return changed(self, status_quo=value)

    def with_constraint(
        self,
        kind: Literal["impossible", "always"],
        statement: str | Statement,
        *,
        because: str = "",
        evidence: str | Sequence[str] = (),
    ) -> Self:
        """The case with one more statement that never holds, or that always holds, behind the others of its kind.

        Parameters
        ----------
        kind
            ``"impossible"``: a state in which it holds is not feasible; ``"always"``: it holds in every feasible state.
        statement
            The statement.
        because, evidence
            Why it is so, and citations.

        Returns
        -------
        Case
            A new case.

        Raises
        ------
        QuestionError
            For another kind.
        CaseError
            For a statement that cannot be read.

        Examples
        --------
        >>> from countermove import Case
        >>> case = Case.build().with_constraint("impossible", "port.toll and union.strike", because="Nothing is landed then")
        >>> case.impossible[0].that.text
        'port.toll and union.strike'
        """
        call = f"with_constraint({quoted(str(kind))})"
        _check_kind(kind, call)
        keys = given(because=because, evidence=evidence or None)
        entry = {"that": statement, **keys} if keys else statement
        new = read(type(self), kind, [entry], call, (kind,), 1, "statement")
        return changed(self, **{kind: (*getattr(self, kind), *new)})

    def without_constraint(self, kind: Literal["impossible", "always"], position: int) -> Self:
        """The case without one of its constraints.

        Parameters
        ----------
        kind
            ``"impossible"`` or ``"always"``.
        position
            Its position among those of its kind, counted from 1.

        Returns
        -------
        Case
            A new case.

        Raises
        ------
        QuestionError
            For another kind, and where there is no such position.

        Examples
        --------
        >>> from countermove import Case
        >>> Case.build().with_constraint("always", "port.toll").without_constraint("always", 1).always
        ()
        """
        call = f"without_constraint({quoted(str(kind))})"
        _check_kind(kind, call)
        entries = getattr(self, kind)
        index = index_of(position, len(entries), call, "constraint")
        return changed(self, **{kind: spliced(entries, index, (), 1)})

    def with_label(
        self,
        id: str,
        *,
        options: Sequence[str] | None = None,
        where: str | Statement | None = None,
        state: str | None = None,
        name: str = "",
    ) -> Self:
        """The case with a label for an outcome: behind the others, or in the place of the one with this id.

        Parameters
        ----------
        id
            The id of the label.
        options
            All options that are taken in the state that it is for.
        where
            A statement: the label is for every state in which it holds.
        state
            In a graph case, the id of the state.
        name
            What is shown; without it, the id with spaces for hyphens.

        Returns
        -------
        Case
            A new case.

        Raises
        ------
        CaseError
            Unless exactly one of `options`, `where` and `state` is given.

        Examples
        --------
        >>> from countermove import Case
        >>> case = Case.build().with_actor("port", options={"toll": "Raise the toll"}).with_label("dear", where="port.toll")
        >>> case.labels["dear"].where.text
        'port.toll'
        """
        call = f"with_label({quoted(str(id))})"
        data = given(name=name, options=options, where=where, state=state)
        # Validated as the only label: a list of labels has names in the place of ids.
        new = read(type(self), "labels", {id: data}, call, ("labels",), 1, "id")
        if isinstance(self.labels, Mapping):
            return changed(self, labels={**self.labels, **new})
        label = Label.model_copy(new[id], update={"name": name or id.replace("-", " ")})
        return changed(self, labels=(*(old for old in self.labels if old.name != label.name), label))

    def without_label(self, id: str) -> Self:
        """The case without one of its labels; where they are a list, by its name.

        Examples
        --------
        >>> from countermove import Case
        >>> Case.build().with_label("dear", where="port.toll").without_label("dear").labels
        {}
        """
        names = [*self.labels] if isinstance(self.labels, Mapping) else [label.name for label in self.labels]
        if id not in names:
            raise unknown(f"without_label({quoted(str(id))})", "label", id, names)
        if isinstance(self.labels, Mapping):
            return changed(self, labels=without_key(self.labels, id))
        return changed(self, labels=tuple(label for label in self.labels if label.name != id))

    def with_scenario(self, name: str, changes: Mapping[str, Any], *, about: str = "") -> Self:
        """The case with a scenario, which is merged over it: behind the others, or in the place of the one with this name.

        Parameters
        ----------
        name
            The name of the scenario.
        changes
            The change, in the shape of a case file; None removes what stands at its key.
        about
            What is different, in words.

        Returns
        -------
        Case
            A new case.

        Examples
        --------
        >>> from countermove import Case
        >>> case = Case.build().with_actor("port", options={"toll": "Raise the toll"}, prefers=["toll"])
        >>> case = case.with_scenario("late", {"actors": {"port": {"prefers": ["not toll"]}}})
        >>> case.scenarios["late"].changes["actors"]["port"]
        {'prefers': ['not toll']}
        """
        call = f"with_scenario({quoted(str(name))})"
        new = read(type(self), "scenarios", {name: {"about": about, "changes": changes}}, call, ("scenarios",), 1, "name")
        return changed(self, scenarios={**self.scenarios, **new})

    def without_scenario(self, name: str) -> Self:
        """The case without one of its scenarios.

        Examples
        --------
        >>> from countermove import Case
        >>> Case.build().with_scenario("late", {}).without_scenario("late").scenarios
        {}
        """
        if name not in self.scenarios:
            raise unknown(f"without_scenario({quoted(str(name))})", "scenario", name, self.scenarios)
        return changed(self, scenarios=without_key(self.scenarios, name))

    def with_view(
        self,
        actor: str,
        *,
        actors: Mapping[str, Mapping[str, Any]] | None = None,
        unaware: str | Sequence[str] = (),
        unseen: Sequence[str | Mapping[str, Any]] = (),
        about: str = "",
    ) -> Self:
        """The case with what an actor believes, in the place of what it was said to believe; nothing: it errs in nothing.

        Parameters
        ----------
        actor
            The id of the one who believes it.
        actors
            Others' preferences as it sees them, by their ids.
        unaware
            Options that it does not know of.
        unseen
            Statements: it does not see the states in which one of them holds.
        about
            A description.

        Returns
        -------
        Case
            A new case.

        Examples
        --------
        >>> from countermove import Case
        >>> Case.build().with_view("port", actors={"union": {"prefers": ["strike"]}}).views["port"].actors["union"].prefers[0].that.text
        'strike'
        """  # noqa: E501
        call = f"with_view({quoted(str(actor))})"
        data = given(actors=actors, unaware=unaware or None, unseen=unseen or None, about=about)
        if not data:
            return changed(self, views=without_key(self.views, actor))
        new = read(type(self), "views", {actor: data}, call, ("views",), 1, "actor")
        return changed(self, views={**self.views, **new})

    def with_event(
        self,
        on: str,
        actor: str,
        *,
        takes: str | Sequence[str] = (),
        drops: str | Sequence[str] = (),
        because: str = "",
        evidence: str | Sequence[str] = (),
    ) -> Self:
        """The case with one more event, behind those before it.

        Parameters
        ----------
        on
            When it happened, as text.
        actor
            The id of the actor or body whose doing it was.
        takes, drops
            The options taken, and given up.
        because, evidence
            Why it is in the model, and citations.

        Returns
        -------
        Case
            A new case.

        Examples
        --------
        >>> from countermove import Case
        >>> Case.build().with_event("2026-05-03", "union", takes=["strike"]).events[0].takes
        ('strike',)
        """
        data = given(takes=takes or None, drops=drops or None, because=because, evidence=evidence or None)
        entry = {"on": on, "actor": actor, **data}
        new = read(type(self), "events", [entry], "with_event", ("events",), 1, "on")
        return changed(self, events=(*self.events, *new))

    def with_source(self, id: str, **keys: str) -> Self:
        """The case with a source that evidence can cite; the keys are those of a file: `title`, `author`, `url`, ...

        Examples
        --------
        >>> from countermove import Case
        >>> Case.build().with_source("herald", title="Port raises toll", outlet="The Herald").sources["herald"].outlet
        'The Herald'
        """
        call = f"with_source({quoted(str(id))})"
        new = read(type(self), "sources", {id: keys}, call, ("sources",), 1, "id")
        return changed(self, sources={**self.sources, **new})

    def with_state(self, state: str, name: str = "") -> Self:
        """The case with a listed state, as graph cases have them, behind the others or in the place of its old name.

        Without a name, people read its id.

        Examples
        --------
        >>> from countermove import Case
        >>> case = Case.build("Embargo").with_actor("a", moves=[["s1", "s2"]], ranking=["s1", "s2"])
        >>> case.with_state("s1", "Status quo").with_state("s2", "Embargo").states
        {'s1': 'Status quo', 's2': 'Embargo'}
        """
        call = f"with_state({quoted(str(state))})"
        new = read(type(self), "states", {state: name or state}, call, ("states",), 1, "name")
        return changed(self, states={**(self.states or {}), **new})

    def with_move(self, actor: str, source: str, target: str) -> Self:
        """The case with one more move of an actor between two listed states.

        Parameters
        ----------
        actor
            The id of an actor of the case.
        source, target
            Ids of states.

        Returns
        -------
        Case
            A new case.

        Raises
        ------
        QuestionError
            Where there is no such actor, or it has this move already.

        Examples
        --------
        >>> from countermove import Case
        >>> Case.build().with_actor("a").with_move("a", "s1", "s2").actors["a"].moves
        (('s1', 's2'),)
        """
        call = f"with_move({quoted(str(actor))})"
        if actor not in self.actors:
            raise unknown(call, "actor", actor, self.actors)
        record = self.actors[actor]
        new = read(Actor, "moves", [[source, target]], call, ("actors", actor, "moves"), 1, "target")
        if new[0] in (record.moves or ()):
            raise QuestionError(f"{call}: it has the move from {quoted(source)} to {quoted(target)} already")
        moved = record.model_copy(update={"moves": (*(record.moves or ()), *new)})
        return changed(self, actors={**self.actors, actor: moved})


def _check_kind(kind: str, call: str) -> None:
    if kind not in CONSTRAINTS:
        way_out = did_you_mean(str(kind), CONSTRAINTS)
        raise QuestionError(f"{call}: unknown kind of constraint {quoted(str(kind))}; {way_out}")
