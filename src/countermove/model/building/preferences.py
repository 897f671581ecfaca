"""Preferences of a case in code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

from countermove.errors import QuestionError, quoted
from countermove.model.building.owners import Preferences
from countermove.model.building.parts import changed, given, index_of, read, spliced, unknown
from countermove.model.preferences import PreferenceLine
from countermove.model.records import Actor, CaseRecord
from countermove.model.statements import Statement

__all__ = ["PreferenceEdits"]


class PreferenceEdits(CaseRecord):
    """What a case in code says of preferences. Each method gives a new case."""

    def with_preferences(
        self,
        actor: str,
        prefers: Preferences | None = None,
        *,
        ranking: Sequence[str | Sequence[str]] | None = None,
        worth: Mapping[str, Any] | None = None,
    ) -> Self:
        """The case with other preferences for an actor, in one of the three ways; none of them: it is indifferent.

        Parameters
        ----------
        actor
            The id of an actor of the case.
        prefers
            Preference statements, most important first.
        ranking
            States, best first, as patterns or statements; ties in nested lists.
        worth
            Weights of options.

        Returns
        -------
        Case
            A new case.

        Raises
        ------
        QuestionError
            Where there is no such actor.
        CaseError
            Where a value has not the shape that it has in a file.

        Examples
        --------
        >>> from countermove import Case
        >>> case = Case.build().with_actor("port", options={"toll": "Raise the toll"}, prefers=["toll"])
        >>> case.with_preferences("port", worth={"toll": 2.5}).actors["port"].worth
        {'toll': Decimal('2.5')}
        """
        call = f"with_preferences({quoted(str(actor))})"
        record = self._actor(actor, call)
        values = {"prefers": prefers, "ranking": ranking, "worth": worth}
        update = {
            key: None if value is None else read(Actor, key, value, call, ("actors", actor, key), -1, key)
            for key, value in values.items()
        }
        return self._with_actor(actor, record.model_copy(update=update))

    def with_statement(
        self,
        actor: str,
        position: int,
        statement: str | Statement | Mapping[str, Any] | PreferenceLine,
        *,
        replace: bool = False,
        because: str = "",
        evidence: str | Sequence[str] = (),
        sure: Any = None,
        otherwise: str | Statement | None = None,
    ) -> Self:
        """The case with one more preference statement of an actor, or another one in the place of one.

        Parameters
        ----------
        actor
            The id of an actor of the case, whose preferences are statements, or not given yet.
        position
            Before which statement it is inserted, counted from 1, the most important; one more than there are: last.
        statement
            The statement; or a mapping, as for several that are ``equally`` important.
        replace
            Whether the statement at this position goes.
        because, evidence, sure, otherwise
            The other keys of a statement in a file.

        Returns
        -------
        Case
            A new case.

        Raises
        ------
        QuestionError
            Where there is no such actor or position, or the actor states its preferences in another way.
        CaseError
            For a statement that cannot be read.

        Examples
        --------
        >>> from countermove import Case
        >>> case = Case.build().with_actor("port", options={"toll": "Raise the toll"}, prefers=["toll"])
        >>> [line.that.text for line in case.with_statement("port", 1, "union.strike").actors["port"].prefers]
        ['union.strike', 'toll']
        >>> case.with_statement("port", 3, "union.strike")
        Traceback (most recent call last):
            ...
        countermove.errors.QuestionError: with_statement("port"): there is no position 3; statements have the positions 1 to 2; 2 is behind the last
        """  # noqa: E501
        call = f"with_statement({quoted(str(actor))})"
        record = self._actor(actor, call)
        lines = self._statements(actor, record, call)
        index = index_of(position, len(lines), call, "statement", behind=not replace)
        keys = given(because=because, evidence=evidence or None, sure=sure, otherwise=otherwise)
        entry = {"that": statement, **keys} if keys else statement
        new = read(Actor, "prefers", [entry], call, ("actors", actor, "prefers"), 1, "statement")
        return self._with_actor(actor, record.model_copy(update={"prefers": spliced(lines, index, new, int(replace))}))

    def without_statement(self, actor: str, position: int) -> Self:
        """The case without one preference statement of an actor.

        Parameters
        ----------
        actor
            The id of an actor of the case.
        position
            The position of the statement, counted from 1.

        Returns
        -------
        Case
            A new case.

        Raises
        ------
        QuestionError
            Where there is no such actor or position.

        Examples
        --------
        >>> from countermove import Case
        >>> case = Case.build().with_actor("port", options={"toll": "Raise the toll"}, prefers=["toll"])
        >>> case.without_statement("port", 1).actors["port"].prefers
        ()
        """
        call = f"without_statement({quoted(str(actor))})"
        record = self._actor(actor, call)
        lines = self._statements(actor, record, call)
        index = index_of(position, len(lines), call, "statement")
        return self._with_actor(actor, record.model_copy(update={"prefers": spliced(lines, index, (), 1)}))

    def _actor(self, id_: str, call: str) -> Actor:
        if id_ in self.bodies:
            raise QuestionError(f"{call}: {quoted(id_)} is a body; those of its members decide")
        if id_ not in self.actors:
            raise unknown(call, "actor", id_, self.actors)
        return self.actors[id_]

    def _statements(self, id_: str, record: Actor, call: str) -> tuple[PreferenceLine, ...]:
        way = "ranking" if record.ranking is not None else "worth" if record.worth is not None else None
        if way is not None:
            way_out = f"replace it: with_preferences({quoted(id_)}, [...])"
            raise QuestionError(f"{call}: the preferences of {quoted(id_)} are given by {way}; {way_out}")
        return record.prefers or ()

    def _with_actor(self, id_: str, record: Actor) -> Self:
        return changed(self, actors={**self.actors, id_: record})
