"""What agencies and newsrooms send: ninjs, NewsML-G2, RSS and Atom, in the variants that they write."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from tests.read.conftest import ENGLISH, FRENCH, Seeds
from tests.read.deliveries import NEWSML, ninjs_item
from tests.read.forty import FORTY
from transforms.read.markup import text_of_html

PLAIN = {"contenttype": "text/plain", "value": ENGLISH}
ITEM = {"uri": "urn:x:1", "versioncreated": "2021-11-28T18:30:00+01:00"}


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<div>One.<div>Two. <b>Bold</b>,\n  then</div>three.</div>", "One.\n\nTwo. Bold, then\n\nthree."),
        ("One<br>goes on.<br><br/>Two.<br> \n <br>Three.", "One goes on.\n\nTwo.\n\nThree."),
        ("<p>&ldquo;A&nbsp;&amp;&#160;B&rdquo; &lt;b&gt;</p>", "“A & B” <b>"),
        ("<p>He <!-- not --> said<script>x()</script><style>p</style>.</p>", "He said."),
        ("<figure><img src=x><figcaption>A picture.</figcaption></figure><p>One.</p>", "One."),
        ("<ul><li>One</li><li>Two</li></ul><h2>Three</h2>four", "One\n\nTwo\n\nThree\n\nfour"),
        ("<p>never<p>closed <i>at", "never\n\nclosed at"),
        (
            "Plain text,\r\non two lines.\r\n\r\nAT&amp;T said &quot;no&quot;.",
            'Plain text, on two lines.\n\nAT&T said "no".',
        ),
        ("<p> </p>", ""),
    ],
)
def test_markup_becomes_paragraphs(markup: str, text: str) -> None:
    assert text_of_html(markup) == text


def test_a_first_paragraph_that_is_the_headline_is_no_text() -> None:
    assert text_of_html("<h1>A  headline</h1><p>One.</p>", "A headline") == "One."
    assert text_of_html("<p>A headline</p>", "A headline") == "A headline"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"body_text": f" {ENGLISH}\n\n"}, f" {ENGLISH}\n\n"),  # as it stands
        ({"body_xhtml": f"<p>{ENGLISH}</p>"}, ENGLISH),
        ({"body_html5": f"<p>{ENGLISH}</p>"}, ENGLISH),
        ({"body_text": "", "body_xhtml": f"<p>{ENGLISH}</p>"}, ENGLISH),
        (
            {
                "bodies": [
                    {"contenttype": "text/html", "value": "<p>x</p>"},
                    {"contenttype": "text/plain", "value": ENGLISH},
                ]
            },
            ENGLISH,
        ),
        ({"bodies": [{"role": "main", "contentType": "application/xhtml+xml", "value": f"<p>{ENGLISH}</p>"}]}, ENGLISH),
    ],
)
def test_a_body_of_ninjs_is_taken_wherever_it_stands(seeds: Seeds, body: dict[str, object], text: str) -> None:
    seeds.put("a.json", json.dumps(ITEM | body))
    (article,) = seeds.read().articles
    assert (article.text, article.source_id, article.url) == (text, "urn:x:1", None)
    assert article.published_on == date(2021, 11, 28)
    assert article.published_at == datetime(2021, 11, 28, 17, 30, tzinfo=UTC)


def test_ninjs_3_writes_other_capitals(seeds: Seeds) -> None:
    item = {
        "uri": "https://x.org/1",
        "versionCreated": "2021-11-28T18:30:00Z",
        "headlines": [{"role": "main", "value": "Harbour stays closed"}],
        "bodies": [{"contentType": "text/plain", "value": ENGLISH}],
        "by": "Jane Roe",
        "infoSources": [{"name": "The Courier"}],
    }
    seeds.put("a.json", json.dumps(item))
    (article,) = seeds.read().articles
    found = (article.headline, article.author, article.publisher, article.url, article.published_on)
    assert found == ("Harbour stays closed", "Jane Roe", "The Courier", "https://x.org/1", date(2021, 11, 28))


def test_items_of_ninjs_that_are_no_articles_are_refused_one_by_one(seeds: Seeds) -> None:
    items = [
        ITEM | {"type": "picture", "headline": "A picture"},
        ITEM | {"pubstatus": "canceled", "body_text": ENGLISH},
        ITEM | {"body_text": FRENCH, "language": "fr"},
        ITEM | {"body_text": 7},
        "no item",
        ITEM | {"body_text": ENGLISH},
    ]
    seeds.put("a.json", json.dumps(items))
    reading = seeds.read()
    assert len(reading.articles) == 1
    reasons = [reject.reason for reject in reading.rejected]
    assert reasons == ["bad_record", "bad_record", "wrong_language", "bad_record", "bad_record"]
    assert "canceled" in reading.rejected[1].detail and "picture" in reading.rejected[0].detail


def test_a_broken_element_of_an_array_costs_itself_only(seeds: Seeds) -> None:
    good = [json.dumps(ninjs_item(one) | {"body_text": f'{one.text} “[{{\\"”'}) for one in FORTY[:3]]
    seeds.put("a.json", f'[{good[0]}, {good[1]}, {{"uri": nothing}}, {good[2]}]')
    reading = seeds.read()
    assert len(reading.articles) == 3
    assert "record 3" in reading.rejected[0].detail


def test_an_array_that_is_cut_short_gives_what_it_has(seeds: Seeds) -> None:
    data = json.dumps([ninjs_item(one) | {"body_text": one.text} for one in FORTY])
    seeds.put("a.json", data[: len(data) // 2])
    reading = seeds.read()
    assert 15 < len(reading.articles) < 25 and [r.reason for r in reading.rejected] == ["bad_record"]


def newsml(content: str, *, meta: str = "", status: str = "usable", item: str = "newsItem") -> str:
    return f"""<{item} xmlns="{NEWSML}" guid="urn:x:1" xml:lang="en-GB"><itemMeta><itemClass qcode="ninat:picture"/>
    <provider qcode="nprov:REUTERS"/><firstCreated>2021-11-27T18:30:00Z</firstCreated><pubStatus qcode="stat:{status}"/>
    </itemMeta><contentMeta>{meta}</contentMeta><contentSet>{content}</contentSet></{item}>"""


def test_newsml_is_read_in_its_variants(seeds: Seeds) -> None:
    seeds.put("plain.xml", newsml(f'<inlineData contenttype="text/plain">{ENGLISH}\n\n Two.</inlineData>'))
    html = newsml(f'<inlineData contenttype="text/html">&lt;p>{ENGLISH} Three.&lt;/p></inlineData>')
    seeds.put("html.xml", html.replace("urn:x:1", "urn:x:2"))
    reading = seeds.read()
    assert [article.text for article in reading.articles] == [f"{ENGLISH} Three.", f"{ENGLISH}\n\n Two."]
    assert {article.publisher for article in reading.articles} == {"REUTERS"}
    assert {article.published_on for article in reading.articles} == {date(2021, 11, 27)}


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (newsml(""), "ninat:picture"),
        (newsml(f"<inlineData>{ENGLISH}</inlineData>", status="canceled"), "canceled"),
        (newsml("", item="packageItem"), "no text"),
        (newsml("<inlineXML><p> </p></inlineXML>"), "empty"),
        (newsml("<inlineXML><p>")[:-30], "no valid XML"),
        (f'<newsMessage xmlns="{NEWSML}"/>', "no news item"),
    ],
)
def test_items_of_newsml_that_are_no_articles_are_refused(seeds: Seeds, document: str, words: str) -> None:
    seeds.put("a.xml", document)
    (reject,) = seeds.read().outcomes
    assert words in getattr(reject, "detail", "")


RSS = "<rss version='2.0'><channel><title>The Courier &amp;amp; Post</title>{}</channel></rss>"


def test_rss_is_read_in_its_variants(seeds: Seeds) -> None:
    items = [
        f"<item><title>Harbour &amp;#8216;closed&amp;#8217;</title><description>{ENGLISH}</description></item>",
        f"<item><description>&lt;p>{ENGLISH} Two.&lt;/p></description>"
        "<pubDate>Sun, 28 Nov 2021 23:30:00 -0500</pubDate></item>",
        f"<item><guid>3</guid><description>{ENGLISH} Three.</description><author>j@x.org (Jane Roe)</author></item>",
        "<item><title>Nothing but a title</title></item>",
        f"<item><guid>5</guid><description>{ENGLISH} Five.</description><pubDate>yesterday</pubDate>"
        "<source>X</source></item>",
    ]
    seeds.put("feed", RSS.format("".join(items)))
    reading = seeds.read()
    assert reading.reasons == {"feed": "empty"} and "item 4" in reading.rejected[0].detail
    one, two, three, five = reading.articles
    assert (one.headline, one.publisher) == ("Harbour ‘closed’", "The Courier & Post")
    assert (two.published_on, two.published_at) == (date(2021, 11, 28), datetime(2021, 11, 29, 4, 30, tzinfo=UTC))
    assert (three.author, three.source_id) == ("Jane Roe", "3")
    assert (five.publisher, five.published_on) == ("X", None)
    assert "yesterday" in reading.repaired[0].detail


def test_rss_1_is_read_too(seeds: Seeds) -> None:
    feed = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Courier</title></channel><item>
    <title>Harbour</title><link>https://x.org/1</link><description>{ENGLISH}</description>
    <dc:date>2021-11-28</dc:date></item></rdf:RDF>"""
    seeds.put("a.rdf", feed)
    (article,) = seeds.read().articles
    assert (article.format, article.headline, article.publisher) == ("rss", "Harbour", "The Courier")
    assert (article.published_on, article.source_id) == (date(2021, 11, 28), "https://x.org/1")


