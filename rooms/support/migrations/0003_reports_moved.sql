-- beside 0.1.0
-- What was reported in conversations is in the queue of the room that keeps everyone safe. Nothing was released with
-- this table.
DROP TABLE support_reports;
