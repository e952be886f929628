"""The agreement of coders: reliability matrices of units, coefficients, intervals, matched annotations."""
