"""What is said in the demonstration: whole sentences, short topics, nothing twice."""

from __future__ import annotations

from desktop.demo.texts import REPLIES, REQUESTS, TALKS


def test_sentences_and_topics() -> None:
    for text in (*TALKS, *REPLIES, *(content for content, _topic in REQUESTS)):
        assert text.endswith("。"), text
        assert len(text) < 200
    assert all(0 < len(topic) <= 6 for _content, topic in REQUESTS)
    assert len(set(TALKS)) == len(TALKS)
