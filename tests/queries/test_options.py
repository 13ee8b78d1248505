"""What a question is told besides the landscape: words become values, or one sentence says what is wrong."""

import pytest

from model.errors import InputError
from queries.options import AS_OF, LEAD, Option, amount, months, prices, share, values

COST = Option("switch_cost", "", "", "N", amount, setting="COST")


def test_the_last_word_counts_and_a_blank_one_is_none():
    assert values([COST], {"switch_cost": ["1", "2", " "]}, {}) == {"switch_cost": 2.0}
    assert values([COST], {"switch_cost": [" "]}, {}) == {}


def test_what_is_said_goes_before_the_setting():
    assert values([COST], {}, {"COST": "5"}) == {"switch_cost": 5.0}
    assert values([COST], {"switch_cost": ["7"]}, {"COST": "5"}) == {"switch_cost": 7.0}


def test_an_option_has_the_name_that_its_question_knows():
    price = Option("price", "", "", "ID=N", prices, several=True, argument="prices")
    assert values([price], {"price": ["SF6004=1", "SF6004=2,5"]}, {}) == {"prices": {"SF6004": 2.5}}


def test_several_words_may_stand_in_one_field():
    price = Option("price", "", "", "ID=N", prices, several=True, argument="prices")
    assert values([price], {"price": ["SF6004 = 1 SF1520=2,5; "]}, {}) == {"prices": {"SF6004": 1.0, "SF1520": 2.5}}


def test_a_flag_is_written_with_hyphens():
    assert (AS_OF.flag, LEAD.flag) == ("--as-of", "--lead-months")


@pytest.mark.parametrize("word", ["0.8", "0,8", "80", "80,0", "80%", "80 %", "80\N{NO-BREAK SPACE}%"])
def test_a_confidence_is_a_share_or_percent(word):
    assert share(word) == 0.8


def test_the_ends_of_a_confidence():
    assert [share(word) for word in ("0.5", "50", "1", "100 %")] == [0.5, 0.5, 1, 1]


@pytest.mark.parametrize(
    ("read", "word"),
    [
        (amount, "-1"),
        (amount, "1e999"),
        (amount, "1e308"),
        (amount, "nan"),
        (amount, "60.000"),
        (amount, "1,234,567"),
        (amount, "1_000"),
        (amount, "tolv"),
        (amount, "١٢"),
        (months, "-1"),
        (months, "601"),
        (months, "1.5"),
        (months, "²"),
        (share, "0.4"),
        (share, "1.1"),
        (share, "0.8 %"),
        (share, "1 %"),
        (share, "101"),
        (share, "%"),
        (share, "80 % %"),
        (share, "firs"),
        (prices, ["SF6004"]),
        (prices, ["SF9999=1"]),
        (prices, ["SF6004=x"]),
        (AS_OF.read, "31.02.2027"),
    ],
)
def test_what_cannot_be_read_is_told(read, word):
    with pytest.raises(InputError):
        read(word)
