-- One row per day, type and status of incidents: the day on which they start, else that of the first report.
SELECT
    coalesce(i.starts_on, i.first_published_on) AS day,
    i.event_type,
    i.status,
    count(*) AS incidents,
    sum(i.mention_count) AS mentions,
    sum(i.document_count) AS reports,
    sum(i.dead_low) AS dead_low,
    sum(i.dead_high) AS dead_high
FROM incidents AS i
GROUP BY coalesce(i.starts_on, i.first_published_on), i.event_type, i.status
