-- beside 0.1.0
-- Why something was hidden is told by the decision of the room that keeps everyone safe. Nothing was released with this
-- table, and its words were kept no longer than an evening's.
DROP TABLE live_notices;