def test_atom_takes_a_summary_where_there_is_no_content(seeds: Seeds) -> None:
    feed = f"""<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>The Courier</a:title>
    <a:author><a:name>Desk</a:name></a:author><a:entry><a:id>1</a:id>
    <a:title type="html">Harbour &amp;lt;closed&amp;gt;</a:title><a:summary>{ENGLISH}</a:summary>
    <a:updated>2021-11-28T10:00:00Z</a:updated><a:link rel="self" href="https://x.org/self"/></a:entry>
    <a:entry><a:content type="text"> </a:content></a:entry></a:feed>"""
    seeds.put("a.xml", feed)
    reading = seeds.read()
    (article,) = reading.articles
    assert (article.text.strip(), article.headline, article.author) == (ENGLISH, "Harbour <closed>", "Desk")
    assert (article.published_on, article.url) == (date(2021, 11, 28), None)
    assert reading.reasons == {"a.xml": "empty"}


def test_a_feed_that_breaks_off_gives_the_items_before(seeds: Seeds) -> None:
    items = "".join(f"<item><guid>{n}</guid><description>{ENGLISH} {n}</description></item>" for n in range(5))
    seeds.put("a.xml", RSS.format(f"{items}<item><title>AT&T</title></item>{items}"))
    reading = seeds.read()
    assert len(reading.articles) == 5
    assert "behind item 5" in reading.rejected[0].detail and "no valid XML" in reading.rejected[0].detail
