-- One row per statement and actor that it is about; a statement about nobody named stands once.
SELECT
    d.published_on,
    d.publisher,
    s.statement_id,
    speaker.actor_id AS speaker_id,
    coalesce(speaker.name, s.speaker_name) AS speaker,
    speaker.office AS speaker_office,
    speaker.country AS speaker_country,
    s.act,
    s.kind,
    s.text,
    topic.actor_id AS about_id,
    topic.name AS about,
    sa.mention_count,
    s.confidence,
    d.document_id,
    d.headline,
    d.url
FROM statements AS s
JOIN documents AS d ON d.document_id = s.document_id
LEFT JOIN actors AS speaker ON speaker.actor_id = s.speaker_id
LEFT JOIN statement_actors AS sa ON sa.statement_id = s.statement_id
LEFT JOIN actors AS topic ON topic.actor_id = sa.actor_id
