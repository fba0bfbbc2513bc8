"""A small dashboard over Mission KB: `MISSION_KB=http://127.0.0.1:8000 streamlit run dashboard.py`."""

import os

import pandas
import streamlit

ADDRESS = os.environ.get("MISSION_KB", "http://127.0.0.1:8000")

missions = pandas.read_csv(f"{ADDRESS}/v1/missions.csv").sort_values("acronym")
acronyms = dict(zip(missions["id"], missions["acronym"], strict=True))
ids = list(acronyms)

streamlit.title("Casualties of a mission")
first = ids.index("minusma") if "minusma" in ids else 0
mission = streamlit.selectbox("Mission", ids, index=first, format_func=acronyms.get)

figures = pandas.read_csv(f"{ADDRESS}/v1/casualties.csv?mission={mission}")
streamlit.metric("Figures that documents state", len(figures))
if figures.empty:
    streamlit.info("No document states any.")
else:
    shown = ["summary", "date.edtf", "outcome", "cause", "quantity.low", "quantity.high"]
    streamlit.dataframe(figures[shown])
streamlit.caption(f"Source: {ADDRESS}/v1/casualties?mission={mission}")
