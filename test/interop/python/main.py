"""The second implementation of the proof formats, on Python's standard library alone.

  main.py vectors FOLDER     the JSON vectors: prints an array of [name, whether it came out]
  main.py write FOLDER       writes a log
  main.py read FOLDER        verifies a log: prints what it says, or why it is refused
  main.py recount FILE       recounts letters from an array of folders: prints an array of verdicts
  main.py judge FILE         judges cases [{"kind", "inputs"}]: prints an array of verdicts
"""

import json
import sys
from pathlib import Path

from judge import judge
from read_log import summarise_log
from recount import recount
from refused import Refused
from vectors import judge_vectors
from write_log import write_log


def _recount(folder: Path) -> dict[str, object]:
    try:
        return {"accepted": True, "says": recount(folder)}
    except Refused as refusal:
        return {"accepted": False, "code": str(refusal)}


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    command, path = sys.argv[1], Path(sys.argv[2])
    if command == "vectors":
        result = [[name, good] for name, good in judge_vectors(path)]
    elif command == "write":
        write_log(path)
        result = None
    elif command == "read":
        try:
            result = {"accepted": True, "says": summarise_log(path)}
        except Refused as refusal:
            result = {"accepted": False, "code": str(refusal)}
    elif command == "recount":
        result = [_recount(Path(folder)) for folder in json.loads(path.read_bytes())]
    elif command == "judge":
        result = [judge(one["kind"], one["inputs"]) for one in json.loads(path.read_bytes())]
    else:
        sys.exit(__doc__)
    json.dump(result, sys.stdout)
