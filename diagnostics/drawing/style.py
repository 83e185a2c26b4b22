"""How pictures look, as CSS: inside a file that stands alone, or in the stylesheet of a page."""

_LIGHT = """--bg:#F2F5F4;--surface:#FFFFFF;--sunken:#E6ECEB;--text:#13242A;--text-2:#475A60;--line:#D2DCDB;--edge:#74868B;--primary:#0B5A65;
--primary-soft:#DDEEEF;--on-primary:#FFFFFF;--ok:#1C6838;--ok-soft:#DFF1E4;--warn:#734700;--warn-soft:#FCEFD2;--warn-line:#B9780F;--bad:#A3271F;
--bad-soft:#FAE5E2"""

_DARK = """--bg:#0D1618;--surface:#162225;--sunken:#243438;--text:#E5EDED;--text-2:#A7B9BB;--line:#2C3D41;--edge:#7A9095;--primary:#79CFD6;
--primary-soft:#14383E;--on-primary:#05262B;--ok:#86D29D;--ok-soft:#143322;--warn:#F0C26A;--warn-soft:#33270F;--warn-line:#B98A2E;--bad:#F59A90;
--bad-soft:#3C1C19"""

_PRINT = """--bg:#FFFFFF;--surface:#FFFFFF;--sunken:#FFFFFF;--text:#000000;--text-2:#000000;--line:#000000;--edge:#000000;--primary:#000000;
--primary-soft:#FFFFFF;--on-primary:#FFFFFF;--ok:#000000;--ok-soft:#FFFFFF;--warn:#000000;--warn-soft:#FFFFFF;--warn-line:#000000;--bad:#000000;
--bad-soft:#FFFFFF"""

_RULES = """
.tree-picture{max-width:100%;height:auto;font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
.tree-picture .ground{fill:var(--bg)}
.tree-picture text{fill:var(--text);font-size:13px}
.tree-picture text.heading{font-size:20px;font-weight:700}
.tree-picture text.says,.tree-picture text.key{fill:var(--text-2)}
.tree-picture text.key{font-size:12px}
.tree-picture text.kind{font-size:10.5px;fill:var(--text-2)}
.tree-picture text.title{font-weight:600}
.tree-picture text.note,.tree-picture text.mark{font-size:11px;fill:var(--text-2)}
.tree-picture text.member{font-size:12px}
.tree-picture text.answer{font-size:11.5px}
.tree-picture text.onward{font-size:11.5px;font-weight:600;fill:var(--primary)}
.tree-picture .box{fill:var(--surface);stroke:var(--edge);stroke-width:1.25}
.tree-picture .under{fill:var(--sunken)}
.tree-picture .information .box,.tree-picture .return .box,.tree-picture .not_covered .box{fill:var(--sunken)}
.tree-picture .compute .box,.tree-picture .decide .box,.tree-picture .check .box,.tree-picture .lookup .box{fill:var(--sunken)}
.tree-picture .bar{fill:var(--primary)}
.tree-picture .sides{fill:none;stroke:var(--edge);stroke-width:1.25}
.tree-picture .call .box{fill:var(--primary-soft);stroke:var(--primary)}
.tree-picture .call .sides{stroke:var(--primary)}
.tree-picture .resolved .box{fill:var(--ok-soft);stroke:var(--ok)}
.tree-picture .resolved .kind{fill:var(--ok)}
.tree-picture .handoff .box{fill:var(--primary-soft);stroke:var(--primary)}
.tree-picture .stop .box{fill:var(--bad-soft);stroke:var(--bad)}
.tree-picture .stop .kind{fill:var(--bad)}
.tree-picture .seal{fill:var(--ok)}
.tree-picture .tick{fill:none;stroke:var(--surface);stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}
.tree-picture .ring{fill:var(--surface);stroke:var(--primary);stroke-width:1.75}
.tree-picture g.answer .ring{stroke:var(--edge);stroke-width:1.25}
.tree-picture .dot{fill:var(--primary)}
.tree-picture .shared .box{fill:var(--primary-soft);stroke:var(--primary)}
.tree-picture .track{fill:none;stroke:var(--primary);stroke-width:1.5;stroke-dasharray:1.5 3}
.tree-picture .start{fill:var(--primary)}
.tree-picture .way{fill:none;stroke:var(--edge);stroke-linejoin:round}
.tree-picture .head{fill:var(--edge);stroke:none}
.tree-picture .way.back{stroke:var(--primary);stroke-dasharray:6 3}
.tree-picture .head.back{fill:var(--primary)}
.tree-picture g.answer rect{fill:var(--surface);stroke:var(--line)}
.tree-picture a:hover .box,.tree-picture a:focus .box{stroke:var(--primary);stroke-width:2.25}
.tree-picture a:hover text.member{text-decoration:underline}
.tree-picture .step.covered .box{stroke:var(--ok);stroke-width:2}
.tree-picture text.covered,.tree-picture text.added{fill:var(--ok)}
.tree-picture .way.covered,.tree-picture .way.added{stroke:var(--ok)}
.tree-picture .head.covered,.tree-picture .head.added{fill:var(--ok)}
.tree-picture g.answer.covered rect,.tree-picture g.answer.added rect{fill:var(--ok-soft);stroke:var(--ok)}
.tree-picture .step.added .box{fill:var(--ok-soft);stroke:var(--ok);stroke-width:2}
.tree-picture .step.missing .box,.tree-picture .step.changed .box{fill:var(--warn-soft);stroke:var(--warn-line);stroke-width:2}
.tree-picture text.missing,.tree-picture text.changed{fill:var(--warn)}
.tree-picture .way.missing,.tree-picture .way.changed{stroke:var(--warn-line)}
.tree-picture .head.missing,.tree-picture .head.changed{fill:var(--warn-line)}
.tree-picture g.answer.missing rect,.tree-picture g.answer.changed rect{fill:var(--warn-soft);stroke:var(--warn-line)}
.tree-picture .step.removed .box{fill:none;stroke:var(--bad);stroke-dasharray:5 4}
.tree-picture .step.removed .bar,.tree-picture .step.removed .seal{fill:var(--bad)}
.tree-picture text.removed,.tree-picture .step.removed text{fill:var(--bad)}
.tree-picture .way.removed{stroke:var(--bad);stroke-dasharray:5 4}
.tree-picture .head.removed{fill:var(--bad)}
.tree-picture g.answer.removed rect{fill:var(--bg);stroke:var(--bad);stroke-dasharray:4 3}
.tree-picture .step.strong .box{fill:var(--bad-soft);stroke:var(--bad);stroke-width:2}
.tree-picture text.strong{fill:var(--bad);font-weight:600}
.tree-picture .step.weak .box{stroke:var(--line)}
.tree-picture .step.weak text,.tree-picture text.weak{fill:var(--text-2)}
.tree-picture .way.weak{stroke-dasharray:1.5 4}
.tree-picture g.answer.weak rect{fill:none}
"""

_SCHEMES = (f".tree-picture{{{_LIGHT}}}@media (prefers-color-scheme:dark){{.tree-picture{{{_DARK}}}}}"
            f"@media print{{.tree-picture{{{_PRINT}}}}}")  # fmt: skip

STYLE = (_SCHEMES + _RULES).replace("\n", "")
