-- Figures: returns to the hub, dashboards, what is published. No young
-- person's record is kept here.
CREATE SCHEMA IF NOT EXISTS reporting AUTHORIZATION throughline_owner;
GRANT USAGE ON SCHEMA reporting TO throughline_server, throughline_definer;
