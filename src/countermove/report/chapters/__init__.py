"""The chapters of a report: functions from the material to a chapter, or to None where there is nothing to say."""
