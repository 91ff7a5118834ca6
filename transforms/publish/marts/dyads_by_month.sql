-- One row per month, actor and recipient: what the one did to the other, each incident that happened counted once.
WITH acts AS (
    SELECT
        e.incident_id,
        source.actor_id,
        target.actor_id AS recipient_id,
        min(coalesce(i.starts_on, i.first_published_on)) AS day,
        avg(e.goldstein) AS goldstein,
        min(e.quad_class) AS quad_class
    FROM events AS e
    JOIN incidents AS i ON i.incident_id = e.incident_id
    JOIN event_actors AS source ON source.event_id = e.event_id AND source.role = 'actor'
    JOIN event_actors AS target ON target.event_id = e.event_id AND target.role = 'recipient'
    WHERE i.status = 'happened' AND source.actor_id <> target.actor_id
    GROUP BY e.incident_id, source.actor_id, target.actor_id
)
SELECT
    CAST(date_trunc('month', a.day) AS date) AS month,
    a.actor_id,
    actor.name AS actor,
    actor.country AS actor_country,
    a.recipient_id,
    recipient.name AS recipient,
    recipient.country AS recipient_country,
    count(*) AS incidents,
    sum(a.goldstein) AS goldstein_total,
    avg(a.goldstein) AS goldstein_mean,
    count(CASE WHEN a.quad_class = 1 THEN 1 END) AS verbal_cooperation,
    count(CASE WHEN a.quad_class = 2 THEN 1 END) AS material_cooperation,
    count(CASE WHEN a.quad_class = 3 THEN 1 END) AS verbal_conflict,
    count(CASE WHEN a.quad_class = 4 THEN 1 END) AS material_conflict
FROM acts AS a
JOIN actors AS actor ON actor.actor_id = a.actor_id
JOIN actors AS recipient ON recipient.actor_id = a.recipient_id
GROUP BY
    CAST(date_trunc('month', a.day) AS date),
    a.actor_id, actor.name, actor.country, a.recipient_id, recipient.name, recipient.country
