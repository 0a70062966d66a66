"""The peers' inputs as plans of coffer."""
import csv
import pathlib


def _table(folder, name, columns, rows):
    with open(folder / f"{name}.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def write_network(folder, network, years=30):
    """Projects without cost, one stage each, linked finish to start."""
    predecessors, least, mode, most = network
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "scenario.toml").write_text(
        "format = 1\n[scenario]\nid = \"network\"\nname_zh = \"网络\"\nname_en = \"Network\"\n"
        f"first_year = 2020\nyears = {years}\nunit = \"万元\"\n",
        encoding="utf-8",
    )
    names = [f"a{activity:03d}" for activity in range(len(predecessors))]
    _table(folder, "projects", ["id", "name_zh", "name_en", "total_investment"],
           [[name, name, name, 0] for name in names])
    _table(folder, "stages", ["project", "stage", "duration"],
           [[name, "construction", f"triangular({a},{m},{b})"]
            for name, a, m, b in zip(names, least, mode, most)])
    _table(folder, "links", ["from_project", "from_stage", "to_project", "to_stage"],
           [[names[p], "construction", names[activity], "construction"]
            for activity, before in enumerate(predecessors) for p in before])
