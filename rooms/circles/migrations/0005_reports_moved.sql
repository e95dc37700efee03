-- beside 0.1.0
-- What was reported in circles is in the queue of the room that keeps everyone safe. Nothing was released with this table.
DROP TABLE circles_reports;
