-- beside 0.1.0
-- How many flags set something aside while nobody is there is a number of the whole community now.
UPDATE circles_circles SET night = 'same' WHERE night = 'two-reports';
