"""The file of a household says where it and each of its records stands."""

from db.bundles.dossier import standing_file
from tests.bundles.post import exchange
from tests.makers import make_household, make_request, make_visit


def test_the_least_advanced_record_speaks_for_the_household(enrolled, tmp_path):
    village, township = enrolled
    home = make_household(village, "李林峰", no="031")
    visit = make_visit(village, home)
    exchange(village, township, tmp_path / "up")
    exchange(township, village, tmp_path / "down")
    file = standing_file(village, home)
    assert (file.sync_state, file.standing(visit), file.standings) == ("镇里已确认", "confirmed", {})
    request = make_request(village, home)
    file = standing_file(village, home)
    assert file.sync_state == "仅本机"
    assert (file.standing(visit), file.standing(request), file.standing(home)) == ("confirmed", "local", "local")
