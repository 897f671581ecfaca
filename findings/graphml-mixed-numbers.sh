#!/usr/bin/env bash
# Guess: a state graph that networkx writes as GraphML is read by igraph, for GraphML is what the two have in common.
# What happens: where one attribute is a whole number at some states and a fraction at others, networkx declares
# it twice under one name, once as long and once as double. igraph refuses the file for the repeated name.
# networkx reads its own file back without a word, so a round trip in a test shows nothing.
# Who is hurt: whoever hands over a graph of states with weights, ranks or shares on the states or moves.
# A share of 1 beside a share of 0.5 is enough. Floats throughout, or infer_numeric_types=True, give one declaration.
# Seen in: networkx 3.6.1, networkx/readwrite/graphml.py, get_key takes the type into the identity of a key;
# igraph 1.0.0, the message of Graph.Read_GraphML.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/python" -m pip install -qq --disable-pip-version-check networkx==3.6.1 igraph==1.0.0

cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import re
import sys
from importlib.metadata import version
from pathlib import Path

import igraph
import networkx as nx

graph = nx.MultiDiGraph()
graph.add_node("status quo", share=1)
graph.add_node("deal", share=0.5)
graph.add_edge("status quo", "deal", mover="usa")


def read(name):
    try:
        return igraph.Graph.Read_GraphML(name).vs["share"]
    except igraph.InternalError as error:
        return "refused: " + re.sub(r"^.*?: ", "", str(error))


nx.write_graphml(graph, "plain.graphml")
nx.write_graphml(graph, "inferred.graphml", infer_numeric_types=True)
declared = sorted(re.findall(r'attr.name="share" attr.type="(\w+)"', Path("plain.graphml").read_text()))
back = dict(nx.read_graphml("plain.graphml").nodes(data="share"))

print("version: networkx", version("networkx"), "with igraph", version("igraph"))
print("guess: the attribute is declared once, and igraph reads 1.0 and 0.5")
print("behaviour: it is declared twice; igraph refuses the file, networkx does not mind")
print("seen: types declared for share:", declared)
print("seen: igraph:", read("plain.graphml"))
print("seen: networkx:", back)
print("seen: igraph, file written with infer_numeric_types=True:", read("inferred.graphml"))
same = (
    declared == ["double", "long"]
    and "Duplicate attribute name" in read("plain.graphml")
    and back == {"status quo": 1, "deal": 0.5}
    and read("inferred.graphml") == [1.0, 0.5]
)
sys.exit(0 if same else 1)
PY
