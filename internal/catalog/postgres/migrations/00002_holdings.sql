-- Since this version, an object's body says whose it is, and there are records of
-- runs and of former ids beside the objects: an older version of the provider would
-- not understand them. The tables stay as they are.
SELECT 1;
