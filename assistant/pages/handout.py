"""The findings as a sheet that a family takes home: a Word file in large type."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from assistant.pages.workbench import Findings, Line
from assistant.replies.page import PageWords
from assistant.replies.script import in_script

FONT = "Noto Sans CJK SC"
POINTS = 18
TITLE_POINTS = 26


def handout(found: Sequence[Findings], made_on: str) -> bytes:
    """The sheet as a .docx file, one place after the other."""
    from docx import Document

    document: Any = Document()
    _style(document)
    for index, findings in enumerate(found):
        if index:
            document.add_page_break()
        _Sheet(document, findings, made_on).write()
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _style(document: Any) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    for name, points in (
        ("Normal", POINTS),
        ("Title", TITLE_POINTS),
        ("Heading 1", POINTS + 3),
        ("Table Grid", POINTS),
    ):
        style = document.styles[name]
        style.font.name = FONT
        style.font.size = Pt(points)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)


class _Sheet:
    """Writes the findings of one place."""

    def __init__(self, document: Any, findings: Findings, made_on: str) -> None:
        self.document = document
        self.findings = findings
        self.made_on = made_on

    @property
    def words(self) -> PageWords:
        return self.findings.words

    def write(self) -> None:
        """All of the sheet; the first lines say who made it, and by which document."""
        picture, say = self.findings.picture, self.words.say
        self.document.add_heading(say("handout.title", place=self.findings.place), 0)
        self.strong(say("ai_line"))
        if picture.is_draft:
            self.strong(say("draft_alert"))
        elif picture.in_force_from:
            self.strong(say("not_yet", day=picture.in_force_from))
        self.heading("handout.facts")
        self.line(self.words.listed([self.said(one) for one in picture.facts]) or say("handout.nothing"))
        self.due()
        self.open("handout.open", self.findings.groups.get("needs_info", ()))
        self.open("handout.local", self.findings.groups.get("local_decision", ()))
        self.source()

    def due(self) -> None:
        picture, say = self.findings.picture, self.words.say
        lines = self.findings.groups.get("eligible", ())
        self.heading("handout.due")
        if not lines:
            self.line(say("handout.none_due"))
            return
        table = self.document.add_table(rows=1, cols=3, style="Table Grid")
        for cell, name in zip(table.rows[0].cells, ("name", "how_much", "where"), strict=True):
            cell.paragraphs[0].add_run(say(f"handout.{name}")).bold = True
        for line in lines:
            name, gives, where = table.add_row().cells
            name.paragraphs[0].add_run(self.said(line.name))
            gives.paragraphs[0].add_run(self.said(self.gives(line))).bold = True
            where.paragraphs[0].add_run(say("item", number=line.entry.item))
        if picture.totals:
            self.line(f"{say('total')}{say('colon')}{self.said(say('comma').join(picture.totals))}")
        for choice in picture.choices:
            self.line(self.said(choice))
        for taken in (*picture.presumptions, *picture.absent):
            self.line(f"{say('taken')}{say('colon')}{self.said(taken)}")

    def gives(self, line: Line) -> str:
        """What a benefit gives, with what must be said beside it."""
        entry = line.entry
        notes = [*entry.steps, *entry.notes, *([self.words.say("encouraged")] if entry.encouraged else [])]
        return f"{entry.offer}（{self.words.say('comma').join(notes)}）" if notes else entry.offer

    def open(self, heading: str, lines: Sequence[Line]) -> None:
        if not lines:
            return
        self.heading(heading)
        for line in lines:
            missing = self.words.listed([self.said(one) for one in line.entry.missing])
            said = f"{self.said(line.name)}（{self.words.say('item', number=line.entry.item)}）"
            self.line(f"{said}{self.words.say('colon')}{missing}" if missing else said, "List Bullet")

    def source(self) -> None:
        picture, say = self.findings.picture, self.words.say
        policy = picture.policy
        departments = picture.departments(picture.due)
        if departments:
            heading = say("handout.department", heading=picture.department_heading)
            self.line(f"{heading}{say('colon')}{self.said(say('comma').join(departments))}")
        number = f"（{policy.number}）" if policy.number else ""
        self.line(say("handout.source", title=policy.list_title or policy.title, number=number))
        day = say("as_of", day=self.findings.assessment.as_of.isoformat())
        self.line(f"{day} · {say('handout.made', day=self.made_on)}")

    def heading(self, name: str) -> None:
        self.document.add_heading(self.words.say(name), 1)

    def line(self, text: str, style: str | None = None) -> None:
        self.document.add_paragraph(text, style=style)

    def strong(self, text: str) -> None:
        self.document.add_paragraph().add_run(text).bold = True

    def said(self, text: str) -> str:
        """Words of ours in the script of the sheet."""
        return in_script(text, self.words.language)
