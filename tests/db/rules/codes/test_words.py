"""A fixed list stores its code and shows its words."""

from db.rules.codes.words import N_, Words


class Fruit(Words):
    """A list for these tests."""

    APPLE = "apple", N_("苹果")
    PEAR = "pear", N_("梨")


def test_the_code_is_the_value_and_the_label_is_chinese():
    assert Fruit.APPLE == "apple"
    assert str(Fruit.APPLE) == f"{Fruit.APPLE}" == "apple"
    assert Fruit("pear") is Fruit.PEAR
    assert Fruit.PEAR.label == "梨"


def test_choices_ranks_and_words():
    assert Fruit.choices() == (("apple", "苹果"), ("pear", "梨"))
    assert [fruit.rank for fruit in Fruit] == [0, 1]
    assert Fruit.of_words(" 苹 果") is Fruit.APPLE
    assert Fruit.of_words("pear") is Fruit.PEAR
    assert Fruit.of_words("桃") is None
