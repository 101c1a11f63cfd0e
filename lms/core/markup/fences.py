"""Decides what each fenced block becomes: code, a diagram, another room's piece, or nothing to see."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from lms.core.findings import Severity
from lms.core.markup import diagrams
from lms.core.markup.blocks import Fence
from lms.core.markup.cleaning import scroll_opening
from lms.core.markup.highlighting import highlight_code, is_known_language, language_name
from lms.core.markup.labels import label
from lms.core.markup.page import Page, Token
from lms.core.markup.values import Claim, CodeBlock, PartMark

_DIAGRAMS_MAXIMUM = 60
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(slots=True)
class Fences:
    """Handles the fences of one page in order; `awaiting` is set while a block to run may get its output."""

    page: Page
    drawn: int = 0
    is_plain: bool = False
    """Whether every fence is code, as in a question."""
    awaiting: bool = False
    claims_line: int = 0

    def handle(self, fence: Fence) -> Token | PartMark | None:
        """What stands in the fence's place; None where nothing is shown."""
        language = fence.words[0].lower() if fence.words else ""
        awaiting = self.awaiting
        if language != "claims":
            self.text_follows(fence.line)
        if self.is_plain:
            return self._program(fence, language)
        kinds: dict[str, Callable[[Fence], Token | PartMark | None]] = {
            "check": self._check,
            "claims": self._claims,
            "mermaid": self._diagram,
            "quiz": self._question,
        }
        if language in kinds:
            return kinds[language](fence)
        if language == "output":
            return self._output(fence, is_expected=awaiting)
        return self._program(fence, language)

    def text_follows(self, line: int) -> None:
        """Note that something else stands here: an output further on belongs to no block."""
        self.awaiting = False
        if 0 < self.claims_line < line:
            message = "Text follows the claims, which end a file."
            self.page.report(Severity.WARNING, "claims-place", message, line, 1, "move the claims to the end")
            self.claims_line = 0

    def _program(self, fence: Fence, language: str) -> Token:
        others = fence.words[1:]
        self.awaiting = others == ("run",)
        if others and not self.awaiting:
            message = f"“{' '.join(others)}” means nothing after the language of a code block."
            self._report(fence, "fence-words", message, "only run may follow, as in: python run", Severity.WARNING)
        if not is_known_language(language):
            message = f"The language {language} is not known; the code is shown without colours."
            self._report(fence, "code-language", message, "use text for plain text", Severity.WARNING)
        source = "\n".join(fence.body)
        self.page.code_blocks.append(CodeBlock(language, source, self.awaiting, None, fence.line))
        name = language_name(language)
        return self._code(fence, language, label("code", self.page.language, name=name).strip())

    def _output(self, fence: Fence, *, is_expected: bool) -> Token:
        if is_expected:
            block = self.page.code_blocks[-1]
            self.page.code_blocks[-1] = replace(block, expected_output="\n".join(fence.body))
        return self._code(fence, "output", label("output", self.page.language))

    def _question(self, fence: Fence) -> None:
        message = "A question's block stands in the text, where it would show its answers."
        self._report(fence, "quiz-misplaced", message, "move it to quiz.md and name it by a check fence")

    def _code(self, fence: Fence, language: str, name: str) -> Token:
        source = "\n".join(fence.body)
        kind = "highlight output" if language == "output" else "highlight"
        classes = f' class="language-{html.escape(language)}"' if language not in {"", "output"} else ""
        opening = scroll_opening(html.escape(name), kind)
        code = f"{opening}<pre><code{classes}>{highlight_code(source, language)}</code></pre></div>"
        return Token(code, f" {source} ", source, is_block=True)

    def _diagram(self, fence: Fence) -> Token:
        source = "\n".join(fence.body)
        description = diagrams.find_description(source)
        if not description:
            message = "The diagram has no text alternative."
            hint = "say what it shows on a line of its own below the first: accDescr: …"
            self._report(fence, "diagram-alternative", message, hint)
        alternative = description or label("diagram", self.page.language)
        try:
            shown = self._pictures(self._draw(source), alternative)
        except diagrams.DiagramError as error:
            hint = "mend its source, which is shown in its place until then"
            self._report(fence, "diagram", str(error), hint, Severity.WARNING)
            opening = scroll_opening(label("diagram-source", self.page.language))
            text = f"{opening}<pre><code>{html.escape(source, quote=False)}</code></pre></div>"
            shown = f"{text}<figcaption>{html.escape(description)}</figcaption>" if description else text
        return Token(f'<figure class="diagram">{shown}</figure>', " ", source, is_block=True)

    def _draw(self, source: str) -> diagrams.Diagram:
        self.drawn += 1
        if self.drawn > _DIAGRAMS_MAXIMUM:
            raise diagrams.DiagramError(f"There are more than {_DIAGRAMS_MAXIMUM} diagrams in this text.")
        return diagrams.draw(source)

    def _pictures(self, diagram: diagrams.Diagram, alternative: str) -> str:
        pictures = []
        for kind, media in (("only-light", diagram.light), ("only-dark", diagram.dark)):
            self.page.media[media.name] = media
            address = self.page.made(media) or media.name
            pictures.append(
                f'<img class="{kind}" src="{html.escape(address)}" alt="{html.escape(alternative)}"'
                f' width="{diagram.width}" height="{diagram.height}" loading="lazy">'
            )
        return "".join(pictures)

    def _check(self, fence: Fence) -> PartMark | None:
        words = " ".join(fence.body).split()
        if len(words) != 1 or not _KEY.fullmatch(words[0]) or len(fence.words) > 1:
            message = "A check names exactly one question."
            hint = "write the id of one question of the practice pool between the fences, such as ai-01-p01"
            self._report(fence, "check-fence", message, hint)
            return None
        if fence.prefix:
            message = "A check cannot stand inside a list, a note or a quotation."
            self._report(fence, "check-fence", message, "move it to the margin")
            return None
        return PartMark("check", words[0], fence.line)

    def _claims(self, fence: Fence) -> None:
        self.claims_line = fence.line
        for number, text in enumerate(fence.body, fence.line + 1):
            if not text.strip():
                continue
            claim, arrow, source = (part.strip() for part in text.partition("=>"))
            if arrow and claim and source:
                self.page.claims.append(Claim(claim, source, number))
            else:
                message = "The claim does not name its source."
                hint = "write: claim => source or computation"
                column = len(text) - len(text.lstrip()) + 1
                self.page.report(Severity.ERROR, "claim-source", message, number, column, hint)

    def _report(
        self, fence: Fence, rule: str, message: str, hint: str, severity: Severity = Severity.ERROR
    ) -> None:
        self.page.report(severity, rule, message, fence.line, fence.column, hint)
