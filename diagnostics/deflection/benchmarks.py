"""Published figures of what a contact costs, to be shown beside the field in which somebody enters their own. Never a default.

They differ by a factor of forty because they count different things: each stands with its source, its year and what it leaves out.
"""

from typing import NamedTuple


class Benchmark(NamedTuple):
    """`about` is what was counted, `figure` the amount as published, `caution` what to know before leaning on it."""

    about: str
    figure: str
    source: str
    year: int
    caution: str


BENCHMARKS = (
    Benchmark("A live contact (telephone, chat, e-mail), against one in self-service", "$8.01, against about $0.10",
              "Gartner, Customer Service & Support Leader poll, as quoted by destinationCRM, 26 November 2019", 2019,
              "Per contact; the figure for self-service leaves out what it costs to build."),
    Benchmark("A resolution over one channel, and over three", "$9.10 and $26.04", "Gartner webinar, as quoted by CX Dive, July 2024", 2024,
              "A second hand; self-service that fails adds its cost to that of the call."),
    Benchmark("An inbound call in the United Kingdom", "£6.26",
              "ContactBabel, UK guide 2023-24, as quoted by Contact Centre Helper, November 2023", 2023,
              "A mean over all industries."),
    Benchmark("An inbound call in the United States; an e-mail; a chat", "$5.25; $4.42; $3.82",
              "ContactBabel, US benchmarking, as quoted by incent.info", 2017,
              "Old; the year is taken from the context."),
    Benchmark("A ticket at the first level of an IT desk in North America, against self-help", "about $22, against about $2",
              "MetricNet, “Shift left”, undated, about 2019 to 2021", 2020, "IT desks of companies, not consumers."),
    Benchmark("One interaction in self-service", "$0.06", "TSIA, as quoted by comparecallcenter.com", 2011, "Old, and a second hand."),
)  # fmt: skip
