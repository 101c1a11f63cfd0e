"""Every checkable claim says what bears it out, and what can be worked out is worked out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lms.core.findings import Finding
from lms.core.markup import Claim
from lms.lint.rules.arithmetic import ArithmeticSyntaxError, agrees, evaluate
from lms.lint.rules.findings import warn
from lms.lint.rules.module import Module, QuestionSheet
from lms.lint.rules.texts import SOURCES, ModuleText

_PARTS = re.compile(r"[;；]\s*(?=(?:calc|run|source)\b)")
_PROOF = re.compile(r"(?P<kind>calc|run|source)\s+(?P<words>.+)", re.DOTALL)
_HINT = "write `calc 8 * 250 / 500 = 4`, `run 4.0 s` for what a program prints, or `source NAME, where`"


@dataclass(frozen=True, slots=True)
class Proof:
    """One thing that bears a claim out: "calc", "run" or "source", and its words; "" where it is none of them."""

    kind: str
    words: str


def split_proofs(source: str) -> list[Proof]:
    """The proofs behind the arrow of a claim."""
    return [
        Proof(found["kind"], found["words"].strip())
        if (found := _PROOF.fullmatch(part.strip()))
        else Proof("", part)
        for part in _PARTS.split(source)
    ]


def check_claims(module: Module) -> Iterator[Finding]:
    """The claims of both texts, and whether both are borne out by the same computations."""
    for text in module.texts.values():
        if not text.claims:
            hint = "end the file with a `claims` fence: one claim a line, `claim => proof`"
            yield warn(text.path, 1, "claims-missing", "The module names no claims.", hint)
        for claim in text.claims:
            yield from _check_claim(text, claim)
    if len({len(text.claims) for text in module.texts.values()}) == 1 and len(module.texts) > 1:
        one, other = module.texts.values()
        for mine, theirs in zip(one.claims, other.claims, strict=True):
            if _calculations(mine) != _calculations(theirs):
                message = f"The computations are not those of {one.language}.md, line {mine.line}."
                yield warn(other.path, theirs.line, "claims-differ", message, "write the same `calc` in both")


def _calculations(claim: Claim) -> list[str]:
    return ["".join(proof.words.split()) for proof in split_proofs(claim.source) if proof.kind == "calc"]


def _check_claim(text: ModuleText, claim: Claim) -> Iterator[Finding]:
    for proof in split_proofs(claim.source):
        match proof.kind:
            case "calc":
                yield from _check_calculation(text.path, claim.line, proof.words)
            case "run":
                yield from _check_printed(text, claim, proof.words)
            case "source":
                yield from _check_source(text, claim, proof.words)
            case _:
                message = f"“{proof.words.strip()[:60]}” is no proof of a claim."
                yield warn(text.path, claim.line, "claim-proof", message, _HINT)


def _check_calculation(path: str, line: int, words: str) -> Iterator[Finding]:
    expression, _equals, written = words.rpartition("=")
    try:
        value = evaluate(expression)
        if agrees(value, written):
            return
    except ArithmeticSyntaxError as error:
        yield warn(path, line, "claim-proof", f"“{words[:60]}” cannot be worked out: {error}.", _HINT)
        return
    message = f"{expression.strip()[:60]} is {value:.6g}, not {written.strip()}."
    hint = "correct the text and the claim; a number is compared to its last digit"
    yield warn(path, line, "claim-wrong", message, hint)


def _check_printed(text: ModuleText, claim: Claim, words: str) -> Iterator[Finding]:
    if any(words in (block.expected_output or "") for block in text.code_blocks if block.run):
        return
    hint = "name what stands in an `output` fence below a `python run` block, letter by letter"
    yield warn(text.path, claim.line, "claim-unprinted", f"No program of this module prints “{words[:60]}”.", hint)


def _check_source(text: ModuleText, claim: Claim, words: str) -> Iterator[Finding]:
    name = re.split(r"[,，]", words, maxsplit=1)[0].strip()
    sources = text.find(SOURCES)
    if sources is not None and _plain(name) in _plain(sources.prose):
        return
    message = f"The sources of this module do not name “{name[:60]}”."
    hint = "name it there, word for word; what stands behind the first comma says where in it"
    yield warn(text.path, claim.line, "source-unknown", message, hint)


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()


# ── The numbers of a bank ───────────────────────────────────────────────────────────────────────────────────

_FENCE = re.compile(r"^```claims[ \t]*\n(?P<lines>.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)


def check_numbers(module: Module) -> Iterator[Finding]:
    """Every number that a question asks for is worked out in the claims at the end of its bank."""
    claims = _read_bank_claims(module.quiz)
    for question in module.questions:
        if question.bounds:
            line, source = claims.pop(question.question_id, (question.line, ""))
            yield from _check_number(module.quiz_path, line, question, source)
    known = {question.question_id for question in module.questions}
    for name, (line, source) in claims.items():
        if name not in known and not _has_question(module.quiz, name):
            message = f"There is no question {name}."
            yield warn(module.quiz_path, line, "claim-question", message, "correct the id, or take the line out")
        for proof in split_proofs(source) if name in known else ():
            if proof.kind == "calc":
                yield from _check_calculation(module.quiz_path, line, proof.words)


def _has_question(quiz: str, name: str) -> bool:
    """Whether the bank has a question of this id, be it one with a mistake that is told by itself."""
    return re.search(rf"^\s*id\s*[:：]\s*{re.escape(name)}\s*$", quiz, re.MULTILINE) is not None


def _read_bank_claims(quiz: str) -> dict[str, tuple[int, str]]:
    """Line and proofs by id of the question."""
    claims = {}
    for fence in _FENCE.finditer(quiz):
        first = quiz.count("\n", 0, fence.start("lines")) + 1
        for number, line in enumerate(fence["lines"].splitlines(), first):
            name, arrow, source = line.partition("=>")
            if arrow:
                claims[name.strip()] = (number, source.strip())
    return claims


def _check_number(path: str, line: int, question: QuestionSheet, source: str) -> Iterator[Finding]:
    proofs = [proof for proof in split_proofs(source) if proof.kind == "calc"]
    values = []
    for proof in proofs:
        findings = list(_check_calculation(path, line, proof.words))
        if findings:
            yield from findings
            return
        values.append(evaluate(proof.words.rpartition("=")[0]))
    if len(values) < len(question.bounds):
        message = f"How the answer of {question.question_id} is worked out stands nowhere."
        hint = (
            f"write {question.question_id} => calc 8 * 250 / 500 = 4 into a `claims` fence at the end of quiz.md"
        )
        yield warn(path, line, "number-unproved", message, hint)
        return
    for value, (low, high) in zip(values[-len(question.bounds) :], question.bounds, strict=True):
        if not low - 1e-9 <= value <= high + 1e-9:
            message = f"{question.question_id} takes {low:.6g} to {high:.6g} for right, but {value:.6g} comes out."
            yield warn(path, line, "number-wrong", message, "correct the key, or the computation")
