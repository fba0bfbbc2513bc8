"""The datasets that can be imported: a line each."""

from collections.abc import Mapping

from app.sources.dataset import Dataset
from app.sources.geo_pko import GEO_PKO
from app.sources.sc_resolutions import SC_RESOLUTIONS
from app.sources.un_contributions import UN_CONTRIBUTIONS
from app.sources.un_contributions_missions import UN_CONTRIBUTIONS_MISSIONS
from app.sources.un_fatalities import UN_FATALITIES
from app.sources.un_missions import UN_MISSIONS
from app.sources.unpmm import UNPMM

DATASETS: Mapping[str, Dataset] = {
    dataset.name: dataset
    for dataset in (
        UN_MISSIONS,
        UNPMM,
        SC_RESOLUTIONS,
        UN_CONTRIBUTIONS_MISSIONS,
        UN_CONTRIBUTIONS,
        UN_FATALITIES,
        GEO_PKO,
    )
}
