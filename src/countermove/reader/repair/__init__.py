"""Words that were broken, glued or wrongly decoded on the way, put right."""
