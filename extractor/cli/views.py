"""``extractor views``: who thinks what of what, and why we say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

import typer

from extractor.cli import options

if TYPE_CHECKING:
    from extractor.document import View
    from extractor.pipes import FinanceViews
    from extractor.segment import Reading
    from extractor.views.decide import Decision

EPILOG = "Example: extractor views article.txt --explain"
_DIRECTIONS = {"up": "↑", "down": "↓", "flat": "→", "mixed": "↕"}


def command(
    articles: options.Articles,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Print the chain: holder cue, target, cues, probabilities."),
    ] = False,
    encoding: options.Encoding = None,
    knowledge: options.Knowledge = None,
    stance_model: options.StanceModel = None,
) -> None:
    """Print each view of each article: holder, target, stance, rating, price target, horizon, evidence."""
    from extractor.article import read_articles
    from extractor.pipeline import load
    from extractor.views import decisions

    extractor = load(knowledge or (), stance_model)
    model = cast("FinanceViews", extractor.nlp.get_pipe("finance_views")).model
    for path in articles:
        for article in read_articles(path, options.read_options(encoding)):
            reading = extractor.read(article)
            for decision in decisions(reading, model):
                if decision.view is not None:
                    print(_line(decision.view, reading))
                    for evidence in decision.view.evidence:
                        print(f"    {'「' if evidence.quoted else ' '} {' '.join(evidence.text.split())}")
                if explain and (decision.view is not None or decision.draft.signs):
                    _explain(decision, reading)


def _line(view: View, reading: Reading) -> str:
    names = {entity.id: entity.name for entity in reading.entities}
    holder = " / ".join(names[i] for i in (view.holder.person, view.holder.org) if i) or view.holder.text
    parts = [f"{holder} → {view.target.text}: {view.stance} ({view.score:.2f}, {view.decided_by})"]
    if view.rating:
        previous = f"{view.rating.previous} → " if view.rating.previous else ""
        parts.append(
            f"rating {previous}{view.rating.value}" + (f" ({view.rating.action})" if view.rating.action else "")
        )
    if view.price_target:
        price = view.price_target
        old = f"{price.previous:g} → " if price.previous is not None else ""
        value = f"{price.value:g}" if price.value is not None else f"{price.low}–{price.high}"
        parts.append(f"price target {old}{value} {price.currency}")
    if view.horizon:
        parts.append(f"horizon {view.horizon}")
    return ", ".join(parts)


def _explain(decision: Decision, reading: Reading) -> None:
    draft = decision.draft
    if decision.view is None:
        print(f"(dropped) {draft.who.holder.text} → {reading.text[draft.target.start : draft.target.end]}")
    said = draft.statement
    print(f"      holder {draft.who.holder.text!r} ({draft.who.kind}) by cue {said.cue!r} ({said.kind})")
    print(f"      target {draft.target.kind}, key {draft.target.key}, named {len(draft.mentions)} times")
    for sign in draft.signs:
        marks = [
            *sign.shifters,
            *(name for name in ("premise", "carried") if getattr(sign, name)),
            *sorted(sign.effects),
        ]
        turned = f" [{', '.join(marks)}]" if marks else ""
        print(f"      cue {sign.cue.what.word} {_DIRECTIONS[sign.direction]} {sign.weight:.2f}{turned}")
    stances = ", ".join(f"{stance} {share:.2f}" for stance, share in decision.stances.items())
    print(f"      a view with probability {decision.chance:.2f}; rules: {stances}")
    if decision.model is not None:
        shares = ", ".join(f"{stance} {share:.2f}" for stance, share in decision.model.stances.items())
        print("      model: " + ("" if decision.model.view is None else f"a view {decision.model.view:.2f}; ") + shares)
