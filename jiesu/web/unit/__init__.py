"""The pages of handling units: what is due next, what to do, proof of what was done."""
