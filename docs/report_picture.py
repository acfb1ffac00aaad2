"""Draws docs/report.png: the management summary of the example's internal audit, as Chromium shows it.

python docs/report_picture.py
"""

import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
LODOS = HERE.parent / "examples" / "lodos"
WIDTH, HEIGHT = 1000, 1250
REPORT = (
    *(sys.executable, "-m", "auditctl", "-C", str(LODOS), "--as-of", "2026-11-20"),
    *("report", "2026-main", "--kind", "summary", "--format", "html"),
)
BROWSER = ("chromium", "--headless", "--no-sandbox", "--hide-scrollbars", f"--window-size={WIDTH},{HEIGHT}")


def main() -> None:
    page = subprocess.run(REPORT, capture_output=True, check=True).stdout
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.html"
        file.write_bytes(page)
        picture = f"--screenshot={HERE / 'report.png'}"
        subprocess.run([*BROWSER, picture, file.as_uri()], capture_output=True, check=True)


if __name__ == "__main__":
    main()
