"""What may be wrong, and how much one may report."""

from __future__ import annotations

import pytest

from lms.reports.rules import PAGE_SIZE, REPORTS_A_DAY, Category, count_pages, list_categories, next_number


def test_only_a_question_can_have_a_wrong_key() -> None:
    assert Category.KEY in list_categories(of_question=True)
    assert set(Category) - set(list_categories(of_question=False)) == {Category.KEY}


def test_a_day_has_so_many_numbers_and_no_more() -> None:
    assert next_number(None) == 1
    assert next_number(REPORTS_A_DAY - 1) == REPORTS_A_DAY
    assert next_number(REPORTS_A_DAY) is None


@pytest.mark.parametrize(("total", "pages"), [(0, 1), (1, 1), (PAGE_SIZE, 1), (PAGE_SIZE + 1, 2)])
def test_the_last_report_stands_on_the_last_page(total: int, pages: int) -> None:
    assert count_pages(total) == pages
