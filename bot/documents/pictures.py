"""Every picture, drawn by request. Use these, not the files that draw: matplotlib comes with them.

It costs half a second and some 60 MB once, which a bot that draws nothing need not pay. Drawing blocks: run these in a
thread or process of its own, one at a time.
"""

# ruff: noqa: PLC0415

from collections.abc import Sequence

from handlers.papers.tables import Counts, Heading, Poster, TimelineEntry


def charts(counts: Counts, heading: Heading) -> dict[str, bytes]:
    """The charts of a session as PNG by the name of their file, without those that would show nothing."""
    from bot.documents.png import charts as drawing

    drawn = {
        "linh-vuc.png": (counts.by_topic, drawing.topics_chart),
        "noi-o.png": (counts.by_area, drawing.areas_chart),
        "ket-qua.png": (counts.by_state, drawing.states_chart),
    }
    return {name: draw(counts, heading) for name, (found, draw) in drawn.items() if found}


def timeline(heading: Heading, entries: Sequence[TimelineEntry]) -> tuple[bytes, ...]:
    """The milestones as PNG for a phone, several where there are many; `heading.as_of` is today."""
    from bot.documents.png.timeline import timeline_pictures

    return timeline_pictures(heading, entries)


def poster(content: Poster) -> tuple[bytes, bytes]:
    """An announcement to hang up: as PDF to print, and as PNG to send."""
    from bot.documents.png.poster import poster_page

    page = poster_page(content)
    return page.pdf(content.title), page.png()
