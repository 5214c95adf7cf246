"""`import expulsions` beside `import pandas`, each in a fresh process."""

import sys

from bars import Bar, children_time, in_turns, say


def main() -> None:
    ours, peer, ratio = in_turns(
        lambda: children_time([sys.executable, "-c", "import expulsions"]),
        lambda: children_time([sys.executable, "-c", "import pandas"]),
        runs=9,
    )
    say(Bar("import expulsions / import pandas", ours, peer, ratio, 1.1))
    ours, peer, ratio = in_turns(
        lambda: children_time([sys.executable, "-c", "import expulsions; expulsions.load_expulsions()"]),
        lambda: children_time([sys.executable, "-c", "import pandas; pandas.read_csv('data/expulsions.csv')"]),
        runs=9,
    )
    say(Bar("import and first load / import pandas and read_csv", ours, peer, ratio, 1.1, note="beyond the bars"))


if __name__ == "__main__":
    main()
