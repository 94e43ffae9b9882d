"""An unfinished form of somebody else is offered in one line."""

from desktop.ui.parts.draft_offer import DraftOffer, Offer

LONG = "修路灯，从村口到三组一共十二盏，去年就报过了"


def shown(on_screen, offers, **more):
    offer = DraftOffer(**more)
    offer.show_offers(offers)
    on_screen(offer)
    return offer


def test_the_newest_is_offered_with_its_first_words(on_screen):
    offer = shown(on_screen, [Offer("a", "a", "蒋兆丰", LONG), Offer("b", "b", "罗冬林", "清水沟")])
    assert offer.sentence.text() == "没写完的：蒋兆丰 “修路灯，从村口到三组一共十二盏，……”，另有 1 份"
    assert offer.sentence.toolTip() == LONG
    heard = []
    offer.wanted.connect(heard.append)
    offer.go_on.click()
    assert [one.key for one in heard] == ["a"]


def test_throwing_one_away_offers_the_next(on_screen):
    offer = shown(on_screen, [Offer("a", "a", "蒋兆丰", "修路灯"), Offer("b", "b", "罗冬林", "清水沟")])
    heard = []
    offer.dropped.connect(heard.append)
    offer.drop.click()
    assert offer.sentence.text() == "没写完的：罗冬林 “清水沟”"
    offer.drop.click()
    assert [one.key for one in heard] == ["a", "b"]
    assert offer.isHidden()
    assert offer.offers == ()


def test_what_cannot_be_gone_on_with_can_only_be_thrown_away(on_screen):
    offer = shown(on_screen, [Offer("a", "a", "答复", "修好了")], only_drop=True)
    assert not offer.go_on.isVisible()
    assert offer.drop.isVisible()
