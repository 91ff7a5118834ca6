-- One row per speaker: how much is quoted of whom; copies of an article count once.
SELECT
    rank() OVER (ORDER BY count(*) DESC) AS rank,
    s.speaker_id,
    a.name AS speaker,
    a.office,
    a.country,
    count(*) AS statements,
    count(DISTINCT s.document_id) AS articles,
    count(CASE WHEN s.kind = 'direct' THEN 1 END) AS direct,
    sum(length(s.text)) AS characters,
    min(d.published_on) AS first_on,
    max(d.published_on) AS last_on
FROM statements AS s
JOIN documents AS d ON d.document_id = s.document_id
JOIN actors AS a ON a.actor_id = s.speaker_id
WHERE d.duplicate_of IS NULL
GROUP BY s.speaker_id, a.name, a.office, a.country
