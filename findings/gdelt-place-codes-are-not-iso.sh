#!/usr/bin/env bash
# Guess: the two-letter country codes of GDELT's places (ActionGeo_CountryCode and its like) are ISO 3166-1 alpha-2.
# They look it, US, FR and IT fit, and a lookup by ISO finds two of three without an error.
# What happens: they are FIPS 10-4. More than a quarter of them are the ISO code of another country.
# CH is China and not Switzerland, RS is Russia and not Serbia, IS is Israel and not Iceland.
# The actors in the same row bear three-letter codes of a third system, so the two cannot be compared either.
# gdelt-py, which knows the true table, takes "GB" without complaint, too: it stands for Gabon there.
# Who is hurt: whoever turns GDELT events into the actors of a conflict with pycountry or the like:
# no error, but an event between the wrong states.
# Seen in: gdelt-py 0.1.11, py_gdelt/lookups/data/countries.json, against pycountry 26.2.16.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/python" -m pip install -qq --disable-pip-version-check gdelt-py==0.1.11 pycountry==26.2.16

"$dir/venv/bin/python" - <<'PY'
import sys
from importlib.metadata import version
from string import ascii_uppercase

import pycountry
from py_gdelt.lookups import Countries

gdelt = Countries()
codes = [a + b for a in ascii_uppercase for b in ascii_uppercase if gdelt.get(a + b)]
iso = {code: pycountry.countries.get(alpha_2=code) for code in codes}
other = [code for code in codes if iso[code] and iso[code].alpha_3 != gdelt.fips_to_iso3(code)]
missing = [code for code in codes if not iso[code]]
examples = {code: (gdelt.get_name(code), iso[code].name) for code in ("CH", "RS", "IS", "NI", "GB")}

print("version: gdelt-py", version("gdelt-py"), "with pycountry", version("pycountry"))
print("guess: a place code means the same country in GDELT and in ISO 3166-1")
print(f"behaviour: of {len(codes)} codes {len(other)} mean another country in ISO; {len(missing)} are unknown there")
for code, (there, here) in examples.items():
    print(f"seen: {code}: {there} in GDELT, {here} in ISO")
print("seen: normalize('GB') gives", gdelt.normalize("GB"), "that is", gdelt.get_name(gdelt.normalize("GB")))
same = (
    len(other) > len(codes) / 4
    and [there for there, _ in examples.values()] == ["China", "Russia", "Israel", "Nigeria", "Gabon"]
    and [here for _, here in examples.values()] == ["Switzerland", "Serbia", "Iceland", "Nicaragua", "United Kingdom"]
    and gdelt.normalize("GB") == "GB"
)
sys.exit(0 if same else 1)
PY
