"""`python -m desktop` is `baijia`."""

from desktop.cli import main

raise SystemExit(main())
