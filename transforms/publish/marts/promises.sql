-- One row per event that a speaker promised: what the promise says, and the firmest that any article tells of it.
SELECT
    d.published_on AS promised_on,
    a.name AS speaker,
    s.text AS promise,
    e.event_type,
    e.trigger_text,
    e.starts_on AS promised_for,
    i.status AS outcome,
    i.starts_on AS outcome_on,
    i.document_count AS reports,
    s.statement_id,
    e.event_id,
    i.incident_id
FROM statements AS s
JOIN documents AS d ON d.document_id = s.document_id
JOIN events AS e ON e.statement_id = s.statement_id
JOIN incidents AS i ON i.incident_id = e.incident_id
LEFT JOIN actors AS a ON a.actor_id = s.speaker_id
WHERE s.act = 'promise' AND e.status IN ('planned', 'possible')
