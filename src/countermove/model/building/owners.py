"""Actors, bodies and options of a case in code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Self

from countermove.errors import QuestionError, quoted
from countermove.model.building.parts import changed, given, owner_of, read, replaced, unknown, without_key
from countermove.model.preferences import PreferenceLine
from countermove.model.records import Body, CaseRecord, Option
from countermove.model.rules import Rule
from countermove.model.statements import Statement

__all__ = ["Options", "OwnerEdits", "Preferences"]

Options = Mapping[str, str | Mapping[str, Any] | Option | None]
"""Options by their ids: names, or the keys that an option has in a file."""
Preferences = Sequence[str | Statement | Mapping[str, Any] | PreferenceLine]
"""Preference statements, most important first, as in a file."""


class OwnerEdits(CaseRecord):
    """What a case in code says of actors, bodies and their options. Each method gives a new case."""

    def with_actor(
        self,
        actor: str,
        *,
        name: str = "",
        plural: bool = False,
        options: Options | None = None,
        prefers: Preferences | None = None,
        ranking: Sequence[str | Sequence[str]] | None = None,
        worth: Mapping[str, Any] | None = None,
        moves: Sequence[Sequence[str]] | None = None,
        about: str = "",
        evidence: str | Sequence[str] = (),
    ) -> Self:
        """The case with an actor: behind the others, or in the place of the one that has this id.

        An actor that is replaced is replaced as a whole; `with_option`, `with_preferences`, `with_statement` and
        `with_name` change a part of one. Names in statements are judged by `check` and `compile`, so that a statement
        may name an owner that is added later.

        Parameters
        ----------
        actor
            Its id: small letters, digits and hyphens.
        name, plural
            What people read, and whether the name takes verbs in the plural.
        options
            Its options by their ids, in the order of bits: a name, or the keys of an option in a file.
        prefers, ranking, worth
            Its preferences, in one of the three ways of a file.
        moves
            Pairs of listed states, from and to; only in a graph case.
        about, evidence
            A description, and citations.

        Returns
        -------
        Case
            A new case.

        Raises
        ------
        CaseError
            Where a value has not the shape that it has in a file; the place is this call and the argument.

        Examples
        --------
        >>> from countermove import Case
        >>> case = Case.build("Harbour").with_actor("port", options={"toll": "Raise the toll"}, prefers=["toll"])
        >>> case.option_rows[0].full
        'port.toll'
        >>> case.with_actor("union", prefers=["not not"])
        Traceback (most recent call last):
            ...
        countermove.errors.CaseError: with_actor("union") prefers[1]: cannot read the statement: the statement ends where an option, "not" or "(" is expected [CM105]
        """  # noqa: E501
        data = given(
            name=name, plural=plural, options=options, prefers=prefers, ranking=ranking, worth=worth, moves=moves,
            about=about, evidence=evidence or None,
        )  # fmt: skip
        return self._with_owner("actors", actor, data, "with_actor")

    def with_body(
        self,
        body: str,
        *,
        members: Sequence[str] = (),
        decides: str | Mapping[str, Any] | Rule | None = None,
        options: Options | None = None,
        name: str = "",
        plural: bool = False,
        about: str = "",
        evidence: str | Sequence[str] = (),
    ) -> Self:
        """The case with a body, which decides by a rule: behind the others, or in the place of the one with this id.

        Parameters
        ----------
        body
            Its id.
        members
            Ids of actors, or of bodies with a rule; they may be added later.
        decides
            The rule of its members, as in a file: ``"unanimity"``, ``{"quota": 0.6}``; None where each option has its own.
        options
            What it can do by decision, by their ids.
        name, plural
            What people read, and whether the name takes verbs in the plural.
        about, evidence
            A description, and citations.

        Returns
        -------
        Case
            A new case.

        Raises
        ------
        CaseError
            Where a value has not the shape that it has in a file.

        Examples
        --------
        >>> from countermove import Case
        >>> case = Case.build().with_actor("port").with_actor("union")
        >>> case.with_body("board", members=["port", "union"], decides={"quota": 0.5}, options={"deal": "Settle"})
        Case('', 2 actors, 1 body, 1 option)
        >>> case.with_body("board", decides="majorty")
        Traceback (most recent call last):
            ...
        countermove.errors.CaseError: with_body("board") decides: unknown rule "majorty"; did you mean "majority"? [CM410]
        """
        data = given(
            name=name, plural=plural, members=members if len(members) else None, decides=decides, options=options,
            about=about, evidence=evidence or None,
        )  # fmt: skip
        return self._with_owner("bodies", body, data, "with_body")

    def _with_owner(self, block: str, id_: str, data: Mapping[str, Any], method: str) -> Self:
        call = f"{method}({quoted(str(id_))})"
        record = read(type(self), block, {id_: data}, call, (block,), 1, "id")[id_]
        return replaced(self, block, id_, record)

    def with_option(self, owner: str, option: str, name: str = "", **keys: Any) -> Self:
        """The case with an option of an actor or body: behind its others, or in the place of the one with this id.

        Parameters
        ----------
        owner
            The id of an actor or body of the case.
        option
            The id of the option.
        name
            What people read.
        **keys
            The other keys of an option in a file: `change`, `needs`, `levels`, `because`, `evidence`; of a body `decides`.

        Returns
        -------
        Case
            A new case.

        Raises
        ------
        QuestionError
            Where there is nobody of that id.
        CaseError
            For a key or value that an option does not have.

        Examples
        --------
        >>> from countermove import Case
        >>> case = Case.build().with_actor("port").with_option("port", "close", "Close the port", change="take-only")
        >>> case.option_rows[0].full
        'port.close'
        """
        call = f"with_option({quoted(str(owner))}, {quoted(str(option))})"
        block, record = owner_of(self, owner, call)
        data = {option: {**given(name=name), **keys}}
        new = read(type(record), "options", data, call, (block, owner, "options"), 1, "id")
        return replaced(self, block, owner, record.model_copy(update={"options": {**record.options, **new}}))

    def with_name(self, id: str, name: str, *, plural: bool | None = None) -> Self:
        """The case with another name for people to read; ids, and so all statements, stay.

        Parameters
        ----------
        id
            An actor, a body or an option (``owner.option``).
        name
            The new name.
        plural
            Whether it takes verbs in the plural; None: as before. Not for an option.

        Returns
        -------
        Case
            A new case.

        Raises
        ------
        QuestionError
            Where there is nothing of that id.

        Examples
        --------
        >>> from countermove import Case
        >>> Case.build().with_actor("eu").with_name("eu", "European Union").label("eu")
        'European Union'
        """
        call = f"with_name({quoted(str(id))})"
        owner, option = self._meant(id, call)
        block, record = owner_of(self, owner, call)
        if option is None:
            data = {"name": name} if plural is None else {"name": name, "plural": plural}
            update = {key: read(type(record), key, value, call, (block, owner, key), 0, key) for key, value in data.items()}
            return replaced(self, block, owner, record.model_copy(update=update))
        old = record.options[option]
        text = read(type(old), "name", name, call, (block, owner, "options", option, "name"), 0, "name")
        options = {**record.options, option: old.model_copy(update={"name": text})}
        return replaced(self, block, owner, record.model_copy(update={"options": options}))

    def with_rule(self, body: str, rule: str | Mapping[str, Any] | Rule | None) -> Self:
        """The case with another rule for a body, or for one of its options.

        Parameters
        ----------
        body
            The id of a body, or one of its options (``body.option``).
        rule
            The rule, as in a file; None takes it away (an option is then decided by the rule of its body).

        Returns
        -------
        Case
            A new case.

        Raises
        ------
        QuestionError
            Where there is no such body, or option of a body.
        CaseError
            For a rule that cannot be read.

        Examples
        --------
        >>> from countermove import Case
        >>> case = Case.build().with_actor("a").with_body("board", members=["a"], decides="unanimity")
        >>> case.with_rule("board", {"quota": 0.6}).bodies["board"].decides
        Quota(quota=Amount(value=Fraction(3, 5), is_share=True, text='0.6'), weights=None, blocking=None)
        >>> case.with_rule("bord", "majority")
        Traceback (most recent call last):
            ...
        countermove.errors.QuestionError: with_rule("bord"): unknown body "bord"; did you mean "board"?
        """
        call = f"with_rule({quoted(str(body))})"
        owner, option = self._meant(body, call) if "." in str(body) else (body, None)
        if owner not in self.bodies:
            raise unknown(call, "body", owner, self.bodies)
        record = self.bodies[owner]
        if option is None:
            decides = read(Body, "decides", rule, call, ("bodies", owner, "decides"), 0, "rule")
            return replaced(self, "bodies", owner, record.model_copy(update={"decides": decides}))
        old = record.options[option]
        path = ("bodies", owner, "options", option, "decides")
        update = {"decides": read(type(old), "decides", rule, call, path, 0, "rule")}
        options = {**record.options, option: old.model_copy(update=update)}
        return replaced(self, "bodies", owner, record.model_copy(update={"options": options}))

    def without(self, id: str) -> Self:
        """The case without an actor, a body or an option.

        What is its own goes with it: its options, its memberships, its part of the status quo, and of an actor what it
        believes, what others believe that it prefers, and its events. What others say of it stays as it is written:
        statements, rules, labels and scenarios that name it. `check` and `compile` name each of these places.

        Parameters
        ----------
        id
            An actor, a body, or an option (``owner.option``; the bare id where one option bears it).

        Returns
        -------
        Case
            A new case.

        Raises
        ------
        QuestionError
            Where there is nothing of that id.

        See Also
        --------
        countermove.model.scenario.without : The what-if in which somebody does nothing: statements are adapted, too.

        Examples
        --------
        >>> import countermove as cm
        >>> case = cm.Case.build().with_actor("port", options={"toll": "Raise the toll"})
        >>> case = case.with_actor("union", options={"strike": "Strike"}, prefers=["not port.toll"])
        >>> case.without("strike").option_rows[-1].full
        'port.toll'
        >>> print(*cm.check(case.without("port.toll")))
        actors.union.prefers[1]: unknown option "port.toll"; "port" has no options [CM104]
        """
        call = f"without({quoted(str(id))})"
        owner, option = self._meant(id, call)
        block, record = owner_of(self, owner, call)
        taken = self._status_quo_without(owner, option)
        if option is not None:
            kept = record.model_copy(update={"options": without_key(record.options, option)})
            return changed(replaced(self, block, owner, kept), status_quo=taken)
        bodies = {
            id_: body.model_copy(update={"members": tuple(m for m in body.members if m != owner)})
            if owner in body.members
            else body
            for id_, body in without_key(self.bodies, owner).items()
        }
        views = {
            viewer: view.model_copy(update={"actors": without_key(view.actors, owner)}) if owner in view.actors else view
            for viewer, view in without_key(self.views, owner).items()
        }
        return changed(
            self, actors=without_key(self.actors, owner), bodies=bodies, views=views, status_quo=taken,
            events=tuple(event for event in self.events if event.actor != owner),
        )  # fmt: skip

    def _status_quo_without(self, owner: str, option: str | None) -> tuple[str, ...] | None:
        """The status quo without the options of an owner, or one of them."""
        if self.status_quo is None or self.states is not None:
            return self.status_quo
        bearers = Counter(id_ for _, _, id_ in self._option_ids())
        gone = {
            name
            for own, bearer, id_ in self._option_ids()
            if own == owner and option in (None, bearer)
            # A bare id means this option only where no other bears it.
            for name in (f"{owner}.{id_}", *([id_] if bearers[id_] == 1 else []))
        }
        return tuple(name for name in self.status_quo if name not in gone)

    def _option_ids(self) -> list[tuple[str, str, str]]:
        """The owner and the id of each option, and what the id is in lists: with the level, where it has levels."""
        return [
            (owner, id_, name)
            for block in (self.actors, self.bodies)
            for owner, record in block.items()
            for id_, option in record.options.items()
            for name in ([f"{id_}-{level}" for level in option.levels] or [id_])
        ]

    def _meant(self, id_: str, call: str) -> tuple[str, str | None]:
        """The owner, and the option, that an id of a part of the case means."""
        if id_ in self.actors or id_ in self.bodies:
            return id_, None
        pairs = list(dict.fromkeys((owner, option) for owner, option, _ in self._option_ids()))
        meant = [(owner, option) for owner, option in pairs if id_ in (option, f"{owner}.{option}")]
        if len(meant) == 1:
            return meant[0]
        full = [f"{owner}.{option}" for owner, option in pairs]
        if meant:
            ways = " or ".join(quoted(f"{owner}.{option}") for owner, option in meant)
            raise QuestionError(f"{call}: several options are called {quoted(str(id_))}; write {ways}")
        bare = [option for _, option in pairs]
        raise unknown(call, "actor, body or option", id_, [*self.actors, *self.bodies, *full, *bare])
